"""Draws a solved body with what it holds and stands on, as shapes a template can loop over.

Every still of a movement has the same shapes in the same order and the same view box, so that the shapes can later be
moved from one still to the next. One unit is the same in every movement, and the floor always lies at y 219.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, hypot

from exercises.figures.body import FLOOR, HALF_BONE, HEAD_RADIUS, SIDES, Figure
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
SAMPLES, MARGIN = 8, 4
Rings = tuple[str, ...]  # names of joints


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

    @property
    def is_wide(self) -> bool:
        """Whether it lies rather than stands, so that start and end go better above each other."""
        _, _, width, height = map(int, self.view_box.split())
        return width > 1.4 * height


def still(movement: Movement, which: str) -> Drawing:
    """The picture of the pose of that name (“start” and “end” are always there)."""
    return _drawing(movement, movement.named(which))


def moment(movement: Movement, seconds: float) -> Drawing:
    """The picture at a moment, in the same frame as the stills."""
    return _drawing(movement, movement.figure(seconds))


def _drawing(movement: Movement, figure: Figure) -> Drawing:
    quiet = _quiet_rings(movement)
    box = _frame(movement, quiet)
    ground = line("ground", [(box.left, FLOOR + 1), (box.right, FLOOR + 1)])
    shapes = [ground, *_marks(movement, figure, quiet)]
    return Drawing(
        view_box=f"{box.left:.0f} {box.top:.0f} {box.right - box.left:.0f} {box.bottom - box.top:.0f}",
        shapes=tuple(Shape(mark.kind, mark.css, mark.attributes) for mark in shapes),
    )


def _frame(movement: Movement, quiet: Rings) -> Box:
    """Everything the movement ever shows, on whole units, with the ground line as its lower edge."""
    times = [movement.duration * (index + 0.5) / SAMPLES for index in range(SAMPLES)]
    figures = [movement.named(name) for name in sorted({pose.name for pose in movement.poses})] + [
        movement.figure(time) for time in times
    ]
    boxes = [mark.box for figure in figures for mark in _marks(movement, figure, quiet)]
    return Box(
        floor(min(box.left for box in boxes)) - MARGIN,
        floor(min(box.top for box in boxes)) - MARGIN,
        ceil(max(box.right for box in boxes)) + MARGIN,
        FLOOR + 2,
    )


def _marks(movement: Movement, figure: Figure, quiet: Rings) -> Iterator[Mark]:
    for prop in movement.props:
        yield from draw_prop(prop, figure)
    for thing in movement.held:
        yield from draw_held(thing, figure, "far")
    yield from (_from_the_front if movement.rig.view == "front" else _from_the_side)(figure, quiet)
    yield circle("head", figure["head"], HEAD_RADIUS)
    if "near_knee" in quiet:
        yield circle("joint", figure["near_knee"], RING_RADIUS)
    for name in movement.key:
        yield circle("joint joint--key", figure[name], ANKLE_RADIUS if name.endswith("ankle") else KEY_RADIUS)
    for thing in movement.held:
        yield from draw_held(thing, figure, "near")


def _from_the_side(figure: Figure, quiet: Rings) -> Iterator[Mark]:
    yield _limb("bone bone--far", figure, "far_shoulder far_elbow far_hand")
    yield _limb("bone bone--far", figure, "far_hip far_knee far_ankle far_heel far_ball")
    if "far_knee" in quiet:
        yield circle("joint", figure["far_knee"], RING_RADIUS)
    yield _limb("bone", figure, "upper_back near_hip near_knee near_ankle near_heel near_ball")
    yield _limb("bone", figure, "near_shoulder near_elbow near_hand")


def _from_the_front(figure: Figure, quiet: Rings) -> Iterator[Mark]:
    """Both sides are equally near."""
    for side in SIDES:
        yield _limb("bone", figure, " ".join(f"{side}_{name}" for name in ("hip", "knee", "ankle", "heel", "ball")))
    yield _limb("bone", figure, "upper_back pelvis far_hip near_hip")
    yield _limb("bone", figure, "far_hand far_elbow far_shoulder near_shoulder near_elbow near_hand")
    if "far_knee" in quiet:
        yield circle("joint", figure["far_knee"], RING_RADIUS)


def _limb(css: str, figure: Figure, names: str) -> Mark:
    return line(css, [figure[name][:2] for name in names.split()], reach=HALF_BONE)


def _quiet_rings(movement: Movement) -> Rings:
    """The knees that get a ring though they do not work: one answer for all pictures of a movement."""
    if any(thing.kind == "barbell" for thing in movement.held):
        return ()  # its disc hangs over them
    ends = [movement.named("start"), movement.named("end")]
    near = () if _crowded(movement.key, "near_knee", ends) else ("near_knee",)
    return (*near, "far_knee") if _far_ring(movement.key, ends) else near


def _far_ring(key: Rings, ends: list[Figure]) -> bool:
    """Only where the knees work, and not where in a still it would look out from under another ring."""
    if "near_knee" not in key or _crowded(key, "far_knee", ends):
        return False
    apart = [_distance(figure, "far_knee", name) for figure in ends for name in key]
    return not any(COVERED < distance < RING_ROOM for distance in apart)


def _crowded(key: Rings, knee: str, ends: list[Figure]) -> bool:
    """Whether a working joint is close to the knee in both stills."""
    return all(any(_distance(figure, knee, name) < RING_ROOM for name in key) for figure in ends)


def _distance(figure: Figure, one: str, other: str) -> float:
    a, b = figure[one], figure[other]
    return hypot(a.x - b.x, a.y - b.y)
