from itertools import pairwise

import pytest

from exercises.figures.body import Rig, Unreachable
from exercises.figures.motion import moments
from exercises.figures.movement import Movement, Pose
from tests.exercises.figures.movements import SLUGS, movement


@pytest.mark.parametrize("slug", SLUGS)
def test_moments_rise_and_every_pose_is_one_of_them(slug):
    shown = movement(slug)
    seconds = [moment.seconds for moment in moments(shown)]
    assert all(before < after for before, after in pairwise(seconds))
    assert {pose.seconds for pose in shown.poses} <= set(seconds)


@pytest.mark.parametrize("slug", ["squat", "lunge", "deadlift", "step-up", "romanian-deadlift"])
def test_the_way_back_is_the_way_there(slug):
    shown = movement(slug)
    found = moments(shown)
    assert len(found) == 2 * len({id(moment.figure) for moment in found})


def test_nothing_is_looked_at_in_a_hold():
    held = [moment.seconds for moment in moments(movement("wall-sit")) if 2 < moment.seconds < 7]
    assert held == []


def test_what_cannot_be_reached_on_the_way_is_left_out():
    """A foot that goes through its own hip."""
    hip = {"pelvis.x": 0.0, "pelvis.height": 100.0, "near_foot.height": 85.0}
    beats = (("behind", 0, -38.0), ("before", 2, 72.0), ("behind", 4, -38.0))
    poses = tuple(Pose(name, seconds, hip | {"near_foot.x": x}) for name, seconds, x in beats)
    through = Movement(rig=Rig(anchor="pelvis"), poses=poses)
    with pytest.raises(Unreachable):
        through.figure(2 * 8 / 15)
    assert [moment.seconds for moment in moments(through)][-1] == 4


def test_a_way_of_which_nothing_can_be_reached_is_one_line():
    """A foot from one side of its own hip to the other, so close to it that no leg folds up that far in between."""
    hip = {"pelvis.x": 0.0, "pelvis.height": 100.0, "near_foot.height": 85.0}
    beats = (("behind", 0, 17.9), ("before", 2, 26.1), ("behind", 4, 17.9))
    poses = tuple(Pose(name, seconds, hip | {"near_foot.x": x}) for name, seconds, x in beats)
    assert [moment.seconds for moment in moments(Movement(rig=Rig(anchor="pelvis"), poses=poses))] == [0, 2, 4]


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_seen_between_the_moments_is_close_to_a_straight_line(slug):
    """Looked at more closely than the pictures are: ten times from each moment to the next."""
    shown = movement(slug)
    for before, after in pairwise(moments(shown)):
        for part in (index / 10 for index in range(1, 10)):
            figure = shown.figure(before.seconds + part * (after.seconds - before.seconds))
            for name, (x, y, _) in figure.points.items():
                (x1, y1, _), (x2, y2, _) = before.figure[name], after.figure[name]
                assert abs(x1 + part * (x2 - x1) - x) < 1.1
                assert abs(y1 + part * (y2 - y1) - y) < 1.1
