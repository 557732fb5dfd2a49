"""Where a runner stands today: the week that is open, or that would open now. Reads and works out; writes nothing."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from plans.core import plan as core
from plans.core import types
from plans.core.document import from_document
from plans.core.feedback import without_calm_answers
from plans.core.history import History
from plans.core.living import Choice, Happened, Lived, is_quiet, live
from plans.core.plan import WeekPlan
from plans.core.planner import as_finished, if_all_goes_well, weeks_after
from plans.core.present import Present
from plans.core.types import DAY, WEEK, Flag, FlagKind, Held
from plans.models import PlannedWeek, Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.happened import Stored, stored_sessions
from plans.services.told import told, told_later

_LOOKED_BACK = 8 * DAY  # a race in the week before still counts
_SHIFT = 3 * DAY  # that the next week may begin earlier, after a change of the day on which weeks begin


@dataclass(frozen=True)
class Standing:
    """A runner on a day.

    `plan` is the open week as it stands on `today`, `expected` the sessions of the next one as they were stored.
    `missed` are this week's sessions that have passed without being done, `held` those that were done, `flags` every
    one so far. `week` is the latest that counts as stored, `stored` are the sessions since its first day as they are
    stored, and `opened` the weeks after it, oldest first. `since` is from when on dated answers were read. `given` is
    the present where it is another than that of the `week`.
    """

    row: Runner
    catalogue: PlannedCatalogue
    today: date
    since: date
    runner: types.Runner
    plan: WeekPlan
    expected: tuple[core.Session, ...] = ()
    missed: tuple[core.Session, ...] = ()
    held: tuple[Held, ...] = ()
    flags: tuple[Flag, ...] = ()
    stored: tuple[Stored, ...] = ()
    opened: tuple[Lived, ...] = ()
    week: PlannedWeek | None = None
    given: Present | None = None

    @cached_property
    def present(self) -> Present:
        """What the open week is planned from; read from the week's row when it is first asked for."""
        if self.given is not None or self.week is None:
            assert self.given is not None  # noqa: S101 - what has no row is given
            return self.given
        history = from_document(History, self.week.history)
        return Present(self.catalogue.exercises, self.runner, history, self.held, self.flags, self.plan)

    def weeks(self, number: int) -> tuple[WeekPlan, ...]:
        """The plan of this week and forecasts of those that follow."""
        return tuple(plan for _, plan in self.ahead(number))

    def ahead(self, number: int) -> tuple[tuple[Present, WeekPlan], ...]:
        """The same, each week with the present that it is planned from."""
        return ((self.present, self.plan), *weeks_after(self._expected, self.plan, self.today, number - 1))

    @property
    def following(self) -> Present:
        """What the next week, and those that follow it, are planned from if all goes well. It is the same however
        calm the answers were, and whatever was told of days that lie too far back for them."""
        present = if_all_goes_well(self._expected, self.plan)
        history = present.history
        sessions = tuple(map(without_calm_answers, history.sessions))
        runner = told_later(present.runner, history.starts_on - _LOOKED_BACK)
        return replace(present, runner=runner, history=replace(history, sessions=sessions))

    @property
    def _expected(self) -> Present:
        """The present, with the session that goes on as if it were finished."""
        if self.going is None:
            return self.present
        goes_on, catalogue = self.today, self.catalogue.exercises
        held = (as_finished(each, catalogue) if each.date == goes_on else each for each in self.present.held)
        return replace(self.present, held=tuple(held))

    @property
    def going(self) -> core.Session | None:
        """Today's session, once something of it is done and until it is finished."""
        stored = self.stored_on(self.today)
        return stored.session if stored and stored.held and not stored.is_finished else None

    @property
    def is_cleared_today(self) -> bool:
        """Whether a clinician has cleared the knee, by the runner's word of today: all goes on tomorrow."""
        return any(flag.date == self.today and flag.kind is FlagKind.CLEARED for flag in self.flags)

    def stored_on(self, day: date) -> Stored | None:
        return next((each for each in self.stored if each.session.date == day), None)


def standing(
    week: PlannedWeek,
    catalogue: PlannedCatalogue,
    today: date,
    choices: tuple[Choice, ...] = (),
    opened: tuple[date, ...] = (),
) -> Standing:
    """Where the runner of a week, the latest that counts, stands. Three queries, however long the history.

    What happened since the week's plan was made is lived through in memory, and so are weeks that have begun since,
    on the days on which they were `opened`, if they were, with the `choices` that were made in them.
    """
    stored, flags = stored_sessions(week.runner, week.first_day, last_day(week))
    return standing_after(week, catalogue, today, stored, flags, choices, opened)


def last_day(week: PlannedWeek) -> date:
    """The last day of which sessions are stored once a week has opened."""
    return week.first_day + 2 * WEEK - DAY


def standing_after(
    week: PlannedWeek,
    catalogue: PlannedCatalogue,
    today: date,
    stored: list[Stored],
    flags: tuple[Flag, ...],
    choices: tuple[Choice, ...] = (),
    opened: tuple[date, ...] = (),
) -> Standing:
    """The same with what was read already: the sessions stored from the week's first day on, and every flag. One
    query."""
    runner = told(week.runner, week.first_day - _LOOKED_BACK)
    happened = Happened(tuple(each.held for each in stored if each.held), flags, choices, opened)
    now = _as_stored(week, catalogue, today, runner, tuple(stored), flags)
    if is_quiet(now.plan, happened, week.planned_on, today) and today <= week.first_day + WEEK - _SHIFT:
        return now
    return _lived(now, week, happened)


def _as_stored(
    week: PlannedWeek,
    catalogue: PlannedCatalogue,
    today: date,
    runner: types.Runner,
    stored: tuple[Stored, ...],
    flags: tuple[Flag, ...],
) -> Standing:
    """The week with its sessions, those of its plan that are rows and not done; the rows of its days that have passed;
    and the sessions expected of the next."""
    plan, following = from_document(WeekPlan, week.plan), week.first_day + WEEK
    open_ones = [each.session for each in stored if each.held is None and not each.is_extra]
    own = tuple(each for each in open_ones if each.date in plan.days.sessions)
    return Standing(
        row=week.runner,
        catalogue=catalogue,
        today=today,
        since=week.first_day - _LOOKED_BACK,
        runner=runner,
        plan=replace(plan, sessions=own),
        expected=tuple(each for each in open_ones if each.date >= following),
        missed=tuple(each for each in open_ones if each.date < min(today, following)),
        held=tuple(each.held for each in stored if each.held and each.session.date < following),
        flags=flags,
        stored=stored,
        week=week,
    )


def _lived(now: Standing, week: PlannedWeek, happened: Happened) -> Standing:
    """With what happened since the plan was made, and the weeks that have begun since."""
    *_, current = weeks = live(Lived(now.present), week.planned_on, now.today, happened)
    opened = weeks[1:]
    known = {each.date for each in now.missed}
    missed = [each for each in current.missed if opened or each.date not in known]
    return replace(
        now,
        plan=current.plan,
        held=current.present.held,
        expected=() if opened else now.expected,
        missed=tuple(missed if opened else sorted([*now.missed, *missed], key=lambda each: each.date)),
        opened=opened,
        given=current.present,
    )
