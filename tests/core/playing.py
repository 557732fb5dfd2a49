"""Lives to try the planner on: random runners and diaries, and a driver that plans every morning."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from plans.core.history import begin
from plans.core.planner import as_planned, plan_week, work_of
from plans.core.present import Present
from plans.core.progress import close_week
from plans.core.types import DAY, WEEK, Flag, FlagKind, Held, Illness, Level, RunKind, Runner
from tests.core.catalogue import CATALOGUE, EQUIPMENT

MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Told:
    """A diary entry: the share of each exercise's reps that is done (in fifths), and the answers."""

    fifths: int = 5
    knee: int | None = 0
    morning: int | None = 0
    effort: int | None = None
    own: int | None = None
    flag: FlagKind | None = None
    on_free_day: bool = False  # trains although nothing is planned


@dataclass(frozen=True)
class Life:
    runner: Runner
    diary: dict[int, Told] = field(default_factory=dict)
    weeks: int = 5


KINDS = st.sampled_from(list(RunKind))
DAYS = st.integers(0, 34)


@st.composite
def runners(draw, *, races=True, exceptions=True):
    """Any runner: runs, exceptions, pins, blocks, illness, equipment, minutes, wishes."""
    kinds = st.sampled_from([kind for kind in RunKind if kind is not RunKind.RACE])
    joined = MONDAY + timedelta(days=draw(st.integers(0, 6)) if exceptions else 0)
    days = DAYS.map(lambda offset: MONDAY + timedelta(days=offset))
    dated = (
        draw(st.dictionaries(days, st.one_of(st.none(), KINDS if races else kinds), max_size=5)) if exceptions else {}
    )
    first = draw(DAYS)
    ill = draw(st.booleans()) and exceptions
    return Runner(
        joined=joined,
        weekly_runs=draw(st.dictionaries(st.integers(0, 6), kinds, max_size=7)),
        dated_runs=dated,
        week_starts_on=draw(st.sampled_from([0, 6])),
        sessions_per_week=draw(st.integers(1, 3)),
        minutes=draw(st.integers(10, 60)),
        level=draw(st.sampled_from(Level)),
        equipment=frozenset(draw(st.lists(st.sampled_from(EQUIPMENT)))),
        after_easy_runs=draw(st.booleans()),
        pinned=frozenset(draw(st.lists(days, max_size=3))) if exceptions else frozenset(),
        blocked=frozenset(draw(st.lists(days, max_size=5))) if exceptions else frozenset(),
        ill=(Illness(MONDAY + first * DAY, MONDAY + (first + 4) * DAY, draw(st.booleans())),) if ill else (),
        baseline=draw(st.integers(0, 4)),
    )


answers = st.one_of(st.none(), st.integers(0, 10))
mostly_fine = st.one_of(st.integers(0, 2), answers)
entries = st.builds(
    Told,
    fifths=st.sampled_from([5, 5, 5, 4, 3, 2, 0, 8]),
    knee=mostly_fine,
    morning=mostly_fine,
    effort=st.one_of(st.none(), st.integers(1, 10)),
    own=st.one_of(st.none(), st.none(), st.integers(0, 10)),
    flag=st.sampled_from([None] * 12 + [FlagKind.RED, FlagKind.SHARP, FlagKind.CLEARED]),
    on_free_day=st.sampled_from([False] * 6 + [True]),
)
diaries = st.dictionaries(DAYS, entries, max_size=20)
lives = st.builds(Life, runners(), diaries)


def present_of(runner):
    return Present(CATALOGUE, runner, begin(runner))


def mornings(life, wishes=None):
    """Every morning of a life: the date, the present that was planned from, and the plan.

    `wishes` may change the present, given with its plan and the date.
    """
    present = present_of(life.runner)
    for _ in range(life.weeks):
        first_day = present.history.starts_on
        day = max(first_day, life.runner.joined)
        while day < first_day + WEEK:
            plan = plan_week(present, day)
            if wishes:
                present = wishes(replace(present, previous=plan), plan, day)
                plan = plan_week(present, day)
            yield day, present, plan
            present = lived(replace(present, previous=plan), plan, day, life.diary.get((day - MONDAY).days))
            day += DAY
        history = close_week(present.history, plan, present.held, CATALOGUE, life.runner)
        present = replace(present, history=history, held=(), previous=None)


def lived(present, plan, day, told):
    """The present after a day: what is planned is done without pain, unless the diary tells otherwise."""
    session = plan.session_on(day)
    entry = told or Told()
    slot, prescriptions = (session.slot, session.prescriptions) if session else (None, ())
    if session is None and entry.on_free_day:
        later = [(each.slot, each.prescriptions) for each in plan.sessions if each.date > day]
        slot, prescriptions = next(iter([*later, *plan.undated]), (None, ()))
    works = tuple(work_of(each, tuple(reps * entry.fifths // 5 for reps in each.sets)) for each in prescriptions)
    if works and entry.own is not None:
        works = (replace(works[0], pain=entry.own), *works[1:])
    if entry.flag:
        present = replace(present, flags=(*present.flags, Flag(day, entry.flag)))
    if any(sum(work.done) for work in works) or (entry.on_free_day and not session):
        held = Held(day, works, slot, entry.knee, entry.morning, entry.effort)
        present = replace(present, held=(*present.held, held))
    return present


def after_weeks(start, weeks):
    """The present after so many weeks in which everything was done without pain."""
    for _ in range(weeks):
        plan = plan_week(start, start.history.starts_on)
        held = tuple(as_planned(session) for session in plan.sessions)
        start = replace(start, history=close_week(start.history, plan, held, CATALOGUE, start.runner))
    return start


def following(week, plan, held):
    """The present of the week after, and its plan."""
    history = close_week(week.history, plan, held, CATALOGUE, week.runner)
    after = replace(week, history=history, held=(), previous=None)
    return after, plan_week(after, history.starts_on)


def dose_in(plan, exercise):
    (dose,) = [dose for dose in plan.doses if dose.exercise == exercise]
    return dose
