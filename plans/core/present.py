"""The present: what a week is planned from, and what the steps of planning read off it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from plans.core.calendar import Week, choose_days, wished
from plans.core.feedback import SORE
from plans.core.history import History, next_first_day
from plans.core.options import WARM_UP, Option, Pool, pick_version
from plans.core.plan import WeekPlan
from plans.core.progression import START, Ask, Decision, decide, session_top
from plans.core.types import (
    GROUPS,
    WEEK,
    Catalogue,
    Exercise,
    Flag,
    Held,
    Level,
    Reason,
    RunKind,
    Runner,
    Verdict,
    Version,
    because,
)

_BALANCED = frozenset(GROUPS)
_HURTS_FOR = 4 * WEEK
_RACE_DAYS = 7  # before a race, in which sessions are halved


@dataclass(frozen=True, slots=True)
class Present:
    """A runner, what is behind, and what the week has brought so far.

    `held` are this week's sessions in order of date, `flags` every flag so far, `previous` the week's plan as it
    stands (None on its first morning).
    """

    catalogue: Catalogue
    runner: Runner
    history: History
    held: tuple[Held, ...] = ()
    flags: tuple[Flag, ...] = ()
    previous: WeekPlan | None = None


def week_input(
    present: Present, today: date, ahead: int = 0, before: frozenset[date] | None = None, *, stopped: bool = False
) -> Week:
    """The week as the calendar takes it; `ahead` weeks later with the sessions `before` it expected.

    While everything is stopped no session is wished for and pins do not count. Days that the next week takes, after
    a change of the day on which weeks begin, are left to it.
    """
    runner, history = present.runner, present.history
    following = next_first_day(history, runner, present.held)
    first_day = following + (ahead - 1) * WEEK if ahead else history.starts_on
    last_day = first_day + WEEK
    number = history.week + ahead
    joins = number == 0 and history.partial
    wish = wished(runner.sessions_per_week, number, (last_day - runner.joined).days if joins else 7)
    near = [first_day + timedelta(days=place) for place in range(-1, 10)]
    runs = {day: run for day in near if (run := runner.run_on(day))}
    if before is None:
        before = frozenset(each.date for each in history.sessions[-7:])
    pinned = frozenset(day for day in runner.pinned if first_day <= day < last_day)
    locked = frozenset(day for day in runner.pinned if last_day <= day < last_day + WEEK and not runner.is_off(day))
    off = frozenset(day for day in near[1:8] if runner.is_off(day) or (not ahead and day >= following))
    return Week(
        first_day=first_day,
        today=max(first_day if ahead else today, runner.joined),
        wish=0 if stopped else wish,
        runs=runs,
        done=frozenset(each.date for each in present.held) if not ahead else frozenset(),
        pinned=frozenset() if stopped else pinned,
        blocked=off,
        skipped=frozenset(day for day in off if not runner.is_away(day)),
        around=before | locked,
        previous=frozenset(present.previous.days.sessions if present.previous and not ahead else ()),
        after_easy_runs=runner.after_easy_runs,
    )


def days_ahead(present: Present, today: date, weeks: int) -> list[tuple[date, ...]]:
    """The days of the sessions of this week and those after it, as things stand.

    What will be trained follows from these days; why they were chosen makes no difference to it.
    """
    days: list[tuple[date, ...]] = []
    for ahead in range(weeks):
        before = frozenset(days[-1]) if days else None
        days.append(choose_days(week_input(present, today, ahead, before)).sessions)
    return days


def pool_of(present: Present) -> Pool:
    """What the runner can do, each exercise in the version in use or the one to begin with."""
    runner, history = present.runner, present.history
    since = history.starts_on - _HURTS_FOR
    hurting = {
        work.exercise
        for each in (*history.sessions, *present.held)
        if each.date >= since
        for work in each.works
        if (work.pain or 0) >= SORE
    }
    pool = {}
    for place, exercise in enumerate(present.catalogue.values()):
        version = version_in_use(exercise, runner, history)
        if version is not None:
            pool[exercise.slug] = _option(exercise, version, place, present, exercise.slug in hurting)
    return pool


def version_in_use(exercise: Exercise, runner: Runner, history: History) -> Version | None:
    """None where no version can be done."""
    equipment = runner.usable_equipment
    standing = history.standings.get(exercise.slug)
    if standing is not None:
        version = exercise.find(standing.variation)
        if version is not None and version.can_be_done(equipment):
            return version
    return pick_version(exercise, runner.level, equipment)


def decider(present: Present, pool: Pool, still: Reason | None, last_session: date | None) -> Callable[..., Decision]:
    """Decides the week's dose of an exercise in so many sessions; `still`: why nothing may grow this week."""
    history = present.history
    restart = history.partial and history.week == 1
    active = (history.sessions[-1].date - history.first_day).days // 7 if history.sessions else None

    @cache
    def decided(slug: str, sessions: int) -> Decision:
        version = pool[slug].version
        track = history.track(slug, version)
        standing = history.standings.get(slug)
        ask = Ask(
            week=history.week,
            sessions=sessions,
            verdict=standing.verdict if standing else Verdict.PROGRESS,
            why=standing.reason if standing else None,
            still=still,
            ill=_was_ill(present, slug, last_session),
            touched=history.touched,
            restart=restart,
            active=active,
        )
        return decide(track, version, ask)

    return decided


def race_reason(present: Present, sessions: tuple[date, ...]) -> Reason | None:
    """Why nothing grows around a race: the week whose sessions it halves, its own week, and the next."""
    first_day, run_on = present.history.starts_on, present.runner.run_on
    if not _races(present.runner):
        return None
    for day in (first_day + timedelta(days=place) for place in range(-7, 7)):
        if run_on(day) is RunKind.RACE:
            return because("race_week" if day >= first_day else "after_race", date=day)
    halved = [race for day in sessions if (race := race_after(present.runner, day))]
    return because("race_ahead", date=halved[0]) if halved else None


def race_after(runner: Runner, day: date) -> date | None:
    """The race in whose last seven days `day` lies, if any."""
    if not _races(runner):
        return None
    ahead = (day + timedelta(days=days) for days in range(1, _RACE_DAYS + 1))
    return next((each for each in ahead if runner.run_on(each) is RunKind.RACE), None)


def room(minutes: int) -> int:
    """Seconds for exercises, the warm-up taken off."""
    return 60 * minutes - WARM_UP


def _races(runner: Runner) -> bool:
    return RunKind.RACE in runner.dated_runs.values() or RunKind.RACE in runner.weekly_runs.values()


def _option(exercise: Exercise, version: Version, place: int, present: Present, hurts: bool) -> Option:
    history = present.history
    standing = history.standings.get(exercise.slug)
    level = 1 if present.runner.level is Level.STRONG else 0
    below = version.rung < min(level, max(each.rung for each in exercise.versions))
    return Option(
        exercise=exercise,
        version=version,
        place=place,
        groups=version.primary & _BALANCED,
        below=below,
        uses=standing.uses if standing else 0,
        hurts=hurts,
        extra=not below and not (version.loaded and present.runner.level is Level.BEGINNER),
        amount=min(_amount(history, exercise.slug, version), session_top(version)),
    )


def _amount(history: History, slug: str, version: Version) -> int:
    """About what a session asks for at present."""
    track = history.track(slug, version)
    reference = history.reference(slug, version)
    if track is None or reference is None:
        return START[version.measure]
    sessions = track.entries[-1].sessions if track.entries else 1
    return -(-reference // sessions)


def _was_ill(present: Present, slug: str, last_session: date | None) -> bool:
    """Whether an illness below the neck lies between the last training of an exercise and the week's sessions."""
    below = [illness for illness in present.runner.ill if illness.below]
    if not below or last_session is None:
        return False
    trained = [each.date for each in present.history.sessions if (work := each.work(slug)) and work.credit]
    since = max(trained, default=date.min)
    return any(since < illness.last and illness.first < last_session for illness in below)
