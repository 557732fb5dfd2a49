"""The weeks of a runner's plan, as support reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import Lead

from exercises.models import Exercise
from plans.admin.health import Words
from plans.admin.sessions import Held, ShownSession, sessions_between, shown_session
from plans.core.document import from_document
from plans.core.plan import WeekPlan
from plans.core.types import DAY, WEEK
from plans.core.wording import Names, spoken
from plans.core.words import span
from plans.models import PlannedWeek, Runner


@dataclass(frozen=True, slots=True)
class ShownWeek:
    """A week that was opened; `number` counts from 1. Without a number: what is expected of the one that follows."""

    number: int | None
    dates: str
    opened: Any
    notes: list[str]
    sessions: list[ShownSession]


def current_names() -> Names:
    """Of all exercises and variations, as they stand within a sentence. One query."""
    return spoken(dict(Exercise.objects.order_by().values_list("slug", "name")))


def opened(runner: Runner) -> Any:
    """The weeks that were opened, the latest first, each with the first day of the `following` one."""
    following = Window(Lead("first_day"), order_by=F("number").asc())
    weeks = PlannedWeek.objects.for_runner(runner).annotate(following=following).order_by("-number")
    return weeks.defer("history", "coming_from", "coming")


def shown_weeks(runner: Runner, rows: Sequence[Any], words: Words, today: date, *, latest: bool) -> list[ShownWeek]:
    """Weeks as they are read, after the sessions expected of the week after the first if that is the `latest`.
    At most three queries."""
    if not rows:
        return []
    end = _end(rows[0])
    until = end + WEEK if latest else end
    sessions = sessions_between(runner, rows[-1].first_day, until - DAY, health=words.whole)
    shown = [_week(row, sessions, words, today) for row in rows]
    expected = [shown_session(each, words, today) for each in sessions if each[0].date >= end]
    ahead = ShownWeek(None, span(end, until - DAY), None, [], expected)
    return [ahead, *shown] if expected else shown


def _end(row: Any) -> date:
    """The day after a week, days that no other week holds included."""
    return row.following or row.first_day + WEEK


def _week(row: Any, sessions: Sequence[Held], words: Words, today: date) -> ShownWeek:
    plan = from_document(WeekPlan, row.plan)
    doses = {dose.exercise: dose.reasons for dose in plan.doses}
    own = [each for each in sessions if row.first_day <= each[0].date < _end(row)]
    return ShownWeek(
        number=row.number + 1,
        dates=span(row.first_day, _end(row) - DAY),
        opened=row.opened_at,
        notes=words.sentences([*plan.notes, *([plan.stopped] if plan.stopped else [])]),
        sessions=[shown_session(each, words, today, doses) for each in own],
    )
