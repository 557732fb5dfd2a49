"""The bellies of the working muscles, each on its side of its bone. Lengths in units of `body`.

From the side the front of the body lies to the right; what stands between the legs is not seen. From the front, what
lies behind the bones is not seen.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import hypot
from typing import NamedTuple

from exercises.figures.body import HALF_BONE, SIDES, Figure, Point
from exercises.figures.movement import Movement
from exercises.figures.shapes import Mark, Place, Swing, bow, crescent, lens

Roles = Mapping[str, str]  # slugs of muscle groups, each “primary” or “secondary”
NOBODY: Roles = {}
BULGE = {"primary": 9.5, "secondary": 5.5}
EDGE = 2.5
RING = 7.0  # how much larger a belly is that lies around a lit joint
CLOSE = HALF_BONE - 1  # where a belly lies on its bone, so that no light comes between
FRONT, BEHIND, MIDDLE = 1, -1, 0


class Along(NamedTuple):
    """A belly on a bone: between which joints, from and to which part of the way, and on which side of it."""

    joints: tuple[str, str]
    part: tuple[float, float]
    hand: int


class Around(NamedTuple):
    """A belly behind the hip: how far it reaches up the trunk and down the thigh."""

    up: float
    down: float


THIGH, SHANK = ("hip", "knee"), ("knee", "ankle")
SEEN: Mapping[str, Mapping[str, Along | Around]] = {
    "side": {
        "quads": Along(THIGH, (0.2, 0.8), FRONT),
        "hamstrings": Along(THIGH, (0.36, 0.88), BEHIND),
        "glutes": Around(16, 22),
        "calves": Along(SHANK, (0.14, 0.68), BEHIND),
        "hip-abductors": Along(("hip", "upper_back"), (0.03, 0.34), MIDDLE),
        "lower-back": Along(("hip", "upper_back"), (0.26, 0.66), FRONT),  # from the hip up, what is behind is in front
    },
    "front": {
        "quads": Along(THIGH, (0.2, 0.76), MIDDLE),
        "hip-abductors": Along(THIGH, (0.06, 0.62), FRONT),
        "adductors": Along(THIGH, (0.12, 0.68), BEHIND),
    },
}


def bellies(movement: Movement, bodies: Sequence[Figure], roles: Roles) -> Iterator[Mark]:
    """Those that are seen, on the working side; from the front on both, if both work."""
    front = movement.rig.view == "front"
    sides = [side for side in SIDES if side == "near" or (front and f"{side}_knee" in movement.key)]
    for group, place in SEEN[movement.rig.view].items():
        if group in roles:
            for side in sides:
                if isinstance(place, Along):
                    yield _along(bodies, place, side, movement.rig.facing(side), roles[group])
                else:
                    ring = RING if f"{side}_hip" in movement.key else 0
                    yield _around(bodies, place, side, roles[group], ring)


def _along(bodies: Sequence[Figure], place: Along, side: str, facing: int, role: str) -> Mark:
    start, end = [name if name == "upper_back" else f"{side}_{name}" for name in place.joints]
    bones = [(figure[start], figure[end]) for figure in bodies]
    css = f"belly belly--{role}"
    if place.hand == MIDDLE:
        sides = [[_beside(*bone, place.part, 0, facing * half) for half in (5, -5)] for bone in bones]
        return lens(css, sides, EDGE)
    low, top = facing * place.hand * CLOSE, facing * place.hand * (CLOSE + BULGE[role])
    return bow(css, [_beside(*bone, place.part, low, top) for bone in bones], EDGE)


def _beside(start: Point, end: Point, part: tuple[float, float], low: float, top: float) -> Swing:
    """From the first to the last part of a bone, so far beside it: to the right of a bone that points down."""
    dx, dy = end.x - start.x, end.y - start.y
    length = hypot(dx, dy) or 1.0
    out_x, out_y = dy / length, -dx / length
    first, last = part
    middle = (first + last) / 2
    return Swing(
        (start.x + first * dx + low * out_x, start.y + first * dy + low * out_y),
        (start.x + middle * dx + top * out_x, start.y + middle * dy + top * out_y),
        (start.x + last * dx + low * out_x, start.y + last * dy + low * out_y),
    )


def _around(bodies: Sequence[Figure], place: Around, side: str, role: str, ring: float) -> Mark:
    found = [_behind(figure, side, place, CLOSE + BULGE[role] + ring, ring) for figure in bodies]
    return crescent(f"belly belly--{role}", [swing for swing, _ in found], [hollow for _, hollow in found], EDGE)


def _behind(figure: Figure, side: str, place: Around, far: float, ring: float) -> tuple[Swing, Place]:
    """The outside of a belly behind the hip, and its hollow."""
    hip, knee, top, pelvis = figure[f"{side}_hip"], figure[f"{side}_knee"], figure["upper_back"], figure["pelvis"]
    up, down = _unit(top.x - pelvis.x, top.y - pelvis.y), _unit(knee.x - hip.x, knee.y - hip.y)
    above, below = (up[1], -up[0]), (-down[1], down[0])
    out = _unit(above[0] + below[0], above[1] + below[1])
    start = _off(_off(hip, up, place.up + ring), above, CLOSE)
    end = _off(_off(hip, down, place.down + ring), below, CLOSE)
    return Swing(start, _off(hip, out, far), end), _off(hip, out, CLOSE)


def _unit(dx: float, dy: float) -> Place:
    length = hypot(dx, dy) or 1.0
    return dx / length, dy / length


def _off(point: Place | Point, way: Place, far: float) -> Place:
    return point[0] + far * way[0], point[1] + far * way[1]
