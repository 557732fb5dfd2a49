"""A simple human figure: fixed limbs, forward kinematics from joint angles, and limbs that reach a goal.

Units: lengths in picture units (the standing figure is 263 tall), angles in degrees, x to the right, y downwards as in
SVG, z towards the viewer. Data speaks of heights: units above the floor, upwards.

A direction is an angle from straight down, positive towards the side the limb faces. In the side view the whole body
faces right; in the front view the near side (right in the picture) faces right and the far side faces left, so one
set of formulas serves both. Flexion is positive everywhere; a toe pointing up is a positive pitch.

Invariants: a bone never changes its length, and a goal (a planted foot, a hand on a bar, a hip on a seat) is met
exactly or `Unreachable` is raised.
"""

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
    return start.plus(facing * length * sin(turn), length * cos(turn))


def bend(upper: float, lower: float, distance: float, goal: str) -> tuple[float, float]:
    """Two bones spanning a distance: how far the first leaves the straight line, and how far the joint is bent."""
    missing = max(distance - upper - lower, abs(upper - lower) - distance)
    if missing > 1e-6:
        raise Unreachable(goal, missing)
    first = (upper**2 + distance**2 - lower**2) / (2 * upper * distance)
    inner = (upper**2 + lower**2 - distance**2) / (2 * upper * lower)
    return degrees(acos(min(1.0, max(-1.0, first)))), 180 - degrees(acos(min(1.0, max(-1.0, inner))))


def foot_offset(part: tuple[float, float], pitch: float, turn: float, facing: int) -> tuple[float, float, float]:
    """From the ankle to the heel or the ball, for a foot pitched toe-up and turned towards the viewer."""
    tilt, out = radians(pitch), radians(turn)
    along, down = part[0] * cos(out), part[1]
    x, y = along * cos(tilt) + down * sin(tilt), down * cos(tilt) - along * sin(tilt)
    return facing * x, y, part[0] * sin(out)


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
        self.pose, self.rig = pose, rig
        self.points: dict[str, Point] = {}
        self.angles: dict[str, float] = {}

    def solve(self) -> Figure:
        self._trunk(self._root())
        for side in SIDES:
            self._leg(side)
            self._arm(side)
        return Figure(self.points, self.angles)

    def _value(self, name: str) -> float:
        return self.pose.get(name, 0.0)

    def _goal(self, name: str) -> Point | None:
        """A goal as a point. A foot's height is that of the sole under the ball, so 0 stands on the floor."""
        if f"{name}.x" not in self.pose:
            return None
        lift = HALF_BONE if name.endswith("foot") else 0.0
        return Point(self.pose[f"{name}.x"], FLOOR - self._value(f"{name}.height") - lift)

    def _along_trunk(self, length: float, lean: float) -> tuple[float, float]:
        return length * sin(radians(lean)), -length * cos(radians(lean))

    def _across_trunk(self, half: float, side: str) -> tuple[float, float]:
        if self.rig.view == "side":
            return 0.0, 0.0
        lean = radians(self._value("trunk"))
        reach = half * self.rig.facing(side)
        return reach * cos(lean), reach * sin(lean)

    def _root(self) -> Point:
        """The pelvis, from whatever carries the body."""
        anchor = self.rig.anchor
        place = self._goal(anchor)
        if place is None:
            raise Unreachable(anchor, 0.0)
        if anchor == "pelvis":
            return place
        if anchor == "upper_back":
            up = self._along_trunk(TRUNK, self._value("trunk"))
            return place.plus(-up[0], -up[1])
        side = anchor.removesuffix("_foot")
        ankle = self._ankle_over(side, place)
        hip = Point(*self._across_trunk(PELVIS_HALF, side))
        hung = self._hang(side, hip)[1]
        return Point(ankle.x - hung.x, ankle.y - hung.y)

    def _trunk(self, pelvis: Point) -> None:
        lean = self._value("trunk")
        top = pelvis.plus(*self._along_trunk(TRUNK, lean))
        head = top.plus(*self._along_trunk(NECK, lean + self._value("neck")))
        self.points.update(pelvis=pelvis, upper_back=top, head=head)

    def _ankle_over(self, side: str, ball: Point) -> Point:
        facing = self.rig.facing(side)
        x, y, _ = foot_offset(BALL, self._value(f"{side}_foot.pitch"), self._value(f"{side}_foot_turn"), facing)
        return ball.plus(-x, -y)

    def _hang(self, side: str, hip: Point) -> tuple[Point, Point, float]:
        """Knee, ankle and the shank's direction by the joint angles alone."""
        facing = self.rig.facing(side)
        thigh = self._value(f"{side}_hip") - facing * self._value("trunk")
        shank = thigh - self._value(f"{side}_knee")
        knee = step_from(hip, thigh, THIGH, facing)
        return knee, step_from(knee, shank, SHANK, facing), shank

    def _leg(self, side: str) -> None:
        hip = self.points["pelvis"].plus(*self._across_trunk(PELVIS_HALF, side))
        ball = self._goal(f"{side}_foot")
        if ball is None or self.rig.anchor == f"{side}_foot":
            knee, ankle, shank = self._hang(side, hip)
            self._note(side, hip=self._value(f"{side}_hip"), knee=self._value(f"{side}_knee"))
        else:
            ankle = self._ankle_over(side, ball)
            knee, shank = self._reach_down(side, hip, ankle)
        pitch = shank + self._value(f"{side}_ankle") if ball is None else self._value(f"{side}_foot.pitch")
        self._note(side, ankle=pitch - shank)
        self.points[f"{side}_hip"], self.points[f"{side}_ankle"] = hip, ankle
        self.points[f"{side}_knee"] = swing_out(hip, knee, ankle, self._value(f"{side}_leg_turn"))
        self._foot(side, ankle, pitch)

    def _foot(self, side: str, ankle: Point, pitch: float) -> None:
        turn, facing = self._value(f"{side}_foot_turn"), self.rig.facing(side)
        for name, part in (("heel", HEEL), ("ball", BALL)):
            self.points[f"{side}_{name}"] = ankle.plus(*foot_offset(part, pitch, turn, facing))

    def _reach_down(self, side: str, hip: Point, ankle: Point) -> tuple[Point, float]:
        facing = self.rig.facing(side)
        dx, dy = facing * (ankle.x - hip.x), ankle.y - hip.y
        off, knee_angle = bend(THIGH, SHANK, hypot(dx, dy), f"{side}_foot")
        thigh = degrees(atan2(dx, dy)) + off
        self._note(side, hip=_turned(thigh + facing * self._value("trunk")), knee=knee_angle)
        return step_from(hip, thigh, THIGH, facing), thigh - knee_angle

    def _arm(self, side: str) -> None:
        facing = self.rig.facing(side)
        shoulder = self.points["upper_back"].plus(*self._across_trunk(SHOULDER_HALF, side))
        goal = self._goal(f"{side}_hand")
        lean = facing * self._value("trunk")
        if goal is None:
            upper, elbow_angle = self._value(f"{side}_shoulder") - lean, self._value(f"{side}_elbow")
        else:
            dx, dy = facing * (goal.x - shoulder.x), goal.y - shoulder.y
            off, elbow_angle = bend(UPPER_ARM, FOREARM, hypot(dx, dy), f"{side}_hand")
            upper = degrees(atan2(dx, dy)) - off
        elbow = step_from(shoulder, upper, UPPER_ARM, facing)
        hand = step_from(elbow, upper + elbow_angle, FOREARM, facing)
        elbow = swing_out(shoulder, elbow, hand, self._value(f"{side}_arm_turn"))
        seen = degrees(atan2(facing * (elbow.x - shoulder.x), elbow.y - shoulder.y))
        self._note(side, shoulder=_turned(seen + lean), elbow=elbow_angle)
        self.points.update({f"{side}_shoulder": shoulder, f"{side}_elbow": elbow, f"{side}_hand": hand})

    def _note(self, side: str, **found: float) -> None:
        self.angles.update({f"{side}_{name}": value for name, value in found.items()})


def _turned(angle: float) -> float:
    """The same direction between −180 and 180 degrees."""
    return (angle + 180) % 360 - 180
