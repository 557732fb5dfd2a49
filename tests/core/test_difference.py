"""What a change moved, in the one line that a runner reads."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from plans.core import asking
from plans.core.difference import difference, difference_of_session
from plans.core.planner import forecast, plan_week
from plans.core.types import DAY, WEEK, Flag, FlagKind, RunKind, Runner
from plans.core.wording import sentence, summary
from tests.core.playing import MONDAY, after_weeks, present_of, runners

RUNS = {1: RunKind.EASY, 3: RunKind.HARD, 6: RunKind.LONG}
FULL = {0: RunKind.EASY, 1: RunKind.HARD, 2: RunKind.EASY, 3: RunKind.HARD, 5: RunKind.EASY, 6: RunKind.LONG}
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (MONDAY + place * DAY for place in range(1, 7))
NOTHING = ["Nothing else moves."]


def weeks_of(present, today=MONDAY, previous=None):
    return forecast(replace(present, previous=previous), today, 4)


def moved(change, runs=RUNS, today=MONDAY, **wishes):
    """What a change of the runner's inputs moves, in sentences."""
    present = present_of(Runner(MONDAY, runs, **wishes))
    before = weeks_of(present, today, plan_week(present, today))
    after = weeks_of(replace(present, runner=change(present.runner)), today, before[0])
    return [sentence(reason) for reason in difference(before, after, today)]


def test_a_session_that_moves():
    assert moved(lambda runner: asking.moved(runner, FRIDAY, SATURDAY)) == ["Friday’s session moves to Saturday."]
    later = [FRIDAY + weeks * WEEK for weeks in (1, 2)]
    assert [moved(lambda runner, day=day: asking.moved(runner, day, day + DAY)) for day in later] == [
        ["Next week Friday’s session moves to Saturday."],
        ["The session of Fri 11 Dec moves to Sat 12 Dec."],
    ]


def test_sessions_lost_and_gained():
    def busy(*days):
        return lambda runner: replace(runner, dated_runs=dict.fromkeys(days, RunKind.EASY))

    assert moved(busy(FRIDAY), FULL)[0] == "No session on Friday any more: no sessions this week."
    assert moved(busy(FRIDAY + WEEK), FULL)[0] == "No session on Friday next week any more: no sessions that week."
    assert moved(busy(FRIDAY + 2 * WEEK), FULL)[0] == "No session on Fri 11 Dec any more: no sessions that week."
    two = "No sessions on Friday and Friday next week any more."
    assert moved(busy(FRIDAY, FRIDAY + WEEK), FULL)[0] == two
    assert moved(lambda runner: replace(runner, weekly_runs=FULL))[0] == "Four sessions fewer."
    more = "One session more: Saturday."
    assert moved(lambda runner: asking.run_on(runner, SATURDAY, None), FULL)[0] == more
    assert moved(lambda runner: replace(runner, sessions_per_week=3)) == ["Four sessions more."]


def test_a_week_that_keeps_one_of_its_sessions_says_how_many_are_left():
    lost = moved(lambda runner: asking.run_on(runner, WEDNESDAY, RunKind.EASY), FULL, dated_runs={WEDNESDAY: None})
    assert lost[0] == "No session on Wednesday any more: one session this week."


@pytest.mark.parametrize(
    ("day", "done", "open_again", "deleted", "restored"),
    [
        (FRIDAY, (), (FRIDAY,), ["Friday’s session is to be done again."], ["Friday’s session counts again."]),
        (
            FRIDAY,
            (SATURDAY,),
            (FRIDAY, SATURDAY),
            ["Friday’s session is to be done again."],
            ["Friday’s session counts again."],
        ),
        (
            FRIDAY,
            (SATURDAY,),
            (FRIDAY,),
            ["Friday’s session is to be done again.", "No session on Saturday any more: two sessions this week."],
            ["Friday’s session counts again.", "One session more: Saturday."],
        ),
        (
            MONDAY,
            (FRIDAY,),
            (WEDNESDAY, FRIDAY),
            ["Monday’s session is to be done again, on Wednesday."],
            ["No session on Wednesday any more: two sessions this week."],
        ),
        (
            MONDAY,
            (),
            (WEDNESDAY, FRIDAY),
            ["Monday’s session is to be done again, on Wednesday.", "One session more: Friday."],
            ["No sessions on Wednesday and Friday any more."],
        ),
        (MONDAY, (FRIDAY,), (FRIDAY,), NOTHING, NOTHING),
        (MONDAY - DAY, (FRIDAY,), (WEDNESDAY, FRIDAY), ["One session more: Wednesday."], None),
    ],
)
def test_a_session_that_counts_no_more_or_again_is_the_same_session(day, done, open_again, deleted, restored):
    """`done` are the days with a session to come where it counts, `open_again` where it does not."""
    week = plan_week(present_of(Runner(MONDAY, RUNS)), MONDAY)
    last = week.sessions[-1]

    def with_sessions(days):
        return (replace(week, sessions=tuple(replace(last, slot=each.day, date=each) for each in days)),)

    def told(before, after):
        return [
            sentence(each) for each in difference_of_session(with_sessions(before), with_sessions(after), MONDAY, day)
        ]

    assert told(done, open_again) == deleted
    if restored is not None:
        assert told(open_again, done) == restored


def test_a_race_halves():
    race = moved(lambda runner: asking.run_on(runner, SUNDAY + 2 * WEEK, RunKind.RACE))
    assert race == [
        "The session of Fri 11 Dec moves to Wed 9 Dec.",
        "The session of Mon 14 Dec moves to Wed 16 Dec.",
        "The sessions of 7 to 13 December are halved.",
        "Two sessions ask for less.",
    ]
    raced = {SUNDAY: RunKind.RACE}
    whole = moved(lambda runner: replace(runner, dated_runs={}), {0: RunKind.EASY, 4: RunKind.EASY}, dated_runs=raced)
    assert "The sessions of 23 to 29 November are whole again." in whole


def test_other_exercises():
    assert moved(lambda runner: asking.shortened(runner, FRIDAY)) == [
        "Friday’s session changes: without three of its exercises, 9 minutes instead of 16.",
        "Six sessions ask for less.",
    ]
    assert moved(lambda runner: replace(runner, equipment=frozenset())) == ["Four sessions have other exercises."]
    start = after_weeks(present_of(Runner(MONDAY, RUNS)), 1)
    week = (plan_week(start, MONDAY + WEEK),)
    poorer = replace(start, runner=replace(start.runner, equipment=frozenset()))
    said = [sentence(reason) for reason in difference(week, (plan_week(poorer, MONDAY + WEEK),), MONDAY + WEEK)]
    assert said == ["Friday’s session changes: without the wall sit, with the lunge."]


def test_everything_stops():
    present = present_of(Runner(MONDAY, RUNS))
    stopped = replace(present, flags=(Flag(MONDAY, FlagKind.RED),))
    before, after = ((plan_week(each, MONDAY),) for each in (present, stopped))
    line = "No strength until you tell us that you were cleared."
    assert summary(difference(before, after, MONDAY)) == line
    assert summary(difference(after, before, MONDAY)) == "Two sessions more: Monday and Friday."


def test_one_line_says_three_things_and_that_there_is_more():
    present = present_of(Runner(MONDAY, RUNS))
    before = weeks_of(present)
    after = weeks_of(replace(present, runner=replace(present.runner, weekly_runs={0: RunKind.EASY, 4: RunKind.HARD})))
    assert summary(difference(before, after, MONDAY)) == (
        "Monday’s session moves to Wednesday. Friday’s session moves to Sunday. Next week Monday’s session moves to "
        "Wednesday. And more."
    )


def test_only_the_same_weeks_from_today_on_are_compared():
    weeks = weeks_of(present_of(Runner(MONDAY, RUNS)))
    other = weeks_of(present_of(Runner(MONDAY, RUNS, pinned=frozenset({TUESDAY}))))
    assert [reason.code for reason in difference(weeks[:1], other[1:], MONDAY)] == ["nothing_moves"]
    assert [reason.code for reason in difference(weeks[:1], other[:1], SUNDAY)] == ["nothing_moves"]


@settings(max_examples=40)
@given(runners(), runners())
def test_the_same_moves_nothing_and_every_change_has_its_words(runner, other):
    weeks = weeks_of(present_of(runner), runner.joined)
    assert [reason.code for reason in difference(weeks, weeks, MONDAY)] == ["nothing_moves"]
    changed = weeks_of(present_of(replace(other, joined=runner.joined)), runner.joined)
    for reason in difference(weeks, changed, runner.joined):
        assert sentence(reason).endswith(".")
        assert not sentence(reason).endswith(": .")
