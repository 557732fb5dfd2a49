import json
from datetime import date
from pathlib import Path

import pytest

from plans.core.progression import (
    Ask,
    Change,
    Entry,
    Track,
    away,
    decide,
    reduced,
    reference,
    session_top,
    spread,
    up,
)
from plans.core.types import Action, Held, Measure, Reason, Verdict, Version, Work
from plans.core.versions import ready
from plans.core.wording import sentence

VECTORS = json.loads((Path(__file__).parent / "vectors/progression.json").read_text())


def version(measure=Measure.REPS, loaded=False, one_sided=False, rung=0):
    """An exercise's version of which only the counting matters."""
    return Version(None, rung, frozenset(), measure, one_sided, loaded, 4, 45)


def played(start, weeks, measure=Measure.REPS):
    """The doses decided week by week, from [verdict, sessions, prescribed, done] a week."""
    track, doses = Track(), []
    for week, (verdict, sessions, _, done) in enumerate(weeks):
        if verdict == "reduce":
            before = reference(track)
            change = Change(Action.REDUCE, before, Reason("reduce"))
            track = track.set_to(reduced(before, version(measure)), week, change)
        ask = Ask(week, sessions, Verdict.HOLD if verdict == "hold" else Verdict.PROGRESS)
        dose = decide(track, version(measure), ask).dose if week else start
        credit = min(done, dose)
        track = track.closed(Entry(week, dose, credit, sessions, -(-credit // sessions)))
        doses.append(dose)
    return doses


@pytest.mark.parametrize("row", VECTORS["growth"], ids=lambda row: f"{row['measure']} from {row['start']}")
def test_growth_when_every_week_is_done(row):
    measure = Measure.REPS if row["measure"] == "reps" else Measure.HOLD
    weeks = [["progress", 2, dose, dose] for dose in row["weeks"]]
    assert played(row["start"], weeks, measure) == row["weeks"]


@pytest.mark.parametrize(
    "row", VECTORS["spread"], ids=lambda row: f"{row['measure']} {row['total']} in {row['sessions']}"
)
def test_sets_of_each_session(row):
    measure = Measure.REPS if row["measure"] == "reps" else Measure.HOLD
    assert [list(sets) for sets in spread(row["total"], row["sessions"], version(measure))] == row["sets"]


@pytest.mark.parametrize("row", VECTORS["histories"], ids=lambda row: row["case"])
def test_whole_histories(row):
    assert played(row["start"], row["weeks"]) == [week[2] for week in row["weeks"]]


def test_loaded_exercises_have_two_sets_at_most():
    assert spread(48, 2, version(loaded=True)) == ((12, 12), (12, 12))
    assert session_top(version(loaded=True)) == 24


def test_a_tenth_is_never_exceeded():
    assert all(10 * up(total) <= 11 * total < 10 * (up(total) + 1) for total in range(500))


def test_the_table_of_time_away():
    rows = [(1, 1), (1, 1), (9, 10), (3, 4), (1, 2), (1, 2), (1, 2), (1, 2), (0, 1), (0, 1)]
    assert [away(weeks, ill=False) for weeks in range(10)] == rows
    assert [away(weeks, ill=True) for weeks in range(10)] == [
        (9, 10), (9, 10), (3, 4), (1, 2), (0, 1), (0, 1), (0, 1), (0, 1), (0, 1), (0, 1),
    ]  # fmt: skip


def test_a_season_of_races_leaves_the_last_dose_before_it_as_the_reference():
    track = Track().closed(Entry(0, 50, 50, 2, 25)).closed(Entry(1, 55, 55, 2, 28))
    touched = set(range(2, 11))
    for week in touched:
        track = track.closed(Entry(week, 28, 28, 2, 14), touched)
    assert reference(track, touched) == 55
    assert decide(track, version(), Ask(11, 2, touched=touched, still=Reason("after_race"))).dose == 55


def test_after_a_partial_week_the_start_applies_again_but_not_on_what_was_reduced():
    track = Track().closed(Entry(0, 10, 10, 1, 10))
    assert decide(track, version(), Ask(1, 2, restart=True)).dose == 20
    assert decide(track, version(), Ask(1, 2, Verdict.HOLD, restart=True)).dose == 10
    eased = track.set_to(10, 1, Change(Action.REDUCE, 10, Reason("cleared", {"reference": 10})))
    assert (decide(eased, version(), Ask(1, 2, restart=True)).dose) == 10


def reasons_after(credit, **asked):
    """The codes of the second week's reasons, after a first of two sessions with so much credit."""
    track = Track().closed(Entry(0, credit, credit, 2, -(-credit // 2)))
    return [reason.code for reason in decide(track, version(), Ask(1, 2, **asked)).reasons]


def test_a_week_that_grows_to_the_least_says_so():
    reasons = [decide(Track().closed(Entry(0, done, done, 1, done)), version(), Ask(1, 1)).reasons for done in (9, 10)]
    assert reasons == [(Reason("grow", {"reference": 9, "least": 10}),), (Reason("grow", {"reference": 10}),)]


def test_the_week_that_reaches_the_top_still_says_that_it_grew():
    assert reasons_after(60) == ["grow"]
    assert reasons_after(66) == ["grow", "top"]
    assert reasons_after(72) == ["top"]


def test_a_hold_at_the_top_keeps_its_reason_while_it_is_true():
    hold = {"verdict": Verdict.HOLD, "why": Reason("pain_settled")}
    assert reasons_after(72, **hold) == ["pain_settled", "top"]
    track = Track().closed(Entry(0, 80, 80, 2, 40))
    assert [reason.code for reason in decide(track, version(), Ask(1, 2, **hold)).reasons] == ["top"]


def test_the_first_whole_week_says_that_it_starts_once_more():
    assert reasons_after(10, restart=True) == ["restart"]
    assert [reason.code for reason in decide(None, version(), Ask(1, 2, restart=True)).reasons] == ["start"]


def said_after(credit, week, **asked):
    """The sentence of a week's dose, when the exercise was last trained in week 0."""
    track = Track().closed(Entry(0, credit, credit, 2, -(-credit // 2)))
    return sentence(decide(track, version(), Ask(week, 2, **asked)).reasons[0])


def test_time_away_only_promises_less_where_there_is_less():
    assert said_after(40, 3, active=0) == "Two weeks away: it comes back below your 40 and grows from there."
    assert said_after(10, 3, active=0) == "Two weeks away: it goes on with the smallest dose."
    assert said_after(10, 1, active=0, ill=True) == "Back after an illness: it goes on with the smallest dose."


def test_what_was_left_out_while_the_runner_trained_is_not_called_away():
    text = "Not trained for two weeks: it comes back below your 40 and grows from there."
    assert said_after(40, 3, active=2) == text
    assert said_after(40, 2, active=0) == "A week off: it goes on where you were."
    assert said_after(40, 2, active=1) == "Not trained last week: it goes on where you were."


def test_less_than_four_fifths_of_the_week_holds():
    grown = [decide(Track().closed(Entry(0, 20, done, 2, 10)), version(), Ask(1, 2)).action for done in (15, 16)]
    assert grown == [Action.HOLD, Action.GROW]


def test_a_paused_exercise_comes_back_after_a_week_at_its_dose():
    track = (
        Track().closed(Entry(0, 10, 10, 2, 5)).set_to(10, 1, Change(Action.REDUCE, 10, Reason("paused"), paused=True))
    )
    assert [decide(track, version(), Ask(week, 2)).dose for week in (1, 2, 3)] == [0, 10, 10]


def test_what_the_minutes_allow_is_a_top_for_a_harder_version_but_not_for_a_heavier_load():
    work = Work("squat", None, (10,), (10,), at_top=True)
    sessions = tuple(Held(date(2026, 11, day), (work,), 0, 0, 0) for day in (23, 27))
    assert ready(sessions, "squat", version(loaded=True))
    assert not ready(sessions, "squat", version(loaded=True), of_range=True)
