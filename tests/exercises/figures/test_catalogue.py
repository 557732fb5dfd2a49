"""Every movement of the catalogue, looked at fifty times: it must be something a body in a room can do."""

from itertools import pairwise
from math import cos, dist, hypot, radians

import pytest

from exercises.figures.body import BONES, FLOOR, GOALS, HALF_BONE, HEAD_RADIUS, HEIGHT, JOINTS, SIDES
from exercises.figures.things import BENCH_THICKNESS, MAT_THICKNESS
from tests.exercises.figures.movements import SLUGS, movement

every = pytest.mark.parametrize("slug", SLUGS)
TOUCH = 0.5  # units a soft body may sink in
ARMS = ("shoulder", "elbow", "hand")


def figures(slug):
    shown = movement(slug)
    return [shown.figure(shown.duration * index / 50) for index in range(50)]


def solids(slug):
    """Left, top, right, bottom of everything one cannot pass through; a bench's flanks leave room for the arms."""
    for prop in movement(slug).props:
        size = prop.measures
        if prop.kind in {"step", "edge", "wall"}:
            yield size["x"], FLOOR - size["height"], size["x"] + size["width"], FLOOR, ()
        elif prop.kind == "mat":
            yield size["x"], FLOOR - MAT_THICKNESS, size["x"] + size["width"], FLOOR, ()
        elif prop.kind in {"chair", "curl"}:
            top = FLOOR - size["height"]
            yield size["x"], top, size["x"] + size["width"], top + BENCH_THICKNESS, ARMS


def spots(figure, without=()):
    """Points along every bone, each with the thickness around it."""
    yield figure["head"], HEAD_RADIUS
    for start, end, _ in BONES:
        if end == "head" or end.endswith(tuple(without) or ("-",)):
            continue
        a, b = figure[start], figure[end]
        for part in range(7):
            yield a.plus((b.x - a.x) * part / 6, (b.y - a.y) * part / 6), HALF_BONE


def gap(point, box):
    left, top, right, bottom = box
    return hypot(max(left - point.x, 0, point.x - right), max(top - point.y, 0, point.y - bottom))


def test_all_ten_exercises_and_their_variations_move():
    assert len(SLUGS) == 39


@every
def test_bones_keep_their_length(slug):
    for figure in figures(slug):
        for start, end, length in BONES:
            assert dist(figure[start], figure[end]) == pytest.approx(length, abs=0.001)


@every
def test_what_is_planted_stays(slug):
    """A goal that is the same in every pose is a contact: it never leaves its place, not even between poses."""
    first = movement(slug).poses[0]
    named = {"near_foot": "near_ball", "far_foot": "far_ball"}
    for goal in GOALS:
        parts = [f"{goal}.{part}" for part in ("x", "height")]
        if parts[0] not in first.channels:
            continue
        if all(pose.channels[part] == first.channels[part] for pose in movement(slug).poses for part in parts):
            places = [figure[named.get(goal, goal)] for figure in figures(slug)]
            assert max(dist(place[:2], places[0][:2]) for place in places) < HEIGHT / 10_000


@every
def test_somebody_carries_the_body(slug):
    """At any moment something is where the movement says it is: no body floats."""
    shown = movement(slug)
    named = {"near_foot": "near_ball", "far_foot": "far_ball"}
    anchor = shown.rig.anchor
    for figure, seconds in ((shown.figure(t / 10), t / 10) for t in range(int(shown.duration * 10))):
        channels = shown.at(seconds)
        lift = HALF_BONE if anchor.endswith("foot") else 0
        place = figure[named.get(anchor, anchor)]
        goal = channels[f"{anchor}.x"], FLOOR - channels[f"{anchor}.height"] - lift
        assert dist(place[:2], goal) < 1e-6


@every
def test_joints_stay_within_human_ranges(slug):
    for figure in figures(slug):
        for name, value in figure.angles.items():
            assert JOINTS[name.split("_")[1]].holds(value), (name, value)


@every
def test_knees_bend_by_what_the_angles_say(slug):
    for figure in figures(slug):
        for side in SIDES:
            hip, knee, ankle = (figure[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle"))
            span = dist(hip, knee) ** 2 + dist(knee, ankle) ** 2 - dist(hip, ankle) ** 2
            cosine = span / (2 * dist(hip, knee) * dist(knee, ankle))
            assert cosine == pytest.approx(-cos(radians(figure.angles[f"{side}_knee"])), abs=1e-6)


@every
def test_nothing_sinks_into_the_floor(slug):
    for figure in figures(slug):
        for point, radius in spots(figure):
            assert point.y + radius <= FLOOR + TOUCH


@every
def test_nothing_passes_through_step_wall_bench_or_mat(slug):
    for *box, without in solids(slug):
        for figure in figures(slug):
            for point, radius in spots(figure, without):
                assert gap(point, box) >= radius - TOUCH, (point, box)


@every
def test_the_loop_closes(slug):
    shown = movement(slug)
    assert shown.at(0) == shown.at(shown.duration)
    before, after = shown.figure(shown.duration - 1e-6), shown.figure(0)
    assert max(dist(before[name], after[name]) for name in after.points) < 0.001


@every
def test_no_limb_jumps(slug):
    """Nothing moves faster than five metres a second would look: 7 units in a hundredth of a second."""
    shown = movement(slug)
    moments = [shown.figure(index / 100) for index in range(int(shown.duration * 100) + 1)]
    for before, after in pairwise(moments):
        assert max(dist(before[name], after[name]) for name in after.points) < 7


GOOD_FORM = {  # pose “end” unless said otherwise: joint, least, greatest
    "squat": {"near_knee": (95, 120), "near_hip": (100, 130)},
    "lunge": {"near_knee": (80, 95), "far_knee": (80, 100)},
    "reverse-lunge": {"near_knee": (80, 95), "far_knee": (75, 100)},
    "split-squat": {"near_knee": (80, 95)},
    "leg-press": {"near_knee": (10, 35)},
    "wall-sit": {"near_knee": (85, 95), "near_hip": (85, 95)},
    "high-wall-sit": {"near_knee": (30, 60)},
    "romanian-deadlift": {"near_knee": (10, 35)},
    "glute-bridge": {"near_hip": (-10, 6)},
    "single-leg-bridge": {"near_hip": (-10, 6), "far_hip": (-10, 6)},
    "single-leg-press": {"near_knee": (10, 35)},
}


@pytest.mark.parametrize("slug", GOOD_FORM)
def test_good_form_at_the_end(slug):
    figure = movement(slug).named("end")
    for joint, (least, greatest) in GOOD_FORM[slug].items():
        assert least <= figure.angles[joint] <= greatest, (joint, figure.angles[joint])


@pytest.mark.parametrize("slug", ["lunge", "reverse-lunge", "weighted-lunge", "split-squat", "wall-sit"])
def test_the_front_shin_is_upright(slug):
    figure = movement(slug).named("end")
    assert abs(figure["near_knee"].x - figure["near_ankle"].x) < 8


@pytest.mark.parametrize("slug", ["squat", "goblet-squat", "chair-squat", "sumo-squat"])
def test_heels_stay_down_and_knees_over_the_feet(slug):
    shown = movement(slug)
    for figure in figures(slug):
        for side in SIDES:
            assert figure[f"{side}_heel"].y == pytest.approx(FLOOR - HALF_BONE)
            toe = figure[f"{side}_ball"].x + HALF_BONE * shown.rig.facing(side)
            assert (toe + 8 * shown.rig.facing(side) - figure[f"{side}_knee"].x) * shown.rig.facing(side) > 0


@pytest.mark.parametrize("slug", ["deadlift", "romanian-deadlift"])
def test_the_bar_stays_close_to_the_legs(slug):
    for figure in figures(slug):
        bar = figure["near_hand"]
        legs = [point for point, _ in spots(figure, ARMS) if abs(point.y - bar.y) < 12 and point.y > figure["pelvis"].y]
        assert not legs or bar.x - max(point.x for point in legs) < 32


def test_shoulders_hips_and_knees_are_in_line_on_top_of_the_bridge():
    figure = movement("glute-bridge").named("end")
    shoulder, hip, knee = figure["upper_back"], figure["pelvis"], figure["near_knee"]
    assert dist(shoulder, hip) + dist(hip, knee) - dist(shoulder, knee) < 1
