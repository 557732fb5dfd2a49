"""The bellies of the working muscles, each on its side of its bone. Lengths in units of `body`.

From the side the front of the body lies to the right; what stands between the legs is not seen. From the front, what
lies behind the bones is not seen.
"""

from collections.abc import Iterator, Mapping
from math import hypot
from typing import NamedTuple

from exercises.figures.body import HALF_BONE, SIDES, Figure
from exercises.figures.movement import Movement
from exercises.figures.shapes import Mark, Place, bow, crescent, lens

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


def bellies(movement: Movement, figure: Figure, roles: Roles) -> Iterator[Mark]:
    """Those that are seen, on the working side; from the front on both, if both work."""
    front = movement.rig.view == "front"
    sides = [side for side in SIDES if side == "near" or (front and f"{side}_knee" in movement.key)]
    for group, place in SEEN[movement.rig.view].items():
        if group in roles:
            for side in sides:
                facing = movement.rig.facing(side)
                if isinstance(place, Along):
                    yield _along(figure, place, side, facing, roles[group])
                else:
                    ring = RING if f"{side}_hip" in movement.key else 0
                    yield _around(figure, place, side, roles[group], ring)


def _along(figure: Figure, place: Along, side: str, facing: int, role: str) -> Mark:
    start, end = (figure[name if name == "upper_back" else f"{side}_{name}"] for name in place.joints)
    dx, dy = end.x - start.x, end.y - start.y
    across = _across(dx, dy, facing * (place.hand or 1))
    ends = [(start.x + part * dx, start.y + part * dy) for part in place.part]
    middle = (ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2
    if place.hand == MIDDLE:
        return lens(_css(role), (ends[0], ends[1]), (_off(middle, across, 5), _off(middle, across, -5)), EDGE)
    ends = [_off(point, across, CLOSE) for point in ends]
    return bow(_css(role), (ends[0], ends[1]), _off(middle, across, CLOSE + BULGE[role]), EDGE)


def _around(figure: Figure, place: Around, side: str, role: str, ring: float) -> Mark:
    hip, knee, top, pelvis = figure[f"{side}_hip"], figure[f"{side}_knee"], figure["upper_back"], figure["pelvis"]
    up, down = _unit(top.x - pelvis.x, top.y - pelvis.y), _unit(knee.x - hip.x, knee.y - hip.y)
    above, below = _across(*up, FRONT), _across(*down, BEHIND)
    out = _unit(above[0] + below[0], above[1] + below[1])
    start = _off((hip.x + (place.up + ring) * up[0], hip.y + (place.up + ring) * up[1]), above, CLOSE)
    end = _off((hip.x + (place.down + ring) * down[0], hip.y + (place.down + ring) * down[1]), below, CLOSE)
    outside, corner = (_off(hip[:2], out, far) for far in (CLOSE + BULGE[role] + ring, CLOSE))
    return crescent(_css(role), (start, end), outside, corner, EDGE)


def _css(role: str) -> str:
    return f"belly belly--{role}"


def _unit(dx: float, dy: float) -> Place:
    length = hypot(dx, dy) or 1.0
    return dx / length, dy / length


def _across(dx: float, dy: float, hand: int) -> Place:
    """Square to the way (dx, dy): for a way downwards to the right, if `hand` is 1."""
    x, y = _unit(dx, dy)
    return hand * y, -hand * x


def _off(point: Place, way: Place, far: float) -> Place:
    return point[0] + far * way[0], point[1] + far * way[1]
