"""When to look at a movement so that straight lines between what is seen then show all of it.

Units: seconds. A moment holds the solved body. Invariants: the moments rise from 0 to the movement's duration, every
pose is one of them, and the last body is the first.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from math import ceil, hypot, sqrt
from typing import NamedTuple

from exercises.figures.body import Figure, Unreachable, solve
from exercises.figures.movement import Movement, on_the_way

CLOSE = 0.9  # units that a drawn point may be off its way at the moments that are left out
REACH = 0.42  # the same for what lies between two moments that are looked at


class Moment(NamedTuple):
    seconds: float
    figure: Figure


def moments(movement: Movement) -> list[Moment]:
    """As few as show the movement. On the way back they are those of the way there, if the pace is the same."""
    seen = _Seen(movement)
    found = [Moment(0.0, seen.body(movement.poses[0].channels))]
    for index, (before, after) in enumerate(pairwise(movement.poses), 1):
        way = [found[-1], *seen.phase(index)]
        needed = _needed(way) if before.name < after.name else _needed(way[::-1])[::-1]
        found.extend([*needed, way[-1]])
    return found


class _Seen:
    """The bodies of one movement: one that comes back, as on the way up, is solved once."""

    def __init__(self, movement: Movement) -> None:
        self.movement = movement
        self.known: dict[tuple[float, ...], Figure] = {}

    def body(self, channels: Mapping[str, float]) -> Figure:
        key = tuple([round(value, 6) for value in channels.values()])
        if key not in self.known:
            self.known[key] = solve(channels, self.movement.rig)
        return self.known[key]

    def phase(self, index: int) -> Iterator[Moment]:
        """From the pose before that index, which is left out, to the pose itself."""
        before, after = self.movement.poses[index - 1 : index + 1]
        start, end = self.body(before.channels), self.body(after.channels)
        far = max([_apart(point, end.points[name]) for name, point in start.points.items()])
        count = ceil(sqrt(far * self._bend(index) / REACH))
        ways = self.movement.ways(index)
        for step in range(1, count):
            seconds = before.seconds + (after.seconds - before.seconds) * step / count
            with suppress(Unreachable):  # by a hair, between the moments that are checked when a movement is read
                yield Moment(seconds, self.body(on_the_way(ways, step / count)))
        yield Moment(after.seconds, end)

    def _bend(self, index: int) -> float:
        """How far the middle of a way of length 1 is off the straight line in time, at its sharpest."""
        return 0.75 if self.movement.rests(index - 1) and self.movement.rests(index) else 0.5


def _needed(way: Sequence[Moment]) -> list[Moment]:
    """The moments between both ends that are needed: each as far from the one before as may be."""
    rows = [[value for point in moment.figure.points.values() for value in point[:2]] for moment in way]
    moving = [column for column in zip(*rows, strict=True) if max(column) - min(column) > 1e-9]
    found, last = [], 0
    for index in range(2, len(way)):
        if not _is_straight(way, moving, last, index):
            last = index - 1
            found.append(way[last])
    return found


def _is_straight(way: Sequence[Moment], moving: list[tuple[float, ...]], first: int, last: int) -> bool:
    start, span = way[first].seconds, way[last].seconds - way[first].seconds
    for index in range(first + 1, last):
        part = (way[index].seconds - start) / span
        for column in moving:
            if abs(column[first] + part * (column[last] - column[first]) - column[index]) > CLOSE:
                return False
    return True


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
