"""Draws a solved body with what it holds and stands on, as shapes a template can loop over.

Every still of a movement has the same shapes in the same order and the same view box, so that the shapes can later be
moved from one still to the next. One unit is the same in every movement, and the floor always lies at y 219.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, hypot

from exercises.figures.body import FLOOR, HEAD_RADIUS, Figure
from exercises.figures.movement import Movement
from exercises.figures.shapes import Box, Mark, circle, line
from exercises.figures.things import draw_held, draw_prop

CLASSES = (
    "ground",
    "bone",
    "bone bone--far",
    "joint",
    "joint joint--key",
    "head",
    "prop",
    "prop prop--line",
    "held",
    "held held--far",
    "held held--line",
    "held held--disc",
    "held held--gap",
    "held held--band",
)
KEY_RADIUS, ANKLE_RADIUS, RING_RADIUS = 14.0, 11.0, 10.0  # at the ankle there is less room above the floor
RING_ROOM, COVERED = 26.0, 8.0  # a quiet ring nearer than this to another is left out, unless it is covered
SAMPLES, MARGIN = 12, 4


@dataclass(frozen=True, slots=True)
class Shape:
    """One SVG element: its tag, its classes, and its attributes as text."""

    kind: str
    css: str
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: the view box (x, y, width, height) and the shapes, back to front."""

    view_box: str
    shapes: tuple[Shape, ...]


def still(movement: Movement, which: str) -> Drawing:
    """The picture of the pose of that name (“start” and “end” are always there)."""
    return _drawing(movement, movement.named(which))


def moment(movement: Movement, seconds: float) -> Drawing:
    """The picture at a moment, in the same frame as the stills."""
    return _drawing(movement, movement.figure(seconds))


def _drawing(movement: Movement, figure: Figure) -> Drawing:
    box = _frame(movement)
    ground = line("ground", [(box.left, FLOOR + 1), (box.right, FLOOR + 1)])
    shapes = [ground, *_marks(movement, figure)]
    return Drawing(
        view_box=f"{box.left:.0f} {box.top:.0f} {box.right - box.left:.0f} {box.bottom - box.top:.0f}",
        shapes=tuple(Shape(mark.kind, mark.css, mark.attributes) for mark in shapes),
    )


def _frame(movement: Movement) -> Box:
    """Everything the movement ever shows, on whole units, with the ground line as its lower edge."""
    times = [movement.duration * index / SAMPLES for index in range(SAMPLES)]
    figures = [movement.figure(time) for time in [*(pose.seconds for pose in movement.poses), *times]]
    boxes = [mark.box for figure in figures for mark in _marks(movement, figure)]
    return Box(
        floor(min(box.left for box in boxes)) - MARGIN,
        floor(min(box.top for box in boxes)) - MARGIN,
        ceil(max(box.right for box in boxes)) + MARGIN,
        FLOOR + 2,
    )


def _marks(movement: Movement, figure: Figure) -> Iterator[Mark]:
    for prop in movement.props:
        yield from draw_prop(prop, figure)
    for thing in movement.held:
        yield from draw_held(thing, figure, "far")
    yield from _body(movement, figure)
    yield from _rings(movement, figure)
    for thing in movement.held:
        yield from draw_held(thing, figure, "near")


def _body(movement: Movement, figure: Figure) -> Iterator[Mark]:
    if movement.rig.view == "front":
        yield _limb("bone", figure, "far_hip far_knee far_ankle far_heel far_ball")
        yield _limb("bone", figure, "near_hip near_knee near_ankle near_heel near_ball")
        yield _limb("bone", figure, "upper_back pelvis far_hip near_hip")
        yield _limb("bone", figure, "far_hand far_elbow far_shoulder near_shoulder near_elbow near_hand")
    else:
        yield _limb("bone bone--far", figure, "far_shoulder far_elbow far_hand")
        yield _limb("bone bone--far", figure, "far_hip far_knee far_ankle far_heel far_ball")
    if _far_ring(movement):
        yield circle("joint", figure["far_knee"], RING_RADIUS)
    if movement.rig.view == "side":
        yield _limb("bone", figure, "upper_back near_hip near_knee near_ankle near_heel near_ball")
        yield _limb("bone", figure, "near_shoulder near_elbow near_hand")
    yield circle("head", figure["head"], HEAD_RADIUS)


def _limb(css: str, figure: Figure, names: str) -> Mark:
    return line(css, [figure[name][:2] for name in names.split()], reach=7.5)


def _rings(movement: Movement, figure: Figure) -> Iterator[Mark]:
    """The near knee, unless a disc hangs over it, and the working joints last, over everything."""
    disc = any(thing.kind == "barbell" for thing in movement.held)
    if not disc and not _crowded(movement, "near_knee"):
        yield circle("joint", figure["near_knee"], RING_RADIUS)
    for name in movement.key:
        yield circle("joint joint--key", figure[name], ANKLE_RADIUS if name.endswith("ankle") else KEY_RADIUS)


def _far_ring(movement: Movement) -> bool:
    """Left out if in a still it would look out from under another ring; a working joint may cover it wholly."""
    rings = {"near_knee", *movement.key}
    return not _crowded(movement, "far_knee") and not any(
        COVERED < _distance(figure, "far_knee", ring) < RING_ROOM for figure in _ends(movement) for ring in rings
    )


def _crowded(movement: Movement, name: str) -> bool:
    """Whether a working joint is close to it in both stills; the same answer for all pictures of a movement."""
    return all(any(_distance(figure, name, key) < RING_ROOM for key in movement.key) for figure in _ends(movement))


def _ends(movement: Movement) -> tuple[Figure, Figure]:
    return movement.named("start"), movement.named("end")


def _distance(figure: Figure, one: str, other: str) -> float:
    a, b = figure[one], figure[other]
    return hypot(a.x - b.x, a.y - b.y)
