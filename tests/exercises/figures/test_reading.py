from copy import deepcopy
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.figures.movement import Thing
from exercises.figures.reading import (
    MovementError,
    OutOfRange,
    OutOfReach,
    UnknownName,
    WrongTimes,
    WrongType,
    parse,
)
from exercises.figures.render import still
from tests.exercises.figures.movements import described

SQUAT = {
    "key": ["near_knee"],
    "poses": {
        "start": {"near_foot": [22, 0], "far_foot": [26, 0], "near_hip": 8, "near_knee": 12, "elbow": 90},
        "end": {"trunk": 40, "near_hip": 120, "near_knee": 110},
    },
    "beats": [[0, "start"], [2, "end"], [3, "end"], [4, "start"]],
}


def squat(path=None, value=None):
    """The squat above with one value changed; None takes it out."""
    data = deepcopy(SQUAT)
    if path:
        *way, last = path
        place = reduce(lambda inner, name: inner[name], way, data)
        if value is None:
            del place[last]
        else:
            place[last] = value
    return data


def test_later_poses_state_only_what_differs():
    shown = parse(SQUAT)
    start, end = shown.poses[0].channels, shown.poses[1].channels
    assert (start["near_knee"], end["near_knee"]) == (12, 110)
    assert (start["trunk"], end["trunk"]) == (0, 40)
    assert start["near_foot.pitch"] == end["near_foot.pitch"] == 0
    assert end["near_elbow"] == end["far_elbow"] == 90
    assert [pose.seconds for pose in shown.poses] == [0, 2, 3, 4]


def test_what_stands_around_and_what_is_held():
    data = squat() | {
        "props": [{"kind": "step", "x": 60, "width": 40, "height": 30}],
        "held": [{"kind": "band", "at": ["near_knee", "far_knee"]}],
    }
    shown = parse(data)
    assert shown.props == (Thing("step", {"x": 60.0, "width": 40.0, "height": 30.0}),)
    assert shown.held == (Thing("band", {}, ("near_knee", "far_knee")),)


@pytest.mark.parametrize(
    ("path", "value", "error", "field"),
    [
        (("poses", "end", "near_knee"), -20, OutOfRange, "poses.end.near_knee"),  # bent backwards
        (("poses", "end", "near_knee"), 151, OutOfRange, "poses.end.near_knee"),
        (("poses", "end", "near_knee"), 10**400, OutOfRange, "poses.end.near_knee"),
        (("poses", "end", "near_knee"), float("nan"), OutOfRange, "poses.end.near_knee"),
        (("poses", "end", "near_knee"), "bent", WrongType, "poses.end.near_knee"),
        (("poses", "end", "near_knee"), True, WrongType, "poses.end.near_knee"),
        (("poses", "end", "near_knee"), 150, OutOfRange, "poses.end.near_ankle"),  # the toes would lift the foot
        (("poses", "end", "tail"), 10, UnknownName, "poses.end.tail"),
        (("poses", "end", "near_hand"), [30, 120], UnknownName, "poses.end.near_hand.height"),  # not there at the start
        (("poses", "start", "far_foot"), [200, 0], OutOfReach, "poses.start.far_foot"),
        (("poses", "start", "far_foot"), [26], WrongType, "poses.start.far_foot"),
        (("poses", "start", "far_foot"), [26, -4], OutOfRange, "poses.start.far_foot.height"),
        (("poses", "start", "near_foot"), None, WrongType, "poses.start.near_foot"),
        (("poses", "end"), None, WrongType, "poses.end"),
        (("poses",), None, WrongType, "poses"),
        (("poses",), [], WrongType, "poses"),
        (("beats",), None, WrongType, "beats"),
        (("beats",), [[0, "start"]], WrongTimes, "beats"),
        (("beats",), [[1, "start"], [2, "end"], [3, "start"]], WrongTimes, "beats"),
        (("beats", 2), [1.5, "end"], WrongTimes, "beats.2"),  # back in time
        (("beats", 3), [4, "end"], WrongTimes, "beats"),  # does not close
        (("beats", 1), [2, "middle"], UnknownName, "beats.1"),
        (("beats", 1), [2], WrongType, "beats.1"),
        (("beats", 3), [99, "start"], OutOfRange, "beats.3"),
        (("key",), ["near_tail"], UnknownName, "key"),
        (("view",), "above", UnknownName, "view"),
        (("anchor",), "head", UnknownName, "anchor"),
        (("tempo",), "fast", UnknownName, "movement.tempo"),
        (("props",), [{"kind": "sofa"}], UnknownName, "props.0.kind"),
        (("props",), [{"kind": "mat", "x": 0}], WrongType, "props.0"),
        (("props",), [{"kind": "mat", "x": 0, "width": 0}], OutOfRange, "props.0.width"),
        (("props",), [{"kind": "mat", "x": 0, "width": 9, "colour": 1}], UnknownName, "props.0.colour"),
        (("props",), "mat", WrongType, "props"),
        (("held",), [{"kind": "anvil"}], UnknownName, "held.0.kind"),
        (("held",), [{"kind": "band"}], WrongType, "held.0.at"),
        (("held",), [{"kind": "band", "at": ["near_ankle"], "x": 9}], WrongType, "held.0.at"),
        (("held",), [{"kind": "dumbbells", "at": ["near_knee"]}], WrongType, "held.0.at"),
    ],
)
def test_what_no_body_can_do_is_refused_by_name(path, value, error, field):
    with pytest.raises(MovementError) as caught:
        parse(squat(path, value))
    assert (type(caught.value), caught.value.field) == (error, field)
    assert str(caught.value).startswith(f"{field}: ")


def test_the_range_is_said():
    with pytest.raises(OutOfRange, match=r"poses\.end\.near_knee: -20 is not between 0 and 150") as caught:
        parse(squat(("poses", "end", "near_knee"), -20))
    assert (caught.value.value, caught.value.allowed) == (-20, (0, 150))


def test_a_limb_that_would_overstretch_between_two_good_poses():
    data = squat()
    data["poses"]["start"] |= {"near_hip": 75, "near_knee": 80, "near_hand": [73, 160]}
    data["poses"]["end"] |= {"trunk": 40}
    data["poses"]["end"]["near_hand"] = [60, 20]
    with pytest.raises(OutOfReach):
        parse(data)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
paths = st.sampled_from(
    [(name,) for name in ("view", "anchor", "key", "poses", "beats", "props", "held")]
    + [("poses", "start"), ("poses", "end"), ("poses", "end", "near_knee"), ("beats", 1), ("beats", 2)]
)


@given(values)
def test_anything_else_is_a_movement_error(value):
    with pytest.raises(MovementError):
        parse(value)


@given(paths, values.filter(lambda value: value is not None))
def test_a_broken_part_is_a_movement_error_or_can_be_drawn(path, value):
    try:
        shown = parse(squat(path, value))
    except MovementError:
        return
    assert still(shown, "end").shapes


@pytest.mark.parametrize("slug", sorted(described()))
def test_the_catalogue_has_no_number_nobody_can_read(slug):
    """What administrators edit stays short."""
    assert len(str(described()[slug])) < 1400
