"""The plan drawn: weeks that are lived, a day that is open, what is further off."""

from dataclasses import replace
from datetime import date

import pytest

from plans.charts.day import open_day
from plans.charts.plan import coming, day_to_open, plan_weeks, short_span
from plans.charts.skyline import week_of
from plans.core.history import begin
from plans.core.planner import plan_week
from plans.core.present import Present
from plans.core.types import DAY, WEEK, Flag, FlagKind, Illness, RunKind, Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.standing import Standing
from tests.core.catalogue import CATALOGUE

MONDAY = date(2026, 11, 23)
NAMES = {version.variation or slug: slug for slug, each in CATALOGUE.items() for version in each.versions}
RUNNER = Runner(MONDAY, {1: RunKind.EASY, 3: RunKind.HARD, 6: RunKind.LONG}, equipment=frozenset({"wall", "step"}))


def stands(today=MONDAY, flags=(), **told):
    """Where somebody stands who began on Monday, without a row."""
    runner = replace(RUNNER, **told)
    present = Present(CATALOGUE, runner, begin(runner), flags=flags)
    plan = plan_week(present, today)
    catalogue = PlannedCatalogue(CATALOGUE, NAMES, {}, {})
    return Standing(None, catalogue, today, MONDAY, runner, plan, given=replace(present, previous=plan))


def opened(now, day):
    ahead = now.ahead(4)
    weeks = plan_weeks(now, ahead, day)
    place = next(place for place, week in enumerate(weeks) if week.opened)
    return open_day(now, *ahead[place], next(each for each in weeks[place].days if each.date == day))


def labels(day):
    return [action.do for action in day.actions]


def test_a_lived_week_shows_today_what_was_done_and_what_was_missed():
    now = stands(ill=(Illness(MONDAY + 5 * DAY, MONDAY + 5 * DAY, below=False),))
    days = week_of(now.runner, now.plan, MONDAY, missed={MONDAY + 2 * DAY}, done={MONDAY + 3 * DAY})
    assert [[block.kind for block in day.lane.blocks] for day in days] == [
        ["now"], ["easy"], ["missed"], ["done", "hard"], ["ses"], ["ill"], ["long"],
    ]  # fmt: skip
    assert days[3].lane.words == "strength, done and hard run"
    assert [day.today for day in days] == [True] + 6 * [False]


def test_spans_name_a_month_once_if_once_will_do():
    assert short_span(MONDAY, MONDAY + 6 * DAY) == "23–29 Nov"
    assert short_span(MONDAY + WEEK, MONDAY + WEEK + 6 * DAY) == "30 Nov–6 Dec"


def test_weeks_are_named_counted_and_say_what_is_halved():
    race = MONDAY + 2 * WEEK + 6 * DAY
    now = stands(dated_runs={race: RunKind.RACE})
    weeks = plan_weeks(now, now.ahead(4), MONDAY)
    assert [(week.heading, week.dates, week.count) for week in weeks] == [
        ("This week", "23–29 Nov", "2 sessions"),
        ("Next week", "30 Nov–6 Dec", "2 sessions"),
        ("Race week", "7–13 Dec", "2 sessions, halved"),
        ("14–20 Dec", "", "2 sessions"),
    ]


def test_a_stop_is_said_once_and_leaves_no_session():
    now = stands(MONDAY + DAY, flags=(Flag(MONDAY, FlagKind.RED),))
    weeks = plan_weeks(now, now.ahead(4), now.today)
    assert now.plan.stopped
    assert {week.count for week in weeks} == {"no sessions"}
    assert not any("warning sign" in note for week in weeks for note in week.notes)
    assert not any(week.offers for week in weeks)
    assert opened(now, MONDAY + 2 * DAY).whys == []


def test_weeks_further_off_say_what_would_help_once_a_day_of_theirs_is_open():
    now = stands(weekly_runs=dict.fromkeys(range(6), RunKind.EASY))
    ahead = now.ahead(4)
    assert [bool(week.offers) for week in plan_weeks(now, ahead, MONDAY)] == [True, True, False, False]
    last = plan_weeks(now, ahead, MONDAY + 3 * WEEK)[-1]
    assert {offer.date >= MONDAY + 3 * WEEK for offer in last.offers} == {True}


@pytest.mark.parametrize(
    ("day", "told", "actions"),
    [
        (0, {}, ["instead", "skip", "pin", "shorten"]),
        (4, {}, ["skip", "pin", "shorten"]),
        (4, {"pinned": frozenset({MONDAY + 4 * DAY})}, ["skip", "unpin", "shorten"]),
        (4, {"short_dates": frozenset({MONDAY + 4 * DAY})}, ["skip", "pin", "lengthen"]),
        (4, {"skipped": frozenset({MONDAY + 4 * DAY})}, ["unskip"]),
        (4, {"blocked": frozenset({MONDAY + 4 * DAY, MONDAY + 5 * DAY})}, ["back"]),
        (2, {}, ["pin", "away"]),
        (1, {}, []),
    ],
)
def test_a_day_can_do_what_makes_sense(day, told, actions):
    assert labels(opened(stands(**told), MONDAY + day * DAY)) == actions


def test_an_absence_ends_where_the_days_off_do():
    now = stands(blocked=frozenset({MONDAY + 4 * DAY, MONDAY + 5 * DAY}))
    assert opened(now, MONDAY + 4 * DAY).last == MONDAY + 5 * DAY


def test_days_that_have_passed_can_only_be_told_what_was_run():
    day = opened(stands(MONDAY + 3 * DAY), MONDAY + DAY)
    assert (labels(day), day.run, day.moves) == ([], "easy", False)


def test_the_day_that_opens_is_in_the_plan():
    now = stands()
    ahead = now.ahead(4)
    assert day_to_open(now, ahead, None) == MONDAY
    assert day_to_open(now, ahead, MONDAY + 27 * DAY) == MONDAY + 27 * DAY
    assert day_to_open(now, ahead, MONDAY + 28 * DAY) == MONDAY


def test_what_is_told_of_later_dates_is_in_order():
    now = stands(
        MONDAY + DAY,
        dated_runs={MONDAY + 40 * DAY: RunKind.RACE, MONDAY + 3 * DAY: None, MONDAY + 41 * DAY: None},
        blocked=frozenset(MONDAY + place * DAY for place in (0, 1, 2, 50)),
        ill=(Illness(MONDAY + 30 * DAY, MONDAY + 31 * DAY, below=True),),
    )
    assert [(each.words, each.dates, each.button, each.do) for each in coming(now, MONDAY + 27 * DAY)] == [
        ("Away", "24 November to 25 November 2026", "I’m back", "back"),
        ("Ill, below the neck", "23 December to 24 December 2026", "Remove", "back"),
        ("Race", "Saturday 2 January 2027", "Remove", "usual"),
        ("No run", "Sunday 3 January 2027", "Remove", "usual"),
        ("Away", "Tuesday 12 January 2027", "Remove", "back"),
    ]
