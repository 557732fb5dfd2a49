import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.core.calendar import Week, choose_days, why_not, wished
from plans.core.types import RunKind, hardest

CASES = json.loads((Path(__file__).parent / "vectors/schedule.json").read_text())["cases"]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def dates(texts):
    return frozenset(date.fromisoformat(text) for text in texts)


def week_of(case):
    """A case of schedule.json as the planner takes it."""
    first = date.fromisoformat(case["week_starts"])
    today = date.fromisoformat(case["today"])
    around = [first + timedelta(days=place) for place in range(-2, 10)]
    runs = {
        day: RunKind(case["runs"][WEEKDAYS[day.weekday()]]) for day in around if WEEKDAYS[day.weekday()] in case["runs"]
    }
    runs |= {date.fromisoformat(day): RunKind(kind) for day, kind in case.get("dated_runs", {}).items()}
    days_left = 7 - (today - first).days if case.get("first_week") else 7
    return Week(
        first_day=first,
        today=today,
        wish=wished(case["wish"], 0, days_left),
        runs=runs,
        done=dates(case.get("done", [])),
        pinned=dates(case.get("pinned", [])),
        blocked=dates(case.get("blocked", [])),
        around=dates(case.get("sessions_last_week", []) + case.get("locked_next_week", [])),
        previous=dates(case.get("previous_plan", [])),
        after_easy_runs=case.get("strength_after_easy_runs", False),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_the_worked_answers_come_out_exactly(case):
    days = choose_days(week_of(case))
    assert {
        "sessions": [str(day) for day in days.sessions],
        "weekdays": [WEEKDAYS[day.weekday()] for day in days.sessions],
        "cost": list(days.cost),
        "short_by": days.short_by,
        "reasons": [reason.code for reason in days.reasons],
    } == case["expect"]


def test_there_are_as_many_cases_as_were_worked_out():
    assert len(CASES) == 44


def test_several_runs_on_a_date_count_as_the_hardest():
    assert hardest([RunKind.HARD, RunKind.EASY]) is RunKind.HARD
    assert hardest([RunKind.EASY, RunKind.RACE, RunKind.LONG]) is RunKind.RACE


def test_one_session_a_week_counts_as_two_from_the_third_week():
    assert [wished(1, week) for week in range(4)] == [1, 1, 2, 2]
    assert [wished(3, 0, days) for days in (7, 5, 4, 1)] == [3, 3, 2, 1]


def test_a_warning_for_each_rule_that_a_pinned_date_breaks():
    first = date(2026, 11, 23)
    days = [first + timedelta(days=day) for day in range(7)]
    runs = {days[1]: RunKind.EASY, days[6]: RunKind.RACE}
    week = Week(first, first, 2, runs, pinned=frozenset(days[:4] + days[5:6]), blocked=frozenset(days[3:4]))
    assert [(warning.code, warning.facts["date"].day) for warning in choose_days(week).warnings] == [
        ("pinned_third", 23),
        ("pinned_on_run", 24),
        ("pinned_third", 24),
        ("pinned_third", 25),
        ("pinned_blocked", 26),
        ("pinned_by_race", 28),
    ]


MONDAY = date(2026, 11, 23)


def left_out(runs, **facts):
    """The free days of a week that hold no session, by weekday, with what speaks against them."""
    kinds = {"e": RunKind.EASY, "h": RunKind.HARD, "l": RunKind.LONG, "r": RunKind.RACE}
    days = [MONDAY + timedelta(days=place) for place in range(7)]
    week = Week(MONDAY, facts.pop("today", MONDAY), facts.pop("wish", 2), {}, **facts)
    week = replace(week, runs={day: kinds[run] for day, run in zip(days, runs, strict=True) if run in kinds})
    reasons = why_not(week, choose_days(week))
    return {WEEKDAYS[day.weekday()][:3]: reason.code for day, reason in reasons.items()}


def test_what_speaks_against_each_free_day_that_was_left_out():
    assert left_out(".e.h.el") == {"wed": "not_eve"}
    assert left_out(".......") == dict.fromkeys(["tue", "wed", "fri", "sat", "sun"], "not_earliest")
    assert left_out(".e.r..l") == {"wed": "not_beside_race", "fri": "not_beside_race"}
    assert left_out("e....ee") == {"wed": "not_even", "thu": "not_even"}
    assert left_out("l..ee.e") == {"tue": "not_tired"}
    assert left_out("ee..eee") == {}


def test_what_speaks_against_a_free_day_once_the_week_is_under_way():
    monday, tuesday, thursday = MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    done = frozenset({monday, thursday})
    assert left_out(".......", today=thursday + timedelta(days=1), done=done) == dict.fromkeys(
        ["fri", "sat", "sun"], "not_needed"
    )
    assert left_out("...eeee", wish=3, pinned=frozenset({monday, tuesday})) == {"wed": "not_third_in_row"}
    assert left_out("..e.eee", previous=frozenset({tuesday, thursday})) == {"mon": "not_moved"}
    assert left_out("ee...ee", wish=3) == {"thu": "not_back_to_back"}


@given(st.lists(st.sampled_from(".ehlr"), min_size=7, max_size=7), st.integers(1, 3), st.sets(st.integers(0, 6)))
def test_every_free_day_that_was_left_out_has_a_reason_and_no_other_day(runs, wish, blocked):
    days = [MONDAY + timedelta(days=place) for place in range(7)]
    kinds = {"e": RunKind.EASY, "h": RunKind.HARD, "l": RunKind.LONG, "r": RunKind.RACE}
    running = {day: kinds[run] for day, run in zip(days, runs, strict=True) if run in kinds}
    week = Week(MONDAY, MONDAY, wish, running, blocked=frozenset(days[place] for place in blocked))
    chosen = choose_days(week)
    free = {day for day in days if day not in running and day not in week.blocked}
    assert why_not(week, chosen).keys() == free - set(chosen.sessions)
