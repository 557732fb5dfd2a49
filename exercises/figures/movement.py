"""A movement: a few poses with their times, the things around the body, and what lies between the poses.

Units: seconds; angles and lengths as in `body`. Invariants: times rise from 0, the last pose equals the first, so the
movement loops; poses of one name are alike; every pose holds the same channels, all of them inside their range.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from exercises.figures.body import Figure, Rig, solve


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the body is at one moment: a number for each channel of `body.CHANNELS` that the movement uses."""

    name: str
    seconds: float
    channels: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something held or standing around: its kind, its measures, and the body points it hangs on."""

    kind: str
    measures: Mapping[str, float]
    points: tuple[str, ...] = ()


class Way(NamedTuple):
    """A channel between two poses: where it starts, how far it goes, and how fast it leaves and lands, as what it would
    go at that pace."""

    name: str
    start: float
    way: float
    leaves: float
    lands: float


# What decides how the body goes from one pose to another: the names of both, and of those beyond that it glides from or
# to, each with its time as a share of the time between the two.
Course = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """Poses in time around one rig. `key` names the working joints; `props` stand behind, `held` goes with the body."""

    rig: Rig
    poses: tuple[Pose, ...]
    key: tuple[str, ...] = ()
    props: tuple[Thing, ...] = ()
    held: tuple[Thing, ...] = ()

    @property
    def duration(self) -> float:
        """Seconds of one repetition."""
        return self.poses[-1].seconds

    def named(self, name: str) -> Figure:
        """The body in the pose of that name; KeyError if there is none."""
        for pose in self.poses:
            if pose.name == name:
                return solve(pose.channels, self.rig)
        raise KeyError(name)

    def met(self, name: str) -> float:
        """When the pose of that name is met first, in seconds."""
        return next(pose.seconds for pose in self.poses if pose.name == name)

    def at(self, seconds: float) -> Mapping[str, float]:
        """Every channel at a moment, looping: at rest in holds and turning points, gliding through poses on the way."""
        moment = seconds % self.duration
        right = bisect_right([pose.seconds for pose in self.poses], moment)
        start, end = self.poses[right - 1], self.poses[right]
        if start.channels == end.channels or moment == start.seconds:
            return start.channels
        part = (moment - start.seconds) / (end.seconds - start.seconds)
        return {**start.channels, **on_the_way(self.ways(right), part)}

    def ways(self, index: int) -> list[Way]:
        """What every channel that moves does from the pose before that index to the pose itself."""
        start, end = self.poses[index - 1], self.poses[index]
        span = end.seconds - start.seconds
        leaving, landing = (0.0 if self.rests(each) else span for each in (index - 1, index))
        return [
            Way(
                name,
                value,
                end.channels[name] - value,
                leaving and leaving * self._slope(index - 1, name),
                landing and landing * self._slope(index, name),
            )
            for name, value in start.channels.items()
            if end.channels[name] != value
        ]

    def course(self, index: int) -> Course:
        """How the body goes from the pose before that index to the pose itself."""
        start, end = self.poses[index - 1], self.poses[index]
        first, last = (index - 1 if self.rests(index - 1) else index - 2), (index if self.rests(index) else index + 1)
        poses, span = self.poses[first : last + 1], end.seconds - start.seconds
        return tuple([(pose.name, round((pose.seconds - start.seconds) / span, 6)) for pose in poses])

    def rests(self, index: int) -> bool:
        """Whether the body comes to rest in the pose at that index: at the ends, in a hold, or where it turns back."""
        if not 0 < index < len(self.poses) - 1:
            return True
        before, here, after = (pose.name for pose in self.poses[index - 1 : index + 2])
        return before == after or here in (before, after)

    def figure(self, seconds: float) -> Figure:
        """The solved body at a moment, looping."""
        return solve(self.at(seconds), self.rig)

    def _slope(self, index: int, name: str) -> float:
        """Change per second in a pose on the way, so that nothing overshoots (Fritsch and Carlson 1980)."""
        one, two, three = self.poses[index - 1 : index + 2]
        before = (two.channels[name] - one.channels[name]) / (two.seconds - one.seconds)
        after = (three.channels[name] - two.channels[name]) / (three.seconds - two.seconds)
        return 0.0 if before * after <= 0 else 2 * before * after / (before + after)


def way_back(course: Course) -> Course:
    """The same way at the same pace, from its other end."""
    return tuple([(name, round(1 - share, 6)) for name, share in reversed(course)])


def on_the_way(ways: Iterable[Way], part: float) -> Mapping[str, float]:
    """The channels that move at a part of the way between two poses: each on a cubic curve."""
    share, into, out = part**2 * (3 - 2 * part), part * (1 - part) ** 2, -(part**2) * (1 - part)
    return {name: start + way * share + leaves * into + lands * out for name, start, way, leaves, lands in ways}
