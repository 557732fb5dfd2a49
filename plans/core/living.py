"""From the morning a plan was made for to today: what was done, missed, told of the knee and chosen since is lived
through day by day, and planned anew where the plan did not know of it (section 2, "Re-planning").

It is what the simulator does each morning, without the mornings on which nothing is new.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from plans.core import feedback
from plans.core.changes import cleared, replaced, swap, take
from plans.core.history import next_first_day
from plans.core.plan import Session, WeekPlan
from plans.core.planner import next_week, plan_week
from plans.core.present import Present
from plans.core.types import DAY, WEEK, Flag, FlagKind, Held, Refused


@dataclass(frozen=True, slots=True)
class Choice:
    """What a runner chose of exercises `on` a date, when the week had seen `after` sessions.

    Another `variation` or load of an exercise from then on; with `other` that exercise instead, in the session of `day`
    alone where there is one.
    """

    on: date
    after: int
    exercise: str
    variation: str | None = None
    load_grams: int | None = None
    other: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened since a week began, in order of date: also what later weeks brought. A week that has `opened` on a
    day keeps it, whatever day weeks begin on now."""

    held: tuple[Held, ...] = ()
    flags: tuple[Flag, ...] = ()
    choices: tuple[Choice, ...] = ()
    opened: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Lived:
    """A week on a morning: its present, with the plan as it stands as `previous`, and the sessions that were missed."""

    present: Present
    missed: tuple[Session, ...] = ()

    @property
    def plan(self) -> WeekPlan:
        assert self.present.previous is not None  # noqa: S101 - a week that is lived has a plan
        return self.present.previous


def is_quiet(plan: WeekPlan, happened: Happened, since: date, today: date) -> bool:
    """Whether a plan that was made for the morning of `since` is still that of today, but for the sessions that were
    done as it had them."""
    return not any(_is_news(plan, happened, day) for day in _days(since, today - DAY)) and all(
        _is_expected(plan, each) for each in happened.held if each.date == today
    )


def without_done(plan: WeekPlan, held: Iterable[Held]) -> WeekPlan:
    """The plan without its sessions that were done."""
    done = {each.slot for each in held if each.slot is not None}
    return replace(plan, sessions=tuple(each for each in plan.sessions if each.slot not in done))


def live(week: Lived, since: date, today: date, happened: Happened) -> tuple[Lived, ...]:
    """The week on the morning of `today`, and before it, oldest first, those that have begun since `since`, the morning
    its plan was made for. What was done today is part of it."""
    lived: list[Lived] = []
    while today >= (following := _following(week.present, happened)):
        week = _until(week, since, following - DAY, happened)
        ended = replace(week.present, held=_of_week(week.present, happened))
        lived.append(Lived(ended, week.missed))
        week, since = _opened(next_week(ended, week.plan, ended.held, following), happened), following
    return (*lived, _with_today(_until(week, since, today, happened), today, happened))


def _opened(present: Present, happened: Happened) -> Lived:
    """A week on its first morning."""
    day = present.history.starts_on
    present = _cleared(replace(present, flags=happened.flags), day)
    return Lived(_chosen(replace(present, previous=plan_week(present, day)), day, happened))


def _until(week: Lived, since: date, last: date, happened: Happened) -> Lived:
    """The week on the morning of its day `last`."""
    for day in _days(since + DAY, last):
        week = _on_the_morning(_with_today(week, day - DAY, happened), day, happened)
    return week


def _with_today(week: Lived, today: date, happened: Happened) -> Lived:
    """With what was done on a day: the rest of the week makes way for a session that was not planned there."""
    held = tuple(each for each in _of_week(week.present, happened) if each.date <= today)
    present = replace(week.present, held=held, flags=happened.flags, previous=without_done(week.plan, held))
    if not all(_is_expected(week.plan, each) for each in held if each.date == today):
        present = replace(present, previous=plan_week(present, today))
    return Lived(present, week.missed)


def _on_the_morning(week: Lived, day: date, happened: Happened) -> Lived:
    """The morning after a day: what was missed on it finds another, what was told of the knee acts."""
    missed = tuple(each for each in week.plan.sessions if each.date < day)
    present = week.present
    if missed or any(flag.date == day - DAY for flag in happened.flags):
        present = _cleared(present, day)
        present = replace(present, previous=plan_week(present, day))
    return Lived(_chosen(present, day, happened), (*week.missed, *missed))


def _is_news(plan: WeekPlan, happened: Happened, day: date) -> bool:
    """Whether something happened on a day that the plan of its morning could not know."""
    held = next((each for each in happened.held if each.date == day), None)
    if any(flag.date == day for flag in happened.flags):
        return True
    if held is not None:
        return not _is_expected(plan, held)
    return any(session.date == day for session in plan.sessions)


def _is_expected(plan: WeekPlan, held: Held) -> bool:
    """Whether a session was done as the plan has it, or as it knows already, and hurt too little to end anything."""
    planned = plan.session_on(held.date)
    as_planned = planned is not None and planned.slot == held.slot
    known = held.date in plan.days.sessions and all(each.slot != held.slot for each in plan.sessions)
    return (as_planned or known) and not feedback.is_severe(held)


def _cleared(present: Present, day: date) -> Present:
    """On the morning after a clinician cleared the knee, what is to come returns at reduce."""
    if not any(flag.kind is FlagKind.CLEARED and flag.date == day - DAY for flag in present.flags):
        return present
    before = [flag for flag in present.flags if flag.kind is not FlagKind.CLEARED or flag.date < day - DAY]
    stopped = feedback.stopped((*present.history.sessions, *present.held), before, day)
    return cleared(present) if stopped else present


def _chosen(present: Present, day: date, happened: Happened) -> Present:
    """With what was chosen on a day, and the plan made anew for it; what a rule refuses now is left out."""
    held, everything = present.held, _of_week(present, happened)
    for choice in happened.choices:
        if choice.on == day:
            try:
                chosen = choose(replace(present, held=everything[: choice.after]), day, choice)
            except Refused:
                continue
            chosen = replace(chosen, held=held)
            present = replace(chosen, previous=plan_week(chosen, day))
    return present


def choose(present: Present, today: date, choice: Choice) -> Present:
    """The present with a choice made. Raises Refused."""
    if choice.other is None:
        return take(present, today, choice.exercise, choice.variation, choice.load_grams)
    if choice.day is None:
        return replaced(present, today, choice.exercise, choice.other)
    return swap(present, today, choice.day, choice.exercise, choice.other)


def _of_week(present: Present, happened: Happened) -> tuple[Held, ...]:
    """What was done in the week of a present."""
    first, following = present.history.starts_on, _following(present, happened)
    return tuple(each for each in happened.held if first <= each.date < following)


def _following(present: Present, happened: Happened) -> date:
    """The first day of the week after that of a present."""
    first = present.history.starts_on
    if opened := [day for day in happened.opened if day > first]:
        return min(opened)
    held = [each for each in happened.held if first <= each.date < first + WEEK]
    return next_first_day(present.history, present.runner, held)


def _days(first: date, last: date) -> list[date]:
    return [first + place * DAY for place in range((last - first).days + 1)]
