"""Everything that a runner told and did, as a document of ours and as tables for a spreadsheet. Reads alone."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO, TextIOWrapper
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from plans.models import Runner
from plans.services.transfer.kinds import written_moment
from plans.services.transfer.readme import README_NAME, readme
from plans.services.transfer.sheets import SHEETS, write_sheet
from plans.services.transfer.tables import ACCOUNT, ANSWERS, FORMAT, TABLES, Field, Table

JSON_NAME = "kneecoach.json"
_AT_ONCE = 2_000  # rows in memory
_TRIES = 3


class Busy(Exception):
    """The runner's data changed each time while it was read."""


def json_file(*, user: Any, now: datetime) -> IO[bytes]:
    """The document, at its beginning. Fifteen queries, however much there is. Raises Busy."""
    return _whole(user, lambda file, row: _write_document(file, user, row, now))


def zip_file(*, user: Any, now: datetime) -> IO[bytes]:
    """The same with tables for a spreadsheet beside it. A query more for each, two for the sets. Raises Busy."""

    def write(file: IO[bytes], row: Runner | None) -> None:
        with ZipFile(file, "w") as archive:
            archive.writestr(_entry(README_NAME, now), readme().encode("utf-8-sig"))
            with archive.open(_entry(JSON_NAME, now), "w") as entry:
                _write_document(entry, user, row, now)
            for sheet in SHEETS:
                with archive.open(_entry(sheet.name, now), "w") as entry:
                    write_sheet(sheet, entry, row, user)

    return _whole(user, write)


def file_name(day: date, ending: str) -> str:
    return f"kneecoach-{day}.{ending}"


def _whole(user: Any, write: Callable[[IO[bytes], Runner | None], None]) -> IO[bytes]:
    """A file of one state of the runner: what was written while they changed something is written anew."""
    for _ in range(_TRIES):
        file = BytesIO()  # a megabyte a year at most
        row = Runner.objects.filter(user_id=user.pk).first()
        write(file, row)
        if row is None or Runner.objects.filter(pk=row.pk, version=row.version).exists():
            file.seek(0)
            return file
    raise Busy


def _entry(name: str, now: datetime) -> ZipInfo:
    entry = ZipInfo(name, now.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry


def _write_document(file: IO[bytes], user: Any, row: Runner | None, now: datetime) -> None:
    text = TextIOWrapper(file, "utf-8", newline="\n")
    text.writelines(_document(user, row, now))
    text.flush()
    text.detach()


def _document(user: Any, row: Runner | None, now: datetime) -> Iterator[str]:
    """A row a line, so that two files can be compared."""
    account = {"email": user.email, "joined_at": written_moment(user.joined_at)} | _fields(ACCOUNT, user)
    head = {"kneecoach": "export", "format": FORMAT, "exported_at": written_moment(now), "account": account}
    yield "{\n"
    for name, value in head.items():
        yield f"{_json(name)}: {_json(value)},\n"
    answers = None
    if row is not None:
        equipment = list(row.equipment.order_by("slug").values_list("slug", flat=True))
        answers = _fields(ANSWERS, row) | {"equipment": equipment}
    yield f'"runner": {_json(answers)}'
    for table in TABLES:
        yield f",\n{_json(table.name)}: ["
        yield from _lines(table, row)
        yield "\n]"
    yield "\n}\n"


def _lines(table: Table, row: Runner | None) -> Iterator[str]:
    if row is None:
        return
    before = "\n"
    for each in _rows(table, row):
        yield before + _json(each)
        before = ",\n"


def _rows(table: Table, row: Runner) -> Iterator[dict[str, Any]]:
    columns = [field.column for field in table.fields]
    found = table.model.objects.for_runner(row).order_by(*table.order).values_list(*columns)
    writers = [(field.name, field.kind.write) for field in table.fields]
    for values in found.iterator(_AT_ONCE):
        yield {name: write(value) for (name, write), value in zip(writers, values, strict=True)}


def _fields(fields: tuple[Field, ...], row: Any) -> dict[str, Any]:
    return {field.name: field.kind.write(getattr(row, field.column)) for field in fields}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
