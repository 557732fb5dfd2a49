"""A picture of a file that somebody sends, whatever the file is."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageOps

from exercises.pictures import Refused, picture_of

PLACE = b"GPS: 47.1 N"


def file_of(image, kind="PNG", **options):
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def made(data):
    picture = picture_of(BytesIO(data), len(data))
    image = Image.open(BytesIO(picture.image))
    assert image.format == "WEBP"
    assert picture.name.endswith(f"-{image.width}x{image.height}")
    return image


def png_that_says(width, height):
    """A few bytes that claim to be a picture of that size."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("mode", "kind", "kept"),
    [
        ("RGB", "PNG", "RGB"),
        ("RGB", "JPEG", "RGB"),
        ("RGB", "WEBP", "RGB"),
        ("L", "JPEG", "RGB"),
        ("1", "PNG", "RGB"),
        ("CMYK", "JPEG", "RGB"),
        ("P", "PNG", "RGB"),
        ("RGBA", "PNG", "RGBA"),
        ("RGBA", "WEBP", "RGBA"),
        ("LA", "PNG", "RGBA"),
        ("I;16", "PNG", "RGB"),
    ],
)
def test_every_kind_of_still_picture_becomes_one(mode, kind, kept):
    image = made(file_of(Image.new(mode, (60, 40)), kind))
    assert (image.mode, image.size) == (kept, (60, 40))


def test_a_palette_with_a_hole_stays_see_through():
    image = made(file_of(Image.new("P", (60, 40)), transparency=0))
    assert image.getpixel((5, 5))[3] == 0


def test_it_is_no_larger_than_it_is_shown():
    assert made(file_of(Image.new("RGB", (3000, 1500)))).size == (1200, 600)
    assert made(file_of(Image.new("RGB", (1, 3000)))).size == (1, 1200)


def test_what_a_camera_says_is_obeyed_once_and_then_gone():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = PLACE.decode()
    data = file_of(Image.new("RGB", (60, 40)), "JPEG", exif=exif, comment=PLACE)
    assert PLACE in data
    image = made(data)
    assert image.size == (40, 60)
    assert not image.getexif()
    picture = picture_of(BytesIO(data), len(data))
    assert PLACE not in bytes(picture.image)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_nothing_that_a_file_says_besides_is_kept(kind):
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    data = file_of(Image.new("RGB", (60, 40)), kind, exif=exif, icc_profile=b"profile " + PLACE, xmp=PLACE)
    picture = picture_of(BytesIO(data), len(data))
    assert PLACE not in bytes(picture.image)
    assert set(Image.open(BytesIO(picture.image)).info) <= {"loop", "background", "timestamp", "duration"}


def test_the_same_picture_has_the_same_name():
    data = file_of(Image.new("RGB", (60, 40), "red"))
    other = file_of(Image.new("RGB", (60, 40), "blue"))
    names = [picture_of(BytesIO(each), len(each)).name for each in (data, data, other)]
    assert names[0] == names[1] != names[2]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"just words", "no picture that can be shown", id="words"),
        pytest.param(b"", "no picture that can be shown", id="nothing"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "no picture", id="svg"),
        pytest.param(file_of(Image.new("RGB", (9, 9)), "GIF"), "no picture that can be shown", id="gif"),
        pytest.param(file_of(Image.new("RGB", (9, 9)), "TIFF"), "no picture that can be shown", id="tiff"),
        pytest.param(file_of(Image.effect_noise((99, 99), 9))[:-99], "is damaged", id="cut"),
        pytest.param(file_of(Image.effect_noise((99, 99), 9), "JPEG")[:400], "damaged", id="cut-jpeg"),
        pytest.param(png_that_says(20, 20), "is damaged", id="less-than-it-says"),
        pytest.param(
            png_that_says(4000, 3001),
            "has 4000 × 3001 pixels; it takes at most 40 million in a JPEG, such as 8000 × 5000, and 12 million in",
            id="large",
        ),
        pytest.param(png_that_says(10_000, 10_000), "far more pixels; it takes at most 40 million", id="larger"),
        pytest.param(png_that_says(2**31 - 1, 2**31 - 1), "far more pixels", id="bomb"),
        pytest.param(bytes(5 * 1024 * 1024 + 1), "has 5.0 MB; it takes at most 5 MB", id="long"),
    ],
)
def test_what_is_no_such_picture_is_refused_in_a_sentence(data, why):
    with pytest.raises(Refused, match=why):
        picture_of(BytesIO(data), len(data))


@pytest.mark.parametrize(("kind", "size"), [("WEBP", (4001, 3000)), ("JPEG", (8000, 5001))])
def test_how_large_a_picture_may_be_depends_on_its_kind(kind, size):
    data = file_of(Image.new("L", size), kind)
    with pytest.raises(Refused, match=f"has {size[0]} × {size[1]} pixels"):
        picture_of(BytesIO(data), len(data))


def test_a_photograph_may_be_larger_than_a_drawing():
    assert made(file_of(Image.new("L", (5000, 2500)), "JPEG")).size == (1200, 600)


@pytest.mark.parametrize(
    ("mode", "options"), [("P", {}), ("P", {"transparency": 0}), ("RGB", {"transparency": (0, 0, 0)})]
)
def test_colours_are_mixed_when_it_is_made_small(mode, options):
    half = Image.new("L", (2, 1))
    half.putpixel((1, 0), 255)
    image = made(file_of(half.resize((2401, 9), Image.Resampling.NEAREST).convert(mode), **options))
    edge = [image.getpixel((x, 2)) for x in range(image.width)]
    assert any(30 < pixel[-1] < 225 for pixel in edge)


def test_what_is_turned_upright_is_small_already(monkeypatch):
    turned = []
    upright = ImageOps.exif_transpose
    monkeypatch.setattr(ImageOps, "exif_transpose", lambda image: turned.append(image.size) or upright(image))
    made(file_of(Image.new("RGBA", (2400, 1600))))
    assert turned == [(1200, 800)]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(kind):
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    data = file_of(frames[0], kind, save_all=True, append_images=frames[1:])
    with pytest.raises(Refused, match="This picture moves; it takes one that stands still"):
        picture_of(BytesIO(data), len(data))


def test_a_photograph_with_a_second_one_inside_is_one():
    photograph, depth = Image.new("RGB", (9, 9), "red"), Image.new("RGB", (3, 3))
    data = file_of(photograph, "MPO", save_all=True, append_images=[depth])
    assert made(data).size == (9, 9)
