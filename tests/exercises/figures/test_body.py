from math import dist

import pytest

from exercises.figures.body import FLOOR, HEIGHT, Rig, Unreachable, bend, solve, swing_out

STANDING = {"near_foot.x": 22.0, "near_foot.height": 0.0, "near_foot.pitch": 0.0}


def test_standing_straight_is_as_tall_as_the_body_says():
    figure = solve(STANDING, Rig())
    assert figure["near_hip"] == pytest.approx((0, FLOOR - 139, 0))
    assert figure["near_heel"].y == figure["near_ball"].y == pytest.approx(FLOOR - 7.5)
    assert FLOOR - (figure["head"].y - 19) == pytest.approx(HEIGHT, abs=2)


@pytest.mark.parametrize(
    ("joint", "moves", "direction"),
    [
        ("near_hip", "near_knee", 1),  # flexion lifts the thigh forward
        ("near_shoulder", "near_hand", 1),
        ("near_elbow", "near_hand", 1),
        ("near_knee", "near_ankle", -1),  # the heel goes back
        ("trunk", "upper_back", 1),
    ],
)
def test_which_way_is_flexion(joint, moves, direction):
    seat = {"pelvis.x": 0.0, "pelvis.height": 100.0}
    rig = Rig(anchor="pelvis")
    still, bent = solve(seat, rig), solve(seat | {joint: 40.0}, rig)
    assert (bent[moves].x - still[moves].x) * direction > 10


def test_ankle_flexion_lifts_the_toes():
    rig = Rig(anchor="pelvis")
    seat = {"pelvis.x": 0.0, "pelvis.height": 139.0}
    assert solve(seat | {"near_ankle": 20.0}, rig)["near_ball"].y < solve(seat, rig)["near_ball"].y


def test_the_body_hangs_on_the_planted_foot():
    """Knee and hip bend, the foot does not move: the pelvis comes down instead."""
    straight = solve(STANDING, Rig())
    bent = solve(STANDING | {"near_hip": 60.0, "near_knee": 80.0}, Rig())
    assert bent["near_ball"] == pytest.approx(straight["near_ball"])
    assert bent["pelvis"].y > straight["pelvis"].y + 20
    assert bent.angles["near_ankle"] == pytest.approx(20)


def test_the_second_leg_reaches_for_its_own_foothold():
    pose = STANDING | {"near_hip": 60.0, "near_knee": 80.0, "far_foot.x": 30.0}
    figure = solve(pose, Rig())
    assert figure["far_ball"][:2] == pytest.approx((30, FLOOR - 7.5))
    assert dist(figure["far_hip"], figure["far_knee"]) == pytest.approx(64)
    assert figure.angles["far_knee"] > 40


def test_a_reach_too_far_is_refused_with_its_measure():
    with pytest.raises(Unreachable, match=r"near_hand: out of reach by \d+\.\d") as caught:
        solve(STANDING | {"near_hand.x": 200.0, "near_hand.height": 150.0}, Rig())
    assert caught.value.goal == "near_hand"
    assert caught.value.missing > 50


@pytest.mark.parametrize(("distance", "bent"), [(124.0, 0.0), (87.7268, 90.0)])
def test_two_bones_span_a_distance(distance, bent):
    assert bend(64, 60, distance, "near_foot")[1] == pytest.approx(bent, abs=0.01)


def test_the_far_side_mirrors_the_near_side_seen_from_the_front():
    pose = {
        "pelvis.x": 0.0,
        "pelvis.height": 139.0,
        "near_hip": 20.0,
        "far_hip": 20.0,
        "near_elbow": 9.0,
        "far_elbow": 9.0,
    }
    figure = solve(pose, Rig("front", "pelvis"))
    for joint in ("hip", "knee", "ankle", "ball", "shoulder", "elbow", "hand"):
        near, far = figure[f"near_{joint}"], figure[f"far_{joint}"]
        assert (near.x, near.y) == pytest.approx((-far.x, far.y))
    assert figure["near_knee"].x > figure["near_hip"].x > 0


def test_a_limb_turned_out_of_the_picture_keeps_its_lengths_and_its_ends():
    pose = STANDING | {"near_hip": 60.0, "near_knee": 80.0}
    flat, turned = solve(pose, Rig()), solve(pose | {"near_leg_turn": 70.0, "near_foot_turn": 0.0}, Rig())
    assert turned["near_ankle"] == flat["near_ankle"]
    assert turned["near_knee"].z > 30
    assert dist(turned["near_hip"], turned["near_knee"]) == pytest.approx(64)
    assert dist(turned["near_knee"], turned["near_ankle"]) == pytest.approx(60)


def test_a_half_turn_mirrors_the_joint():
    figure = solve(STANDING | {"near_elbow": 80.0}, Rig())
    shoulder, elbow, hand = (figure[f"near_{joint}"] for joint in ("shoulder", "elbow", "hand"))
    assert swing_out(shoulder, swing_out(shoulder, elbow, hand, 180), hand, 180) == pytest.approx(elbow)
