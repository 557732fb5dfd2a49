"""What the file holds, table by table: each field's name there, the column that it is written from, and its kind."""

from dataclasses import dataclass
from typing import Any

from plans.core.types import WEEKDAYS
from plans.models import (
    Absence,
    DatedRun,
    DayChoice,
    ExerciseChoice,
    ImportedSet,
    KneeReport,
    PlanChange,
    PlannedWeek,
    Prescription,
    Session,
    SetLog,
    WeeklyRun,
    runner,
)
from plans.models.runner import BASELINE, MINUTES
from plans.models.sessions import AMOUNT, EFFORT, LOAD, PAIN
from plans.services.transfer.documents import BEFORE, HISTORY, PLAN, REASONS, VERSION
from plans.services.transfer.kinds import (
    DAY,
    FLAG,
    MOMENT,
    TAP,
    Kind,
    empty,
    numbers,
    one_of,
    optional,
    text,
    whole,
    word_for,
)

FORMAT = 2  # the present one; of earlier ones all are read
_RUN = one_of(*runner.Kind.values)
_GRAMS = optional(whole(*LOAD))
_SMALL = 1000
_MOST_SETS = 20


@dataclass(frozen=True, slots=True)
class Field:
    """`column` is a path from the row. A `slug` is that of an exercise, and one that this site must have. `since` which
    format it is written; it is null in files before."""

    name: str
    column: str
    kind: Kind
    slug: bool = False
    since: int = 1


@dataclass(frozen=True, slots=True)
class Once:
    """What no two rows say alike. Rows do not count in which any of it is null, or any of `unless` is not."""

    names: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """`most` is how many rows there can be, `since` the first format that has it."""

    name: str
    model: Any
    order: tuple[str, ...]
    fields: tuple[Field, ...]
    once: tuple[Once, ...] = ()
    most: int = 5_000
    since: int = 1


def _plain(name: str, kind: Kind) -> Field:
    return Field(name, name, kind)


def _later(name: str, column: str, kind: Kind) -> Field:
    return Field(name, column, optional(kind), since=2)


def _exercise(name: str) -> Field:
    return Field(name, f"{name}__slug", text(50), slug=True)


def _maybe_exercise(name: str) -> Field:
    return Field(name, f"{name}__slug", optional(text(50)), slug=True)


ACCOUNT = (
    Field("time_zone", "time_zone", text(64)),
    Field("week_starts_on", "week_start", one_of("monday", "sunday")),
    Field("weights_in", "units", one_of("kg", "lb")),
)
ANSWERS = (
    _plain("sessions_per_week", whole(1, 3)),
    _plain("minutes", whole(*MINUTES)),
    _plain("level", one_of("beginner", "regular", "strong")),
    _plain("after_easy_runs", FLAG),
    Field("knee_at_start", "baseline", optional(whole(*BASELINE))),
    _plain("agreed_at", optional(MOMENT)),
    _plain("cleared_at", optional(MOMENT)),
    _plain("started_on", optional(DAY)),
    Field("setup_steps", "steps_answered", whole(0, 5)),
)
TABLES = (
    Table(
        "weekly_runs",
        WeeklyRun,
        ("weekday",),
        (
            _plain("weekday", word_for({name: place for place, name in enumerate(WEEKDAYS)})),
            _plain("kind", _RUN),
        ),
        once=(Once(("weekday",)),),
    ),
    Table(
        "dated_runs", DatedRun, ("date",), (_plain("date", DAY), _plain("kind", empty(_RUN))), once=(Once(("date",)),)
    ),
    Table(
        "absences",
        Absence,
        ("first", "last", "kind"),
        (_plain("first", DAY), _plain("last", DAY), _plain("kind", one_of("away", "ill", "ill-below"))),
        once=(Once(("first", "last", "kind")),),
        most=_SMALL,
    ),
    Table(
        "day_choices",
        DayChoice,
        ("date",),
        (_plain("date", DAY), _plain("strength", empty(one_of("pinned", "skipped"))), _plain("short", FLAG)),
        once=(Once(("date",)),),
    ),
    Table(
        "weeks",
        PlannedWeek,
        ("number",),
        (
            _plain("number", whole(0, _SMALL)),
            _plain("first_day", DAY),
            _plain("planned_on", DAY),
            _plain("opened_at", MOMENT),
            _plain("plan", PLAN),
            _plain("history", optional(HISTORY)),
        ),
        once=(Once(("number",)), Once(("first_day",))),
        most=_SMALL,
    ),
    Table(
        "sessions",
        Session,
        ("date",),
        (
            _plain("date", DAY),
            _plain("slot", optional(whole(0, 6))),
            _plain("started_at", optional(MOMENT)),
            _plain("finished_at", optional(MOMENT)),
            _plain("effort", optional(whole(*EFFORT))),
            _plain("reasons", REASONS),
            _later("deleted_at", "deleted_at", MOMENT),
        ),
        once=(Once(("date",)),),
    ),
    Table(
        "prescriptions",
        Prescription,
        ("session__date", "position"),
        (
            Field("session", "session__date", DAY),
            _plain("position", whole(0, _SMALL)),
            _exercise("exercise"),
            _maybe_exercise("variation"),
            _plain("sets", numbers(_MOST_SETS, AMOUNT[1])),
            _plain("load_grams", _GRAMS),
            _plain("at_top", FLAG),
            _plain("once", FLAG),
            _plain("name", text(60)),
            _plain("reason", text()),
            _plain("why", text(120)),
            _plain("version", VERSION),
        ),
        once=(Once(("session", "position")), Once(("session", "exercise"))),
        most=50_000,
    ),
    Table(
        "sets",
        SetLog,
        ("pk",),
        (
            _plain("uuid", TAP),
            Field("session", "prescription__session__date", DAY),
            Field("exercise", "prescription__exercise__slug", text(50), slug=True),
            _plain("number", whole(1, _MOST_SETS)),
            _plain("amount", optional(whole(*AMOUNT))),
            _plain("right", optional(whole(*AMOUNT))),
            _plain("load_grams", _GRAMS),
            _plain("at", MOMENT),
            _plain("date", DAY),
            Field("taken_back_at", "deleted_at", optional(MOMENT)),
            _later("corrects", "corrects", TAP),
        ),
        once=(Once(("uuid",)), Once(("corrects",)), Once(("session", "exercise", "number"), unless=("taken_back_at",))),
        most=100_000,
    ),
    Table(
        "imported_sets",
        ImportedSet,
        ("pk",),
        (
            _plain("uuid", TAP),
            _plain("date", DAY),
            _exercise("exercise"),
            _maybe_exercise("variation"),
            _plain("number", whole(1, _MOST_SETS)),
            _plain("amount", whole(*AMOUNT)),
            _plain("right", optional(whole(*AMOUNT))),
            _plain("load_grams", _GRAMS),
            _plain("at", optional(MOMENT)),
            _plain("imported_at", MOMENT),
        ),
        once=(Once(("uuid",)), Once(("date", "exercise", "number"))),
        most=50_000,
        since=2,
    ),
    Table(
        "knee_reports",
        KneeReport,
        ("pk",),
        (
            _plain("date", DAY),
            _plain("moment", one_of(*KneeReport.Moment.values)),
            _plain("pain", optional(whole(*PAIN))),
            Field("session", "session__date", optional(DAY)),
            _maybe_exercise("exercise"),
            _plain("at", MOMENT),
            _later("deleted_at", "deleted_at", MOMENT),
        ),
        once=(
            Once(("session", "moment"), unless=("exercise", "deleted_at")),
            Once(("session", "exercise"), unless=("deleted_at",)),
        ),
        most=20_000,
    ),
    Table(
        "exercise_choices",
        ExerciseChoice,
        ("pk",),
        (
            _plain("kind", one_of(*ExerciseChoice.Kind.values)),
            _plain("date", DAY),
            _plain("after", whole(0, 14)),
            _exercise("exercise"),
            _maybe_exercise("variation"),
            _maybe_exercise("other"),
            _plain("load_grams", _GRAMS),
            _plain("day", optional(DAY)),
            _plain("at", MOMENT),
        ),
    ),
    Table(
        "plan_changes",
        PlanChange,
        ("pk",),
        (
            _plain("at", MOMENT),
            _plain("asked", text(200)),
            _plain("what", REASONS),
            _plain("before", BEFORE),
            _plain("undone_at", optional(MOMENT)),
        ),
    ),
)
