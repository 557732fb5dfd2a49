"""The few kinds of shapes a picture is made of, with the room each takes. Units as in `body`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """The room a shape takes; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape with its attributes as text, and its room."""

    kind: str
    css: str
    attributes: tuple[tuple[str, str], ...]
    box: Box


def number(value: float) -> str:
    """One decimal at most, and no minus zero."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def line(css: str, points: Sequence[tuple[float, float]], reach: float = 1.0) -> Mark:
    """An open line through the points, drawn `reach` to both sides."""
    path = "M" + " ".join(f"{number(x)} {number(y)}" for x, y in points)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Box(min(xs) - reach, min(ys) - reach, max(xs) + reach, max(ys) + reach)
    return Mark("path", css, (("d", path),), box)


def outline(css: str, at: tuple[float, float], steps: str, reach: float) -> Mark:
    """A shape given as relative steps from a point; `reach` is its half size around that point."""
    x, y = at
    box = Box(x - reach, y - reach, x + reach, y + reach)
    return Mark("path", css, (("d", f"M{number(x)} {number(y)}{steps}"),), box)


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
