"""A day of the plan, opened: what it holds, why, and what can be done about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.charts.sheet import Row, sheet
from plans.charts.skyline import Day
from plans.charts.week import left_out
from plans.core import asking, calendar, wording
from plans.core.plan import Session, WeekPlan
from plans.core.prescribing import SHORT_VERSION
from plans.core.present import Present, week_input
from plans.core.types import DAY, RunKind, Runner
from plans.services.standing import Standing

_RUNS = (("none", "None"), *((str(kind), str(kind).capitalize()) for kind in RunKind))


@dataclass(frozen=True, slots=True)
class Action:
    """A button: what it says, and what it does to the day."""

    label: str
    do: str


@dataclass(frozen=True, slots=True)
class Place:
    """A day that a session could move to, and what speaks against it, "" for nothing."""

    date: date
    against: str


@dataclass(frozen=True, slots=True)
class OpenDay:
    """`whys` are questions with their answers, `run` the kind of the day's run ("none": no run), `runs` what it can be.
    `last` is the last day of the absence that begins or goes on here, or would. `other`: the day is an exception to the
    usual week. `moves`: there is a session that can be moved. `starts` says on a button that the day's session is to be
    done, or logged; `done` is the key of one that was."""

    title: str
    holds: str
    whys: list[tuple[str, str]]
    rows: list[Row]
    actions: list[Action]
    run: str
    runs: tuple[tuple[str, str], ...]
    other: bool
    moves: bool
    starts: str
    done: int | None
    last: date
    date: date


def open_day(now: Standing, present: Present, plan: WeekPlan, day: Day) -> OpenDay:
    """`present` and `plan` are those of the day's week."""
    session = plan.session_on(day.date)
    runner, run = present.runner, present.runner.run_on(day.date)
    stored = now.stored_on(day.date)
    done = stored.pk if stored and stored.held else None
    return OpenDay(
        date=day.date,
        title=f"{day.date:%A} {day.date.day} {day.date:%B}",
        holds=day.lane.words[:1].upper() + day.lane.words[1:] + (", today" if day.today else ""),
        whys=list(_whys(now, present, plan, day.date, session)),
        rows=sheet([session], now.catalogue) if session else [],
        actions=list(_actions(now, runner, day.date, session)),
        last=_last_away(runner, day.date) if runner.is_away(day.date) else day.date,
        run=run or "none",
        runs=_RUNS,
        other=day.date in runner.dated_runs,
        moves=session is not None,
        starts="" if done else _starts(now, day.date, session),
        done=done,
    )


def places_for(now: Standing, day: date) -> list[Place]:
    """Where the session of a day may move, and why not elsewhere; empty where it has none."""
    places = asking.places(now.present, now.today, day)
    return [Place(to, wording.sentence(against) if against else "") for to, against in sorted(places.items())]


def _whys(
    now: Standing, present: Present, plan: WeekPlan, day: date, session: Session | None
) -> Iterator[tuple[str, str]]:
    others = calendar.why_not(week_input(present, now.today), plan.days) if not plan.stopped else {}
    if session:
        yield f"Why {day:%A}?", _because(session)
        for days, answer in left_out(others):
            yield f"Why not {days}?", answer
    elif day in others:
        yield f"Why not {day:%A}?", wording.sentence(others[day])


def _because(session: Session) -> str:
    """Why that day, and what else there is to say of the session, without naming the day again."""
    said = " ".join(wording.reasons_of(session.date, session.reasons)).removeprefix(f"{session.date:%A}: ")
    return said[:1].upper() + said[1:]


def _starts(now: Standing, day: date, session: Session | None) -> str:
    if now.plan.stopped:
        return ""
    if session and day == now.today:
        return "Start"
    return "I did it: log it" if any(each.date == day for each in now.missed) else ""


def _actions(now: Standing, runner: Runner, day: date, session: Session | None) -> Iterator[Action]:
    missed = any(each.date == day for each in now.missed) and day not in runner.skipped
    if (session and day == now.today) or missed:
        yield Action("I ran instead", "instead")
    if day < now.today:
        return
    if session:
        yield Action("Skip", "skip")
        yield Action("Let it move", "unpin") if day in runner.pinned else Action("Keep here", "pin")
        if day in runner.short_dates:
            yield Action("Full session", "lengthen")
        elif session.minutes > SHORT_VERSION:
            yield Action("Ten minutes only", "shorten")
    elif runner.is_away(day):
        yield Action("I’m back", "back")
    elif day in runner.skipped:
        yield Action("Strength may be here", "unskip")
    elif day in runner.pinned:
        yield Action("Let it move", "unpin")
    elif runner.run_on(day) is None and day >= runner.joined and not now.plan.stopped and not _is_held(now, day):
        yield Action("Strength here", "pin")
        yield Action("Day off", "away")


def _is_held(now: Standing, day: date) -> bool:
    return any(each.date == day for each in now.held)


def _last_away(runner: Runner, day: date) -> date:
    """The last day of the absence that holds a day, that day if none does."""
    while runner.is_away(day + DAY):
        day += DAY
    return day
