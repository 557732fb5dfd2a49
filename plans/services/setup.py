"""The writers of the setup: what a runner answers before there is a plan, each answer kept as it is given."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from plans.core import types
from plans.core.history import begin as no_history
from plans.core.plan import WeekPlan
from plans.core.planner import plan_week
from plans.core.present import Present
from plans.core.types import WEEK, Level, RunKind
from plans.models import Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.locking import locked
from plans.services.told import tell, told

STEPS = ("runs", "equipment", "training", "safety", "start")


@dataclass(frozen=True, slots=True)
class Beginning:
    """A day to start on, and the first week that comes of it."""

    first: date
    runner: types.Runner
    plan: WeekPlan


def runner_of(user: Any) -> Runner:
    """The runner of a user, not stored while nothing was answered. One query."""
    row = Runner.objects.filter(user_id=user.pk).first() or Runner()
    row.user = user
    return row


@transaction.atomic
def begin_setup(*, user: Any, known: types.Runner) -> Runner:
    """The runner of a user, made with the runs, equipment, minutes and wishes that are known already. Once: later calls
    change nothing."""
    row, created = Runner.objects.get_or_create(user_id=user.pk)
    row.user = user
    if created:
        blank = told(row, known.joined)
        first = replace(
            blank,
            weekly_runs=known.weekly_runs,
            equipment=known.equipment,
            minutes=known.minutes,
            after_easy_runs=known.after_easy_runs,
        )
        tell(row, blank, first, known.joined)
    return row


def answer_runs(*, row: Runner, runs: Mapping[int, RunKind], done: bool = True) -> None:
    """The runs of the usual week by weekday; not `done` while days are still being tapped."""
    _answer(row, "runs" if done else None, weekly_runs=dict(runs))


def answer_equipment(*, row: Runner, owned: frozenset[str]) -> None:
    _answer(row, "equipment", equipment=owned)


def answer_training(*, row: Runner, level: Level, minutes: int, sessions_per_week: int) -> None:
    _answer(row, "training", level=level, minutes=minutes, sessions_per_week=sessions_per_week)


@transaction.atomic
def answer_safety(*, row: Runner, baseline: int, cleared: bool, now: datetime) -> None:
    """The knee of today, and that the runner, of age, agreed. What stood against starting is not kept, only that a
    clinician `cleared` it."""
    row = locked(row)
    if row.started_on is None:
        row.baseline = baseline
        row.agreed_at = row.agreed_at or now
        row.cleared_at = now if cleared else None
        row.steps_answered = _answered(row, "safety")
        row.save(update_fields=["baseline", "agreed_at", "cleared_at", "steps_answered"])


@transaction.atomic
def withdraw_safety(*, row: Runner) -> None:
    """Something stands against starting after all: the safety questions are open again, and what follows them."""
    row = locked(row)
    if row.started_on is None:
        row.steps_answered = min(row.steps_answered, STEPS.index("safety"))
        row.save(update_fields=["steps_answered"])


def beginnings(row: Runner, catalogue: PlannedCatalogue, today: date) -> list[Beginning]:
    """The first week of somebody whose setup is answered: from today on, and if that holds fewer sessions than a whole
    one, also next week's. One query."""
    runner = told(row, today)
    now = _beginning(runner, catalogue)
    if now.plan.first_day == today:
        return [now]
    later = _beginning(replace(runner, joined=now.plan.first_day + WEEK), catalogue)
    return [now, later] if len(now.plan.sessions) < len(later.plan.sessions) else [now]


def _beginning(runner: types.Runner, catalogue: PlannedCatalogue) -> Beginning:
    present = Present(catalogue.exercises, runner, no_history(runner))
    return Beginning(runner.joined, runner, plan_week(present, runner.joined))


@transaction.atomic
def _answer(row: Runner, step: str | None, **said: Any) -> None:
    """Keep an answer; nothing once the plan has begun, which is changed in other ways."""
    row = locked(row)
    if row.started_on is not None:
        return
    today = row.today()
    before = told(row, today)
    tell(row, before, replace(before, **said), today)
    if step and _answered(row, step) != row.steps_answered:
        row.steps_answered = _answered(row, step)
        row.save(update_fields=["steps_answered"])


def _answered(row: Runner, step: str) -> int:
    """How many steps are answered once this one is."""
    return max(row.steps_answered, STEPS.index(step) + 1)
