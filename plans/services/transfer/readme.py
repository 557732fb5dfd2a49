"""What the zip says of itself to whoever opens it without this site, made of the tables that lie beside it."""

from collections.abc import Iterator
from textwrap import fill

from plans.services.transfer.sheets import SHEETS, Sheet

README_NAME = "readme.txt"
_WIDTH = 76  # characters of a line
_BEGINS = """\
This is everything that you told Kneecoach, and everything that you did with it.

kneecoach.json is the whole. Another account takes it, or this zip as it is: under Settings, Your data, Import your
data. Its full description is docs/export.md, which comes with the source of Kneecoach.

The other files are tables that a spreadsheet opens. The first line of each names its columns. Dates are written
2026-11-23, and times as your clock showed them. Reps and seconds are whole numbers, weights are kilograms. An empty
cell is something that is not known, or was not said."""


def readme() -> str:
    begins = [fill(paragraph, _WIDTH) for paragraph in _BEGINS.split("\n\n")]
    tables = ["\n".join(_described(sheet)) for sheet in SHEETS]
    return "\n\n".join(("Your data", *begins, *tables)) + "\n"


def _described(sheet: Sheet) -> Iterator[str]:
    yield sheet.name
    yield fill(sheet.says, _WIDTH)
    for name, says in sheet.columns.items():
        yield fill(f"{name}: {says}", _WIDTH, initial_indent="  ", subsequent_indent="      ")
