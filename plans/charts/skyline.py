"""A week as a skyline: a run is a round bar as high as it is hard, strength a square block in the gaps."""

from dataclasses import dataclass
from datetime import date

from plans.core.plan import Session, WeekPlan
from plans.core.types import DAY, RunKind, Runner
from plans.core.wording import RUN_NAMES


@dataclass(frozen=True, slots=True)
class Block:
    """One shape of a lane: what kind it is ("easy" … "race", "ses", "free"), and the number on it, if any."""

    kind: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A day ("Mon", "23"): its blocks from the top down, and the same in words."""

    weekday: str
    number: str
    blocks: tuple[Block, ...]
    words: str


def skyline(runner: Runner, plan: WeekPlan) -> list[Lane]:
    """The seven lanes of a week with what is still to come."""
    days = [plan.first_day + place * DAY for place in range(7)]
    return [_lane(day, runner.run_on(day), plan.session_on(day)) for day in days]


def _lane(day: date, run: RunKind | None, session: Session | None) -> Lane:
    blocks, words = [], []
    if session:
        blocks.append(Block("ses", session.minutes))
        words.append(f"strength, {session.minutes} minutes")
    if run:
        blocks.append(Block(run))
        words.append(RUN_NAMES[run])
    if not blocks:
        blocks, words = [Block("free")], ["free"]
    return Lane(f"{day:%a}", str(day.day), tuple(blocks), " and ".join(words))
