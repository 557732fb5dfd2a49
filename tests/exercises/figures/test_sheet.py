"""Every movement of the catalogue, number by number and back."""

import pytest

from exercises.figures.reading import parse
from exercises.figures.sheet import STANDING, sheet_of
from tests.exercises.figures.movements import SLUGS, described


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_written_moves_as_what_was_read(slug):
    sheet = sheet_of(described()[slug])
    assert parse(sheet.data) == parse(described()[slug])
    assert sheet_of(sheet.data) == sheet
    assert (next(iter(sheet.poses)), list(sheet.poses)[-1]) == ("start", "end")


def test_poses_stand_in_the_order_of_time_whatever_order_they_were_kept_in():
    assert list(sheet_of(described()["romanian-deadlift"]).poses) == ["start", "thighs", "end"]


def test_part_of_a_place_is_as_in_the_start():
    data = sheet_of(described()["calf-raise"]).data
    sheet = sheet_of(data)
    raised = {**sheet.poses, "end": {"near_foot.pitch": -30}}
    written = type(sheet)(**{name: getattr(sheet, name) for name in sheet.__slots__} | {"poses": raised}).data
    assert written["poses"]["end"] == {"near_foot": [22, 0, -30]}


def test_a_pose_may_be_as_the_start_in_everything():
    movement = parse(STANDING.data)
    assert movement.poses[0].channels == movement.poses[1].channels
