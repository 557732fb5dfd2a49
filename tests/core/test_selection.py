import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plans.core.history import begin
from plans.core.options import WARM_UP, covered, pick_version, seconds
from plans.core.present import Present, pool_of, room
from plans.core.progression import START, session_top, spread
from plans.core.selection import (
    PER_PATTERN,
    PER_SESSION,
    Block,
    after,
    choose_block,
    for_week,
    minutes_needed,
    renewed,
    split,
)
from plans.core.types import DAY, GROUPS, Held, Level, Pattern, Runner, Work
from tests.core.catalogue import CATALOGUE, EQUIPMENT

EXAMPLES = json.loads((Path(__file__).parent / "vectors/selection.json").read_text())["examples"]
MONDAY = date(2026, 11, 23)
ORDER = list(Pattern)
THEMSELVES = {slug: exercise.versions[0] for slug, exercise in CATALOGUE.items()}


def pool(*equipment, level=Level.BEGINNER, minutes=30):
    runner = Runner(MONDAY, {}, equipment=frozenset(equipment), level=level, minutes=minutes)
    return pool_of(Present(CATALOGUE, runner, begin(runner)))


def check(sessions, length, minutes, patterns_fit=True):
    """What every selection keeps: minutes, order, no exercise twice, at most two a pattern and six a session."""
    for session in sessions:
        patterns = [CATALOGUE[slug].pattern for slug in session]
        assert len(set(session)) == len(session) <= PER_SESSION
        assert all(patterns.count(pattern) <= PER_PATTERN for pattern in Pattern)
        assert patterns == sorted(patterns, key=ORDER.index)
        assert WARM_UP + sum(length[slug] for slug in session) <= 60 * minutes


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda example: f"{len(example['equipment'])} things, {example['minutes']}"
)
def test_the_worked_selections_keep_what_ours_keep(example):
    length = {
        slug: seconds(version, spread(START[version.measure], 1, version)[0]) for slug, version in THEMSELVES.items()
    }
    check(example["sessions"], length, example["minutes"])
    trained = {group for session in example["sessions"] for slug in session for group in THEMSELVES[slug].primary}
    assert set(GROUPS) - trained == set(example["uncovered"])
    minutes = [round((WARM_UP + sum(length[slug] for slug in session)) / 60, 1) for session in example["sessions"]]
    assert minutes == example["session_minutes"]
    if example.get("back_to_back"):
        first, second = ({CATALOGUE[slug].pattern for slug in session} for session in example["sessions"])
        assert not first & second


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("minutes", [10, 11, 12, 13, 15, 20, 30, 60])
@pytest.mark.parametrize("example", EXAMPLES[::4], ids=lambda example: str(len(example["equipment"])))
def test_our_own_selections(example, minutes, count, level):
    ours = pool(*example["equipment"], level=level)
    sessions = choose_block(ours, count, room(minutes))
    check(sessions, {slug: option.now for slug, option in ours.items()}, minutes)
    if minutes >= 15 or (count > 1 and minutes >= 10):
        assert covered(ours, [slug for session in sessions for slug in session]) == covered(ours, ours)
    for session in sessions:
        left = room(minutes) - sum(ours[slug].now for slug in session)
        missing = set(Pattern) - {CATALOGUE[slug].pattern for slug in session}
        assert not any(option.pattern in missing and option.now <= left for option in ours.values())


def test_a_beginner_starts_with_four_exercises_that_need_nothing():
    basic = ("squat", "glute-bridge", "side-leg-raise", "calf-raise")
    assert choose_block(pool(), 2, room(30)) == (basic, basic)


def test_versions_to_begin_with():
    def begins(slug, level, *equipment):
        version = pick_version(CATALOGUE[slug], level, frozenset(equipment))
        return (version.variation or slug) if version else None

    assert begins("squat", Level.BEGINNER, "dumbbell") == "squat"
    assert begins("squat", Level.STRONG, "dumbbell") == "goblet-squat"
    assert begins("calf-raise", Level.STRONG, "dumbbell", "step") == "edge-calf-raise"
    assert begins("deadlift", Level.REGULAR, "barbell", "dumbbell") == "deadlift"
    assert begins("deadlift", Level.BEGINNER) == "hip-hinge"
    assert begins("hamstring-curl", Level.REGULAR, "sliders") == "standing-curl"
    assert begins("step-up", Level.REGULAR, "dumbbell") is None


def test_a_beginner_trains_without_the_barbell():
    assert pool("barbell")["deadlift"].version.variation == "hip-hinge"
    assert pool("barbell", level=Level.REGULAR)["deadlift"].version.variation is None


def test_what_gives_way_is_replaced_by_the_least_used_of_its_pattern():
    ours = pool(*EQUIPMENT)
    ours = {slug: replace(option, uses=9 if slug == "lunge" else 0) for slug, option in ours.items()}
    basic = ("squat", "glute-bridge", "side-leg-raise", "calf-raise")
    assert renewed(ours, CATALOGUE, (basic,), frozenset({"squat"})) == (("step-up", *basic[1:]),)
    assert renewed(ours, CATALOGUE, (basic,), frozenset({"calf-raise"})) == (basic,)
    gone = {slug: option for slug, option in ours.items() if slug != "calf-raise"}
    assert renewed(gone, CATALOGUE, (basic,), frozenset({"calf-raise"})) == (basic[:3],)


def test_what_cannot_be_done_gives_way_to_what_only_other_sessions_hold():
    ours = pool("wall")
    sessions = (("step-up", "calf-raise"), ("squat", "lunge", "calf-raise"), ("wall-sit", "glute-bridge"))
    assert renewed(ours, CATALOGUE, sessions, frozenset({"step-up"}))[0] == ("squat", "calf-raise")
    beside = (("squat", "step-up"), ("lunge", "step-up"), ("wall-sit",))
    then = (("squat", "wall-sit"), ("lunge", "wall-sit"), ("wall-sit",))
    assert renewed(ours, CATALOGUE, beside, frozenset({"step-up"})) == then


def test_what_can_still_grow_stays_though_others_would_train_as_much():
    ours = pool("dumbbell", "band", "step", "wall", minutes=10)
    stay = (("step-up", "side-leg-raise"), ("hamstring-curl", "calf-raise"))
    assert choose_block(ours, 2, room(10), stay) == stay
    long = {slug: replace(option, amount=session_top(option.version)) for slug, option in ours.items()}
    assert choose_block(long, 2, room(10), stay) == stay
    assert {"step-up", "wall-sit"} <= set(choose_block(ours, 1, room(30), (*stay[:1], ("wall-sit", "calf-raise")))[0])


def test_a_week_with_fewer_sessions_takes_those_that_cover_most_then_those_trained_longest_ago():
    ours = pool("wall")
    block = Block(
        0, (("squat", "calf-raise"), ("glute-bridge", "side-leg-raise"), ("squat", "glute-bridge", "calf-raise"))
    )
    assert for_week(ours, block, 1) == (2,)
    assert for_week(ours, block, 2) == (1, 2)
    greedy = Block(0, (("squat", "glute-bridge"), ("lunge", "calf-raise"), ("deadlift", "side-leg-raise")))
    assert for_week(ours, greedy, 2) == (1, 2)
    same = Block(0, (("squat",), ("squat",)), trained=(MONDAY, None))
    assert for_week(ours, same, 1) == (1,)
    assert for_week(ours, same, 3) == (1, 0, 1)


def test_neighbouring_days_split_the_patterns():
    ours = pool("wall")
    full = ("squat", "glute-bridge", "side-leg-raise", "calf-raise")
    first = split(ours, full, full)
    second = after(ours, full, [CATALOGUE[slug].pattern for slug in first])
    assert (first, second) == (("squat", "side-leg-raise"), ("glute-bridge", "calf-raise"))
    assert after(ours, full, list(Pattern)) == ("side-leg-raise", "calf-raise")
    assert after(ours, full[:2], list(Pattern)) == ()


def test_the_minutes_that_would_do_are_named():
    assert minutes_needed(pool("wall"), 1, room(10)) == 13
    assert minutes_needed(pool("wall"), 1, room(15)) is None


def test_an_exercise_hurts_for_four_weeks_after_an_answer_of_three():
    runner = Runner(MONDAY, {})
    for days, pain, hurts in ((28, 3, True), (28, 2, False), (29, 3, False)):
        held = Held(MONDAY - days * DAY, (Work("squat", None, (5, 5), (5, 5), pain=pain),), 0)
        history = replace(begin(runner), sessions=(held,))
        assert pool_of(Present(CATALOGUE, runner, history))["squat"].hurts is hurts
