"""A picture for the site of a file that somebody sends: known by its content, drawn anew, and nothing else kept."""

import struct
import zlib
from hashlib import sha256
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

from exercises.models import Picture

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = {"JPEG": 40_000_000, "PNG": 12_000_000, "WEBP": 12_000_000}  # a JPEG is made small as it is read
LONGEST_SIDE = 1200
KINDS = ("PNG", "JPEG", "WEBP")
BROKEN = (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError, struct.error, zlib.error)


class Refused(ValueError):
    """The file is no picture that the site can show; the message says what it takes."""


def picture_of(file: IO[bytes], size: int) -> Picture:
    """The unsaved picture of a file of that many bytes. Raises Refused."""
    if size > MOST_BYTES:
        raise Refused(f"The file has {size / 1024**2:.1f} MB; it takes at most {MOST_BYTES // 1024**2} MB.")
    image = _opened(file)
    if image.width * image.height > MOST_PIXELS.get(image.format or "", MOST_PIXELS["JPEG"]):  # JPEG has other names
        raise _too_large(f"The picture has {image.width} × {image.height} pixels")
    if getattr(image, "is_animated", False) and image.format in KINDS:  # not a photograph with a second one inside
        raise Refused("This picture moves; it takes one that stands still.")
    try:
        data, width, height = _drawn_anew(image)
    except BROKEN as error:
        raise Refused("The picture is damaged: it cannot be read to its end. Save it anew, and send that.") from error
    return Picture(name=f"{sha256(data).hexdigest()[:32]}-{width}x{height}", image=data)


def _opened(file: IO[bytes]) -> Image.Image:
    """Without reading more than its head."""
    try:
        return Image.open(file, formats=KINDS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large("The picture has far more pixels") from error
    except BROKEN as error:
        raise Refused("This is no picture that can be shown; it takes PNG, JPEG or WebP.") from error


def _too_large(why: str) -> Refused:
    return Refused(
        f"{why}; it takes at most 40 million in a JPEG, such as 8000 × 5000, and 12 million in a PNG or WebP, such as "
        "4000 × 3000."
    )


def _drawn_anew(image: Image.Image) -> tuple[bytes, int, int]:
    """Upright, no larger than it is shown, without whatever else the file says, such as where it was taken."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    if image.mode in ("1", "P") or "transparency" in image.info:  # colours that cannot be mixed
        image = _plain(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = _plain(ImageOps.exif_transpose(image))
    plain.info.clear()
    out = BytesIO()
    plain.save(out, "WEBP", quality=80, method=4)
    return out.getvalue(), plain.width, plain.height


def _plain(image: Image.Image) -> Image.Image:
    return image.convert("RGBA" if image.has_transparency_data else "RGB")
