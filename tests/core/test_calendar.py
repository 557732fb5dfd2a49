import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.core.calendar import Week, choose_days, why_not, wished
from plans.core.history import begin
from plans.core.present import Present, race_after, race_reason, week_input
from plans.core.types import DAY, WEEK, RunKind, Runner, hardest
from plans.core.wording import sentence

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


def why_short(shape, today=0, blocked=(), done=()):
    """What is said of a week with runs where the shape has a letter; days by place."""
    days = [MONDAY + place * DAY for place in range(7)]
    runs = {
        day: RunKind.RACE if run == "r" else RunKind.EASY for day, run in zip(days, shape, strict=True) if run != "."
    }
    dates = {
        name: frozenset(days[place] for place in places) for name, places in (("blocked", blocked), ("done", done))
    }
    reasons = choose_days(Week(MONDAY, days[today], 2, runs, **dates)).reasons
    return next(sentence(reason) for reason in reasons if reason.code == "short")


def test_why_a_week_is_short():
    assert why_short("eeee.ee") == "One free day this week: one session."
    assert why_short("eeeeeee") == "No free days this week: no sessions."
    assert why_short("eer.r.e") == "Too little room between your runs this week: no sessions."


def test_a_week_away_is_not_called_one_without_free_days():
    assert why_short(".e.e.ee", blocked=range(7)) == "You are away or ill on your free days this week: no sessions."
    assert why_short("eeee.ee", blocked=[4]) == "You are away or ill on your free day this week: no sessions."
    some = "You are away or ill on all but one of your free days this week: one session."
    assert why_short(".e.e.ee", blocked=[0, 2]) == some
    assert why_short(".er...e", blocked=[0, 4]).startswith("Too little room between your runs and your days off")


def test_days_that_passed_are_not_called_missing():
    assert why_short("ee..e.e", today=5) == "One free day is left this week: one session."
    assert why_short("ee..e.e", today=6) == "No free day is left this week: no sessions."
    assert why_short("ee..e.e", today=6, done=[2]) == "No free day is left this week: it stays at one session."
    assert why_short("eeee.ee", today=6, done=[4]) == "One free day this week: one session."


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


def test_never_three_in_a_row_over_the_weekend():
    first = date(2026, 11, 23)
    runs = {first + place * DAY: RunKind.EASY for place in range(2, 7)}
    week = Week(first, first, 2, runs, around=frozenset({first - DAY, first - 2 * DAY}))
    assert choose_days(week).sessions == (first + DAY,)


def test_a_session_planned_for_today_stays_though_another_day_would_be_better():
    first = date(2026, 11, 23)
    previous = frozenset({first, first + 4 * DAY})
    week = Week(first, first, 2, {first + DAY: RunKind.HARD}, previous=previous)
    assert choose_days(week).sessions == (first, first + 4 * DAY)


def test_what_the_calendar_is_told_about_a_runner():
    friday = date(2026, 11, 27)
    pinned = frozenset({date(2026, 11, 30), date(2026, 12, 1)})
    runner = Runner(friday, {}, pinned=pinned, blocked=frozenset({date(2026, 11, 30)}), sessions_per_week=3)
    week = week_input(Present({}, runner, begin(runner)), friday)
    assert (week.first_day, week.wish, week.around) == (date(2026, 11, 23), 2, {date(2026, 12, 1)})


def test_the_seven_days_before_a_race_and_the_week_after_it():
    race = date(2026, 12, 6)
    runner = Runner(race + DAY, {}, {race: RunKind.RACE})
    assert [race_after(runner, race - days * DAY) for days in (0, 1, 7, 8)] == [None, race, race, None]
    reason = race_reason(Present({}, runner, begin(runner)), ())
    assert reason and reason.code == "after_race"


@st.composite
def weeks(draw):
    """Any week, from any Monday or Sunday, with everything that the rules of section 2 look at."""
    first = draw(st.sampled_from([date(2026, 11, 23), date(2026, 11, 22), date(2028, 2, 27), date(2026, 12, 28)]))
    days = [first + place * DAY for place in range(-3, 11)]

    def some(of, most):
        return draw(st.frozensets(st.sampled_from(of), max_size=most)) if of else frozenset()

    today = draw(st.sampled_from([first - DAY, first, *days[3:10]]))
    kinds = st.sampled_from([RunKind.EASY, RunKind.EASY, RunKind.HARD, RunKind.LONG, RunKind.RACE])
    return Week(
        first_day=first,
        today=today,
        wish=draw(st.integers(0, 3)),
        runs=draw(st.dictionaries(st.sampled_from(days), kinds, max_size=10)),
        done=some([day for day in days[3:10] if day <= today], 3),
        pinned=some(days[3:10], draw(st.sampled_from([0, 0, 2, 4]))),
        blocked=some(days[3:10], draw(st.sampled_from([0, 2, 4]))),
        around=some(days[:3] + days[10:], 3),
        previous=some(days[3:10], 3),
        after_easy_runs=draw(st.booleans()),
    )


def in_a_row(sessions):
    return {day for day in sessions if {day, day + DAY, day + 2 * DAY} <= sessions}


def by_the_rules(week):
    """Section 2 word by word, with dates: the days and the cost of every set of days that is allowed."""
    run, days = week.runs.get, [week.first_day + place * DAY for place in range(7)]
    today = max(week.today, week.first_day)
    firm = set(week.done | {day for day in week.pinned - week.blocked if day >= today})
    open_days = [
        day
        for day in days
        if day >= today
        and day not in week.blocked | week.done
        and RunKind.RACE not in (run(day - DAY), run(day), run(day + DAY))
    ]

    def allowed(sessions):
        return in_a_row(sessions | week.around) == in_a_row(firm | week.around)

    candidates = {day for day in open_days if run(day) is None}
    sizes = [len(firm)]
    for size in (1, 2):
        for chosen in combinations(candidates, size):
            sizes += [len(firm | set(chosen))] * allowed(firm | set(chosen))
    if max(sizes) < 2 and week.after_easy_runs:
        candidates |= {day for day in open_days if run(day) is RunKind.EASY}
    fixed = firm
    if today in candidates & week.previous and len(firm) < week.wish and allowed(firm | {today}):
        fixed = firm | {today}
    for size in range(max(0, week.wish - len(fixed)) + 1):
        for chosen in combinations(candidates - fixed, size):
            if allowed(sessions := fixed | set(chosen)):
                yield costs(week, sessions, today), sorted(sessions)


def costs(week, sessions, today):
    run, everything = week.runs.get, sessions | week.around
    ahead = [day for day in sessions if day >= today]
    pairs = [(day, day + DAY) for day in sessions | {day - DAY for day in sessions}]
    locked = min((day for day in week.around if day >= week.first_day + WEEK), default=None)
    closing = [locked or min(sessions) + WEEK] if sessions else []
    return (
        max(0, min(2, week.wish) - len(sessions)),
        sum(run(day) is not None for day in sessions),
        sum({*pair} <= everything for pair in pairs),
        max(0, week.wish - len(sessions)),
        sum({RunKind.HARD: 3, RunKind.LONG: 2}.get(run(day + DAY), 0) for day in ahead)
        + sum(4 for day in ahead if run(day + 2 * DAY) is RunKind.RACE),
        len({day for day in week.previous if day >= today} - sessions),
        sum((after - before).days ** 2 for before, after in pairwise(sorted(sessions) + closing)),
        sum({RunKind.LONG: 2, RunKind.HARD: 1}.get(run(day - DAY), 0) for day in ahead),
    )


@settings(max_examples=250)
@given(weeks())
def test_the_days_are_the_cheapest_by_the_rules(week):
    days = choose_days(week)
    assert (days.cost, list(days.sessions)) == min(by_the_rules(week))
    codes = {0: "short", 1: "on_run_day", 2: "back_to_back", 4: "before_key_run"}
    assert [reason.code for reason in days.reasons] == [code for term, code in codes.items() if days.cost[term]]


def test_a_skipped_day_is_kept_free_and_is_not_called_away():
    friday, tuesday = MONDAY + 4 * DAY, MONDAY + DAY
    runs = {0: RunKind.EASY, 2: RunKind.EASY, 3: RunKind.HARD, 5: RunKind.EASY, 6: RunKind.LONG}

    def said(**facts):
        runner = Runner(MONDAY, runs, **facts)
        week = week_input(Present({}, runner, begin(runner)), MONDAY)
        days = choose_days(week)
        assert week.skipped <= week.blocked
        against = {day: reason.code for day, reason in why_not(week, days).items()}
        return days.sessions, against, sentence(next(each for each in days.reasons if each.code == "short"))

    text = "With Friday left out, one free day remains this week: one session."
    assert said(skipped=frozenset({friday})) == ((tuesday,), {friday: "not_wanted"}, text)
    text = "With Tuesday and Friday left out, no free days remain this week: no sessions."
    assert said(skipped=frozenset({tuesday, friday}))[2] == text
    text = "While you are away or ill, and with Friday left out, no free days remain this week: no sessions."
    both = {"skipped": frozenset({friday}), "blocked": frozenset({tuesday})}
    assert said(**both) == ((), {friday: "not_wanted"}, text)
    text = "You are away or ill on all but one of your free days this week: one session."
    assert said(skipped=frozenset({friday}), blocked=frozenset({friday}))[2] == text


def test_a_skipped_day_wins_over_a_pin_and_is_not_locked_next_week():
    friday, later = MONDAY + 4 * DAY, MONDAY + 8 * DAY
    runner = Runner(MONDAY, {}, pinned=frozenset({friday, later}), skipped=frozenset({friday, later}))
    week = week_input(Present({}, runner, begin(runner)), MONDAY)
    assert not week.around
    assert [sentence(each) for each in choose_days(week).warnings] == ["Friday is pinned and left out; it stays free."]
    assert runner.is_off(friday)
    assert not runner.is_away(friday)
