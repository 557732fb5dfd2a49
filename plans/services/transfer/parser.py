"""What takes a file from outside apart. A program of its own, started by `confined.py`: it believes nothing, knows
nothing of the site, and dies rather than take more than its share of the machine.

`python parser.py json|sets` reads the file on its standard input and writes to its standard output, as JSON,
{"found": what is in it} or {"refused": why not}. A zip with the JSON in it is opened here too. The standard library
only.
"""

import csv
import io
import json
import resource
import sys
import zlib
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

TOO_HARD = 3  # exit status
MOST_BYTES = 32_000_000  # of a file, and of what is in a zip
_SECONDS = 10  # of the processor
_MEMORY = 768 * 1024 * 1024
_MOST_OBJECTS = 500_000
_MOST_VALUES = 3_000_000
_MOST_LINES = 100_000
_LONGEST_CELL = 1_000
_SHOWN = 80  # characters of a cell: nothing that is understood is as long
_ZIPPED = "kneecoach.json"
_ENCRYPTED = 0x1  # flag of a member
_CHOOSE_ACCOUNT = "choose the .zip or the .json file of an export."
_NOT_OURS = f"This is not a file that Kneecoach has written: {_CHOOSE_ACCOUNT}"
_DAMAGED = f"This zip is damaged: take your data once more where it came from, and {_CHOOSE_ACCOUNT}"
_CHOOSE = "choose the sets.csv of an export, or a file with the same headings."
_NO_TABLE = f"This is no table of sets: {_CHOOSE}"
_NO_SETS = "The table has its headings, and no set beneath them."
_TOO_MUCH = "There is more in the file than anybody has trained."
_TOO_LONG = f"The table has more than {_MOST_LINES:,} lines: import it in parts."
_NEEDED = ("session", "exercise", "set", "amount")
_OTHERS = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF",
}  # by their first bytes
COLUMNS = (
    "uuid", "session", "logged", "exercise", "variation", "set", "amount", "right", "unit", "load_kg", "taken_back",
)  # fmt: skip


class Refused(Exception):
    """The file is not taken; the message says why."""


def document(raw: bytes) -> dict[str, Any]:
    """A JSON object in which no name is said twice, as it is or in a zip."""
    if raw[:2] == b"PK":
        raw = _unzipped(raw)
    if raw.count(b"{") + raw.count(b"[") > _MOST_OBJECTS or raw.count(b",") > _MOST_VALUES:
        raise Refused(_TOO_MUCH)
    try:
        found = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_object)
    except (RecursionError, ValueError):
        raise Refused(_NOT_OURS) from None
    if not isinstance(found, dict) or found.get("kneecoach") != "export":
        raise Refused(_NOT_OURS)
    return found


def _unzipped(raw: bytes) -> bytes:
    """The one file of a zip that is read. What it says of its size is checked before, and holds while it is read."""
    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            named = [member for member in archive.infolist() if member.filename == _ZIPPED]
            if len(named) != 1:
                raise Refused(f"This zip has {'more than one' if named else 'no'} {_ZIPPED} in it: {_CHOOSE_ACCOUNT}")
            [member] = named
            if member.flag_bits & _ENCRYPTED:
                raise Refused(f"This zip has a password: open it yourself, and choose the {_ZIPPED} in it.")
            if member.file_size > MOST_BYTES:
                raise Refused(f"The {_ZIPPED} in the zip is too big: at most {MOST_BYTES // 1_000_000} MB are read.")
            if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise Refused(_NOT_OURS)
            with archive.open(member) as file:
                return file.read(MOST_BYTES)
    except (BadZipFile, EOFError, OSError, OverflowError, RuntimeError, ValueError, zlib.error):
        raise Refused(_DAMAGED) from None


def sets(raw: bytes) -> list[list[Any]]:
    """Of each line of a table of sets its number, whether it has more cells than there are headings, and its cells in
    the order of COLUMNS, None for a column that the table does not have."""
    if raw[:2] == b"PK":
        raise Refused("This is a zip file or a workbook. Open it, and choose the sets.csv in it, or save it as CSV.")
    if kind := next((kind for first, kind in _OTHERS.items() if raw.startswith(first)), None):
        raise Refused(f"This is {kind}, not a table of sets: {_CHOOSE}")
    try:
        text = raw.decode("utf-8-sig")
    except ValueError:
        raise Refused("The file is not in UTF-8: save it as “CSV UTF-8”.") from None
    head = text.lstrip("\r\n").partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        found = list(_lines(lines))
    except csv.Error:
        said = f"Line {lines.line_num} of the file is not one of a table."
        raise Refused(f"{said} Look there, and above it, for a quotation mark that lacks its second.") from None
    if not found:
        raise Refused(_NO_SETS)
    return found


def _lines(lines: Any) -> Any:
    """The lines after the one with the headings."""
    places: list[int | None] = []
    width = 0
    for count, cells in enumerate(lines):
        if count > _MOST_LINES:
            raise Refused(_TOO_LONG)
        if not any(map(str.strip, cells)):
            continue
        if places:
            more = any(map(str.strip, cells[width:]))
            yield [lines.line_num, more, *[_cell(cells, place) for place in places]]
        else:
            places, width = _places([cell.strip().lower() for cell in cells]), len(cells)
    if not places:
        raise Refused(_NO_TABLE)


def _places(names: list[str]) -> list[int | None]:
    """Where each column stands."""
    known = [name for name in names if name in COLUMNS]
    if not known:
        raise Refused(_NO_TABLE)
    if missing := [name for name in _NEEDED if name not in known]:
        raise Refused(f"No heading of the table says {_either(missing)}. A set needs {', '.join(_NEEDED)}.")
    if twice := [name for name in COLUMNS if known.count(name) > 1]:
        raise Refused(f"The headings of the table say {twice[0]} twice.")
    return [names.index(name) if name in known else None for name in COLUMNS]


def _either(names: list[str]) -> str:
    """“session, set or amount”."""
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _cell(cells: list[str], place: int | None) -> str | None:
    """Cut short, but never to something that could be understood."""
    if place is None:
        return None
    return cells[place].strip()[:_SHOWN] if place < len(cells) else ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name that is said twice")
    return found


def _no_number(given: str) -> None:
    raise ValueError(given)


def _answered(kind: str, raw: bytes) -> dict[str, Any]:
    try:
        return {"found": document(raw) if kind == "json" else sets(raw)}
    except Refused as refused:
        return {"refused": str(refused)}


def _confine() -> None:
    for limit, most in ((resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    if sys.platform != "darwin":  # macOS knows the limit, and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _confine()
    csv.field_size_limit(_LONGEST_CELL)
    try:
        sys.stdout.write(json.dumps(_answered(sys.argv[1], sys.stdin.buffer.read())))
    except MemoryError:
        sys.exit(TOO_HARD)
