"""What a runner asks for: tables of what each wish does to the inputs, and weeks planned from them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.core import asking
from plans.core.calendar import choose_days
from plans.core.planner import as_planned, forecast, plan_week
from plans.core.present import week_input
from plans.core.types import DAY, WEEK, Flag, FlagKind, Illness, Refused, RunKind, Runner
from plans.core.wording import sentence
from tests.core.playing import DAYS, MONDAY, present_of, runners

RUNS = {1: RunKind.EASY, 3: RunKind.HARD, 6: RunKind.LONG}
SIX = {0: RunKind.EASY, 1: RunKind.HARD, 2: RunKind.EASY, 3: RunKind.HARD, 5: RunKind.EASY, 6: RunKind.LONG}
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (MONDAY + place * DAY for place in range(1, 7))
dates = DAYS.map(lambda place: MONDAY + place * DAY)


def runner_of(runs=RUNS, **wishes):
    return Runner(MONDAY, runs, **wishes)


def refused(change, *args, **wishes):
    with pytest.raises(Refused) as refusal:
        change(*args, **wishes)
    return sentence(refusal.value.reason)


def days_of(runner, today=MONDAY):
    return [session.date for session in plan_week(present_of(runner), today).sessions]


def test_a_run_is_an_exception_only_where_it_differs_from_the_pattern():
    runner = asking.run_on(runner_of(), SATURDAY, RunKind.RACE)
    assert runner.dated_runs == {SATURDAY: RunKind.RACE}
    assert asking.run_on(runner, SATURDAY, None) == runner_of()
    assert asking.run_on(runner_of(), THURSDAY, RunKind.HARD) == runner_of()
    assert asking.run_on(runner_of(), THURSDAY, None).dated_runs == {THURSDAY: None}


def test_ran_instead_of_strength():
    wishes = {"pinned": frozenset({FRIDAY}), "short_dates": frozenset({FRIDAY})}
    runner = asking.ran_instead(runner_of(**wishes), FRIDAY)
    assert runner == runner_of(dated_runs={FRIDAY: RunKind.EASY}, skipped=frozenset({FRIDAY}))
    assert days_of(runner, FRIDAY) == [SATURDAY]
    after_runs = runner_of(SIX, after_easy_runs=True)
    assert FRIDAY not in days_of(asking.ran_instead(after_runs, FRIDAY), FRIDAY)
    assert asking.ran_instead(after_runs, SATURDAY).dated_runs == {}


def test_a_session_moves_with_its_pin_and_its_ten_minutes():
    before = runner_of(pinned=frozenset({FRIDAY}), short_dates=frozenset({FRIDAY}), skipped=frozenset({SATURDAY}))
    after = asking.moved(before, FRIDAY, SATURDAY)
    days = frozenset({SATURDAY})
    assert after == runner_of(pinned=days, short_dates=days, skipped=frozenset({FRIDAY}))
    assert days_of(after) == [MONDAY, SATURDAY]
    assert asking.moved(before, FRIDAY, FRIDAY) == before
    assert asking.moved(after, SATURDAY, FRIDAY) == replace(before, skipped=days)


def test_what_stands_against_a_move():
    runner = runner_of(blocked=frozenset({SATURDAY}), ill=(Illness(SUNDAY, SUNDAY, below=True),))
    assert refused(asking.moved, runner, FRIDAY, FRIDAY + WEEK) == "A session can move within its week."
    assert refused(asking.moved, runner, FRIDAY, SATURDAY) == "You are away on Saturday."
    assert refused(asking.pinned, runner, SUNDAY) == "You are ill on Sunday."


def test_wishes_that_are_taken_back_leave_nothing():
    runner = runner_of()
    assert asking.unpinned(asking.pinned(runner, FRIDAY), FRIDAY) == runner
    assert asking.unskipped(asking.skipped(runner, FRIDAY), FRIDAY) == runner
    assert asking.lengthened(asking.shortened(runner, FRIDAY), FRIDAY) == runner
    assert asking.pinned(asking.skipped(runner, FRIDAY), FRIDAY) == asking.pinned(runner, FRIDAY)
    both = asking.shortened(asking.pinned(runner, FRIDAY), FRIDAY)
    assert asking.skipped(both, FRIDAY) == asking.skipped(runner, FRIDAY)


def test_a_skipped_session_is_placed_again_in_the_rest_of_the_week():
    assert days_of(runner_of()) == [MONDAY, FRIDAY]
    assert days_of(asking.skipped(runner_of(), FRIDAY)) == [MONDAY, SATURDAY]


def test_days_away():
    assert asking.away(runner_of(), TUESDAY, THURSDAY, today=WEDNESDAY).blocked == {WEDNESDAY, THURSDAY}
    assert len(asking.away(runner_of(), MONDAY, MONDAY + 365 * DAY, today=MONDAY).blocked) == 366
    year = refused(asking.away, runner_of(), MONDAY, MONDAY + 366 * DAY, today=MONDAY)
    assert year == "More than 366 days at a time are too many."
    assert refused(asking.away, runner_of(), FRIDAY, MONDAY, today=MONDAY) == "The last day lies before the first."
    assert refused(asking.away, runner_of(), MONDAY, FRIDAY, today=SATURDAY) == "These days have passed."
    assert refused(asking.back, runner_of(), FRIDAY, MONDAY) == "The last day lies before the first."


def test_an_illness_may_have_begun_and_takes_the_place_of_what_was_told_before():
    runner = asking.ill(runner_of(), MONDAY, SUNDAY, below=False, today=FRIDAY)
    assert runner.ill == (Illness(MONDAY, SUNDAY, below=False),)
    worse = asking.ill(runner, WEDNESDAY, THURSDAY, below=True, today=FRIDAY)
    assert worse.ill == (
        Illness(MONDAY, TUESDAY, below=False),
        Illness(WEDNESDAY, THURSDAY, below=True),
        Illness(FRIDAY, SUNDAY, below=False),
    )
    assert asking.ill(runner_of(), MONDAY, MONDAY, below=True, today=MONDAY + 60 * DAY).ill
    late = refused(asking.ill, runner_of(), MONDAY, MONDAY, below=True, today=MONDAY + 61 * DAY)
    assert late == "That began more than 60 days ago; your plan has moved on since."


def test_back_cuts_and_splits_an_illness():
    week = (Illness(MONDAY, SUNDAY, below=True),)

    def left(first, last):
        return [(each.first, each.last) for each in asking.back(runner_of(ill=week), first, last).ill]

    assert left(MONDAY, SUNDAY) == []
    assert left(FRIDAY, SUNDAY + WEEK) == [(MONDAY, THURSDAY)]
    assert left(MONDAY, TUESDAY) == [(WEDNESDAY, SUNDAY)]
    assert left(WEDNESDAY, THURSDAY) == [(MONDAY, TUESDAY), (FRIDAY, SUNDAY)]
    assert left(MONDAY + WEEK, SUNDAY + WEEK) == [(MONDAY, SUNDAY)]


@given(runners(), DAYS, st.integers(0, 20))
def test_coming_back_undoes_going_away(runner, place, length):
    first, last = MONDAY + place * DAY, MONDAY + (place + length) * DAY
    well = replace(runner, blocked=frozenset(), ill=())
    assert asking.back(asking.away(well, first, last, today=MONDAY), first, last) == well
    assert asking.back(asking.ill(well, first, last, below=True, today=MONDAY), first, last) == well
    back = asking.back(runner, first, last)
    days = [first + each * DAY for each in range(length + 1)]
    assert not any(back.is_away(day) for day in days)
    assert all(back.is_away(day) == runner.is_away(day) for day in (first - DAY, last + DAY))


def test_only_the_present_is_kept_for_undo():
    days = frozenset({TUESDAY, FRIDAY})
    ill = (Illness(MONDAY, TUESDAY, below=True), Illness(WEDNESDAY, FRIDAY, below=True))
    dated = {TUESDAY: None, FRIDAY: RunKind.EASY}
    kinds = {"pinned": days, "skipped": days, "short_dates": days, "blocked": days}
    now = frozenset({FRIDAY})
    left = dict.fromkeys(kinds, now)
    long_ago = Illness(MONDAY - 90 * DAY, MONDAY - 80 * DAY, below=True)
    expected = runner_of(dated_runs={FRIDAY: RunKind.EASY}, ill=ill, **left)
    assert asking.cleaned(runner_of(dated_runs=dated, ill=(long_ago, *ill), **kinds), THURSDAY) == expected


def test_undo_leaves_the_past_alone():
    before = runner_of(minutes=20, skipped=frozenset({MONDAY, FRIDAY}), ill=(Illness(TUESDAY, FRIDAY, below=True),))
    now = runner_of(dated_runs={TUESDAY: None, FRIDAY: None}, ill=(Illness(MONDAY, THURSDAY, below=True),))
    assert asking.merged(now, before, THURSDAY) == runner_of(
        minutes=20,
        dated_runs={TUESDAY: None},
        skipped=frozenset({FRIDAY}),
        ill=(Illness(TUESDAY, FRIDAY, below=True),),
    )


def test_undo_takes_an_illness_back_that_had_begun():
    told = (Illness(MONDAY - 20 * DAY, TUESDAY, below=True),)
    assert asking.merged(runner_of(ill=told), runner_of(), THURSDAY).ill == ()
    assert asking.merged(runner_of(), runner_of(ill=told), THURSDAY).ill == told


def test_undo_leaves_the_day_on_which_weeks_begin():
    assert asking.merged(runner_of(week_starts_on=6), runner_of(), THURSDAY).week_starts_on == 6


@given(runners(), runners(), dates)
def test_undo_gives_what_was_and_what_is_on_their_side_of_the_day(now, before, since):
    undone = asking.merged(now, before, since)
    assert asking.merged(now, now, since) == now
    assert asking.merged(now, asking.cleaned(before, since), since) == undone
    for day in (MONDAY + place * DAY for place in range(40)):
        told = before if day >= since else now
        assert (day in undone.blocked) == (day in told.blocked)
        assert (day in undone.dated_runs, day in undone.pinned) == (day in told.dated_runs, day in told.pinned)


def told(runner, day, today=MONDAY, **facts):
    """Where that day's session may move, in words; free of objection: None."""
    reasons = asking.places(replace(present_of(runner), **facts), today, day)
    return {f"{to:%a}": reason and sentence(reason) for to, reason in reasons.items()}


def test_where_a_session_may_move():
    assert told(runner_of(), FRIDAY) == {
        "Mon": "Another session is there.",
        "Tue": "Your easy run is on that day.",
        "Wed": None,
        "Thu": "Your hard run is on that day.",
        "Sat": None,
        "Sun": "Your long run is on that day.",
    }
    assert told(runner_of(), FRIDAY, FRIDAY, held=(as_planned(plan_week(present_of(runner_of()), MONDAY).sessions[0]),))
    busy = runner_of(
        {},
        pinned=frozenset({MONDAY, TUESDAY, FRIDAY}),
        blocked=frozenset({THURSDAY}),
        dated_runs={SUNDAY: RunKind.RACE},
    )
    assert told(busy, FRIDAY) == {
        "Mon": "Another session is there.",
        "Tue": "Another session is there.",
        "Wed": "It would make three days of strength in a row.",
        "Thu": "You are away on Thursday.",
        "Sat": "The day before your race.",
        "Sun": "Your race is on that day.",
    }
    raced = runner_of({}, dated_runs={TUESDAY: RunKind.RACE}, skipped=frozenset({FRIDAY}), pinned=frozenset({SUNDAY}))
    assert days_of(raced, WEDNESDAY) == [THURSDAY, SUNDAY]
    assert told(raced, SUNDAY, WEDNESDAY) == {
        "Wed": "The day after your race.", "Thu": "Another session is there.", "Fri": None, "Sat": None,
    }  # fmt: skip


def test_a_session_moves_to_an_easy_run_only_where_one_may_stand():
    assert told(runner_of(SIX), FRIDAY)["Sat"] == "Your easy run is on that day."
    assert told(runner_of(SIX, after_easy_runs=True), FRIDAY)["Sat"] is None
    assert told(runner_of(after_easy_runs=True), FRIDAY)["Tue"] == "Your easy run is on that day."


def test_nothing_moves_where_there_is_nothing_to_move():
    assert told(runner_of(), SATURDAY) == {}
    assert told(runner_of(), MONDAY - 3 * DAY) == {}
    assert told(runner_of(), FRIDAY, flags=(Flag(MONDAY, FlagKind.RED),)) == {}
    assert told(runner_of(), FRIDAY, SATURDAY) == {}


def test_a_week_to_come_is_seen_as_it_is_expected():
    assert told(runner_of(), MONDAY + WEEK, FRIDAY)["Wed"] is None
    weekend = runner_of({}, pinned=frozenset({SATURDAY, SUNDAY, THURSDAY + WEEK}))
    assert told(weekend, THURSDAY + WEEK)["Mon"] == "It would make three days of strength in a row."


@settings(max_examples=30)
@given(runners(), st.integers(0, 1), st.integers(0, 6))
def test_legal_is_what_can_be_pinned_without_a_warning(runner, ahead, morning):
    present, today = present_of(runner), max(runner.joined, MONDAY + morning * DAY)
    plans = forecast(present, today, ahead + 1)
    sessions, before = plans[ahead].days.sessions, frozenset(plans[0].days.sessions) if ahead else None
    for day in [each for each in sessions if each >= today]:
        for to, reason in asking.places(present, today, day).items():
            if runner.is_away(to) or to in sessions:
                assert reason is not None
                continue
            asked = asking.moved(runner, day, to)
            if reason is None:
                days = forecast(replace(present, runner=asked), today, ahead + 1)[ahead].days
                assert to in days.sessions
                assert day not in days.sessions
            else:  # the other sessions are to stay
                asked = replace(asked, pinned=asked.pinned.union(sessions) - {day})
                days = choose_days(week_input(replace(present, runner=asked), today, ahead, before))
            assert bool(reason) == any(warning.facts["date"] == to for warning in days.warnings)
