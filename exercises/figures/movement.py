"""A movement: a few poses with their times, the things around the body, and what lies between the poses.

Units: seconds; angles and lengths as in `body`. Invariants: times rise from 0, the last pose equals the first, so the
movement loops; every pose holds the same channels, all of them inside their range.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

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

    def at(self, seconds: float) -> Mapping[str, float]:
        """Every channel at a moment, looping: at rest in holds and turning points, gliding through poses on the way."""
        moment = seconds % self.duration
        times = [pose.seconds for pose in self.poses]
        right = next(index for index, time in enumerate(times) if time > moment)
        return {
            name: _blend(times, [pose.channels[name] for pose in self.poses], right, moment)
            for name in self.poses[0].channels
        }

    def figure(self, seconds: float) -> Figure:
        """The solved body at a moment, looping."""
        return solve(self.at(seconds), self.rig)


def _blend(times: list[float], values: list[float], right: int, moment: float) -> float:
    """Monotone cubic interpolation (Fritsch and Carlson 1980): never overshoots; what stays, stays exactly."""
    start, end = values[right - 1], values[right]
    if start == end:
        return start
    span = times[right] - times[right - 1]
    part = (moment - times[right - 1]) / span
    into, out = _slope(times, values, right - 1) * span, _slope(times, values, right) * span
    rest = 1 - part
    return (
        start * (1 + 2 * part) * rest**2 + into * part * rest**2 + end * part**2 * (3 - 2 * part) - out * part**2 * rest
    )


def _slope(times: list[float], values: list[float], index: int) -> float:
    """Change per second at a pose: none at the ends, at a hold and at a turning point."""
    if not 0 < index < len(times) - 1:
        return 0.0
    near = list(pairwise(range(index - 1, index + 2)))
    before, after = ((values[b] - values[a]) / (times[b] - times[a]) for a, b in near)
    return 0.0 if before * after <= 0 else 2 * before * after / (before + after)
