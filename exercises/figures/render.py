"""Draws a solved body with what it holds and stands on, as shapes a template can loop over.

Every picture of a movement has the same frame and the same shapes in the same order, but for the bellies of the
muscles: they light up while the body is away from its start. One unit is the same in every movement, and the floor
always lies at y 219.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, hypot
from operator import itemgetter

from exercises.figures.body import FLOOR, HALF_BONE, HEAD_RADIUS, SIDES, Figure, Unreachable
from exercises.figures.motion import moments
from exercises.figures.movement import Movement
from exercises.figures.muscles import NOBODY, Roles, bellies
from exercises.figures.shapes import Box, Mark, circle, line, number
from exercises.figures.things import Bodies, draw_held, draw_prop

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
Names = tuple[str, ...]  # of points of the body
NEAR_ARM, FAR_ARM = [(f"{side}_shoulder", f"{side}_elbow", f"{side}_hand") for side in SIDES]
NEAR_LEG, FAR_LEG = [tuple([f"{side}_{name}" for name in ("hip", "knee", "ankle", "heel", "ball")]) for side in SIDES]


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
        self._moments = moments(movement)
        seen = {moment.seconds: moment.figure for moment in self._moments}
        self._quiet = _quiet_rings(movement, [seen[movement.met("start")], seen[movement.met("end")]])
        self._bodies = list({id(moment.figure): moment.figure for moment in self._moments}.values())
        self._ways = [self._way(figure) for figure in self._bodies]
        self._marks = list(self._draw(self._bodies))
        left, top, right = _frame([mark.room() for mark in self._marks])
        self._ground = _still(line("ground", [[(left, FLOOR + 1), (right, FLOOR + 1)]]))
        self._view_box = f"{left} {top} {right - left} {FLOOR + 2 - top:.0f}"

    def pose(self, which: str) -> Drawing:
        """The pose of that name (“start” and “end” are always there), or the “middle” on the way to the end."""
        return self.still(self._middle() if which == "middle" else self._movement.named(which))

    def still(self, figure: Figure) -> Drawing:
        lit = self._lit(self._way(figure)) == 1
        shapes = [_still(mark) for mark in self._draw([figure]) if lit or not _is_belly(mark)]
        return Drawing(self._view_box, (self._ground, *shapes))

    def moving(self) -> Drawing:
        """All of it, round and round."""
        places = {id(body): place for place, body in enumerate(self._bodies)}
        in_order = itemgetter(*[places[id(moment.figure)] for moment in self._moments])
        light = tuple([number(self._lit(way)) for way in self._ways])
        whole = self._movement.duration
        return Drawing(
            self._view_box,
            (self._ground, *[_moving(mark, light, in_order) for mark in self._marks]),
            seconds=f"{whole:g}",
            key_times=";".join([f"{moment.seconds / whole:.4g}" for moment in self._moments]),
        )

    def _middle(self) -> Figure:
        half = self._movement.met("end") / 2
        try:
            return self._movement.figure(half)
        except Unreachable:  # by a hair, between the moments that are checked when a movement is read
            return min(self._moments, key=lambda moment: abs(moment.seconds - half)).figure

    def _lit(self, way: float) -> float:
        """How bright the muscles are, from 0 to 1, that far from the start: always, where the body does not move."""
        far = max(self._ways)
        return min(1, way / far / LIT) if far else 1

    def _way(self, figure: Figure) -> float:
        """From the start, of the point that moved most."""
        start = self._moments[0].figure.points.values()
        return max([hypot(a.x - b.x, a.y - b.y) for a, b in zip(start, figure.points.values(), strict=True)])

    def _draw(self, bodies: Bodies) -> Iterator[Mark]:
        return _drawn(self._movement, bodies, self._quiet, self._roles)


def still(movement: Movement, which: str, roles: Roles = NOBODY) -> Drawing:
    """The picture of a pose."""
    return Scene(movement, roles).pose(which)


def moment(movement: Movement, seconds: float, roles: Roles = NOBODY) -> Drawing:
    """The picture at a moment, in the same frame as the stills."""
    return Scene(movement, roles).still(movement.figure(seconds))


def moving(movement: Movement, roles: Roles = NOBODY) -> Drawing:
    """The picture that moves, in the same frame as the stills."""
    return Scene(movement, roles).moving()


def _still(mark: Mark) -> Shape:
    values = [value for (value,) in mark.written()]
    return Shape(mark.kind, mark.css, tuple(zip(mark.names, values, strict=True)))


def _moving(mark: Mark, light: tuple[str, ...], in_order: Callable[[Sequence[str]], Iterable[str]]) -> Shape:
    """One shape through all moments; `in_order` takes what it is in each picture to what is seen in each moment."""
    columns = list(zip(mark.names, mark.written(), strict=True))
    if _is_belly(mark):
        columns.append(("opacity", light))
    attributes = tuple([(name, values[0]) for name, values in columns])
    changes = tuple([(name, ";".join(in_order(values))) for name, values in columns if len(set(values)) > 1])
    return Shape(mark.kind, mark.css, attributes, changes)


def _is_belly(mark: Mark) -> bool:
    return mark.css.startswith("belly")


def _frame(rooms: Sequence[Box]) -> Box:
    """Everything the movement ever shows, on whole units."""
    return Box(
        floor(min([room.left for room in rooms])) - MARGIN,
        floor(min([room.top for room in rooms])) - MARGIN,
        ceil(max([room.right for room in rooms])) + MARGIN,
    )


def _drawn(movement: Movement, bodies: Bodies, quiet: Names, roles: Roles) -> Iterator[Mark]:
    for prop in movement.props:
        if prop.kind != "wall":
            yield from draw_prop(prop, bodies)
    for thing in movement.held:
        yield from draw_held(thing, bodies, "far")
    muscles = bellies(movement, bodies, roles)
    yield from (_from_the_front if movement.rig.view == "front" else _from_the_side)(bodies, quiet, muscles)
    yield _circle("head", bodies, "head", HEAD_RADIUS)
    if "near_knee" in quiet:
        yield _circle("joint", bodies, "near_knee", RING_RADIUS)
    for name in movement.key:
        yield _circle("joint joint--key", bodies, name, ANKLE_RADIUS if name.endswith("ankle") else KEY_RADIUS)
    for thing in movement.held:
        yield from draw_held(thing, bodies, "near")
    for prop in movement.props:
        if prop.kind == "wall":  # no bone goes through it, and what a muscle bulges against it is hidden
            yield from draw_prop(prop, bodies)


def _from_the_side(bodies: Bodies, quiet: Names, muscles: Iterable[Mark]) -> Iterator[Mark]:
    yield _limb("bone bone--far", bodies, FAR_ARM)
    yield _limb("bone bone--far", bodies, FAR_LEG)
    if "far_knee" in quiet:
        yield _circle("joint", bodies, "far_knee", RING_RADIUS)
    yield _limb("bone", bodies, ("upper_back", *NEAR_LEG))
    yield from muscles
    yield _limb("bone", bodies, NEAR_ARM)


def _from_the_front(bodies: Bodies, quiet: Names, muscles: Iterable[Mark]) -> Iterator[Mark]:
    """Both sides are equally near."""
    yield _limb("bone", bodies, NEAR_LEG)
    yield _limb("bone", bodies, FAR_LEG)
    yield _limb("bone", bodies, ("upper_back", "pelvis", "far_hip", "near_hip"))
    yield from muscles
    yield _limb("bone", bodies, (*reversed(FAR_ARM), *NEAR_ARM))
    if "far_knee" in quiet:
        yield _circle("joint", bodies, "far_knee", RING_RADIUS)


def _limb(css: str, bodies: Bodies, names: Names) -> Mark:
    return line(css, [[figure.points[name][:2] for name in names] for figure in bodies], reach=HALF_BONE)


def _circle(css: str, bodies: Bodies, name: str, radius: float) -> Mark:
    return circle(css, [figure.seen(name) for figure in bodies], radius)


def _quiet_rings(movement: Movement, ends: list[Figure]) -> Names:
    """The knees that get a ring though they do not work: one answer for all pictures of a movement."""
    if any(thing.kind == "barbell" for thing in movement.held):
        return ()  # its disc hangs over them
    near = () if _crowded(movement.key, "near_knee", ends) else ("near_knee",)
    return (*near, "far_knee") if _far_ring(movement.key, ends) else near


def _far_ring(key: Names, ends: list[Figure]) -> bool:
    """Only where the knees work, and not where in a still it would look out from under another ring."""
    if "near_knee" not in key or _crowded(key, "far_knee", ends):
        return False
    apart = [_distance(figure, "far_knee", name) for figure in ends for name in key]
    return not any(COVERED < distance < RING_ROOM for distance in apart)


def _crowded(key: Names, knee: str, ends: list[Figure]) -> bool:
    """Whether a working joint is close to the knee in both stills."""
    return all(any(_distance(figure, knee, name) < RING_ROOM for name in key) for figure in ends)


def _distance(figure: Figure, one: str, other: str) -> float:
    a, b = figure[one], figure[other]
    return hypot(a.x - b.x, a.y - b.y)
