import pytest

from exercises.figures.body import Rig
from exercises.figures.movement import Movement, Pose


def movement(*beats):
    """Poses of one knee: pairs of seconds and degrees."""
    poses = (
        Pose(str(angle), seconds, {"near_foot.x": 0.0, "near_knee": angle, "near_hip": 20.0})
        for seconds, angle in beats
    )
    return Movement(rig=Rig(), poses=tuple(poses))


def knee(shown, seconds):
    return shown.at(seconds)["near_knee"]


def test_poses_are_met_on_time_and_again_in_the_next_round():
    shown = movement((0, 0), (2, 90), (3, 90), (4, 0))
    assert shown.duration == 4
    assert [knee(shown, seconds) for seconds in (0, 2, 3, 4, 6, 402)] == [0, 90, 90, 0, 90, 90]


def test_a_hold_holds_exactly():
    shown = movement((0, 0.1), (2, 90.3), (3, 90.3), (4, 0.1))
    assert {knee(shown, 2 + part / 7) for part in range(7)} == {90.3}


def test_it_starts_and_lands_softly_and_is_half_way_in_the_middle():
    shown = movement((0, 0), (2, 90), (3, 90), (4, 0))
    assert knee(shown, 1) == pytest.approx(45)
    assert knee(shown, 0.1) < 1
    assert knee(shown, 1.9) > 89


def test_it_does_not_stop_at_a_pose_on_the_way():
    shown = movement((0, 0), (1, 45), (2, 90), (4, 0))
    assert knee(shown, 1.05) - knee(shown, 0.95) > 4


def test_it_never_overshoots():
    shown = movement((0, 0), (0.2, 80), (2, 90), (2.5, 88), (5, 0))
    angles = [knee(shown, index / 100) for index in range(500)]
    assert (min(angles), max(angles)) == (0, 90)


def test_what_does_not_change_is_the_same_number():
    shown = movement((0, 0), (2, 90), (4, 0))
    assert {shown.at(index / 13)["near_hip"] for index in range(50)} == {20.0}
