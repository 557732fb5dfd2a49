"""A week laid out as bits: which sets of days are allowed, and what each costs (section 2 of the rules).

Bit 0 is the week's first day. Dates of the neighbouring weeks sit below and above, so that rules see across the
boundary. Nothing here knows dates: weeks of the same shape share their answer.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from plans.core.types import RunKind

Cost = tuple[int, int, int, int, int, int, int, int]

BEFORE = {RunKind.HARD: 3, RunKind.LONG: 2}  # a session on the day before (term 5)
AFTER = {RunKind.LONG: 2, RunKind.HARD: 1}  # a session on the day after: tired legs (term 8)
EDGE = 2  # as many days of the neighbouring weeks are seen: enough for three in a row
_RACE_IN_TWO_DAYS = 4


class Board(NamedTuple):
    """A week's shape; days are places from 0 to 6, sets of them are bits.

    `runs` are those of places -1 to 8. `pinned` and `previous` (the plan so far) hold days from `today` on, `pinned`
    none that is blocked. `edges` are the sessions of the neighbouring weeks, shifted up by EDGE; `locked` is the place
    of next week's first one.
    """

    runs: tuple[RunKind | None, ...]
    today: int
    wish: int
    done: int
    pinned: int
    blocked: int
    edges: int
    locked: int | None
    previous: int
    after_easy_runs: bool

    @property
    def fixed(self) -> int:
        return self.done | self.pinned

    def run(self, place: int) -> RunKind | None:
        return self.runs[place + 1]

    def free(self) -> list[int]:
        """Days still to come, without a run and not blocked."""
        coming = range(self.today, 7)
        return [place for place in coming if self.run(place) is None and not self.blocked >> place & 1]

    def subsets(self) -> Iterator[int]:
        """Every allowed set of days that holds what is fixed, up to the wish (more only where more is fixed)."""
        candidates = self.candidates()
        fixed = self.fixed
        if self._room(fixed) and self.today in candidates and self.previous >> self.today & 1:
            today = fixed | 1 << self.today
            fixed = today if self.allows(today) else fixed
        open_places = [place for place in candidates if not fixed >> place & 1]
        for size in range(min(self._room(fixed), len(open_places)) + 1):
            for chosen in combinations(open_places, size):
                mask = fixed | bits(chosen)
                if self.allows(mask):
                    yield mask

    def allows(self, mask: int) -> bool:
        """Never three in a row, unless all three are pinned, done or given by the neighbouring weeks."""
        return _threes(mask << EDGE | self.edges) == _threes(self.fixed << EDGE | self.edges)

    def cost(self, mask: int) -> Cost:
        """The eight terms, in the order in which they are compared."""
        days = PLACES[mask]
        ahead = [place for place in days if place >= self.today]
        return (
            max(0, min(2, self.wish) - len(days)),
            sum(self.run(place) is not None for place in days),
            self._neighbours(mask),
            max(0, self.wish - len(days)),
            sum(self._before_key_run(place) for place in ahead),
            (self.previous & ~mask).bit_count(),
            self._unevenness(days),
            sum(AFTER.get(run, 0) for place in ahead if (run := self.run(place - 1))),
        )

    def candidates(self) -> list[int]:
        """Days that may hold a session as the rules go, easy runs only where they are needed."""
        free = [place for place in range(self.today, 7) if self._may_hold(place, None)]
        if self.after_easy_runs and not self._two_possible(free):
            free += [place for place in range(self.today, 7) if self._may_hold(place, RunKind.EASY)]
        return sorted(free)

    def _may_hold(self, place: int, run: RunKind | None) -> bool:
        return (
            self.run(place) is run
            and RunKind.RACE not in (self.run(place - 1), self.run(place + 1))
            and not (self.blocked | self.done) >> place & 1
        )

    def _two_possible(self, free: list[int]) -> bool:
        missing = max(0, 2 - self.fixed.bit_count())
        places = [place for place in free if not self.fixed >> place & 1]
        return any(self.allows(self.fixed | bits(chosen)) for chosen in combinations(places, missing))

    def _room(self, mask: int) -> int:
        return max(0, self.wish - mask.bit_count())

    def _neighbours(self, mask: int) -> int:
        """Pairs on neighbouring dates, at least one of the two in this week."""
        everything = mask << EDGE | self.edges
        return ((everything & everything >> 1) >> (EDGE - 1) & 0xFF).bit_count()

    def _unevenness(self, days: tuple[int, ...]) -> int:
        if not days:
            return 0
        closing = days[0] + 7 if self.locked is None else self.locked
        return sum((later - day) ** 2 for day, later in zip(days, (*days[1:], closing), strict=True))

    def _before_key_run(self, place: int) -> int:
        tomorrow = self.run(place + 1)
        cost = BEFORE.get(tomorrow, 0) if tomorrow else 0
        return cost + (_RACE_IN_TWO_DAYS if self.run(place + 2) is RunKind.RACE else 0)


@lru_cache(maxsize=4096)
def cheapest(board: Board) -> tuple[int, Cost]:
    """The set of days with the smallest cost, ties to the earliest dates, and its cost."""
    cost, _, mask = min((board.cost(mask), PLACES[mask], mask) for mask in board.subsets())
    return mask, cost


def bits(places: Iterable[int]) -> int:
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


def _threes(mask: int) -> int:
    return mask & mask >> 1 & mask >> 2


PLACES = tuple(tuple(place for place in range(7) if mask >> place & 1) for mask in range(1 << 7))
