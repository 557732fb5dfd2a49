"""The zip of an export, as the parser opens it: one file of it, and no more than the limit."""

import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from plans.services.transfer.confined import MOST_BYTES, parsed
from plans.services.transfer.kinds import Unreadable

OURS = '{"kneecoach": "export"}'
CHOOSE = "choose the .zip or the .json file of an export."
DAMAGED = f"This zip is damaged: take your data once more where it came from, and {CHOOSE}"
TOO_BIG = "The kneecoach.json in the zip is too big: at most 32 MB are read."


def zipped(*members, compression=ZIP_DEFLATED):
    file = BytesIO()
    with ZipFile(file, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def refusal(raw):
    with pytest.raises(Unreadable) as unreadable:
        parsed("json", raw)
    [line] = unreadable.value.lines
    return line


def altered(raw, at, kind, value):
    """With another value in both headers of its one member, `at` its place in the header of the zip's end; the other
    header lacks a field of two bytes before it."""
    changed = bytearray(raw)
    for place in (at - 2, raw.index(b"PK\x01\x02") + at):
        struct.pack_into(kind, changed, place, value)
    return bytes(changed)


@pytest.mark.parametrize("compression", [ZIP_STORED, ZIP_DEFLATED])
def test_what_lies_beside_it_is_passed_over(compression):
    others = [("readme.txt", "x"), ("sets.csv", "y"), ("old/kneecoach.json", "{}"), ("../kneecoach.json", "{}")]
    assert parsed("json", zipped(*others, ("kneecoach.json", OURS), compression=compression)) == {"kneecoach": "export"}


def test_what_is_in_it_is_looked_at_like_any_other():
    assert refusal(zipped(("kneecoach.json", "{}"))) == f"This is not a file that Kneecoach has written: {CHOOSE}"
    inner = zipped(("kneecoach.json", OURS))
    assert refusal(zipped(("kneecoach.json", inner))) == f"This is not a file that Kneecoach has written: {CHOOSE}"


@pytest.mark.parametrize(
    ("members", "line"),
    [
        ([], f"This zip has no kneecoach.json in it: {CHOOSE}"),
        ([("sets.csv", "x")], f"This zip has no kneecoach.json in it: {CHOOSE}"),
        ([("in/kneecoach.json", OURS)], f"This zip has no kneecoach.json in it: {CHOOSE}"),
        ([("kneecoach.json", OURS)] * 2, f"This zip has more than one kneecoach.json in it: {CHOOSE}"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_without_the_one_file_is_refused(members, line):
    assert refusal(zipped(*members)) == line


@pytest.mark.parametrize("compression", [ZIP_BZIP2, ZIP_LZMA])
def test_no_other_compression_is_read(compression):
    line = f"This is not a file that Kneecoach has written: {CHOOSE}"
    assert refusal(zipped(("kneecoach.json", OURS), compression=compression)) == line


@pytest.mark.parametrize("cut", [3, 30, 60, -1])
def test_one_that_is_cut_short_is_damaged(cut):
    assert refusal(zipped(("kneecoach.json", OURS))[:cut]) == DAMAGED


def test_one_of_which_a_byte_is_another_is_damaged():
    raw = zipped(("kneecoach.json", OURS), compression=ZIP_STORED)
    assert refusal(raw.replace(b"export", b"expert")) == DAMAGED


def test_one_whose_file_begins_beyond_all_numbers_is_damaged():
    raw = bytearray(zipped(("kneecoach.json", OURS)))
    entry, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    far = struct.pack("<HHQ", 1, 8, 2**63)  # the place of the file as large zips say it
    struct.pack_into("<I", raw, end + 12, end - entry + len(far))
    struct.pack_into("<H", raw, entry + 30, len(far))
    struct.pack_into("<I", raw, entry + 42, 0xFFFFFFFF)
    assert refusal(bytes(raw[:end] + far + raw[end:])) == DAMAGED


def test_one_with_a_password_is_not_opened():
    raw = zipped(("kneecoach.json", OURS))
    locked = altered(raw, 8, "<H", 0x1)
    assert refusal(locked) == "This zip has a password: open it yourself, and choose the kneecoach.json in it."


def test_a_bomb_is_not_unpacked_whatever_it_says_of_its_size():
    bomb = zipped(("kneecoach.json", b" " * (MOST_BYTES + 1)))
    assert len(bomb) < 50_000
    assert refusal(bomb) == TOO_BIG
    for said in (10, MOST_BYTES):
        assert refusal(altered(bomb, 24, "<I", said)) == DAMAGED


def test_as_much_as_the_limit_is_read():
    assert parsed("json", zipped(("kneecoach.json", OURS.ljust(MOST_BYTES)))) == {"kneecoach": "export"}
