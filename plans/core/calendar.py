"""Which days: section 2 of the planner's rules. One week's strength days, placed around its runs.

Every subset of the candidates is tried and the cheapest taken, term by term. Days of the week are bits: bit 0 is the
week's first day. Dates of the neighbouring weeks sit below and above, so that rules see across the boundary.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from plans.core.types import DAY, Reason, RunKind, because

Cost = tuple[int, int, int, int, int, int, int, int]

_BEFORE = {RunKind.HARD: 3, RunKind.LONG: 2}  # a session on the day before (term 5)
_RACE_IN_TWO_DAYS = 4
_AFTER = {RunKind.LONG: 2, RunKind.HARD: 1}  # a session on the day after: tired legs (term 8)
_REASONS = ((0, "short"), (1, "on_run_day"), (2, "back_to_back"), (4, "before_key_run"))
_AGAINST = {2: "not_back_to_back", 5: "not_moved", 6: "not_even", 7: "not_even"}  # a free day left out, by term
_EDGE = 2  # as many days of the neighbouring weeks are seen: enough for three in a row


@dataclass(frozen=True, slots=True)
class Week:
    """One week as it is to be planned.

    `runs` by date, from the day before the week to two days after it. `around` are the sessions of the neighbouring
    weeks: last week's, and those of next week that are pinned or done. `previous` is the plan so far, empty on a
    week's first morning. `wish` is what `wished` says. Blocked includes ill days.
    """

    first_day: date
    today: date
    wish: int
    runs: Mapping[date, RunKind]
    done: frozenset[date] = frozenset()
    pinned: frozenset[date] = frozenset()
    blocked: frozenset[date] = frozenset()
    around: frozenset[date] = frozenset()
    previous: frozenset[date] = frozenset()
    after_easy_runs: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """The answer: dates in order, the cost term by term, the reasons of the week, and warnings about pinned dates."""

    sessions: tuple[date, ...]
    cost: Cost
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]

    @property
    def short_by(self) -> int:
        return self.cost[0]


def wished(sessions_per_week: int, week_index: int, days_left: int = 7) -> int:
    """How many sessions a week is to hold ("How many").

    `week_index` counts from the first week, which is 0. One session a week is for easing in: from the third week it
    counts as two. In the first, partial week `days_left` runs from joining to the week's end, that day included.
    """
    wish = max(sessions_per_week, 2) if week_index >= 2 else sessions_per_week
    return min(wish, -(-wish * days_left // 7))


def choose_days(week: Week) -> Days:
    """The one cheapest set of days by the eight terms of section 2, ties to the earliest dates.

    Done and pinned dates are always in it (blocked ones win over pinned), and so is a session planned for today that
    still may take place. No other date is a running day, unless that is an easy run, the runner allowed it and fewer
    than two sessions are possible otherwise; nor is it blocked, on a race day, or next to one. Three days in a row
    happen only where all three are pinned, done or in a neighbouring week.
    """
    board = _Board(week)
    mask = min(board.subsets(), key=lambda mask: (board.cost(mask), _places(mask)))
    cost = board.cost(mask)
    sessions = tuple(board.day(place) for place in _places(mask))
    facts = {"free": board.free(), "sessions": len(sessions)}
    reasons = tuple(Reason(code, facts if term == 0 else {}) for term, code in _REASONS if cost[term])
    return Days(sessions, cost, reasons, tuple(board.warnings(mask)))


def why(week: Week, days: Days) -> dict[date, tuple[Reason, ...]]:
    """Why each date from today on: what it is, how long after the last session, and what was kept clear of."""
    everything = sorted({*week.around, *days.sessions})
    return {day: tuple(_why(week, day, everything)) for day in days.sessions if day >= week.today}


def why_not(week: Week, days: Days) -> dict[date, Reason]:
    """Why each free day from today on that was left out was left out: what speaks against every week that holds it."""
    board = _Board(week)
    subsets = list(board.subsets())
    left_out = [place for place in board.free_places() if board.day(place) not in days.sessions]
    return {board.day(place): _why_not(board, place, subsets, days.cost) for place in left_out}


def _why_not(board: "_Board", place: int, subsets: list[int], cost: Cost) -> Reason:
    for beside in (place - 1, place + 1):
        if board.run(beside) is RunKind.RACE:
            return because("not_beside_race", date=board.day(beside))
    with_it = [board.cost(mask) for mask in subsets if mask >> place & 1]
    if not with_it:
        return because("not_needed" if board.fits(place) else "not_third_in_row")
    term = next((term for term, own in enumerate(min(with_it)) if own != cost[term]), None)
    if term == 4:
        return _not_before(board, place)
    if term == 7 and (run := board.run(place - 1)) in _AFTER:
        return because("not_tired", run=run, date=board.day(place - 1))
    if term is None:
        return because("not_earliest")
    return because(_AGAINST[term]) if term in _AGAINST else because("not_enough_room")


def _not_before(board: "_Board", place: int) -> Reason:
    run = board.run(place + 1)
    if run in _BEFORE:
        return because("not_eve", run=run, date=board.day(place + 1))
    if board.run(place + 2) is RunKind.RACE:
        return because("not_before_race", date=board.day(place + 2))
    return because("not_crowding")


def _why(week: Week, day: date, sessions: list[date]) -> Iterator[Reason]:
    run = week.runs.get(day)
    if day in week.pinned:
        yield because("pinned", run=run)
    else:
        yield because("after_easy_run" if run else "free_day")
    last = max((each for each in sessions if each < day), default=None)
    if last is not None and (day - last).days <= 7:
        yield because("since_last", days=(day - last).days)
    ahead = [week.runs.get(day + timedelta(days=days)) for days in range(-1, 4)]
    if ahead[2] in _BEFORE:
        yield because("before_run", run=ahead[2], date=day + DAY)
    elif RunKind.RACE in ahead[2:4]:
        yield because("before_race", date=day + timedelta(days=ahead.index(RunKind.RACE, 2) - 1))
    else:
        for days in (3, 4):
            if ahead[days] in _BEFORE:
                facts = {"run": ahead[days], "date": day + timedelta(days=days - 1)}
                yield because("not_before_run", **facts) if days == 3 else because("well_before_run", **facts)
                break
    if ahead[0] in _AFTER:
        yield because("after_run", run=ahead[0], date=day - DAY)


class _Board:
    """A week laid out as bits and weights, computed once for all subsets."""

    __slots__ = ("_after", "_before", "_edges", "_firm", "_locked", "_ordinal", "_previous", "_runs", "_today", "week")

    def __init__(self, week: Week) -> None:
        self.week = week
        self._ordinal = week.first_day.toordinal()
        self._today = max(0, min(7, week.today.toordinal() - self._ordinal))
        self._runs = [week.runs.get(self.day(place)) for place in range(-1, 9)]
        ahead = (1 << 7) - (1 << self._today)
        self._previous = self._mask(week.previous) & ahead
        self._before = [self._before_key_run(place) for place in range(7)]
        self._after = [_AFTER.get(kind, 0) if kind else 0 for kind in self._runs[:7]]
        self._edges = self._mask(week.around, edge=_EDGE)
        pinned = self._mask(week.pinned - week.blocked) & ahead
        self._firm = self._mask(week.done) | pinned
        later = [day.toordinal() - self._ordinal for day in week.around if day.toordinal() >= self._ordinal + 7]
        self._locked = min(later) if later else None

    def day(self, place: int) -> date:
        return date.fromordinal(self._ordinal + place)

    def run(self, place: int) -> RunKind | None:
        return self._runs[place + 1]

    def free(self) -> int:
        """How many days there are for strength: done, or still to come, without a run and not blocked."""
        return len(self.week.done.union(map(self.day, self.free_places())))

    def free_places(self) -> list[int]:
        """Days still to come, without a run and not blocked."""
        coming = range(self._today, 7)
        return [place for place in coming if self.run(place) is None and self.day(place) not in self.week.blocked]

    def fits(self, place: int) -> bool:
        """Whether a day may stand beside what is fixed."""
        return self._allowed(self._firm | 1 << place)

    def subsets(self) -> Iterator[int]:
        """Every allowed set of days that holds what is fixed, up to the wish (more only where more is fixed)."""
        candidates = self._candidates()
        fixed = self._firm
        if self._today < 7 and self._room(fixed) and self._today in candidates and self._previous >> self._today & 1:
            today = fixed | 1 << self._today
            fixed = today if self._allowed(today) else fixed
        open_places = [place for place in candidates if not fixed >> place & 1]
        for size in range(min(self._room(fixed), len(open_places)) + 1):
            for chosen in combinations(open_places, size):
                mask = fixed
                for place in chosen:
                    mask |= 1 << place
                if self._allowed(mask):
                    yield mask

    def cost(self, mask: int) -> Cost:
        """The eight terms, in the order in which they are compared."""
        count = mask.bit_count()
        on_runs = back = tired = 0
        for place in range(7):
            if mask >> place & 1:
                on_runs += self._runs[place + 1] is not None
                if place >= self._today:
                    back += self._before[place]
                    tired += self._after[place]
        return (
            max(0, min(2, self.week.wish) - count),
            on_runs,
            self._neighbours(mask),
            max(0, self.week.wish - count),
            back,
            (self._previous & ~mask).bit_count(),
            self._unevenness(mask),
            tired,
        )

    def warnings(self, mask: int) -> Iterator[Reason]:
        """What pinned dates break: they stay, but not silently."""
        everything = mask << _EDGE | self._edges
        for place in _places(self._mask(self.week.pinned) & (1 << 7) - (1 << self._today)):
            day = self.day(place)
            if day in self.week.blocked:
                yield because("pinned_blocked", date=day)
                continue
            if kind := self.run(place):
                yield because("pinned_on_run", date=day, run=kind)
            if RunKind.RACE in (self.run(place - 1), self.run(place + 1)):
                yield because("pinned_by_race", date=day)
            if any(everything >> start & 0b111 == 0b111 for start in range(place, place + 3)):
                yield because("pinned_third", date=day)

    def _candidates(self) -> list[int]:
        free = [place for place in range(self._today, 7) if self._may_hold(place, None)]
        if self.week.after_easy_runs and not self._two_possible(free):
            free += [place for place in range(self._today, 7) if self._may_hold(place, RunKind.EASY)]
        return sorted(free)

    def _may_hold(self, place: int, run: RunKind | None) -> bool:
        day = self.day(place)
        return (
            self.run(place) == run
            and RunKind.RACE not in (self.run(place - 1), self.run(place + 1))
            and day not in self.week.blocked
            and day not in self.week.done
        )

    def _two_possible(self, free: list[int]) -> bool:
        missing = max(0, 2 - self._firm.bit_count())
        places = [place for place in free if not self._firm >> place & 1]
        return any(self._allowed(self._firm | _bits(chosen)) for chosen in combinations(places, missing))

    def _room(self, mask: int) -> int:
        return max(0, self.week.wish - mask.bit_count())

    def _allowed(self, mask: int) -> bool:
        """Never three in a row, unless all three are pinned, done or given by the neighbouring weeks."""
        return _threes(mask << _EDGE | self._edges) == _threes(self._firm << _EDGE | self._edges)

    def _neighbours(self, mask: int) -> int:
        """Pairs on neighbouring dates, at least one of the two in this week."""
        everything = mask << _EDGE | self._edges
        return ((everything & everything >> 1) >> (_EDGE - 1) & 0xFF).bit_count()

    def _unevenness(self, mask: int) -> int:
        places = _places(mask)
        if not places:
            return 0
        closing = places[0] + 7 if self._locked is None else self._locked
        gaps = [after - before for before, after in zip(places, (*places[1:], closing), strict=True)]
        return sum(gap * gap for gap in gaps)

    def _before_key_run(self, place: int) -> int:
        tomorrow = self.run(place + 1)
        cost = _BEFORE.get(tomorrow, 0) if tomorrow else 0
        return cost + (_RACE_IN_TWO_DAYS if self.run(place + 2) is RunKind.RACE else 0)

    def _mask(self, days: Iterable[date], edge: int = 0) -> int:
        """Days as bits; with an edge, shifted up by so many days, of which both neighbouring weeks give theirs."""
        mask = 0
        for day in days:
            place = day.toordinal() - self._ordinal + edge
            if 0 <= place < 7 + 2 * edge:
                mask |= 1 << place
        return mask


def _bits(places: Iterable[int]) -> int:
    return sum(1 << place for place in places)


def _places(mask: int) -> tuple[int, ...]:
    return _PLACES[mask]


def _threes(mask: int) -> int:
    return mask & mask >> 1 & mask >> 2


_PLACES = tuple(tuple(place for place in range(7) if mask >> place & 1) for mask in range(1 << 7))
