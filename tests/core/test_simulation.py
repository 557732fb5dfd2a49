import json
from datetime import date, timedelta

import pytest

from plans.core.simulation import simulate
from tests.core.catalogue import CATALOGUE

START = date(2026, 11, 23)
RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}
FIVE = {"tuesday": "hard", "wednesday": "easy", "thursday": "hard", "friday": "easy", "saturday": "long"}
SIX = {
    "monday": "easy",
    "tuesday": "hard",
    "wednesday": "easy",
    "thursday": "hard",
    "saturday": "easy",
    "sunday": "long",
}


def played(weeks=4, runs=RUNS, start="2026-11-23", **case):
    return simulate({"start": start, "runs": runs, "weeks": weeks, **case}, CATALOGUE)["weeks"]


def doses(weeks, exercise="squat"):
    """Dose and action of an exercise week by week."""
    rows = [next((row for row in week["doses"] if row["exercise"] == exercise), None) for week in weeks]
    return [(row["dose"], row["action"]) if row else None for row in rows]


def sets(week, exercise="squat"):
    """Sets of an exercise by date."""
    return {
        session["date"][5:]: row["sets"]
        for session in week["sessions"]
        for row in session["exercises"]
        if row["exercise"] == exercise
    }


def days(week):
    return [(session["weekday"], session["status"]) for session in week["sessions"]]


MONDAY_BECAUSE = "Monday: no run, well before Thursday’s hard run, though the day after Sunday’s long run."
FRIDAY_BECAUSE = (
    "Friday: no run, four days after Monday’s session, and not the day before Sunday’s long run, though the day after "
    "Thursday’s hard run."
)


def test_the_first_week_of_a_beginner_in_full():
    """Everything the answer says, of the defaults."""
    exercise = {"variation": None, "measure": "reps", "load_grams": None, "sets": [5, 5], "done": [5, 5]}
    exercises = [
        {"exercise": slug, "per_side": slug == "side-leg-raise", **exercise}
        for slug in ("squat", "glute-bridge", "side-leg-raise", "calf-raise")
    ]
    hold = exercise | {
        "exercise": "wall-sit",
        "measure": "seconds",
        "per_side": False,
        "sets": [20, 20],
        "done": [20, 20],
    }
    dose = {
        "variation": None,
        "dose": 20,
        "reference": None,
        "at_most": None,
        "action": "start",
        "reason": "A handful to begin with: two easy sets a session.",
    }
    assert simulate({"start": "2026-11-23", "runs": RUNS, "weeks": 1}, CATALOGUE) == {
        "weeks": [
            {
                "starts_on": "2026-11-23",
                "free_days": 4,
                "short_by": 0,
                "notes": [],
                "offers": [],
                "sessions": [
                    {
                        "date": "2026-11-23",
                        "weekday": "monday",
                        "status": "done",
                        "minutes": 13,
                        "reasons": [MONDAY_BECAUSE],
                        "exercises": exercises,
                    },
                    {
                        "date": "2026-11-27",
                        "weekday": "friday",
                        "status": "done",
                        "minutes": 16,
                        "reasons": [FRIDAY_BECAUSE],
                        "exercises": [exercises[0], hold, *exercises[1:]],
                    },
                ],
                "doses": [
                    {"exercise": "squat", **dose},
                    {"exercise": "calf-raise", **dose},
                    {"exercise": "wall-sit", **dose, "dose": 40},
                    {"exercise": "side-leg-raise", **dose},
                    {"exercise": "glute-bridge", **dose},
                ],
            }
        ]
    }


def test_doses_of_twelve_good_weeks():
    grown = [20, 22, 24, 26, 28, 30, 33, 36, 39, 42, 46, 50]
    assert [dose for dose, _ in doses(played(12))] == grown


def test_a_missed_session_is_placed_again_and_what_is_missed_holds():
    week, after = played(2, diary={"2026-11-23": {"did": "nothing"}})
    assert days(week) == [("monday", "missed"), ("wednesday", "done"), ("friday", "done")]
    assert doses([week, after]) == [(20, "start"), (22, "grow")]
    lost = played(4, diary={"2026-12-04": {"did": "nothing"}, "2026-12-05": {"did": "nothing"}})
    assert [status for _, status in days(lost[1])] == ["done", "missed", "missed"]
    assert doses(lost)[2:] == [(20, "hold"), (22, "grow")]


def test_an_exercise_that_is_skipped_says_that_it_was_not_trained():
    others = {slug: [6, 6] for slug in ("squat", "glute-bridge", "side-leg-raise", "calf-raise")}
    weeks = played(3, diary={"2026-12-04": {"did": others, "knee": 0, "next_morning": 0}})
    reasons = {row["exercise"]: row["reason"] for row in weeks[2]["doses"]}
    assert reasons["wall-sit"] == "Not trained last week: it goes on where you were."


def test_a_session_on_another_day_fulfils_the_next_open_one():
    (week,) = played(1, diary={"2026-11-25": {"did": "all", "knee": 0}})
    assert days(week) == [("monday", "done"), ("wednesday", "done")]


def test_what_exceeds_the_week_is_logged_but_not_credited():
    weeks = played(2, diary={"2026-11-28": {"did": {"squat": [9, 9]}, "knee": 0}})
    assert days(weeks[0])[-1] == ("saturday", "done")
    assert sets(weeks[0])["11-28"] == []
    assert doses(weeks) == [(20, "start"), (22, "grow")]


def test_a_session_on_another_day_says_so():
    (week,) = played(1, diary={"2026-11-25": {"did": "all", "knee": 0}})
    assert week["sessions"][1]["reasons"] == ["On another day than planned: it counts as the week’s next session."]


def test_an_extra_session_lasts_as_long_as_what_was_done():
    extra = played(1, diary={"2026-11-28": {"did": {"squat": [9, 9]}, "knee": 0}})[0]["sessions"][-1]
    assert extra["minutes"] == 7  # 180 + 30 + 2 × (9 × 4 + 45) = 372 s
    again = played(1, diary={"2026-11-28": {"did": "all", "knee": 0}})[0]["sessions"][-1]
    assert (again["minutes"], len(again["exercises"])) == (13, 4)
    assert {tuple(row["sets"]) for row in again["exercises"]} == {()}


def test_the_answers_of_an_extra_session_count():
    calm = {"did": "all", "knee": 0, "next_morning": 0}
    weeks = played(2, diary={"2026-11-28": calm | {"pain": {"squat": 4}}})
    assert doses(weeks) == [(20, "start"), (20, "hold")]
    assert doses(weeks, "calf-raise") == [(20, "start"), (22, "grow")]


@pytest.mark.parametrize("did", [{}, {"squat": [0, 0]}, {"squat": []}])
def test_nothing_done_on_a_free_day_is_no_session(did):
    assert days(played(1, diary={"2026-11-28": {"did": did, "knee": 5}})[0]) == [("monday", "done"), ("friday", "done")]


def test_what_is_done_beside_a_session_comes_as_the_diary_tells_it():
    beside = ["wall-sit", "leg-press", "deadlift", "lunge", "hamstring-curl", "step-up"]
    sets = {"squat": [5, 5]} | {slug: [3] for slug in beside}
    session = played(1, diary={"2026-11-23": {"did": sets}})[0]["sessions"][0]
    assert [row["exercise"] for row in session["exercises"] if not row["sets"]] == beside
    assert session["status"] == "partly"


def test_sentences_use_the_names_of_the_catalogue():
    case = {"start": "2026-11-23", "runs": RUNS, "weeks": 1, "equipment": ["dumbbell"]}
    refused = case | {
        "diary": {
            "2026-11-23": {"take": {"squat": {"variation": "goblet-squat"}}},
            "2026-11-25": {"take": {"deadlift": {"variation": "romanian-deadlift"}}},
        }
    }
    names = {"goblet-squat": "Cup squat", "romanian-deadlift": "Romanian deadlift"}
    week = simulate(refused, CATALOGUE, names)["weeks"][0]
    assert week["notes"] == [
        f"The {name} comes after two sessions in a row at the top, with little pain and effort."
        for name in ("cup squat", "Romanian deadlift")
    ]


def test_unanswered_pain_holds_and_unsettled_pain_reduces():
    assert doses(played(2, diary={"2026-11-27": {}})) == [(20, "start"), (20, "hold")]
    hurt = {"2026-11-27": {"knee": 4, "next_morning": 3}}
    assert doses(played(3, diary=hurt)) == [(20, "start"), (14, "reduce"), (15, "grow")]


def test_severe_pain_ends_exercises_for_the_week_and_takes_an_easier_rung():
    weeks = played(2, diary={"2026-11-23": {"knee": 1, "pain": {"squat": 7}}}, equipment=["step"])
    assert sets(weeks[0]) == {"11-23": [5, 5]}
    row = next(row for row in weeks[1]["doses"] if row["exercise"] == "squat")
    assert (row["variation"], row["dose"], row["action"], row["reference"]) == ("chair-squat", 10, "reduce", 10)


def test_at_the_smallest_dose_without_an_easier_rung_it_pauses_for_a_week():
    hurt = {"knee": 4, "next_morning": 4}
    weeks = played(
        4, diary={"2026-11-23": hurt, "2026-11-27": hurt, "2026-11-30": hurt, "2026-12-04": hurt}, equipment=[]
    )
    assert doses(weeks) == [(20, "start"), (14, "reduce"), (10, "reduce"), (11, "grow")]
    again = {str(START + timedelta(days=day)): hurt for day in range(28)}
    assert doses(played(5, diary=again, equipment=[]))[2:] == [(10, "reduce"), (0, "reduce"), (10, "hold")]


def test_a_red_flag_stops_everything_until_the_day_after_clearance_and_returns_at_reduce():
    weeks = played(4, diary={"2026-12-01": {"flags": ["red"]}, "2026-12-09": {"flags": ["cleared"]}})
    assert [days(week) for week in weeks[1:3]] == [
        [("monday", "done")],
        [("friday", "done"), ("saturday", "done")],
    ]
    assert doses(weeks)[2] == (0, "stop")
    assert sets(weeks[2]) == {"12-11": [6, 6]}
    assert weeks[2]["notes"][0].startswith("A warning sign: no strength since Tuesday, 1 Dec, and better no running")
    back = "Good to have you back: less than before, to begin with."
    assert [session["reasons"][1:] for session in weeks[2]["sessions"]] == [[back], [back]]
    assert not any(back in session["reasons"] for session in weeks[3]["sessions"])


def test_two_weeks_away():
    blocked = [str(START + timedelta(days=day)) for day in range(7, 21)]
    weeks = played(4, blocked=blocked)
    assert [week["short_by"] for week in weeks] == [0, 2, 2, 0]
    assert doses(weeks)[3] == (18, "away")


def test_an_illness_below_the_neck_takes_the_next_row():
    ill = [["2026-11-28", "2026-12-01", "below"]]
    assert doses(played(2, ill=ill))[1] == (18, "away")
    ill[0][2] = "above"
    assert doses(played(2, ill=ill))[1] == (22, "grow")


def test_race_week_halves_the_sets_and_nothing_grows_around_it():
    weeks = played(5, dated_runs={"2026-12-13": "race"})
    assert doses(weeks) == [(20, "start"), (22, "grow"), (12, "hold"), (22, "hold"), (24, "grow")]
    assert set(map(tuple, sets(weeks[2]).values())) == {(6,)}
    halved = "Half the sets: your race is on Sunday."
    assert all(halved in session["reasons"] for session in weeks[2]["sessions"])
    assert not any(halved in session["reasons"] for week in weeks[:2] for session in week["sessions"])


def test_sets_that_stay_are_not_called_halved():
    """After a reduction every exercise has one set of seven."""
    hurt = {str(START + timedelta(days=day)): {"knee": 4, "next_morning": 4} for day in range(7)}
    week = played(2, dated_runs={"2026-12-06": "race"}, equipment=[], diary=hurt)[1]
    assert {tuple(row["sets"]) for session in week["sessions"] for row in session["exercises"]} == {(7,)}
    assert [len(session["reasons"]) for session in week["sessions"]] == [1, 1]


def test_easing_in_ends_with_a_word():
    over = "Easing in is over: two sessions a week from now on."
    weeks = played(5, sessions_per_week=1)
    assert [over in week["notes"] for week in weeks] == [False, False, True, False, False]
    assert [len(week["sessions"]) for week in weeks] == [1, 1, 2, 2, 2]
    assert not any(over in week["notes"] for week in played(4))


def test_a_partial_first_week_starts_again_in_the_first_whole_one():
    weeks = played(3, start="2026-11-27")
    assert weeks[0]["starts_on"] == "2026-11-23"
    assert doses(weeks) == [(10, "start"), (20, "start"), (22, "grow")]
    assert weeks[1]["doses"][0]["reason"] == "Your first whole week: it starts once more with a handful."


def test_neighbouring_days_share_out_the_muscles_over_weeks():
    weeks = played(3, runs=FIVE)
    patterns = [
        {CATALOGUE[row["exercise"]].pattern for row in session["exercises"]}
        for week in weeks
        for session in week["sessions"]
    ]
    assert not patterns[1] & patterns[2]
    assert not patterns[3] & patterns[4]


def test_a_short_week_says_so_and_offers_what_would_help():
    week = played(1, runs=SIX)[0]
    assert week["notes"][0] == "One free day this week: one session."
    assert [offer["code"] for offer in week["offers"]] == ["rest_day", "after_easy_run", "ten_minutes"]


def test_a_harder_variation_comes_after_two_sessions_at_the_top():
    takes = {"squat": {"variation": "goblet-squat", "load_grams": 8000}}
    early = played(1, equipment=["dumbbell"], diary={"2026-11-27": {"take": takes}})[0]
    assert early["notes"] == [
        "The goblet squat comes after two sessions in a row at the top, with little pain and effort."
    ]
    day = START + timedelta(weeks=18)
    late = played(20, equipment=["dumbbell"], diary={str(day): {"take": takes, "did": "all", "knee": 0}})
    assert doses(late)[15:18] == [(72, "grow"), (72, "hold"), (72, "hold")]
    harder = {"code": "harder", "exercise": "squat", "variation": "goblet-squat", "load_grams": None}
    assert [harder | {"date": late[week]["starts_on"]} in late[week]["offers"] for week in range(15, 20)] == [
        *(False, True, True, True, False)
    ]
    row = next(row for row in late[18]["doses"] if row["exercise"] == "squat")
    assert (row["variation"], row["dose"], row["action"]) == ("goblet-squat", 48, "reduce")
    assert late[18]["sessions"][0]["exercises"][0]["load_grams"] == 8000


def test_a_swap_holds_for_one_session():
    weeks = played(2, diary={"2026-11-27": {"swap": {"squat": "lunge"}, "did": "all", "knee": 0}}, equipment=[])
    assert weeks[0]["sessions"][1]["exercises"][0]["exercise"] == "lunge"
    assert doses(weeks) == [(20, "start"), (10, "hold")]
    refused = played(1, diary={"2026-11-27": {"swap": {"squat": "glute-bridge"}}})[0]
    assert refused["notes"] == ["The glute bridge is in this week already."]


def test_it_is_deterministic_and_plain_json():
    case = {"start": "2026-11-25", "runs": SIX, "week_starts_on": "sunday", "weeks": 6}
    answer = simulate(case, CATALOGUE)
    assert json.loads(json.dumps(answer)) == answer == simulate(json.loads(json.dumps(case)), CATALOGUE)
