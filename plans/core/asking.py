"""What a runner asks for on the plan: each takes the runner's inputs and gives the changed ones.

Planning again shows what it does, restoring the inputs undoes it. Raises Refused, with the reason, where a wish makes
no sense; whether a session may move to a date is what `places` says.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta

from plans.core.calendar import Week, board_of, choose_days
from plans.core.feedback import stopped
from plans.core.present import Present, days_ahead, week_input
from plans.core.types import DAY, Illness, Reason, Refused, RunKind, Runner, because

LONGEST = 366  # days that can be blocked, or an illness last
_BEGAN = timedelta(days=60)  # how long ago an illness may have begun when it is told


def run_on(runner: Runner, day: date, kind: RunKind | None) -> Runner:
    """The date's run, None for none. What the weekly pattern says anyway is no exception to it."""
    dated = {each: run for each, run in runner.dated_runs.items() if each != day}
    if kind is not runner.weekly_runs.get(day.weekday()):
        dated[day] = kind
    return replace(runner, dated_runs=dated)


def ran_instead(runner: Runner, day: date) -> Runner:
    """An easy run in place of that day's strength; a run that the day has stays what it is."""
    run = runner.run_on(day)
    return skipped(run_on(runner, day, run or RunKind.EASY), day)


def moved(runner: Runner, day: date, to: date) -> Runner:
    """That day's session on another day of its week, pinned there; the ten-minute wish goes along.

    Raises Refused for another week and for a day away. What the rules say of `to` is for `places`.
    """
    if to == day:
        return runner
    if runner.first_day(to) != runner.first_day(day):
        raise Refused(because("other_week"))
    short = day in runner.short_dates
    runner = skipped(pinned(runner, to), day)
    return shortened(runner, to) if short else runner


def pinned(runner: Runner, day: date) -> Runner:
    """Strength on that day, come what may. Raises Refused for a day away."""
    if runner.is_away(day):
        raise Refused(_away_reason(runner, day))
    return replace(runner, pinned=runner.pinned | {day}, skipped=runner.skipped - {day})


def unpinned(runner: Runner, day: date) -> Runner:
    return replace(runner, pinned=runner.pinned - {day})


def skipped(runner: Runner, day: date) -> Runner:
    """No strength on that day; the rest of the week may take it."""
    return replace(
        runner,
        skipped=runner.skipped | {day},
        pinned=runner.pinned - {day},
        short_dates=runner.short_dates - {day},
    )


def unskipped(runner: Runner, day: date) -> Runner:
    return replace(runner, skipped=runner.skipped - {day})


def shortened(runner: Runner, day: date) -> Runner:
    """The ten-minute version on that day."""
    return replace(runner, short_dates=runner.short_dates | {day})


def lengthened(runner: Runner, day: date) -> Runner:
    return replace(runner, short_dates=runner.short_dates - {day})


def away(runner: Runner, first: date, last: date, *, today: date) -> Runner:
    """Away from the first day to the last, both included; days that have passed stay as they were.

    Raises Refused for days in the wrong order, more than LONGEST of them, or none to come.
    """
    days = _span(first, last)
    if last < today:
        raise Refused(because("days_passed"))
    return replace(runner, blocked=runner.blocked.union(day for day in days if day >= today))


def ill(runner: Runner, first: date, last: date, *, below: bool, today: date) -> Runner:
    """Ill from the first day to the last; `below` the neck or not. It takes the place of illnesses told of these days.

    Raises Refused as `away` does, but it may have begun, and ended, in the last sixty days.
    """
    _span(first, last)
    if first < today - _BEGAN:
        raise Refused(because("ill_long_ago", days=_BEGAN.days))
    return replace(runner, ill=_in_order([*_well(runner.ill, first, last), Illness(first, last, below)]))


def back(runner: Runner, first: date, last: date) -> Runner:
    """Neither away nor ill from the first day to the last. Raises Refused for days in the wrong order."""
    days = _span(first, last)
    return replace(runner, blocked=runner.blocked.difference(days), ill=_in_order(_well(runner.ill, first, last)))


def cleaned(runner: Runner, since: date) -> Runner:
    """Without the dated entries that end before `since`: what is left is what undo can bring back.

    Illnesses are kept as far back as they can be told.
    """
    return replace(
        runner,
        dated_runs={day: run for day, run in runner.dated_runs.items() if day >= since},
        pinned=_from(runner.pinned, since),
        skipped=_from(runner.skipped, since),
        short_dates=_from(runner.short_dates, since),
        blocked=_from(runner.blocked, since),
        ill=tuple(illness for illness in runner.ill if illness.last >= since - _BEGAN),
    )


def merged(now: Runner, before: Runner, since: date) -> Runner:
    """The inputs of `before`, with the dated entries of `now` before `since`: undo leaves the past alone, but for
    illnesses, which may be told of days that have passed. The day on which weeks begin is not the plan's."""
    earlier = {day: run for day, run in now.dated_runs.items() if day < since}
    later = {day: run for day, run in before.dated_runs.items() if day >= since}
    return replace(
        before,
        week_starts_on=now.week_starts_on,
        dated_runs=earlier | later,
        pinned=_joined(now.pinned, before.pinned, since),
        skipped=_joined(now.skipped, before.skipped, since),
        short_dates=_joined(now.short_dates, before.short_dates, since),
        blocked=_joined(now.blocked, before.blocked, since),
        ill=_ill_joined(now.ill, before.ill, since - _BEGAN),
    )


def places(present: Present, today: date, day: date) -> dict[date, Reason | None]:
    """Where the session planned on `day` may move: every other date of its week from today on, with what speaks
    against it, or None.

    Legal is what section 2 lets hold a session once `day` is out, beside the week's other sessions as they stand; a
    skipped date is legal again. Empty where `day` has no session to come. Weeks to come are seen as they are expected.
    """
    ahead = (day - present.history.starts_on).days // 7
    if ahead < 0 or stopped((*present.history.sessions, *present.held), present.flags, today):
        return {}
    before = frozenset(days_ahead(present, today, ahead)[-1]) if ahead else None
    week = week_input(present, today, ahead, before)
    sessions = frozenset(choose_days(week).sessions)
    if day not in sessions - week.done or day < week.today:
        return {}
    others = (each for each in map(week.day, range(7)) if each != day and each >= week.today)
    return {to: _against(present.runner, week, sessions - {day}, day, to) for to in others}


def _against(runner: Runner, week: Week, staying: frozenset[date], day: date, to: date) -> Reason | None:
    """What speaks against `to` for the session of `day`, the other sessions of the week staying where they are."""
    if runner.is_away(to):
        return _away_reason(runner, to)
    if to in staying:
        return because("to_taken")
    board = board_of(replace(week, pinned=week.pinned - {day, to}, blocked=(week.blocked | {day}) - {to}))
    place = (to - week.first_day).days
    if place not in board.candidates():
        if run := board.run(place):
            return because("to_run", run=run)
        return because("to_eve" if board.run(place + 1) is RunKind.RACE else "to_day_after")
    everything = week.around | staying | {to}
    if any({to + (start + days) * DAY for days in range(3)} <= everything for start in (-2, -1, 0)):
        return because("to_third")
    return None


def _away_reason(runner: Runner, day: date) -> Reason:
    return because("to_away", ill=day not in runner.blocked, date=day)


def _span(first: date, last: date) -> list[date]:
    """The days from the first to the last. Raises Refused where there are none, or too many."""
    if last < first:
        raise Refused(because("days_reversed"))
    if (last - first).days >= LONGEST:
        raise Refused(because("days_too_many", days=LONGEST))
    return [first + days * DAY for days in range((last - first).days + 1)]


def _well(ill: Collection[Illness], first: date, last: date) -> list[Illness]:
    """The illnesses without the days from the first to the last: cut, or split in two."""
    before = (replace(illness, last=min(illness.last, first - DAY)) for illness in ill)
    after = (replace(illness, first=max(illness.first, last + DAY)) for illness in ill)
    return [illness for illness in (*before, *after) if illness.first <= illness.last]


def _in_order(ill: Iterable[Illness]) -> tuple[Illness, ...]:
    return tuple(sorted(ill, key=lambda illness: illness.first))


def _from(days: frozenset[date], since: date) -> frozenset[date]:
    return frozenset(day for day in days if day >= since)


def _joined(now: frozenset[date], before: frozenset[date], since: date) -> frozenset[date]:
    return (now - _from(now, since)) | _from(before, since)


def _ill_joined(now: Collection[Illness], before: Collection[Illness], since: date) -> tuple[Illness, ...]:
    """The same of illnesses: those that go on across the day stay one."""
    earlier = _well(now, since, date.max - DAY)
    later = _well(before, date.min + DAY, since - DAY)
    across = [
        (start, end)
        for start in earlier
        for end in later
        if start.last + DAY == end.first == since and start.below == end.below
    ][:1]
    joined = [Illness(start.first, end.last, start.below) for start, end in across]
    rest = [illness for illness in (*earlier, *later) if illness not in {each for pair in across for each in pair}]
    return _in_order([*rest, *joined])
