"""Draws a solved body with what it holds and stands on, as shapes a template can loop over.

Every picture of a movement has the same frame and the same shapes in the same order, but for the bellies of the
muscles: they light up while the body is away from its start. One unit is the same in every movement, and the floor
always lies at y 219.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, hypot

from exercises.figures.body import FLOOR, HALF_BONE, HEAD_RADIUS, SIDES, Figure
from exercises.figures.motion import moments
from exercises.figures.movement import Movement
from exercises.figures.muscles import NOBODY, Roles, bellies
from exercises.figures.shapes import Box, Mark, circle, line, number
from exercises.figures.things import draw_held, draw_prop

CLASSES = (
    "ground",
    "bone",
    "bone bone--far",
    "joint",
    "joint joint--key",
    "head",
    "belly belly--primary",
    "belly belly--secondary",
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
MARGIN = 4
LIT = 0.25  # how far the body is on its way when its muscles are in full light
Rings = tuple[str, ...]  # names of joints


@dataclass(frozen=True, slots=True)
class Shape:
    """One SVG element: its tag, its classes, and its attributes as text. `changes` are those that move: the values one
    after the other, as SMIL writes them."""

    kind: str
    css: str
    attributes: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: the view box (x, y, width, height) and the shapes, back to front. One that moves has the seconds of a
    round, and as shares of them the times to which all changes keep."""

    view_box: str
    shapes: tuple[Shape, ...]
    seconds: str = ""
    key_times: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether it lies rather than stands, so that start and end go better above each other."""
        _, _, width, height = map(int, self.view_box.split())
        return width > 1.4 * height


class Scene:
    """A movement and what its muscles do, ready to be drawn: all its pictures have one frame."""

    def __init__(self, movement: Movement, roles: Roles) -> None:
        self._movement, self._roles = movement, roles
        self._quiet = _quiet_rings(movement)
        self._moments = moments(movement)
        bodies = {id(moment.figure): moment.figure for moment in self._moments}
        self._far = max([self._way(figure) for figure in bodies.values()])
        self._marks = {key: list(self._draw(figure)) for key, figure in bodies.items()}
        box = _frame([mark.box for marks in self._marks.values() for mark in marks])
        ground = line("ground", [(box.left, FLOOR + 1), (box.right, FLOOR + 1)])
        self._ground = Shape(ground.kind, ground.css, ground.attributes)
        self._view_box = f"{box.left} {box.top} {box.right - box.left} {box.bottom - box.top:.0f}"

    def pose(self, which: str) -> Drawing:
        """The pose of that name (“start” and “end” are always there), or the “middle” on the way to the end."""
        if which == "middle":
            half = self._movement.met("end") / 2
            return self.still(min(self._moments, key=lambda moment: abs(moment.seconds - half)).figure)
        return self.still(self._movement.named(which))

    def still(self, figure: Figure) -> Drawing:
        lit = self._lit(figure) == 1
        marks = [mark for mark in self._draw(figure) if lit or not _is_belly(mark)]
        shapes = [Shape(mark.kind, mark.css, mark.attributes) for mark in marks]
        return Drawing(self._view_box, (self._ground, *shapes))

    def moving(self) -> Drawing:
        """All of it, round and round."""
        frames = [self._marks[id(moment.figure)] for moment in self._moments]
        light = [number(self._lit(moment.figure)) for moment in self._moments]
        whole = self._movement.duration
        return Drawing(
            self._view_box,
            (self._ground, *[_shape(marks, light) for marks in zip(*frames, strict=True)]),
            seconds=f"{whole:g}",
            key_times=";".join([f"{moment.seconds / whole:.4g}" for moment in self._moments]),
        )

    def _lit(self, figure: Figure) -> float:
        """How bright the muscles are, from 0 to 1: always, where the body does not move."""
        if not self._far:
            return 1
        return min(1, self._way(figure) / self._far / LIT)

    def _way(self, figure: Figure) -> float:
        """From the start, of the point that moved most."""
        start = self._moments[0].figure.points.values()
        return max([hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(start, figure.points.values(), strict=True)])

    def _draw(self, figure: Figure) -> Iterator[Mark]:
        return _drawn(self._movement, figure, self._quiet, self._roles)


def still(movement: Movement, which: str, roles: Roles = NOBODY) -> Drawing:
    """The picture of a pose."""
    return Scene(movement, roles).pose(which)


def moment(movement: Movement, seconds: float, roles: Roles = NOBODY) -> Drawing:
    """The picture at a moment, in the same frame as the stills."""
    return Scene(movement, roles).still(movement.figure(seconds))


def moving(movement: Movement, roles: Roles = NOBODY) -> Drawing:
    """The picture that moves, in the same frame as the stills."""
    return Scene(movement, roles).moving()


def _shape(marks: Sequence[Mark], light: Sequence[str]) -> Shape:
    """One shape through all moments."""
    first = marks[0]
    columns = zip(*[mark.attributes for mark in marks], strict=True)
    changes = [(column[0][0], [value for _, value in column]) for column in columns]
    attributes = first.attributes
    if _is_belly(first):
        attributes = (*attributes, ("opacity", light[0]))
        changes.append(("opacity", list(light)))
    moved = [(name, ";".join(values)) for name, values in changes if len(set(values)) > 1]
    return Shape(first.kind, first.css, attributes, tuple(moved))


def _is_belly(mark: Mark) -> bool:
    return mark.css.startswith("belly")


def _frame(boxes: Sequence[Box]) -> Box:
    """Everything the movement ever shows, on whole units, with the ground line as its lower edge."""
    return Box(
        floor(min([box.left for box in boxes])) - MARGIN,
        floor(min([box.top for box in boxes])) - MARGIN,
        ceil(max([box.right for box in boxes])) + MARGIN,
        FLOOR + 2,
    )


def _drawn(movement: Movement, figure: Figure, quiet: Rings, roles: Roles) -> Iterator[Mark]:
    for prop in movement.props:
        if prop.kind != "wall":
            yield from draw_prop(prop, figure)
    for thing in movement.held:
        yield from draw_held(thing, figure, "far")
    muscles = bellies(movement, figure, roles)
    yield from (_from_the_front if movement.rig.view == "front" else _from_the_side)(figure, quiet, muscles)
    yield circle("head", figure["head"], HEAD_RADIUS)
    if "near_knee" in quiet:
        yield circle("joint", figure["near_knee"], RING_RADIUS)
    for name in movement.key:
        yield circle("joint joint--key", figure[name], ANKLE_RADIUS if name.endswith("ankle") else KEY_RADIUS)
    for thing in movement.held:
        yield from draw_held(thing, figure, "near")
    for prop in movement.props:
        if prop.kind == "wall":  # no bone goes through it, and what a muscle bulges against it is hidden
            yield from draw_prop(prop, figure)


def _from_the_side(figure: Figure, quiet: Rings, muscles: Iterable[Mark]) -> Iterator[Mark]:
    yield _limb("bone bone--far", figure, "far_shoulder far_elbow far_hand")
    yield _limb("bone bone--far", figure, "far_hip far_knee far_ankle far_heel far_ball")
    if "far_knee" in quiet:
        yield circle("joint", figure["far_knee"], RING_RADIUS)
    yield _limb("bone", figure, "upper_back near_hip near_knee near_ankle near_heel near_ball")
    yield from muscles
    yield _limb("bone", figure, "near_shoulder near_elbow near_hand")


def _from_the_front(figure: Figure, quiet: Rings, muscles: Iterable[Mark]) -> Iterator[Mark]:
    """Both sides are equally near."""
    for side in SIDES:
        yield _limb("bone", figure, " ".join(f"{side}_{name}" for name in ("hip", "knee", "ankle", "heel", "ball")))
    yield _limb("bone", figure, "upper_back pelvis far_hip near_hip")
    yield from muscles
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
