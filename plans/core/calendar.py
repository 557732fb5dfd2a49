"""Which days: section 2 of the planner's rules. One week's strength days, placed around its runs.

Dates in, dates and reasons out; the choice itself, every set of days tried and the cheapest taken, is in `board`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plans.core.board import AFTER, BEFORE, EDGE, PLACES, Board, Cost, cheapest
from plans.core.types import DAY, Reason, RunKind, because

EASED_IN = 2  # the number of the week from which one session counts as two

_REASONS = ((0, "short"), (1, "on_run_day"), (2, "back_to_back"), (4, "before_key_run"))
_AGAINST = {2: "not_back_to_back", 5: "not_moved", 6: "not_even", 7: "not_even"}  # a free day left out, by term


@dataclass(frozen=True, slots=True)
class Week:
    """One week as it is to be planned.

    `runs` by date, from the day before the week to two days after it. `around` are the sessions of the neighbouring
    weeks: last week's, and those of next week that are pinned or done. `previous` is the plan so far, empty on a
    week's first morning. `wish` is what `wished` says. Blocked includes ill days and skipped ones; `skipped` are those
    of them on which the runner is neither away nor ill.
    """

    first_day: date
    today: date
    wish: int
    runs: Mapping[date, RunKind]
    done: frozenset[date] = frozenset()
    pinned: frozenset[date] = frozenset()
    blocked: frozenset[date] = frozenset()
    skipped: frozenset[date] = frozenset()
    around: frozenset[date] = frozenset()
    previous: frozenset[date] = frozenset()
    after_easy_runs: bool = False

    def day(self, place: int) -> date:
        return date.fromordinal(self.first_day.toordinal() + place)


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
    wish = max(sessions_per_week, 2) if week_index >= EASED_IN else sessions_per_week
    return min(wish, -(-wish * days_left // 7))


def choose_days(week: Week) -> Days:
    """The one cheapest set of days by the eight terms of section 2, ties to the earliest dates.

    Done and pinned dates are always in it (blocked ones win over pinned), and so is a session planned for today that
    still may take place. No other date is a running day, unless that is an easy run, the runner allowed it and fewer
    than two sessions are possible otherwise; nor is it blocked, on a race day, or next to one. Three days in a row
    happen only where all three are pinned, done or in a neighbouring week.
    """
    board = board_of(week)
    mask, cost = cheapest(board)
    sessions = tuple(week.day(place) for place in PLACES[mask])
    reasons = tuple(because(code, **_facts(week, board, mask, term)) for term, code in _REASONS if cost[term])
    return Days(sessions, cost, reasons, tuple(_warnings(week, board, mask)))


def board_of(week: Week) -> Board:
    """The week's shape, without its dates."""
    today = max(0, min(7, (week.today - week.first_day).days))
    ahead = (1 << 7) - (1 << today)
    later = [day.toordinal() - week.first_day.toordinal() for day in week.around]
    return Board(
        runs=tuple(week.runs.get(week.day(place)) for place in range(-1, 9)),
        today=today,
        wish=week.wish,
        done=_mask(week, week.done),
        pinned=_mask(week, week.pinned - week.blocked) & ahead,
        blocked=_mask(week, week.blocked),
        edges=_mask(week, week.around, edge=EDGE),
        locked=min((place for place in later if place >= 7), default=None),
        previous=_mask(week, week.previous) & ahead,
        after_easy_runs=week.after_easy_runs,
    )


def why(week: Week, days: Days) -> dict[date, tuple[Reason, ...]]:
    """Why each date from today on: what it is, how long after the last session, and what was kept clear of."""
    everything = sorted({*week.around, *days.sessions})
    return {day: tuple(_why(week, day, everything)) for day in days.sessions if day >= week.today}


def why_not(week: Week, days: Days) -> dict[date, Reason]:
    """Why each free day from today on that was left out was left out: what speaks against every week that holds it, or
    that the runner skipped it."""
    board = board_of(week)
    subsets = list(board.subsets())
    left_out = [place for place in board.free() if week.day(place) not in days.sessions]
    reasons = {week.day(place): _why_not(week, board, place, subsets, days.cost) for place in left_out}
    skipped = (day for day in week.skipped - week.done if day >= week.today and day not in week.runs)
    return reasons | {day: because("not_wanted") for day in skipped}


def _why_not(week: Week, board: Board, place: int, subsets: list[int], cost: Cost) -> Reason:
    for beside in (place - 1, place + 1):
        if board.run(beside) is RunKind.RACE:
            return because("not_beside_race", date=week.day(beside))
    with_it = [board.cost(mask) for mask in subsets if mask >> place & 1]
    if not with_it:
        return because("not_needed" if board.allows(board.fixed | 1 << place) else "not_third_in_row")
    term = next((term for term, own in enumerate(min(with_it)) if own != cost[term]), None)
    if term == 4:
        return _not_before(week, board, place)
    if term == 7 and (run := board.run(place - 1)) in AFTER:
        return because("not_tired", run=run, date=week.day(place - 1))
    if term is None:
        return because("not_earliest")
    return because(_AGAINST[term]) if term in _AGAINST else because("not_enough_room")


def _not_before(week: Week, board: Board, place: int) -> Reason:
    run = board.run(place + 1)
    if run in BEFORE:
        return because("not_eve", run=run, date=week.day(place + 1))
    if board.run(place + 2) is RunKind.RACE:
        return because("not_before_race", date=week.day(place + 2))
    return because("not_crowding")


def _why(week: Week, day: date, sessions: list[date]) -> Iterator[Reason]:
    run = week.runs.get(day)
    if day in week.pinned:
        yield because("pinned", run=run)
    else:
        yield because("after_easy_run" if run else "free_day")
    last = max((each for each in sessions if each < day), default=None)
    if last is not None and (day - last).days <= 7:
        yield because("since_last", days=(day - last).days, date=last)
    ahead = [week.runs.get(day + timedelta(days=days)) for days in range(-1, 4)]
    pinned = day in week.pinned
    if ahead[2] in BEFORE:
        yield because("before_run", run=ahead[2], date=day + DAY, pinned=pinned)
    elif RunKind.RACE in ahead[2:4]:
        race = day + timedelta(days=ahead.index(RunKind.RACE, 2) - 1)
        yield because("before_race", date=race, pinned=pinned)
    else:
        for days in (3, 4):
            if ahead[days] in BEFORE:
                facts = {"run": ahead[days], "date": day + timedelta(days=days - 1)}
                yield because("not_before_run", **facts) if days == 3 else because("well_before_run", **facts)
                break
    if ahead[0] in AFTER:
        yield because("after_run", run=ahead[0], date=day - DAY)


def _facts(week: Week, board: Board, mask: int, term: int) -> dict[str, object]:
    """Of being short: the days that there are for strength, done or `left`, and the sessions.

    Of the week's other days without a run, on how many the runner is `away`, which were `skipped`, and how many
    `passed` without a session.
    """
    if term:
        return {}
    left = set(map(week.day, board.free())) - week.done
    others = {week.day(place) for place in range(7) if board.run(place) is None} - week.done - left
    return {
        "free": len(week.done | left),
        "left": len(left),
        "away": len(others & week.blocked - week.skipped),
        "skipped": tuple(sorted(others & week.skipped)),
        "passed": len(others - week.blocked),
        "sessions": mask.bit_count(),
    }


def _warnings(week: Week, board: Board, mask: int) -> Iterator[Reason]:
    """What pinned dates break: they stay, but not silently."""
    everything = mask << EDGE | board.edges
    for place in PLACES[_mask(week, week.pinned)]:
        day = week.day(place)
        if place < board.today:
            continue
        if day in week.blocked:
            yield because("pinned_skipped" if day in week.skipped else "pinned_blocked", date=day)
            continue
        if (kind := board.run(place)) and not _runs_give_way(board, place):
            yield because("pinned_on_run", date=day, run=kind)
        if RunKind.RACE in (board.run(place - 1), board.run(place + 1)):
            yield because("pinned_by_race", date=day)
        if any(everything >> start & 0b111 == 0b111 for start in range(place, place + 3)):
            yield because("pinned_third", date=day)


def _runs_give_way(board: Board, place: int) -> bool:
    """Whether a pinned date would be open to strength though it holds a run, the pin aside."""
    return place in board._replace(pinned=board.pinned & ~(1 << place), done=board.done & ~(1 << place)).candidates()


def _mask(week: Week, days: Iterable[date], edge: int = 0) -> int:
    """Days as bits; with an edge, shifted up by so many days, of which both neighbouring weeks give theirs."""
    first, mask = week.first_day.toordinal() - edge, 0
    for day in days:
        place = day.toordinal() - first
        if 0 <= place < 7 + 2 * edge:
            mask |= 1 << place
    return mask
