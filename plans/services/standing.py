"""Where a runner stands today: the week that is open, or that would open now. Reads and works out; writes nothing."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from plans.core import plan as core
from plans.core import types
from plans.core.document import from_document
from plans.core.history import History, next_first_day
from plans.core.plan import WeekPlan
from plans.core.planner import next_week, plan_week, weeks_after
from plans.core.present import Present
from plans.core.types import DAY, WEEK, Reason, Version
from plans.models import PlannedWeek, Prescription, Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.told import told

_LOOKED_BACK = 8 * DAY  # a race in the week before still counts
_SHIFT = 3 * DAY  # that the next week may begin earlier, after a change of the day on which weeks begin


@dataclass(frozen=True)
class Standing:
    """A runner on a day.

    `plan` is the open week on the morning of `today`, `expected` the sessions of the next one as they were stored.
    `missed` are this week's sessions that have passed. `opened` are the weeks that are not stored yet, oldest first.
    `since` is from when on dated answers were read. `week` is the latest that is stored, `given` the present where it
    is another than that week's.
    """

    row: Runner
    catalogue: PlannedCatalogue
    today: date
    since: date
    runner: types.Runner
    plan: WeekPlan
    expected: tuple[core.Session, ...] = ()
    missed: tuple[core.Session, ...] = ()
    opened: tuple[Present, ...] = ()
    week: PlannedWeek | None = None
    given: Present | None = None

    @cached_property
    def present(self) -> Present:
        """What the open week is planned from; read from the week's row when it is first asked for."""
        if self.given is not None or self.week is None:
            assert self.given is not None  # noqa: S101 - what has no row is given
            return self.given
        return Present(self.catalogue.exercises, self.runner, _history(self.week), previous=self.plan)

    def weeks(self, number: int) -> tuple[WeekPlan, ...]:
        """The plan of this week and forecasts of those that follow."""
        return tuple(plan for _, plan in self.ahead(number))

    def ahead(self, number: int) -> tuple[tuple[Present, WeekPlan], ...]:
        """The same, each week with the present that it is planned from."""
        return ((self.present, self.plan), *weeks_after(self.present, self.plan, self.today, number - 1))


def standing(week: PlannedWeek, catalogue: PlannedCatalogue, today: date) -> Standing:
    """Where the runner of a week, the latest that was opened, stands. Two queries, however long the history.

    Weeks that have begun since are opened in memory, one after the other, each as of its first morning.
    """
    since = week.first_day - _LOOKED_BACK
    runner = told(week.runner, since)
    plan, passed, expected = _stored(week, today)
    now = Standing(week.runner, catalogue, today, since, runner, plan, expected, passed, week=week)
    if today > week.first_day + WEEK - _SHIFT:
        now = _opened(now)
    missed = tuple(session for session in now.plan.sessions if session.date < today)
    if missed:
        missed = missed if now.opened else passed
        now = replace(now, plan=plan_week(now.present, today), missed=missed, given=now.present)
    return now


def _opened(now: Standing) -> Standing:
    """With the weeks that have begun since the latest was stored."""
    present, plan, opened = now.present, now.plan, []
    while now.today >= next_first_day(present.history, present.runner, present.held):
        present = next_week(present, plan, present.held)
        plan = plan_week(present, present.history.starts_on)
        present = replace(present, previous=plan)
        opened.append(present)
    return replace(now, plan=plan, expected=(), missed=(), opened=tuple(opened), given=present) if opened else now


def _history(week: PlannedWeek) -> History:
    return from_document(History, week.history)


def _stored(week: PlannedWeek, today: date) -> tuple[WeekPlan, tuple[core.Session, ...], tuple[core.Session, ...]]:
    """A week with its sessions, those of its plan that are rows; the rows of its days that have passed, of which a plan
    that was made since knows nothing; and the sessions expected of the next."""
    plan = from_document(WeekPlan, week.plan)
    sessions = [each for _, each in stored_sessions(week.runner, week.first_day, week.first_day + 2 * WEEK - DAY)]
    own = tuple(each for each in sessions if each.date in plan.days.sessions)
    following = week.first_day + WEEK
    passed = tuple(each for each in sessions if each.date < min(today, following))
    return replace(plan, sessions=own), passed, tuple(each for each in sessions if each.date >= following)


def stored_sessions(row: Runner, first: date, last: date) -> list[tuple[int, core.Session]]:
    """The sessions of some days as they were prescribed, each with the key of its row. One query."""
    rows = Prescription.objects.between(row, first, last).values_list(*_OF_A_SESSION, *_OF_A_PRESCRIPTION)
    sessions = [list(prescriptions) for _, prescriptions in groupby(rows, key=itemgetter(0))]
    return [(each[0][0], _session(each)) for each in sessions]


_OF_A_SESSION = ("session_id", "session__date", "session__slot", "session__reasons")
_OF_A_PRESCRIPTION = ("exercise__slug", "version", "sets", "load_grams", "at_top")


def _session(rows: list[tuple[Any, ...]]) -> core.Session:
    _, day, slot, reasons, *_ = rows[0]
    prescriptions = tuple(_prescription(*row[len(_OF_A_SESSION) :]) for row in rows)
    return core.Session(day, slot, prescriptions, from_document(tuple[Reason, ...], reasons))


def _prescription(slug: str, version: Any, sets: list[int], grams: int | None, at_top: bool) -> core.Prescription:
    return core.Prescription(slug, from_document(Version, version), tuple(sets), grams, at_top)
