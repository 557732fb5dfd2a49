"""Sets from a table brought into any account: looked at first, then all of them or none, and taken back as one.

They are rows of their own, which no plan reads: shown, and never credited.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Max, Min

from exercises.models import Exercise
from plans.models import ImportedSet, Runner, SetLog
from plans.services.catalogue import PlannedCatalogue
from plans.services.locking import lock, locked
from plans.services.transfer.confined import parsed
from plans.services.transfer.kinds import Unreadable
from plans.services.transfer.set_table import Complaint, SetTable, Told, first_few, read_table

MOST = 50_000  # imported sets of an account
_AT_ONCE = 500  # rows of an insert


@dataclass(frozen=True, slots=True)
class OfExercise:
    """Sets of one exercise, on so many `days` between two."""

    name: str
    sets: int
    days: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Look:
    """What a table would bring: its new `sets`, and of the others how many are here already, how many do not count,
    the lines of those of this week or later, and what was not understood."""

    sets: tuple[Told, ...]
    here: int
    taken_back: int
    too_late: tuple[int, ...]
    wrong: tuple[Complaint, ...]

    @property
    def days(self) -> int:
        return len({each.day for each in self.sets})

    @property
    def not_understood(self) -> int:
        """How many lines."""
        return sum(len(each.lines) for each in self.wrong)

    @property
    def late_lines(self) -> str:
        return first_few(map(str, self.too_late))

    @property
    def first(self) -> date:
        return min(each.day for each in self.sets)

    @property
    def last(self) -> date:
        return max(each.day for each in self.sets)


@dataclass(frozen=True, slots=True)
class Brought:
    """What came at one moment, `on` the runner's day."""

    at: datetime
    on: date
    sets: int
    first: date
    last: date


def look(*, row: Runner, catalogue: PlannedCatalogue, raw: bytes, today: date) -> Look:
    """What there is in a file for a runner, who need not be stored yet. Writes nothing. Two queries. Raises
    Unreadable."""
    return _new(row, _read(row, catalogue, parsed("sets", raw), today))


def bring_sets(*, user: Any, catalogue: PlannedCatalogue, raw: bytes, now: datetime) -> Look:
    """The new sets of a file; answers what came. The user agrees to it `now`, if not before.

    Raises Unreadable; then nothing is changed.
    """
    lines = parsed("sets", raw)
    with transaction.atomic():
        row = locked(Runner.objects.get_or_create(user_id=user.pk)[0])
        found = _new(row, _read(row, catalogue, lines, row.today(now)))
        if not row.agreed_at:
            Runner.objects.filter(pk=row.pk).update(agreed_at=now)
        _write(row, found.sets, now)
    return found


@transaction.atomic
def take_back_sets(*, row: Runner, at: datetime) -> int:
    """Everything that came at one moment goes; answers how many sets. Again, it does nothing."""
    lock(row)
    return int(ImportedSet.objects.for_runner(row).filter(imported_at=at).delete()[0])


def brought(row: Runner) -> list[Brought]:
    """Each import, the latest first. One query."""
    if row.pk is None:
        return []
    found = ImportedSet.objects.for_runner(row).values("imported_at").order_by("-imported_at")
    counted = found.annotate(sets=Count("pk"), first=Min("date"), last=Max("date"))
    rows = counted.values_list("imported_at", "sets", "first", "last")
    return [Brought(at, row.today(at), *each) for at, *each in rows]


def by_exercise(sets: Iterable[Told], catalogue: PlannedCatalogue) -> list[OfExercise]:
    """In the order of the catalogue."""
    days: dict[str, list[date]] = defaultdict(list)
    for each in sets:
        days[each.exercise].append(each.day)
    return [
        OfExercise(catalogue.name_of(slug), len(own), len(set(own)), min(own), max(own))
        for slug in catalogue.exercises
        if (own := days.get(slug))
    ]


def _read(row: Runner, catalogue: PlannedCatalogue, lines: list[list[Any]], today: date) -> SetTable:
    zone = ZoneInfo(row.user.time_zone)
    return read_table(lines, catalogue, zone, row.first_day_of_week(today))


def _new(row: Runner, table: SetTable) -> Look:
    """Without what is here already, by its UUID or by its day, exercise and number. Raises Unreadable where it is more
    than an account holds."""
    uuids, places, held = _here(row)
    new = tuple(each for each in table.sets if each.uuid not in uuids and each.place not in places)
    if held + len(new) > MOST:
        raise Unreadable(f"That would be more than {MOST:,} imported sets. An account holds no more.")
    return Look(new, len(table.sets) - len(new), table.taken_back, table.too_late, table.wrong)


def _here(row: Runner) -> tuple[set[Any], set[Any], int]:
    """The UUIDs and the places of the runner's sets, and how many were imported. Two queries."""
    if row.pk is None:
        return set(), set(), 0
    of_a_log = ("uuid", "prescription__session__date", "prescription__exercise__slug", "number", "deleted_at")
    logs = SetLog.objects.for_runner(row).values_list(*of_a_log)
    uuids, places = set(), set()
    for uuid, *place, taken_back in logs.iterator():
        uuids.add(uuid)
        places.update([] if taken_back else [tuple(place)])
    held = ImportedSet.objects.for_runner(row).values_list("uuid", "date", "exercise__slug", "number")
    count = 0
    for count, (uuid, *place) in enumerate(held.iterator(), 1):  # noqa: B007 - how many there were
        uuids.add(uuid)
        places.add(tuple(place))
    return uuids, places, count


def _write(row: Runner, sets: Iterable[Told], now: datetime) -> None:
    keys = dict(Exercise.objects.values_list("slug", "pk"))
    rows = (
        ImportedSet(
            runner=row,
            uuid=each.uuid or uuid4(),
            date=each.day,
            exercise_id=keys[each.exercise],
            variation_id=keys[each.variation] if each.variation else None,
            number=each.number,
            amount=each.amount,
            right=each.right,
            load_grams=each.load_grams,
            at=each.at,
            imported_at=now,
        )
        for each in sets
    )
    ImportedSet.objects.bulk_create(rows, batch_size=_AT_ONCE)
