"""The promise over a whole week: whatever is taken in between, its sessions together keep to the ceiling."""

from hypothesis import given, settings
from hypothesis import strategies as st

from plans.core.simulation import simulate
from tests.core.catalogue import CATALOGUE, EQUIPMENT

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def asked_in_all(week, exercise):
    """What the sessions of a week that were not missed ask of an exercise, in all its versions."""
    return sum(
        sum(row["sets"])
        for session in week["sessions"]
        if session["status"] != "missed"
        for row in session["exercises"]
        if row["exercise"] == exercise
    )


def over_the_ceiling(answer):
    """The weeks and exercises of which too much is asked. A week that was stopped has no ceiling any more."""
    return [
        (week["starts_on"], dose["exercise"])
        for week in answer["weeks"]
        for dose in week["doses"]
        if dose["at_most"] is not None
        and dose["action"] != "stop"
        and asked_in_all(week, dose["exercise"]) > dose["at_most"]
    ]


def test_another_version_in_mid_week_does_not_begin_the_week_anew():
    case = {
        "start": "2026-11-23", "weeks": 3, "sessions_per_week": 3, "minutes": 7,
        "equipment": ["wall", "step", "dumbbell", "band", "leg-press"],
        "runs": {"monday": "long", "thursday": "long", "saturday": "long", "sunday": "hard"},
        "diary": {"2026-12-09": {"did": "all", "take": {"squat": {"variation": "chair-squat"}}}},
    }  # fmt: skip
    answer = simulate(case, CATALOGUE)
    assert asked_in_all(answer["weeks"][2], "squat") == 12
    assert over_the_ceiling(answer) == []


taken = st.sampled_from([(each.slug, version.variation) for each in CATALOGUE.values() for version in each.versions])
days = st.integers(1, 27).map(lambda day: f"2026-12-{day:02}")
told = st.one_of(
    st.just({"did": "all"}),
    st.just({"did": "nothing"}),
    taken.map(lambda each: {"did": "all", "take": {each[0]: {"variation": each[1]}}}),
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(DAYS), st.sampled_from(["easy", "hard", "long"]), max_size=5),
    st.dictionaries(days, told, max_size=12),
    st.lists(st.sampled_from(EQUIPMENT), unique=True),
    st.integers(2, 3),
    st.sampled_from([7, 10, 20, 30]),
    st.lists(days, max_size=3, unique=True),
)
def test_the_sessions_of_a_week_together_keep_to_its_ceiling(runs, diary, equipment, wish, minutes, pinned):
    case = {
        "start": "2026-11-23", "weeks": 5, "runs": runs, "diary": diary, "equipment": equipment,
        "sessions_per_week": wish, "minutes": minutes, "pinned": pinned,
    }  # fmt: skip
    assert over_the_ceiling(simulate(case, CATALOGUE)) == []
