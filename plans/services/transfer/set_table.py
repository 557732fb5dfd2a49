"""A table of sets, line by line: what is understood of it becomes sets, and of every other line it says why not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from plans.core.types import Catalogue, Measure, Version
from plans.models.sessions import AMOUNT, LOAD
from plans.services.transfer.kinds import DAY, TAP, Wrong, shown, whole
from plans.services.transfer.parser import COLUMNS

_MOST_SETS = 20  # of an exercise on a day
_KILOGRAMS = re.compile(r"(\d{1,3})(?:[.,](\d{1,3}))?", re.ASCII)
_UNITS = {"seconds": Measure.HOLD, "reps": Measure.REPS}


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
class SetTable:
    """`taken_back` is how many sets the table says do not count, `wrong` what was not understood, in order."""

    sets: tuple[Told, ...]
    taken_back: int
    wrong: tuple[str, ...]


def read_table(lines: list[list[Any]], catalogue: Catalogue, zone: ZoneInfo, before: date) -> SetTable:
    """`lines` as the parser gives them. Sets must lie before a day; moments are those of a clock in the zone."""
    sets: list[Told] = []
    wrong: list[str] = []
    seen: dict[Any, int] = {}
    taken_back = 0
    for number, more, *cells in lines:
        row = dict(zip(COLUMNS, cells, strict=True))
        if row["taken_back"] and not more:  # long ago, it may say nothing else any more
            taken_back += 1
            continue
        try:
            if more:
                raise Wrong("it has more cells than there are headings")
            told = _told(row, catalogue, zone, before)
            _check_once(told, number, seen)
        except Wrong as said:
            wrong.append(f"Line {number}: {said}.")
        else:
            sets.append(told)
    return SetTable(tuple(sets), taken_back, tuple(wrong))


def _told(row: Mapping[str, str | None], catalogue: Catalogue, zone: ZoneInfo, before: date) -> Told:
    day = _field(row, "session", DAY.read)
    if day >= before:
        raise Wrong(f"{day} is not before this week, whose sets are logged in its sessions")
    version = _version(row, catalogue)
    right = _field(row, "right", _amount) if row["right"] else None
    name = version.variation or row["exercise"]
    if version.one_sided and right is None:
        raise Wrong(f"right is missing: each side of {name} counts")
    if right is not None and not version.one_sided:
        raise Wrong(f"right is filled in, but the sides of {name} are not counted")
    return Told(
        uuid=_field(row, "uuid", lambda cell: TAP.read(cell.lower())) if row["uuid"] else None,
        day=day,
        exercise=row["exercise"] or "",
        variation=version.variation,
        number=_field(row, "set", lambda cell: whole(1, _MOST_SETS).read(_integer(cell))),
        amount=_field(row, "amount", _amount),
        right=right,
        load_grams=_field(row, "load_kg", _grams) if row["load_kg"] else None,
        at=_field(row, "logged", lambda cell: _moment(cell, zone)) if row["logged"] else None,
    )


def _field(row: Mapping[str, str | None], name: str, read: Any) -> Any:
    """Raises Wrong with the name before what is said of the value."""
    if not row[name]:
        raise Wrong(f"{name} is empty")
    try:
        return read(row[name])
    except Wrong as said:
        raise Wrong(f"{name} {said}") from None


def _version(row: Mapping[str, str | None], catalogue: Catalogue) -> Version:
    slug, variation, unit = row["exercise"], row["variation"] or None, row["unit"]
    if not slug:
        raise Wrong("exercise is empty")
    if slug not in catalogue:
        raise Wrong(f"exercise is none that this site has (a variation has a column of its own): {shown(slug)}")
    version = catalogue[slug].find(variation)
    if version is None:
        raise Wrong(f"variation is none of {slug}: {shown(variation)}")
    if unit and _UNITS.get(unit) is not version.measure:
        measure = "seconds" if version.measure is Measure.HOLD else "reps"
        raise Wrong(f"unit is not {measure}, in which {variation or slug} is counted: {shown(unit)}")
    return version


def _check_once(told: Told, number: int, seen: dict[Any, int]) -> None:
    """Raises Wrong for a set that another line tells already."""
    keys: dict[Any, str] = {told.place: "session, exercise and set are"}
    if told.uuid:
        keys[told.uuid] = "uuid is"
    for key, names in keys.items():
        if key in seen:
            raise Wrong(f"{names} the same as in line {seen[key]}")
    seen.update(dict.fromkeys(keys, number))


def _integer(cell: str) -> int | str:
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 10 else cell


def _amount(cell: str) -> int:
    amount: int = whole(*AMOUNT).read(_integer(cell))
    return amount


def _grams(cell: str) -> int:
    """A spreadsheet may have written the comma of its language."""
    found = _KILOGRAMS.fullmatch(cell)
    grams = 1000 * int(found[1]) + int((found[2] or "").ljust(3, "0")) if found else 0
    if not LOAD[0] <= grams <= LOAD[1]:
        wanted = f"a number of kilograms above 0 and up to {LOAD[1] // 1000}, such as 12.5, or empty for no load"
        raise Wrong(f"is not {wanted}: {shown(cell)}")
    return grams


def _moment(cell: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.strptime(cell, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        raise Wrong(f"is not a moment such as 2026-11-23 18:05:00: {shown(cell)}") from None
    DAY.read(moment.date().isoformat())
    return moment
