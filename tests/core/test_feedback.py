from dataclasses import replace
from datetime import date, timedelta

import pytest

from plans.core.feedback import Knee, ended, stopped, verdict
from plans.core.types import Flag, FlagKind, Held, Verdict, Work
from tests.core.catalogue import CATALOGUE

MONDAY = date(2026, 11, 23)


def work(exercise="squat", asked=10, done=10, pain=None):
    return Work(exercise, None, (asked,), (done,), pain=pain)


def session(day, knee=0, morning=0, effort=None, works=None):
    """A session so many days after the first Monday."""
    return Held(MONDAY + timedelta(days=day), works or (work(),), 0, knee, morning, effort)


def judged(*sessions, exercise="squat", baseline=0, week=0):
    return verdict(exercise, CATALOGUE, Knee(MONDAY + timedelta(days=7 * week), sessions, baseline))[0]


ROWS = [
    (3, "severe then", session(0, 6, 0), Verdict.EASIER),
    (3, "severe in the morning", session(0, 0, 6), Verdict.EASIER),
    (4, "not settled", session(0, 3, 3), Verdict.REDUCE),
    (7, "settled", session(0, 5, 2), Verdict.HOLD),
    (7, "morning unanswered", session(0, 5, None), Verdict.HOLD),
    (7, "pain unanswered", session(0, None, 0), Verdict.HOLD),
    (5, "sore in the morning", session(0, 2, 3), Verdict.HOLD),
    (9, "very hard", session(0, 0, 0, 9), Verdict.HOLD),
    (9, "hard with reps missed", session(0, 0, 0, 8, (work(done=9),)), Verdict.HOLD),
    (10, "hard", session(0, 0, 0, 8), Verdict.PROGRESS),
    (10, "little pain", session(0, 2, 2), Verdict.PROGRESS),
    (10, "morning unanswered", session(0, 2, None), Verdict.PROGRESS),
]


@pytest.mark.parametrize(("row", "name", "held", "expected"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_rows_for_one_session(row, name, held, expected):
    assert judged(held) is expected


def test_the_baseline_is_taken_off():
    assert judged(session(0, 4, 4), baseline=4) is Verdict.HOLD
    assert judged(session(0, 4, 5), baseline=4) is Verdict.REDUCE
    assert judged(session(0, 2, 5), baseline=4) is Verdict.PROGRESS
    assert judged(session(0, 2, 5), baseline=3) is Verdict.HOLD


def test_sore_again_within_a_fortnight_reduces():
    assert judged(session(0, 1, 4), session(14, 1, 4), week=2) is Verdict.REDUCE
    assert judged(session(0, 1, 4), session(15, 1, 4), week=2) is Verdict.HOLD


def test_pain_that_rises_by_two_within_a_week_reduces():
    assert judged(session(0, 1), session(7, 3, 0), week=1) is Verdict.REDUCE
    assert judged(session(0, 2), session(7, 3, 0), week=1) is Verdict.HOLD
    assert judged(session(7, 3, 0), week=1) is Verdict.HOLD


def test_three_weeks_of_pain_running_reduce():
    assert judged(session(0, 3), session(7, 3), session(14, 3), week=2) is Verdict.REDUCE
    assert judged(session(0, 3), session(14, 3), week=2) is Verdict.HOLD


def test_twice_running_counts_sessions_that_hold_the_exercise():
    between = session(2, works=(work("lunge"),))
    assert judged(session(0, effort=9), between, session(4, effort=9)) is Verdict.REDUCE
    assert judged(session(0, works=(work(done=5),)), session(4, works=(work(done=5),))) is Verdict.REDUCE
    assert judged(session(0, works=(work(done=5),)), session(4, works=(work(done=6),))) is Verdict.PROGRESS


def test_pain_of_three_weeks_needs_each_of_them():
    assert judged(session(0, 2), session(7, 3), session(14, 3), week=2) is Verdict.HOLD
    assert judged(session(0, 3), session(7, 2), session(14, 3), week=2) is Verdict.HOLD
    assert judged(session(0, 3), session(7, 3), session(14, 2), week=2) is Verdict.PROGRESS


def test_what_is_done_beside_the_plan_leaves_the_reps_of_twice_running_alone():
    half, beside = (work(done=5),), (Work("squat", None, (), (8,)), work("lunge"))
    assert judged(session(0, works=half), session(2, works=beside), session(4, works=half)) is Verdict.REDUCE


def test_the_reps_of_an_unplanned_session_do_not_count_but_its_answers_do():
    unplanned = replace(session(2, 4, 1, works=(Work("squat", None, (), ()),)), slot=None)
    assert judged(session(0), unplanned) is Verdict.HOLD


def test_an_own_answer_acts_on_that_exercise():
    held = session(0, 0, 0, works=(work(pain=4), work("calf-raise")))
    assert judged(held) is Verdict.HOLD
    assert judged(held, exercise="calf-raise") is Verdict.PROGRESS


def test_severe_own_pain_ends_the_knee_dominant_ones():
    works = (work(pain=7), work("wall-sit"), work("glute-bridge"))
    assert ended(session(0, 0, 0, works=works), CATALOGUE) == {"squat", "wall-sit"}
    assert ended(session(0, 6, 0, works=works), CATALOGUE) == {"squat", "wall-sit", "glute-bridge"}
    works = (work("calf-raise", pain=6), work("lunge"), work("glute-bridge"), work("no-longer-there"))
    assert ended(session(0, 0, 0, works=works), CATALOGUE) == {"calf-raise", "lunge"}
    assert ended(session(0, 5, 5, works=(work(pain=5),)), CATALOGUE) == frozenset()


def day(number):
    return MONDAY + timedelta(days=number)


@pytest.mark.parametrize("kind", [FlagKind.RED, FlagKind.SHARP])
def test_a_flag_stops_everything_at_once_until_the_day_after_clearance(kind):
    flags = [Flag(day(2), kind), Flag(day(5), FlagKind.CLEARED)]
    assert [bool(stopped((), flags, day(number))) for number in range(1, 7)] == [False, True, True, True, True, False]


def test_the_last_word_of_a_day_counts():
    red, clear = Flag(day(2), FlagKind.RED), Flag(day(2), FlagKind.CLEARED)
    assert not stopped((), (red, clear), day(3))
    assert stopped((), (clear, red), day(3)).code == "red_flag"


def test_clearance_lifts_what_came_before_it_only():
    severe, clear = [session(0, 6), session(4, 6)], Flag(day(4), FlagKind.CLEARED)
    assert not stopped(severe, (clear,), day(5))
    assert stopped([*severe, session(18, 6)], (clear,), day(18)).code == "severe_pain"
    assert not stopped([*severe, session(19, 6)], (clear,), day(19))


def test_a_second_severe_pain_within_a_fortnight_stops_everything():
    assert stopped([session(0, 6), session(14, 6)], (), day(15))
    assert not stopped([session(0, 6), session(15, 6)], (), day(16))
    assert not stopped([session(0, 6, 7)], (), day(1))
    assert stopped([session(0, 6), session(4, 0, 6)], (), day(5)).code == "severe_pain"
