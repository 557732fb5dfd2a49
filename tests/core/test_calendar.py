import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from plans.core.calendar import Week, choose_days, wished
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
