"""What a runner can do: each exercise in one version, and the time that it takes (sections 1 and 3 of the rules)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plans.core.progression import START, session_top, spread
from plans.core.types import Exercise, Level, Pattern, Version

WARM_UP, GETTING_READY = 180, 30  # seconds, a session and an exercise


@dataclass(frozen=True, slots=True)
class Option:
    """An exercise that can be done, in the version in use.

    `groups`: those of the balanced ones that it trains most. `below`: only on an easier rung than the level's.
    `uses`: weeks in which it was trained. `hurts`: its own answer was 3 or more lately. `extra`: whether it may join
    beside the exercises that a week needs. `amount`: about the reps or seconds of one session at present.
    """

    exercise: Exercise
    version: Version
    place: int
    groups: frozenset[str]
    below: bool = False
    uses: int = 0
    hurts: bool = False
    extra: bool = True
    amount: int = 0

    @property
    def slug(self) -> str:
        return self.exercise.slug

    @property
    def pattern(self) -> Pattern:
        return self.exercise.pattern

    @property
    def now(self) -> int:
        """Seconds of one session at present."""
        return session_seconds(self.version, self.amount)

    @property
    def top(self) -> int:
        """Seconds of one session at the top of the range."""
        return session_seconds(self.version, session_top(self.version))

    @property
    def least(self) -> int:
        """Seconds of one session at the smallest dose."""
        return session_seconds(self.version, START[self.version.measure])


Pool = Mapping[str, Option]  # by slug, in catalogue order


def pick_version(
    exercise: Exercise, level: Level, equipment: frozenset[str], rung: int | None = None
) -> Version | None:
    """The version to begin with: the highest rung that can be done and is not above the level's (section 1).

    Beginner and regular begin on rung 0, strong on +1; `rung` stands for another highest rung. Ties go to the exercise
    itself, then to catalogue order. Where only harder ones can be done, the lowest of them; None if none can.
    """
    top = (1 if level is Level.STRONG else 0) if rung is None else rung
    possible = [version for version in exercise.versions if version.can_be_done(equipment)]
    within = [version for version in possible if version.rung <= top]
    if within:
        return max(within, key=lambda version: version.rung)
    return min(possible, key=lambda version: version.rung, default=None)


def seconds(version: Version, sets: Sequence[int]) -> int:
    """Time of one exercise: 30 s and, for each set, work and rest; the work twice for one-sided exercises."""
    sides = 2 if version.one_sided else 1
    tempo = version.seconds_per_rep or 1
    return GETTING_READY + sum(sets) * tempo * sides + len(sets) * version.rest_seconds if sets else 0


@lru_cache(maxsize=4096)
def session_seconds(version: Version, amount: int) -> int:
    """Time of one session's amount of an exercise."""
    return seconds(version, spread(amount, 1, version)[0]) if amount else 0


def covered(pool: Pool, slugs: Iterable[str]) -> frozenset[str]:
    """The balanced groups that these exercises train as a primary group."""
    return frozenset().union(*(pool[slug].groups for slug in slugs if slug in pool))
