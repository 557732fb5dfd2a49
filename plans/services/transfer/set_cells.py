"""The cells of a table of sets, as people write them and as the spreadsheets of several languages save them again."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from plans.models.sessions import LOAD
from plans.services.catalogue import PlannedCatalogue
from plans.services.transfer.kinds import DAY, Wrong, shown, whole

Words = Mapping[str, tuple[str, str | None]]  # what an exercise and its variation are called

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_DASHED = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_WHOLE = re.compile(r"(\d{1,9})(?:[.,]0{1,2})?", re.ASCII)  # three zeros are thousands somewhere
_KILOGRAMS = re.compile(r"(\d{1,3})(?:[.,](\d{1,3}))?", re.ASCII)


def day(cell: str) -> date:
    """With the month in the middle, which nobody reads as another day; not 10/11/2026. Raises Wrong."""
    found = _day(cell)
    if found is None:
        raise Wrong("is not a date such as 2026-11-23 or 23.11.2026", shown(cell))
    return DAY.read(found.isoformat())


def moment(cell: str, zone: ZoneInfo) -> datetime:
    """That of a clock in the zone. Raises Wrong."""
    first, _, rest = cell.partition(" ")
    found, clock = _day(first), _CLOCK.fullmatch(rest)
    try:
        if not (found and clock):
            raise ValueError(cell)
        at = time(int(clock[1]), int(clock[2]), int(clock[3] or 0))
    except ValueError:
        raise Wrong("is not a moment such as 2026-11-23 18:05:00 or 23.11.2026 18:05", shown(cell)) from None
    return datetime.combine(DAY.read(found.isoformat()), at, zone)


def number(cell: str, lowest: int, highest: int) -> int:
    """8, and 8.0 or 8,0 as well. Raises Wrong."""
    found = _WHOLE.fullmatch(cell)
    return whole(lowest, highest).read(int(found[1]) if found else cell)


def grams(cell: str) -> int:
    """Of kilograms, with the point or the comma of any language. Raises Wrong."""
    found = _KILOGRAMS.fullmatch(cell)
    load = 1000 * int(found[1]) + int((found[2] or "").ljust(3, "0")) if found else 0
    if not LOAD[0] <= load <= LOAD[1]:
        wanted = f"a number of kilograms above 0 and up to {LOAD[1] // 1000}, such as 12.5, or empty for no load"
        raise Wrong(f"is not {wanted}", shown(cell))
    return load


def folded(word: str) -> str:
    """Whatever its case, and with spaces or dashes."""
    return " ".join(word.casefold().replace("-", " ").split())


def words(catalogue: PlannedCatalogue) -> Words:
    """By each name, folded, and by the word in the address. A name that two share is no word for either."""
    named: dict[str, list[tuple[str, str | None]]] = {}
    addressed = {}
    for slug, exercise in catalogue.exercises.items():
        for version in exercise.versions:
            own = version.variation or slug
            named.setdefault(folded(catalogue.names[own]), []).append((slug, version.variation))
            addressed[folded(own)] = slug, version.variation
    return {word: found[0] for word, found in named.items() if len(found) == 1} | addressed


def _day(cell: str) -> date | None:
    dotted = _DOTTED.fullmatch(cell)
    if not dotted and not _DASHED.fullmatch(cell):
        return None
    try:
        return date(*map(int, dotted.group(3, 2, 1))) if dotted else date.fromisoformat(cell)
    except ValueError:
        return None
