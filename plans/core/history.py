"""A runner's history as planning needs it: what is behind with each exercise, the sessions lately, and the block.

It keeps no more than the rules look back for, so planning costs the same after two years as after two months.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from plans.core.progression import Track, reference
from plans.core.selection import Block
from plans.core.types import DAY, WEEK, Held, Reason, Runner, Verdict, Version

Key = tuple[str, str | None]  # an exercise and its variation


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a runner is with one exercise: the variation and load in use, in how many weeks it was trained, and what
    last week's answers ask for."""

    variation: str | None
    load_grams: int | None = None
    uses: int = 0
    verdict: Verdict = Verdict.PROGRESS
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Everything before the week with the number `week`, counted from the first, which is 0."""

    first_day: date  # of the first week
    partial: bool  # whether the runner joined after it
    week: int = 0
    standings: Mapping[str, Standing] = field(default_factory=dict)
    tracks: Mapping[Key, Track] = field(default_factory=dict)
    sessions: tuple[Held, ...] = ()
    touched: frozenset[int] = frozenset()
    block: Block | None = None

    @property
    def starts_on(self) -> date:
        """The first day of the week that comes after this history."""
        return self.first_day + self.week * WEEK

    def track(self, exercise: str, version: Version) -> Track | None:
        return self.tracks.get((exercise, version.variation))

    def reference(self, exercise: str, version: Version) -> int | None:
        track = self.track(exercise, version)
        return reference(track, self.touched) if track else None


def begin(runner: Runner) -> History:
    """The history of a runner who has just joined."""
    first_day = runner.first_day(runner.joined)
    return History(first_day, runner.joined > first_day)


def next_first_day(history: History, runner: Runner, held: Sequence[Held] = ()) -> date:
    """The first day of the week after the one that is planned from the history, in which sessions were `held`.

    After the runner changed on which day weeks begin it comes up to three days earlier or later; not earlier in a week
    that trained on a day which would belong to the next.
    """
    usual = history.starts_on + WEEK
    first_day = runner.first_day(usual + 3 * DAY)
    return usual if any(each.date >= first_day for each in held) else first_day


def beginning(history: History, first_day: date) -> History:
    """The history with its next week on another day."""
    return replace(history, first_day=first_day - history.week * WEEK)
