"""Draws props and held things around a row of bodies. Sizes in units of `body`; every prop stands on the floor."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import cos, hypot, radians, sin

from exercises.figures.body import FLOOR, HALF_BONE, Figure
from exercises.figures.movement import Thing
from exercises.figures.shapes import Mark, Place, circle, line, outline, rect

Bodies = Sequence[Figure]
MAT_THICKNESS = 5.0
BENCH_THICKNESS = 11.0
BAR_DISC = 36.0
LYING_BELL = "m-21-12h13v8h16v-8h13v24h-13v-8h-16v8h-13z"
STANDING_BELL = "m-12-21h24v13h-8v16h8v13h-24v-13h8v-16h-8z"


def draw_prop(thing: Thing, bodies: Bodies) -> Iterator[Mark]:
    """The marks of a prop, behind the body."""
    return _PROPS[thing.kind](thing.measures, bodies)


def draw_held(thing: Thing, bodies: Bodies, layer: str) -> Iterator[Mark]:
    """The marks of a held thing that lie in that layer: “far” behind the body, “near” in front of it."""
    return _HELD[thing.kind](thing, bodies, layer)


def _block(size: Mapping[str, float], _: Bodies) -> Iterator[Mark]:
    yield rect("prop", [size["x"]], FLOOR - size["height"], size["width"], size["height"])


def _mat(size: Mapping[str, float], _: Bodies) -> Iterator[Mark]:
    yield rect("prop", [size["x"]], FLOOR - MAT_THICKNESS, size["width"], MAT_THICKNESS)


def _chair(size: Mapping[str, float], _: Bodies) -> Iterator[Mark]:
    left, right, top = size["x"], size["x"] + size["width"], FLOOR - size["height"]
    yield line("prop prop--line", [[(left + 3, top - 62), (left + 3, FLOOR - 3)]], reach=3)
    yield line("prop prop--line", [[(right - 5, top + 6), (right - 5, FLOOR - 3)]], reach=3)
    yield rect("prop", [left], top, size["width"], 9)


def _press(size: Mapping[str, float], bodies: Bodies) -> Iterator[Mark]:
    """A sled on a sloping rail: seat and back rest under the trunk, plate under the soles, weight behind it."""
    slope, rail = radians(size["slope"]), 190.0
    foot = (size["x"], FLOOR - size["height"])
    top = (foot[0] + rail * cos(slope), foot[1] - rail * sin(slope))
    backs = [_beside(figure["pelvis"], figure["upper_back"], HALF_BONE + 5, -1) for figure in bodies]
    frame = [[(seat[0], FLOOR - 3), seat, foot, top, (top[0], FLOOR - 3)] for seat, _ in backs]
    yield line("prop prop--line", frame, reach=4)
    yield line("prop prop--line", [_rest(seat, crown) for seat, crown in backs], reach=4)
    plates = [_plate(figure, size["feet"]) for figure in bodies]
    yield circle("prop", [(x - uy * 24, y + ux * 24) for x, y, ux, uy in plates], 22)
    soles = [[(x - 36 * ux, y - 36 * uy), (x + 36 * ux, y + 36 * uy)] for x, y, ux, uy in plates]
    yield line("prop prop--line", soles, reach=4)


def _rest(seat: Place, crown: Place) -> list[Place]:
    """What one sits on and leans against, up to the head."""
    head = (crown[0] + 0.4 * (crown[0] - seat[0]), crown[1] + 0.4 * (crown[1] - seat[1]))
    return [head, seat, (seat[0] + 34, seat[1] + 2)]


def _plate(figure: Figure, feet: float) -> tuple[float, float, float, float]:
    """The middle of the plate, and its direction; the soles rest `feet` above that middle."""
    (x1, y1), (x2, y2) = _beside(figure["near_heel"], figure["near_ball"], HALF_BONE + 4, 1)
    length = hypot(x2 - x1, y2 - y1)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    return (x1 + x2) / 2 - feet * ux, (y1 + y2) / 2 - feet * uy, ux, uy


def _curl(size: Mapping[str, float], bodies: Bodies) -> Iterator[Mark]:
    """A bench to lie on with handles in front, and a padded roller on the back of the lower legs."""
    left, right, top = size["x"], size["x"] + size["width"], FLOOR - size["height"]
    yield line("prop prop--line", [[(left + 14, top), (left + 14, FLOOR - 3)]], reach=3)
    yield line("prop prop--line", [[(right - 24, top), (right - 24, FLOOR - 3)]], reach=3)
    hands = [figure["near_hand"] for figure in bodies]
    handles = [[(right, top + 6), (hand.x - 4, hand.y + 8), (hand.x + 6, hand.y - 14)] for hand in hands]
    yield line("prop prop--line", handles, reach=3)
    rollers = [_beside(figure["near_knee"], figure["near_ankle"], HALF_BONE + 8, 1)[1] for figure in bodies]
    yield line("prop prop--line", [[(left + 4, top + 8), roller] for roller in rollers], reach=3)
    yield circle("prop", rollers, 10)
    yield rect("prop", [left], top, size["width"], BENCH_THICKNESS)


def _sliders(_: Mapping[str, float], bodies: Bodies) -> Iterator[Mark]:
    for side in ("far", "near"):
        yield rect("prop", [figure[f"{side}_heel"].x - 14 for figure in bodies], FLOOR - 4, 28, 4)


def _beside(
    start: Place | tuple[float, ...], end: Place | tuple[float, ...], off: float, hand: int
) -> tuple[Place, Place]:
    """The line from start to end, moved sideways: `hand` 1 to the right of its way, −1 to the left (y downwards)."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    x, y = -hand * dy / length * off, hand * dx / length * off
    return (start[0] + x, start[1] + y), (end[0] + x, end[1] + y)


def _dumbbells(_: Thing, bodies: Bodies, layer: str) -> Iterator[Mark]:
    css = "held" if layer == "near" else "held held--far"
    yield outline(css, [figure.seen(f"{layer}_hand") for figure in bodies], LYING_BELL, 23)


def _dumbbell(_: Thing, bodies: Bodies, layer: str) -> Iterator[Mark]:
    if layer == "near":
        hands = [figure["near_hand"] for figure in bodies]
        yield outline("held", [(hand.x + 12, hand.y + 4) for hand in hands], STANDING_BELL, 23)


def _kettlebell(_: Thing, bodies: Bodies, layer: str) -> Iterator[Mark]:
    """Held by one side of its handle, in front of the chest."""
    if layer == "near":
        hands = [figure.seen("near_hand") for figure in bodies]
        handles = [[(x + 5, y + 12), (x + 1, y - 2), (x + 23, y - 2), (x + 19, y + 12)] for x, y in hands]
        yield circle("held", [(x + 12, y + 23) for x, y in hands], 18)
        yield line("held held--line", handles, reach=4)


def _barbell(_: Thing, bodies: Bodies, layer: str) -> Iterator[Mark]:
    """Seen from its end: a disc and the bar."""
    if layer == "near":
        hands = [figure.seen("near_hand") for figure in bodies]
        yield circle("held held--disc", hands, BAR_DISC)
        yield circle("held", hands, 8)


def _band(thing: Thing, bodies: Bodies, layer: str) -> Iterator[Mark]:
    if layer == "near":
        ends = [_ends(thing, figure) for figure in bodies]
        yield line("held held--gap", ends, reach=5)
        yield line("held held--band", ends, reach=3)


def _ends(band: Thing, figure: Figure) -> list[Place]:
    """From one point to another, or to a fixed place; at a single knee, around the thigh above it."""
    ends = [figure.seen(name) for name in band.points]
    if "x" in band.measures:
        return [*ends, (band.measures["x"], FLOOR - band.measures["height"])]
    return ends if len(ends) > 1 else _around_thigh(figure, band.points[0])


def _around_thigh(figure: Figure, knee: str) -> list[Place]:
    """A stripe across the thigh, 22 above the knee and as wide as the bone."""
    low, high = figure[knee], figure[knee.replace("knee", "hip")]
    length = hypot(high.x - low.x, high.y - low.y)
    x, y = (high.x - low.x) / length, (high.y - low.y) / length
    across = HALF_BONE + 2
    middle = (low.x + 22 * x, low.y + 22 * y)
    return [(middle[0] - across * y, middle[1] + across * x), (middle[0] + across * y, middle[1] - across * x)]


_PROPS: Mapping[str, Callable[[Mapping[str, float], Bodies], Iterator[Mark]]] = {
    "step": _block,
    "edge": _block,
    "wall": _block,
    "mat": _mat,
    "chair": _chair,
    "press": _press,
    "curl": _curl,
    "sliders": _sliders,
}
_HELD: Mapping[str, Callable[[Thing, Bodies, str], Iterator[Mark]]] = {
    "dumbbells": _dumbbells,
    "dumbbell": _dumbbell,
    "kettlebell": _kettlebell,
    "barbell": _barbell,
    "band": _band,
}
