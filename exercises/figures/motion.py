"""When to look at a movement so that straight lines between what is seen then show all of it.

Units: seconds. A moment holds the solved body. Invariants: the moments rise from 0 to the movement's duration, every
pose is one of them, and the last body is the first.

Between two poses the body is looked at evenly first; then also in between, where its points leave their straight lines
so sharply that a line from look to look would be too far off. Of all these looks those are kept that are needed.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from math import ceil, sqrt
from typing import NamedTuple

from exercises.figures.body import SIDES, Figure, Unreachable, solve
from exercises.figures.movement import Course, Movement, on_the_way, way_back

CLOSE = 1.0  # units that a drawn point may be off its way between two moments
JOINTS = ("knee", "ankle", "ball", "elbow", "hand")  # what moves as one with them need not be watched
LOOKS, REACH = 3, 1.3  # even parts of a way, at least; n of them where a point goes REACH · n² units
WATCHED = ("pelvis", "upper_back", "head", *[f"{side}_{joint}" for side in SIDES for joint in JOINTS])


class Look(NamedTuple):
    """The body at a share of the way between two poses, and x and y of the points that are watched, in turn."""

    share: float
    figure: Figure
    places: Sequence[float]


class Moment(NamedTuple):
    seconds: float
    figure: Figure


def moments(movement: Movement) -> list[Moment]:
    """As few as show the movement. On the way back they are those of the way there, if the pace is the same."""
    named = {pose.name: pose.channels for pose in movement.poses}
    bodies = {name: solve(channels, movement.rig) for name, channels in named.items()}
    found = [Moment(0.0, bodies[movement.poses[0].name])]
    known: dict[Course, list[tuple[float, Figure]]] = {}
    for index, (before, after) in enumerate(pairwise(movement.poses), 1):
        course = movement.course(index)
        if course not in known:
            known[course] = list(_between(movement, index, bodies[before.name], bodies[after.name]))
            known[way_back(course)] = [(1 - share, figure) for share, figure in reversed(known[course])]
        span = after.seconds - before.seconds
        found.extend([Moment(before.seconds + share * span, figure) for share, figure in known[course]])
        found.append(Moment(after.seconds, bodies[after.name]))
    return found


def _between(movement: Movement, index: int, start: Figure, end: Figure) -> list[tuple[float, Figure]]:
    """What to look at from the pose before that index to the pose itself, without both."""
    channels, ways = movement.poses[index - 1].channels, movement.ways(index)
    if not ways:
        return []

    def looks(shares: Iterable[float]) -> list[Look]:
        found = []
        for share in shares:
            with suppress(Unreachable):  # by a hair, between the moments that are checked when a movement is read
                found.append(_look(share, solve({**channels, **on_the_way(ways, share)}, movement.rig)))
        return found

    first, last = _look(0, start), _look(1, end)
    far = max([abs(one - other) for one, other in zip(first.places, last.places, strict=True)])
    count = max(LOOKS, ceil(sqrt(far / REACH)))
    even = [first, *looks([step / count for step in range(1, count)]), last]
    return [(look.share, look.figure) for look in _needed(sorted([*even, *looks(_more(even))]))]


def _look(share: float, figure: Figure) -> Look:
    return Look(share, figure, [place for name in WATCHED for place in figure.points[name][:2]])


def _more(looks: Sequence[Look]) -> Iterator[float]:
    """The shares in between at which to look as well: a line over a share s is off by up to sharpness · s² / 8."""
    inner = [_sharpness(*near) for near in zip(looks, looks[1:], looks[2:], strict=False)]
    if not inner:
        return
    first, last = (
        max(near[0], 2 * near[0] - near[-1]) for near in (inner[:2], inner[:-3:-1])
    )  # carried on to the ends
    for (before, after), sharp in zip(pairwise(looks), pairwise([first, *inner, last]), strict=True):
        span = after.share - before.share
        lines = ceil(span * sqrt(max(sharp) / 8 / CLOSE))
        yield from [before.share + span * line / lines for line in range(1, lines)]


def _sharpness(before: Look, here: Look, after: Look) -> float:
    """The second derivative of the place that bends most."""
    places = zip(before.places, here.places, after.places, strict=True)
    return max([abs(was - 2 * now + then) for was, now, then in places]) / ((after.share - before.share) / 2) ** 2


def _needed(looks: Sequence[Look]) -> list[Look]:
    """Those between both ends that are needed: each as far from the one before as may be."""
    found, last = [], 0
    for index in range(2, len(looks)):
        if not all(_is_near(looks[last], looks[index], look) for look in looks[last + 1 : index]):
            last = index - 1
            found.append(looks[last])
    return found


def _is_near(before: Look, after: Look, look: Look) -> bool:
    """Whether the straight line between the outer two is close to what is seen there."""
    part = (look.share - before.share) / (after.share - before.share)
    places = zip(before.places, after.places, look.places, strict=True)
    return max([abs(was + part * (then - was) - now) for was, then, now in places]) <= CLOSE
