"""A simple human figure: fixed limbs, forward kinematics from joint angles, and limbs that reach a goal.

Units: lengths in picture units (the standing figure is 263 tall), angles in degrees, x to the right, y downwards as in
SVG, z towards the viewer. Data speaks of heights: units above the floor, upwards.

A direction is an angle from straight down, positive towards the side the limb faces. In the side view the whole body
faces right; in the front view the near side (right in the picture) faces right and the far side faces left, so one
set of formulas serves both. Flexion is positive everywhere; a toe pointing up is a positive pitch.

Invariants: a bone never changes its length, and a goal (a planted foot, a hand on a bar, a hip on a seat) is met
exactly or `Unreachable` is raised.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import acos, atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple

FLOOR = 219.0
HALF_BONE = 7.5
HEAD_RADIUS = 19.0
NECK, TRUNK = 34.0, 72.0
THIGH, SHANK = 64.0, 60.0
UPPER_ARM, FOREARM = 46.0, 44.0
HEEL, BALL = (-4.0, 7.5), (22.0, 7.5)  # from the ankle, foot flat, facing right
SHOULDER_HALF, PELVIS_HALF = 19.0, 11.0  # from the middle, front view only
HEIGHT = 263.0
SIDES = ("near", "far")


class Unreachable(ValueError):
    """A hand or foot is asked to be where the limb cannot reach. Names the goal and by how many units it fails."""

    def __init__(self, goal: str, missing: float) -> None:
        super().__init__(f"{goal}: out of reach by {missing:.1f}")
        self.goal, self.missing = goal, missing


class Range(NamedTuple):
    """The least and the greatest value, both allowed."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low - 1e-6 <= value <= self.high + 1e-6


class Point(NamedTuple):
    """A place in the picture; z points at the viewer and is not drawn."""

    x: float
    y: float
    z: float = 0.0

    def plus(self, x: float, y: float, z: float = 0.0) -> "Point":
        return Point(self.x + x, self.y + y, self.z + z)


Offset = tuple[float, float, float]
JOINTS: Mapping[str, Range] = {  # what a supple adult can do; hip and shoulder may also move sideways in the front view
    "hip": Range(-30, 135),
    "knee": Range(0, 150),
    "ankle": Range(-55, 40),
    "shoulder": Range(-60, 180),
    "elbow": Range(0, 150),
}
TURNS: Mapping[str, Range] = {  # out of the picture's plane, around the limb's own line
    "leg_turn": Range(-90, 180),
    "arm_turn": Range(-180, 180),
    "foot_turn": Range(0, 90),
}
PLACE: Mapping[str, Range] = {"x": Range(-400, 400), "height": Range(0, 300)}
GOALS: Mapping[str, tuple[str, ...]] = {
    "pelvis": ("x", "height"),
    "upper_back": ("x", "height"),
    "near_foot": ("x", "height", "pitch"),
    "far_foot": ("x", "height", "pitch"),
    "near_hand": ("x", "height"),
    "far_hand": ("x", "height"),
}
REACHED = {goal: f"{goal}.x" for goal in GOALS}  # the channel without which a goal is not there


def _channels() -> dict[str, Range]:
    table = {"trunk": Range(-130, 110), "neck": Range(-45, 55)}
    for side in SIDES:
        table.update({f"{side}_{name}": allowed for name, allowed in {**JOINTS, **TURNS}.items()})
    for goal, parts in GOALS.items():
        table.update({f"{goal}.{part}": PLACE.get(part, Range(-90, 140)) for part in parts})
    return table


CHANNELS: Mapping[str, Range] = _channels()  # every number a pose may hold
ANCHORS = ("near_foot", "far_foot", "pelvis", "upper_back")
VIEWS = ("side", "front")


@dataclass(frozen=True, slots=True)
class Rig:
    """How a body is set up: seen from where, and carried by which goal."""

    view: str = "side"
    anchor: str = "near_foot"

    def facing(self, side: str) -> int:
        return -1 if self.view == "front" and side == "far" else 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A solved body: every named point, and the joint angles that were given or found."""

    points: Mapping[str, Point]
    angles: Mapping[str, float]

    def __getitem__(self, name: str) -> Point:
        return self.points[name]

    def seen(self, name: str) -> tuple[float, float]:
        """Where that point lies in the picture."""
        return self.points[name][:2]


BONES: tuple[tuple[str, str, float], ...] = (
    ("pelvis", "upper_back", TRUNK),
    ("upper_back", "head", NECK),
    *(
        (f"{side}_{a}", f"{side}_{b}", length)
        for side in SIDES
        for a, b, length in (
            ("hip", "knee", THIGH),
            ("knee", "ankle", SHANK),
            ("ankle", "ball", hypot(*BALL)),
            ("ankle", "heel", hypot(*HEEL)),
            ("shoulder", "elbow", UPPER_ARM),
            ("elbow", "hand", FOREARM),
        )
    ),
)


def solve(pose: Mapping[str, float], rig: Rig) -> Figure:
    """Place the body of one pose. Channels that are missing count as 0; a goal counts only if it is there."""
    return _Solver(pose, rig).solve()


def step_from(start: Point, direction: float, length: float, facing: int = 1) -> Point:
    """The point `length` away from `start`, `direction` degrees from straight down."""
    turn = radians(direction)
    return Point(start.x + facing * length * sin(turn), start.y + length * cos(turn), start.z)


def bend(upper: float, lower: float, distance: float, goal: str) -> tuple[float, float]:
    """Two bones spanning a distance: how far the first leaves the straight line, and how far the joint is bent."""
    missing = max(distance - upper - lower, abs(upper - lower) - distance)
    if missing > 1e-6:
        raise Unreachable(goal, missing)
    first = (upper * upper + distance * distance - lower * lower) / (2 * upper * distance)
    inner = (upper * upper + lower * lower - distance * distance) / (2 * upper * lower)
    return degrees(acos(min(1.0, max(-1.0, first)))), 180 - degrees(acos(min(1.0, max(-1.0, inner))))


def sole(pitch: float, turn: float, facing: int) -> tuple[Offset, Offset]:
    """From the ankle to the heel and to the ball, for a foot pitched toe-up and turned towards the viewer."""
    tilt, out = radians(pitch), radians(turn)
    level, rise, seen, deep = cos(tilt), sin(tilt), cos(out), sin(out)
    heel, ball = [
        (facing * (ahead * seen * level + down * rise), down * level - ahead * seen * rise, ahead * deep)
        for ahead, down in (HEEL, BALL)
    ]
    return heel, ball


def swing_out(root: Point, middle: Point, end: Point, turn: float) -> Point:
    """The middle joint turned around the line from root to end; both bones keep their length."""
    if not turn:
        return middle
    dx, dy = end.x - root.x, end.y - root.y
    span = dx * dx + dy * dy
    share = ((middle.x - root.x) * dx + (middle.y - root.y) * dy) / span
    foot = root.plus(share * dx, share * dy)
    off_x, off_y = middle.x - foot.x, middle.y - foot.y
    angle = radians(turn)
    return foot.plus(off_x * cos(angle), off_y * cos(angle), hypot(off_x, off_y) * sin(angle))


class _Solver:
    """The work of one `solve`; lives for one call."""

    def __init__(self, pose: Mapping[str, float], rig: Rig) -> None:
        self.rig, self.value = rig, defaultdict(float, pose)
        self.goals = {goal: self._goal(goal) for goal, x in REACHED.items() if x in pose}
        self.lean = self.value["trunk"]
        lean = radians(self.lean)
        self.up = sin(lean), -cos(lean)  # along the trunk, of length 1
        self.points: dict[str, Point] = {}
        self.angles: dict[str, float] = {}

    def solve(self) -> Figure:
        self._trunk(self._root())
        for side in SIDES:
            facing = self.rig.facing(side)
            if f"{side}_foot" != self.rig.anchor:
                self._leg(side, facing)
            self._arm(side, facing)
        return Figure(self.points, self.angles)

    def _goal(self, name: str) -> Point:
        """A foot's height is that of the sole under the ball, so 0 stands on the floor."""
        lift = HALF_BONE if name.endswith("foot") else 0.0
        return Point(self.value[f"{name}.x"], FLOOR - self.value[f"{name}.height"] - lift)

    def _root(self) -> Point:
        """The pelvis, from whatever carries the body."""
        anchor = self.rig.anchor
        if anchor not in self.goals:
            raise Unreachable(anchor, 0.0)
        if anchor == "pelvis":
            return self.goals[anchor]
        if anchor == "upper_back":
            return self.goals[anchor].plus(-TRUNK * self.up[0], -TRUNK * self.up[1])
        side = anchor.removesuffix("_foot")
        return self._carry(side, self.rig.facing(side))

    def _trunk(self, pelvis: Point) -> None:
        top = pelvis.plus(TRUNK * self.up[0], TRUNK * self.up[1])
        head = step_from(top, 180 - self.lean - self.value["neck"], NECK)
        self.points.update(pelvis=pelvis, upper_back=top, head=head)

    def _beside(self, middle: Point, half: float, facing: int) -> Point:
        """The shoulder or hip of that side: seen from the side it lies in the middle."""
        if self.rig.view == "side":
            return middle
        return middle.plus(-facing * half * self.up[1], facing * half * self.up[0])

    def _carry(self, side: str, facing: int) -> Point:
        """The leg that carries the body, from its foot upwards by the angles of its joints, and the pelvis."""
        thigh, shank = self._hung(side, facing)
        ankle = self._planted(side, facing)
        knee = step_from(ankle, shank, -SHANK, facing)
        hip = step_from(knee, thigh, -THIGH, facing)
        self._joints(side, hip, knee, ankle)
        pitch = self.value[f"{side}_foot.pitch"]
        self._bent(side, self.value[f"{side}_hip"], self.value[f"{side}_knee"], pitch - shank)
        return self._beside(hip, -PELVIS_HALF, facing)

    def _leg(self, side: str, facing: int) -> None:
        hip = self._beside(self.points["pelvis"], PELVIS_HALF, facing)
        if f"{side}_foot" in self.goals:
            self._reach_down(side, facing, hip)
        else:
            self._hang(side, facing, hip)

    def _hang(self, side: str, facing: int, hip: Point) -> None:
        """A free leg, by the angles of its joints."""
        thigh, shank = self._hung(side, facing)
        knee = step_from(hip, thigh, THIGH, facing)
        ankle = step_from(knee, shank, SHANK, facing)
        self._joints(side, hip, knee, ankle)
        self._foot(side, ankle, *self._sole(side, shank + self.value[f"{side}_ankle"], facing))
        self._bent(side, self.value[f"{side}_hip"], self.value[f"{side}_knee"], self.value[f"{side}_ankle"])

    def _reach_down(self, side: str, facing: int, hip: Point) -> None:
        """A leg whose foot is where it is."""
        ankle = self._planted(side, facing)
        dx, dy = facing * (ankle.x - hip.x), ankle.y - hip.y
        off, bent = bend(THIGH, SHANK, hypot(dx, dy), f"{side}_foot")
        thigh = degrees(atan2(dx, dy)) + off
        self._joints(side, hip, step_from(hip, thigh, THIGH, facing), ankle)
        pitch = self.value[f"{side}_foot.pitch"]
        self._bent(side, _turned(thigh + facing * self.lean), bent, pitch - thigh + bent)

    def _hung(self, side: str, facing: int) -> tuple[float, float]:
        """The directions of thigh and shank by the joint angles alone."""
        thigh = self.value[f"{side}_hip"] - facing * self.lean
        return thigh, thigh - self.value[f"{side}_knee"]

    def _planted(self, side: str, facing: int) -> Point:
        """A foot whose ball is where it is; the ankle over it."""
        heel, ball = self._sole(side, self.value[f"{side}_foot.pitch"], facing)
        ankle = self.goals[f"{side}_foot"].plus(-ball[0], -ball[1])
        self._foot(side, ankle, heel, ball)
        return ankle

    def _sole(self, side: str, pitch: float, facing: int) -> tuple[Offset, Offset]:
        return sole(pitch, self.value[f"{side}_foot_turn"], facing)

    def _foot(self, side: str, ankle: Point, heel: Offset, ball: Offset) -> None:
        self.points[f"{side}_ankle"] = ankle
        self.points[f"{side}_heel"], self.points[f"{side}_ball"] = ankle.plus(*heel), ankle.plus(*ball)

    def _joints(self, side: str, hip: Point, knee: Point, ankle: Point) -> None:
        self.points[f"{side}_hip"] = hip
        self.points[f"{side}_knee"] = swing_out(hip, knee, ankle, self.value[f"{side}_leg_turn"])

    def _bent(self, side: str, hip: float, knee: float, ankle: float) -> None:
        self.angles[f"{side}_hip"], self.angles[f"{side}_knee"], self.angles[f"{side}_ankle"] = hip, knee, ankle

    def _arm(self, side: str, facing: int) -> None:
        lean = facing * self.lean
        shoulder = self._beside(self.points["upper_back"], SHOULDER_HALF, facing)
        goal = self.goals.get(f"{side}_hand")
        if goal is None:
            upper, bent = self.value[f"{side}_shoulder"] - lean, self.value[f"{side}_elbow"]
        else:
            dx, dy = facing * (goal.x - shoulder.x), goal.y - shoulder.y
            off, bent = bend(UPPER_ARM, FOREARM, hypot(dx, dy), f"{side}_hand")
            upper = degrees(atan2(dx, dy)) - off
        elbow = step_from(shoulder, upper, UPPER_ARM, facing)
        hand = step_from(elbow, upper + bent, FOREARM, facing)
        if turn := self.value[f"{side}_arm_turn"]:
            elbow = swing_out(shoulder, elbow, hand, turn)
            upper = degrees(atan2(facing * (elbow.x - shoulder.x), elbow.y - shoulder.y))
        self.points[f"{side}_shoulder"], self.points[f"{side}_elbow"], self.points[f"{side}_hand"] = (
            shoulder,
            elbow,
            hand,
        )
        self.angles[f"{side}_shoulder"], self.angles[f"{side}_elbow"] = _turned(upper + lean), bent


def _turned(angle: float) -> float:
    """The same direction between −180 and 180 degrees."""
    return (angle + 180) % 360 - 180
