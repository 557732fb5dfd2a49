"""A table of sets, line by line: what is understood of it becomes sets, and of every other line it says why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from plans.core.types import Measure, Version
from plans.models.sessions import AMOUNT
from plans.services.catalogue import PlannedCatalogue
from plans.services.transfer import set_cells
from plans.services.transfer.kinds import TAP, Wrong, shown
from plans.services.transfer.parser import COLUMNS

_MOST_SETS = 20  # of an exercise on a day
_UNITS = {"seconds": Measure.HOLD, "reps": Measure.REPS}
_FEW = 3  # lines that are named, of many

Row = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Told:
    """A set as a line tells it. `uuid` is None where the table has none."""

    uuid: UUID | None
    day: date
    exercise: str
    variation: str | None
    number: int
    amount: int
    right: int | None
    load_grams: int | None
    at: datetime | None

    @property
    def place(self) -> tuple[date, str, int]:
        """What tells it from the other sets of an account."""
        return self.day, self.exercise, self.number


@dataclass(frozen=True, slots=True)
class Complaint:
    """What was not understood in these `lines`, and what they said instead, each once."""

    said: str
    lines: tuple[int, ...]
    given: tuple[str, ...]

    def __str__(self) -> str:
        one = len(self.lines) == 1
        where = f"Line {self.lines[0]}" if one else f"{len(self.lines):,} lines ({first_few(map(str, self.lines))})"
        said = f"{where}: {self.said}{': ' if self.given else ''}{first_few(self.given)}"
        return said if said.endswith("…") else f"{said}."


@dataclass(frozen=True, slots=True)
class SetTable:
    """`taken_back` is how many sets the table says do not count, `too_late` the lines of those that do not lie before
    the day before which all must lie, and `wrong` what was not understood, in order."""

    sets: tuple[Told, ...]
    taken_back: int
    too_late: tuple[int, ...]
    wrong: tuple[Complaint, ...]


def read_table(lines: list[list[Any]], catalogue: PlannedCatalogue, zone: ZoneInfo, before: date) -> SetTable:
    """`lines` as the parser gives them. Sets must lie before a day; moments are those of a clock in the zone."""
    words = set_cells.words(catalogue)
    sets: list[Told] = []
    wrong: dict[str, list[tuple[int, str]]] = {}
    seen: dict[Any, int] = {}
    too_late: list[int] = []
    taken_back = 0
    for number, more, *cells in lines:
        row = dict(zip(COLUMNS, cells, strict=True))
        if row["taken_back"] and not more:  # long ago, it may say nothing else any more
            taken_back += 1
            continue
        try:
            if more:
                raise Wrong("it has more cells than there are headings")
            told = _told(row, catalogue, words, zone)
            if told.day >= before:
                too_late.append(number)
                continue
            _check_once(told, number, seen)
        except Wrong as error:
            wrong.setdefault(error.said, []).append((number, error.given))
        else:
            sets.append(told)
    complaints = tuple(_complaint(said, found) for said, found in wrong.items())
    return SetTable(tuple(sets), taken_back, tuple(too_late), complaints)


def _complaint(said: str, found: list[tuple[int, str]]) -> Complaint:
    lines, given = zip(*found, strict=True)
    return Complaint(said, lines, tuple(dict.fromkeys(filter(None, given))))


def first_few(texts: Iterable[str]) -> str:
    """The first few of them."""
    each = list(texts)
    return ", ".join([*each[:_FEW], *(["…"] if len(each) > _FEW else [])])


def _told(row: Row, catalogue: PlannedCatalogue, words: set_cells.Words, zone: ZoneInfo) -> Told:
    day = _field(row, "session", set_cells.day)
    exercise, version = _version(row, catalogue, words)
    right = _field(row, "right", _amount) if row["right"] else None
    name = catalogue.spoken[version.variation or exercise]
    if version.one_sided and right is None:
        raise Wrong(f"right is missing: each side of {name} counts")
    if right is not None and not version.one_sided:
        raise Wrong(f"right is filled in, but the sides of {name} are not counted")
    return Told(
        uuid=_field(row, "uuid", lambda cell: TAP.read(cell.lower())) if row["uuid"] else None,
        day=day,
        exercise=exercise,
        variation=version.variation,
        number=_field(row, "set", lambda cell: set_cells.number(cell, 1, _MOST_SETS)),
        amount=_field(row, "amount", _amount),
        right=right,
        load_grams=_field(row, "load_kg", set_cells.grams) if row["load_kg"] else None,
        at=_field(row, "logged", lambda cell: set_cells.moment(cell, zone)) if row["logged"] else None,
    )


def _field(row: Row, name: str, read: Any) -> Any:
    """Raises Wrong with the name before what is said of the value."""
    if not row[name]:
        raise Wrong(f"{name} is empty")
    try:
        return read(row[name])
    except Wrong as wrong:
        raise Wrong(f"{name} {wrong.said}", wrong.given) from None


def _version(row: Row, catalogue: PlannedCatalogue, words: set_cells.Words) -> tuple[str, Version]:
    """The exercise, and in which version. A variation may stand in the column of the exercise as well."""
    if not row["exercise"]:
        raise Wrong("exercise is empty")
    slug, variation = words.get(set_cells.folded(row["exercise"]), (None, None))
    if slug is None:
        raise Wrong("exercise is none that this site has", shown(row["exercise"]))
    if row["variation"]:
        root, named = words.get(set_cells.folded(row["variation"]), (None, None))
        if root != slug or variation not in (None, named):
            raise Wrong(f"variation is none of {catalogue.spoken[variation or slug]}", shown(row["variation"]))
        variation = named
    version = catalogue.exercises[slug].version(variation)
    unit = (row["unit"] or "").casefold()
    if unit and _UNITS.get(unit) is not version.measure:
        measure = "seconds" if version.measure is Measure.HOLD else "reps"
        name = catalogue.spoken[variation or slug]
        raise Wrong(f"unit is not {measure}, in which {name} is counted", shown(row["unit"]))
    return slug, version


def _check_once(told: Told, number: int, seen: dict[Any, int]) -> None:
    """Raises Wrong for a set that another line tells already."""
    keys: dict[Any, str] = {told.place: "session, exercise and set are"}
    if told.uuid:
        keys[told.uuid] = "uuid is"
    for key, names in keys.items():
        if key in seen:
            raise Wrong(f"{names} the same as in another line", str(seen[key]))
    seen.update(dict.fromkeys(keys, number))


def _amount(cell: str) -> int:
    return set_cells.number(cell, *AMOUNT)
