"""The few kinds of shapes a picture is made of, with the room each takes. Units as in `body`."""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

Place = tuple[float, float]
ROUND = 0.3  # of the way between the ends of a crescent: half of what its outside keeps of it


class Box(NamedTuple):
    """The room a shape takes; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float


class Mark(NamedTuple):
    """A shape with its attributes as text, and its room."""

    kind: str
    css: str
    attributes: tuple[tuple[str, str], ...]
    box: Box


def number(value: float) -> str:
    """One decimal at most, and no minus zero."""
    text = f"{value:.1f}"
    if text[-1] != "0":
        return text
    return text[:-2] if text != "-0.0" else "0"


def line(css: str, points: Sequence[Place], reach: float = 1.0) -> Mark:
    """An open line through the points, drawn `reach` to both sides."""
    return Mark("path", css, (("d", f"M{_chain(points)}"),), _around(points, reach))


def outline(css: str, at: Place, steps: str, reach: float) -> Mark:
    """A shape given as relative steps from a point; `reach` is its half size around that point."""
    x, y = at
    box = Box(x - reach, y - reach, x + reach, y + reach)
    return Mark("path", css, (("d", f"M{number(x)} {number(y)}{steps}"),), box)


def bow(css: str, ends: tuple[Place, Place], top: Place, reach: float) -> Mark:
    """A closed shape between a straight side and one that swings through `top`; `reach` is that of its edge."""
    start, end = ends
    path = f"M{_chain((start,))}Q{_chain((_pull(start, top, end), end))}z"
    return Mark("path", css, (("d", path),), _around((start, top, end), reach))


def crescent(css: str, ends: tuple[Place, Place], top: Place, corner: Place, reach: float) -> Mark:
    """A closed shape around a corner, round on the outside where it swings through `top`."""
    start, end = ends
    x, y = ((4 * top[index] - (start[index] + end[index]) / 2) / 3 for index in (0, 1))
    broad = ROUND * (start[0] - end[0]), ROUND * (start[1] - end[1])
    handles = (x + broad[0], y + broad[1]), (x - broad[0], y - broad[1])
    path = f"M{_chain((start,))}C{_chain((*handles, end))}L{_chain((corner,))}z"
    return Mark("path", css, (("d", path),), _around((start, *handles, end), reach))


def lens(css: str, ends: tuple[Place, Place], tops: tuple[Place, Place], reach: float) -> Mark:
    """A closed shape with two pointed ends and two sides that swing through a point each."""
    start, end = ends
    path = f"M{_chain((start,))}Q{_chain((_pull(start, tops[0], end), end, _pull(start, tops[1], end), start))}z"
    return Mark("path", css, (("d", path),), _around((*ends, *tops), reach))


def _pull(start: Place, top: Place, end: Place) -> Place:
    """Where the handle of a curve stands that swings through `top` half way."""
    return 2 * top[0] - (start[0] + end[0]) / 2, 2 * top[1] - (start[1] + end[1]) / 2


def _chain(points: Sequence[Place]) -> str:
    """All at once what `number` says of each."""
    text = ("{:.1f} {:.1f} " * len(points)).format(*chain.from_iterable(points))
    return text.replace(".0 ", " ").replace("-0 ", "0 ").rstrip()


def _around(points: Sequence[Place], reach: float) -> Box:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return Box(min(xs) - reach, min(ys) - reach, max(xs) + reach, max(ys) + reach)


def circle(css: str, middle: Sequence[float], radius: float) -> Mark:
    """A circle; the ring's stroke may reach 2.5 beyond the radius."""
    x, y = middle[0], middle[1]
    reach = radius + 2.5
    attributes = (("cx", number(x)), ("cy", number(y)), ("r", number(radius)))
    return Mark("circle", css, attributes, Box(x - reach, y - reach, x + reach, y + reach))


def rect(css: str, left: float, top: float, width: float, height: float) -> Mark:
    """A rectangle, square as strength is."""
    names = ("x", "y", "width", "height")
    attributes = tuple(zip(names, map(number, (left, top, width, height)), strict=True))
    return Mark("rect", css, attributes, Box(left, top, left + width, top + height))
