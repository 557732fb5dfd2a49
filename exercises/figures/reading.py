"""Reads a movement from plain JSON values and refuses what no body can do.

The form: `view` (side or front), `anchor` (what carries the body), `key` (working joints), `poses` by name, `beats` as
pairs of seconds and pose name, `props` and `held`. The pose `start` states its channels; every other states only what
differs from it; their order means nothing, since databases do not keep it. `knee` means both knees, `near_knee` one; a
goal such as `near_foot` is `[x, height]` or `[x, height, pitch]`.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from exercises.figures.body import ANCHORS, BONES, CHANNELS, GOALS, JOINTS, SIDES, VIEWS, Range, Rig, Unreachable, solve
from exercises.figures.movement import Movement, Pose, Thing

POINTS = frozenset(name for bone in BONES for name in bone[:2]) | {"pelvis"}
CHECKS = 24  # moments between the poses that are looked at
QUICKEST, SHORTEST = 0.3, 1.0  # seconds: what is quicker flickers
SPAN, LENGTH = Range(-400, 400), Range(1, 400)
PROPS: Mapping[str, Mapping[str, Range]] = {
    "step": {"x": SPAN, "width": LENGTH, "height": LENGTH},
    "edge": {"x": SPAN, "width": LENGTH, "height": LENGTH},
    "wall": {"x": SPAN, "width": LENGTH, "height": LENGTH},
    "mat": {"x": SPAN, "width": LENGTH},
    "chair": {"x": SPAN, "width": LENGTH, "height": LENGTH},
    "press": {"x": SPAN, "height": LENGTH, "slope": Range(0, 60), "feet": Range(-25, 25)},
    "curl": {"x": SPAN, "width": LENGTH, "height": LENGTH},
    "sliders": {},
}
HELD: Mapping[str, Mapping[str, Range]] = {
    "dumbbells": {},
    "dumbbell": {},
    "kettlebell": {},
    "barbell": {},
    "band": {"x": SPAN, "height": Range(0, 300)},
}


class MovementError(ValueError):
    """A movement that cannot be shown. `field` says where, such as “poses.end.near_knee”."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


class WrongType(MovementError):
    """A value of another type than the form asks for, or a part that is missing."""


class UnknownName(MovementError):
    """A channel, prop, pose, point or setting that does not exist."""


class OutOfRange(MovementError):
    """A number no body (or room) allows. `allowed` is the range, both ends included."""

    def __init__(self, field: str, value: float, allowed: Range) -> None:
        super().__init__(field, f"{_short(value)} is not between {allowed.low:g} and {allowed.high:g}")
        self.value, self.allowed = value, allowed


def _short(value: float) -> str:
    """Readable even for a whole number too large for a float."""
    return f"{value:g}" if abs(value) < 1e9 else "a number that large"


class WrongTimes(MovementError):
    """Beats that do not start at 0, do not rise, or do not come back to the first pose."""


class OutOfReach(MovementError):
    """A goal that the limb cannot reach in one of the poses, by how many units."""

    def __init__(self, field: str, missing: float) -> None:
        super().__init__(field, f"out of reach by {missing:.1f}")
        self.missing = missing


def parse(data: object) -> Movement:
    """The movement described by JSON values; raises a `MovementError` naming the field."""
    form = _mapping(data, "movement")
    _only(form, {"view", "anchor", "key", "poses", "beats", "props", "held"}, "movement")
    rig = Rig(
        view=_one_of(form.get("view", "side"), VIEWS, "view"),
        anchor=_one_of(form.get("anchor", "near_foot"), ANCHORS, "anchor"),
    )
    poses = _mapping(form.get("poses"), "poses")
    for name in ("start", "end"):
        if name not in poses:
            raise WrongType(f"poses.{name}", "is missing")
    channels = _poses(poses, rig)
    key = tuple(_one_of(name, POINTS, "key") for name in _list(form.get("key", []), "key"))
    movement = Movement(
        rig=rig,
        poses=_beats(_list(form.get("beats"), "beats"), channels),
        key=key,
        props=_things(form.get("props", []), PROPS, "props"),
        held=_things(form.get("held", []), HELD, "held"),
    )
    _check_between(movement)
    return movement


def _poses(poses: Mapping[str, Any], rig: Rig) -> dict[str, dict[str, float]]:
    """Every pose with every channel: what it leaves out is as in the start, an angle left out there is 0."""
    stated = {name: _pose(pose, f"poses.{name}") for name, pose in poses.items()}
    start = stated["start"]
    for name, channels in stated.items():
        for goal in sorted(channels.keys() - start.keys()):
            if "." in goal:
                raise UnknownName(f"poses.{name}.{goal}", "is not stated by the start")
    base = {channel: 0.0 for channels in stated.values() for channel in channels} | start
    found = {name: base | channels for name, channels in stated.items()}
    for name, channels in found.items():
        _check_body(channels, rig, f"poses.{name}")
    return found


def _pose(pose: object, field: str) -> dict[str, float]:
    """The channels it states, which may be none: all is as in the start then."""
    return {} if pose == {} else channels_of(_mapping(pose, field), field)


def _check_between(movement: Movement) -> None:
    for index in range(CHECKS):
        seconds = movement.duration * index / CHECKS
        _check_body(movement.at(seconds), movement.rig, f"at {seconds:.1f} s")


def _check_body(channels: Mapping[str, float], rig: Rig, field: str) -> None:
    if f"{rig.anchor}.x" not in channels:
        raise WrongType(f"{field}.{rig.anchor}", "is the anchor and needs a place")
    try:
        figure = solve(channels, rig)
    except Unreachable as error:
        raise OutOfReach(f"{field}.{error.goal}", error.missing) from error
    for name, value in figure.angles.items():
        allowed = JOINTS[name.split("_")[1]]
        if not allowed.holds(value):
            raise OutOfRange(f"{field}.{name}", value, allowed)


def channels_of(stated: Mapping[str, Any], field: str) -> dict[str, float]:
    """Plain channels from a pose as it is written: goals as lists, words for both sides."""
    both: dict[str, float] = {}
    single: dict[str, float] = {}
    for name, value in stated.items():
        here = f"{field}.{name}"
        if name in GOALS:
            single.update(_goal(name, value, here))
        elif f"near_{name}" in CHANNELS:
            both.update({f"{side}_{name}": _number(value, CHANNELS[f"{side}_{name}"], here) for side in SIDES})
        elif name in CHANNELS and "." not in name:
            single[name] = _number(value, CHANNELS[name], here)
        else:
            raise UnknownName(here, "is no channel of the body")
    return both | single


def _goal(name: str, value: object, field: str) -> dict[str, float]:
    parts = GOALS[name]
    numbers = _list(value, field)
    if not 2 <= len(numbers) <= len(parts):
        raise WrongType(field, f"needs {', '.join(parts)}")
    padded = [*numbers, *([0] * (len(parts) - len(numbers)))]
    return {
        f"{name}.{part}": _number(number, CHANNELS[f"{name}.{part}"], f"{field}.{part}")
        for part, number in zip(parts, padded, strict=True)
    }


def _beats(beats: Sequence[Any], channels: Mapping[str, Mapping[str, float]]) -> tuple[Pose, ...]:
    poses = tuple(_beat(beat, channels, f"beats.{index}") for index, beat in enumerate(beats))
    if len(poses) < 2 or poses[0].seconds != 0:
        raise WrongTimes("beats", "start at 0 seconds and have two or more")
    for index, (before, after) in enumerate(pairwise(poses)):
        if after.seconds <= before.seconds:
            raise WrongTimes(f"beats.{index + 1}", f"{after.seconds:g} s does not come after {before.seconds:g} s")
    if (
        any(after.seconds - before.seconds < QUICKEST for before, after in pairwise(poses))
        or poses[-1].seconds < SHORTEST
    ):
        raise WrongTimes("beats", f"leave {QUICKEST:g} s or more from pose to pose, and {SHORTEST:g} s or more in all")
    if poses[0].name != poses[-1].name:
        raise WrongTimes("beats", f"end in “{poses[-1].name}”, not where they start")
    for name in {"start", "end"} - {pose.name for pose in poses}:
        raise WrongTimes("beats", f"never come to “{name}”, which the pictures show")
    return poses


def _beat(beat: object, channels: Mapping[str, Mapping[str, float]], field: str) -> Pose:
    pair = _list(beat, field)
    if len(pair) != 2:
        raise WrongType(field, "is a pair of seconds and pose")
    name = _one_of(pair[1], channels, field)
    return Pose(name, _number(pair[0], Range(0, 60), field), channels[name])


def _things(value: object, kinds: Mapping[str, Mapping[str, Range]], field: str) -> tuple[Thing, ...]:
    return tuple(_thing(entry, kinds, f"{field}.{index}") for index, entry in enumerate(_list(value, field)))


def _thing(value: object, kinds: Mapping[str, Mapping[str, Range]], field: str) -> Thing:
    form = _mapping(value, field)
    kind = _one_of(form.get("kind"), kinds, f"{field}.kind")
    _only(form, {"kind", "at", *kinds[kind]}, field)
    points = tuple(_one_of(name, POINTS, f"{field}.at") for name in _list(form.get("at", []), f"{field}.at"))
    stated = {name: form[name] for name in kinds[kind] if name in form}
    if kinds is PROPS and stated.keys() != kinds[kind].keys():
        raise WrongType(field, f"needs {', '.join(kinds[kind])}")
    if not _tied(kind, points, stated):
        raise WrongType(f"{field}.at", "a band needs two ends or a knee, anything else none")
    measures = {name: _number(number, kinds[kind][name], f"{field}.{name}") for name, number in stated.items()}
    return Thing(kind, measures, points)


def _tied(kind: str, points: Sequence[str], stated: Mapping[str, Any]) -> bool:
    if kind != "band":
        return not points
    if stated:
        return len(points) == 1 and len(stated) == 2
    return len(points) == 2 or (len(points) == 1 and points[0].endswith("knee"))


def _mapping(value: object, field: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not value or not all(isinstance(key, str) for key in value):
        raise WrongType(field, "is an object with names")
    return value


def _list(value: object, field: str) -> Sequence[Any]:
    if not isinstance(value, (list, tuple)):
        raise WrongType(field, "is a list")
    return value


def _number(value: object, allowed: Range, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise WrongType(field, "is a number")
    if not allowed.holds(value):
        raise OutOfRange(field, value, allowed)
    return float(value)


def _one_of(value: object, names: Any, field: str) -> str:
    if not isinstance(value, str) or value not in names:
        raise UnknownName(field, f"{value!r} is not one of {', '.join(sorted(names))}")
    return value


def _only(form: Mapping[str, Any], names: set[str], field: str) -> None:
    for name in form:
        if name not in names:
            raise UnknownName(f"{field}.{name}", "is not known here")
