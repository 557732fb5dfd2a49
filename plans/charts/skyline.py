"""A week as a skyline: a run is a round bar as high as it is hard, strength a square block in the gaps."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from plans.core.plan import Session, WeekPlan
from plans.core.types import DAY, RunKind, Runner
from plans.core.wording import RUN_NAMES


@dataclass(frozen=True, slots=True)
class Block:
    """One shape of a lane: what kind it is ("easy" … "race", "ses", "now", "done", "missed", "away", "ill", "free"),
    and the minutes on it, if any."""

    kind: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A day ("Mon", "23"): its blocks from the top down, and the same in words."""

    weekday: str
    number: str
    blocks: tuple[Block, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date of a plan and its lane."""

    date: date
    lane: Lane
    today: bool


def skyline(runner: Runner, plan: WeekPlan) -> list[Lane]:
    """The seven lanes of a week with what is still to come."""
    return [_lane(day, runner.run_on(day), plan.session_on(day)) for day in _dates(plan)]


def week_of(
    runner: Runner,
    plan: WeekPlan,
    today: date,
    missed: Collection[date] = (),
    done: Collection[date] = (),
    going: Session | None = None,
) -> list[Day]:
    """The seven days of a plan that is lived: today's session stands out, also while it is `going`; days off, and
    sessions that were missed or done, are there."""
    past = dict.fromkeys(missed, "missed") | dict.fromkeys(done, "done")
    if going:
        plan = replace(plan, sessions=(*plan.sessions, going))
        past.pop(going.date, None)
    return [Day(day, _lived(day, runner, plan, today, past), day == today) for day in _dates(plan)]


def _dates(plan: WeekPlan) -> list[date]:
    return [plan.first_day + place * DAY for place in range(7)]


def _lived(day: date, runner: Runner, plan: WeekPlan, today: date, past: Mapping[date, str]) -> Lane:
    run = runner.run_on(day)
    if day in past:
        return _lane(day, run, None, Block(past[day]), f"strength, {past[day]}")
    if any(illness.first <= day <= illness.last for illness in runner.ill):
        return _lane(day, run, None, Block("ill"), "ill")
    if day in runner.blocked:
        return _lane(day, run, None, Block("away"), "away")
    return _lane(day, run, plan.session_on(day), now=day == today)


def _lane(
    day: date,
    run: RunKind | None,
    session: Session | None,
    instead: Block | None = None,
    said: str = "",
    *,
    now: bool = False,
) -> Lane:
    blocks, words = [], []
    if instead:
        blocks.append(instead)
        words.append(said)
    if session:
        blocks.append(Block("now" if now else "ses", session.minutes))
        words.append(f"strength, {session.minutes} minutes")
    if run:
        blocks.append(Block(run))
        words.append(RUN_NAMES[run])
    if not blocks:
        blocks, words = [Block("free")], ["free"]
    return Lane(f"{day:%a}", str(day.day), tuple(blocks), " and ".join(words))
