"""The weeks of a runner's plan and their changes, as support reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F

from exercises.models import Exercise
from plans.admin.health import Words
from plans.charts.sheet import sets_in_words
from plans.core.document import from_document
from plans.core.plan import WeekPlan
from plans.core.types import DAY, WEEK, Reason, Version
from plans.core.wording import Names, kilograms, spoken
from plans.core.words import span
from plans.models import PlanChange, PlannedWeek, Prescription, Runner, Session


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of a session: its name, “5 + 5 on each side, 8 kg”, and why as much."""

    name: str
    sets: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShownSession:
    day: date
    whys: list[str]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class ShownWeek:
    """A week that was opened; `number` counts from 1. Without a number: what is expected of the one that follows."""

    number: int | None
    dates: str
    opened: Any
    notes: list[str]
    sessions: list[ShownSession]


@dataclass(frozen=True, slots=True)
class ShownChange:
    row: PlanChange
    said: list[str]


def current_names() -> Names:
    """Of all exercises and variations, as they stand within a sentence. One query."""
    return spoken(dict(Exercise.objects.order_by().values_list("slug", "name")))


def opened(runner: Runner) -> Any:
    """The weeks that were opened, the latest first."""
    return PlannedWeek.objects.for_runner(runner).order_by("-number").defer("history")


def changes(runner: Runner) -> Any:
    """The changes of what was told, the latest first."""
    return PlanChange.objects.for_runner(runner).order_by("-pk").defer("before")


def shown_weeks(runner: Runner, rows: Sequence[PlannedWeek], words: Words, *, latest: bool) -> list[ShownWeek]:
    """Weeks as they are read, after the sessions expected of the week after the first if that is the `latest`.
    One query."""
    if not rows:
        return []
    end = rows[0].first_day + WEEK
    until = end + WEEK if latest else end
    stored = Prescription.objects.between(runner, rows[-1].first_day, until - DAY)
    stored = stored.select_related("session").annotate(slug=F("exercise__slug"))
    sessions = [(each.session, list(lines)) for each, lines in _by_session(stored)]
    shown = [_week(row, [each for each in sessions if _within(row, each[0])], words) for row in rows]
    expected = [_session(session, lines, words, None) for session, lines in sessions if session.date >= end]
    ahead = ShownWeek(None, span(end, until - DAY), None, [], expected)
    return [ahead, *shown] if expected else shown


def shown_changes(rows: Iterable[PlanChange], words: Words) -> list[ShownChange]:
    return [ShownChange(row, words.sentences(from_document(tuple[Reason, ...], row.what))) for row in rows]


def _by_session(rows: Any) -> Any:
    return ((group[0], group) for _, lines in groupby(rows, key=lambda row: row.session_id) if (group := list(lines)))


def _within(week: PlannedWeek, session: Session) -> bool:
    return week.first_day <= session.date < week.first_day + WEEK


def _week(row: PlannedWeek, sessions: Iterable[tuple[Session, list[Any]]], words: Words) -> ShownWeek:
    plan = from_document(WeekPlan, row.plan)
    doses = {dose.exercise: dose.reasons for dose in plan.doses}
    return ShownWeek(
        number=row.number + 1,
        dates=span(row.first_day, row.first_day + WEEK - DAY),
        opened=row.opened_at,
        notes=words.sentences([*plan.notes, *([plan.stopped] if plan.stopped else [])]),
        sessions=[_session(session, lines, words, doses) for session, lines in sessions],
    )


def _session(
    row: Session, lines: list[Any], words: Words, doses: Mapping[str, Sequence[Reason]] | None
) -> ShownSession:
    """Without doses its exercises come without reasons: they are not decided before their week."""
    reasons = from_document(tuple[Reason, ...], row.reasons)
    return ShownSession(row.date, words.of_session(row.date, reasons), [_line(each, words, doses) for each in lines])


def _line(row: Any, words: Words, doses: Mapping[str, Sequence[Reason]] | None) -> Line:
    version = from_document(Version, row.version)
    sets = sets_in_words(row.sets, version.measure)
    sets += " on each side" if version.one_sided else ""
    sets += f", {kilograms(row.load_grams)}" if row.load_grams else ""
    reason = "" if doses is None else words.of_dose(row.reason, doses.get(row.slug, ()))
    return Line(row.name, sets, reason)
