"""The tables for a spreadsheet: UTF-8 with its mark, dates as ISO writes them, plain numbers, no cell that it runs."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import IO, Any
from zoneinfo import ZoneInfo

from plans.core.types import WEEKDAYS
from plans.models import (
    Absence,
    DatedRun,
    ImportedSet,
    KneeReport,
    PlannedWeek,
    Prescription,
    Runner,
    Session,
    SetLog,
    WeeklyRun,
)

_AT_ONCE = 2_000  # rows in memory
_RUNS_IT = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last of full width

Rows = Iterator[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`says` what its lines are; each of the `columns` says what stands in it."""

    name: str
    says: str
    columns: Mapping[str, str]
    rows: Callable[[Runner], Rows]


def write_sheet(sheet: Sheet, file: IO[bytes], row: Runner | None, user: Any) -> None:
    """Moments are written as the clock showed them where the runner is."""
    zone = ZoneInfo(user.time_zone)
    text = TextIOWrapper(file, "utf-8-sig", newline="")
    lines = csv.writer(text)
    lines.writerow(sheet.columns)
    lines.writerows([_cell(value, zone) for value in each] for each in (sheet.rows(row) if row else ()))
    text.flush()
    text.detach()


def _cell(value: Any, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, (int, Decimal, date)):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_RUNS_IT) else text


def kilograms(grams: int | None) -> Decimal | None:
    return None if grams is None else Decimal(grams) / 1000


def _found(model: Any, row: Runner, order: tuple[str, ...], *columns: str) -> Rows:
    rows: Rows = model.objects.for_runner(row).order_by(*order).values_list(*columns).iterator(_AT_ONCE)
    return rows


def _sessions(row: Runner) -> Rows:
    """Their place in the week from 1, none for one that is unplanned."""
    columns = "date", "slot", "started_at", "finished_at", "effort", "deleted_at"
    for day, slot, *others in _found(Session, row, ("date",), *columns):
        yield day, None if slot is None else slot + 1, *others


def _asked(row: Runner) -> Rows:
    columns = (
        "session__date", "position", "exercise__slug", "variation__slug", "name", "sets", "version__measure",
        "load_grams", "reason",
    )  # fmt: skip
    for *first, sets, measure, grams, reason in _found(Prescription, row, ("session__date", "position"), *columns):
        yield *first, " ".join(map(str, sets)), _unit(measure), kilograms(grams), reason


def _sets(row: Runner) -> Rows:
    """Those of sessions, then those that were imported."""
    yield from _logged_sets(row)
    yield from _imported_sets(row)


def _logged_sets(row: Runner) -> Rows:
    columns = (
        "uuid", "prescription__session__date", "at", "prescription__exercise__slug", "prescription__variation__slug",
        "prescription__name", "number", "amount", "right", "prescription__version__measure", "load_grams",
        "deleted_at", "corrects",
    )  # fmt: skip
    for *first, measure, grams, taken_back, corrects in _found(SetLog, row, ("pk",), *columns):
        yield *first, _unit(measure), kilograms(grams), taken_back, corrects, None


def _imported_sets(row: Runner) -> Rows:
    columns = (
        "uuid", "date", "at", "exercise__slug", "variation__slug", "exercise__name", "variation__name", "number",
        "amount", "right", "exercise__measure", "variation__measure", "load_grams", "imported_at",
    )  # fmt: skip
    for *first, name, own_name, number, left, right, measure, own_measure, grams, at in _found(
        ImportedSet, row, ("pk",), *columns
    ):
        unit = _unit(own_measure or measure)
        yield *first, own_name or name, number, left, right, unit, kilograms(grams), None, None, at


def _knee(row: Runner) -> Rows:
    return _found(KneeReport, row, ("pk",), "date", "moment", "pain", "exercise__slug", "at", "deleted_at")


def _runs(row: Runner) -> Rows:
    """The usual week, then what dates hold instead of it."""
    for weekday, kind in _found(WeeklyRun, row, ("weekday",), "weekday", "kind"):
        yield f"every {WEEKDAYS[weekday].capitalize()}", kind
    for day, kind in _found(DatedRun, row, ("date",), "date", "kind"):
        yield day, kind or "none"


def _absences(row: Runner) -> Rows:
    return _found(Absence, row, ("first", "last"), "first", "last", "kind")


def _weeks(row: Runner) -> Rows:
    """Each week's doses."""
    for number, first_day, plan in _found(PlannedWeek, row, ("number",), "number", "first_day", "plan"):
        for dose in plan["doses"]:
            version = dose["version"]
            yield number + 1, first_day, dose["exercise"], version["variation"], dose["dose"], _unit(version["measure"])


def _unit(measure: str) -> str:
    return "seconds" if measure == "hold" else measure


_SIDES = "the left side, where each side is done by itself"

SHEETS = (
    Sheet(
        "sessions.csv",
        "Your strength sessions, done, missed or still to come. You have one a day, so its date names it.",
        {
            "date": "the day",
            "place": "its place among the sessions of its week, from 1; empty for one more than planned",
            "started": "when you began it",
            "finished": "when you ended it",
            "effort": "how hard it was, 1 to 10",
            "deleted": "when you deleted it; it counts only where this is empty",
        },
        _sessions,
    ),
    Sheet(
        "prescriptions.csv",
        "What each session asked for, a line an exercise.",
        {
            "session": "the date of the session",
            "position": "the place of the exercise in it, from 0",
            "exercise": "which exercise, as in the address of its page",
            "variation": "which variation of it; empty for the exercise itself",
            "name": "its name, as you saw it",
            "sets": "a number for each set: “5 5” are two sets of five; of each side, where each is done by itself",
            "unit": "what these numbers are: reps or seconds",
            "load_kg": "the weight",
            "reason": "why so much",
        },
        _asked,
    ),
    Sheet(
        "sets.csv",
        "Every set that you logged, then those that you imported from a table. A set counts only where taken_back is "
        "empty. One that you corrected is there twice: as it was, taken back, and as it is.",
        {
            "uuid": "the name of the set, which no other has",
            "session": "the date of its session",
            "logged": "when you logged it",
            "exercise": "which exercise",
            "variation": "which variation of it; empty for the exercise itself",
            "name": "its name, as you saw it",
            "set": "its place among the sets of the exercise, from 1",
            "amount": f"the reps or seconds that you did; of {_SIDES}. Empty once it was deleted for 30 days",
            "right": "those of the right side then",
            "unit": "what these numbers are: reps or seconds",
            "load_kg": "the weight",
            "taken_back": "when it was taken back, deleted or corrected; filled in, the set does not count",
            "corrects": "the uuid of the set that this one puts right",
            "imported": "when it came from a table",
        },
        _sets,
    ),
    Sheet(
        "knee.csv",
        "What you said of your knee, and warning signs.",
        {
            "date": "the day of the session, or of the warning sign",
            "moment": "during the session, the morning after it, red (a warning sign), sharp (sharp pain), or cleared "
            "(by a clinician)",
            "pain": "0 to 10",
            "exercise": "the exercise that hurt; empty for the whole session",
            "told": "when you said it",
            "deleted": "when you deleted it, with its session; it counts only where this is empty",
        },
        _knee,
    ),
    Sheet(
        "runs.csv",
        "Your runs: those of every week, then those of single dates, which hold instead.",
        {"when": "the day", "kind": "easy, hard, long or race; none for a day without a run"},
        _runs,
    ),
    Sheet(
        "absences.csv",
        "Days off.",
        {"first": "the first day", "last": "the last day", "kind": "away, ill, or ill-below (ill below the neck)"},
        _absences,
    ),
    Sheet(
        "weeks.csv",
        "What each week of your plan asks of an exercise.",
        {
            "week": "the number of the week, from 1",
            "first_day": "the day on which it begins",
            "exercise": "which exercise",
            "variation": "which variation of it; empty for the exercise itself",
            "dose": "the reps or seconds of all its sessions together; of each side, where each is done by itself",
            "unit": "what this number is: reps or seconds",
        },
        _weeks,
    ),
)
