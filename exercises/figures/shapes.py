"""The few kinds of shapes pictures are made of. A shape goes through a row of pictures, and is written in all at once.

Units as in `body`.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

Place = tuple[float, float]
Numbers = tuple[float, ...]
ROUND = 0.3  # of the way between the ends of a crescent: half of what its outside keeps of it


class Box(NamedTuple):
    """The room above the floor that something takes; y grows downwards."""

    left: float
    top: float
    right: float


class Mark(NamedTuple):
    """A shape in a row of pictures: for each its numbers, or once those that are the same in all.

    `form` has room for the numbers of a picture, its attributes parted by bars. The shape takes the room of its
    `corners`, x and y in turn, and `reach` around them.
    """

    kind: str
    css: str
    names: tuple[str, ...]
    form: str
    numbers: Sequence[Numbers]
    corners: Sequence[Numbers]
    reach: float

    def written(self) -> list[tuple[str, ...]]:
        """Each attribute with its values in all pictures."""
        forms = "\n".join([self.form] * len(self.numbers))
        text = _short(forms % tuple(chain.from_iterable(self.numbers)))
        return list(zip(*[values.split("|") for values in text.split("\n")], strict=True))

    def room(self) -> Box:
        corners = list(chain.from_iterable(self.corners))
        xs, ys = corners[::2], corners[1::2]
        return Box(min(xs) - self.reach, min(ys) - self.reach, max(xs) + self.reach)


def number(value: float) -> str:
    """One decimal at most, and no minus zero."""
    return _short(f"{value:.1f}")


def _short(text: str) -> str:
    """What `number` says, for a text in which every number has one decimal."""
    return text.replace("-0.0", "0").replace(".0", "")


def line(css: str, pictures: Sequence[Sequence[Place]], reach: float = 1.0) -> Mark:
    """An open line through the points, drawn `reach` to both sides."""
    numbers = [tuple(chain.from_iterable(points)) for points in pictures]
    form = "M%.1f %.1f" + " %.1f %.1f" * (len(pictures[0]) - 1)
    return Mark("path", css, ("d",), form, numbers, numbers, reach)


def outline(css: str, places: Sequence[Place], steps: str, reach: float) -> Mark:
    """A shape given as relative steps from a point; `reach` is its half size around that point."""
    return Mark("path", css, ("d",), f"M%.1f %.1f{steps}", places, places, reach)


class Swing(NamedTuple):
    """One side of a closed shape: from start to end, through `top` half way."""

    start: Place
    top: Place
    end: Place

    @property
    def pull(self) -> Place:
        """Where the handle of that curve stands."""
        (x1, y1), (x, y), (x2, y2) = self
        return 2 * x - (x1 + x2) / 2, 2 * y - (y1 + y2) / 2


def bow(css: str, sides: Sequence[Swing], reach: float) -> Mark:
    """A closed shape between a straight side and one that swings; `reach` is that of its edge."""
    numbers = [(*side.start, *side.pull, *side.end) for side in sides]
    corners = [(*side.start, *side.top, *side.end) for side in sides]
    return Mark("path", css, ("d",), "M%.1f %.1fQ%.1f %.1f %.1f %.1fz", numbers, corners, reach)


def crescent(css: str, sides: Sequence[Swing], hollows: Sequence[Place], reach: float) -> Mark:
    """A closed shape around a corner, its hollow, and round on the outside."""
    outsides = [_round(side) for side in sides]
    numbers = [(*outside, *hollow) for outside, hollow in zip(outsides, hollows, strict=True)]
    form = "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fL%.1f %.1fz"
    return Mark("path", css, ("d",), form, numbers, outsides, reach)


def _round(side: Swing) -> Numbers:
    """With two handles, which keep some of the way between its ends."""
    (x1, y1), (x, y), (x2, y2) = side
    x, y = (4 * x - (x1 + x2) / 2) / 3, (4 * y - (y1 + y2) / 2) / 3
    broad, high = ROUND * (x1 - x2), ROUND * (y1 - y2)
    return x1, y1, x + broad, y + high, x - broad, y - high, x2, y2


def lens(css: str, sides: Sequence[Sequence[Swing]], reach: float) -> Mark:
    """A closed shape with two pointed ends: there on one side, and back on the other."""
    numbers = [(*one.start, *one.pull, *one.end, *other.pull, *one.start) for one, other in sides]
    corners = [(*one.start, *one.top, *one.end, *other.top) for one, other in sides]
    form = "M%.1f %.1fQ%.1f %.1f %.1f %.1f %.1f %.1f %.1f %.1fz"
    return Mark("path", css, ("d",), form, numbers, corners, reach)


def circle(css: str, places: Sequence[Place], radius: float) -> Mark:
    """A circle; the ring's stroke may reach 2.5 beyond the radius."""
    form = f"%.1f|%.1f|{number(radius)}"
    return Mark("circle", css, ("cx", "cy", "r"), form, places, places, radius + 2.5)


def rect(css: str, lefts: Sequence[float], top: float, width: float, height: float) -> Mark:
    """A rectangle, square as strength is."""
    numbers = [(left, top, width, height) for left in lefts]
    corners = [(left, top, left + width, top + height) for left in lefts]
    return Mark("rect", css, ("x", "y", "width", "height"), "%.1f|%.1f|%.1f|%.1f", numbers, corners, 0)
