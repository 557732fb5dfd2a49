"""A movement as a sheet to fill in: every number of every pose by itself. To and from the JSON form of `reading`.

A channel that a pose does not state is not among its values: it is as in the start there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exercises.figures.body import ANCHORS, GOALS, VIEWS
from exercises.figures.reading import channels_of

START, END = FIXED = ("start", "end")
Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Line:
    """Something that stands around or is held: its kind, its measures, and the body points it is tied to."""

    kind: str
    values: Values
    at: tuple[str, ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        tied = {"at": list(self.at)} if self.at else {}
        return {"kind": self.kind, **tied, **{name: short(value) for name, value in self.values.items()}}


@dataclass(frozen=True, slots=True)
class Sheet:
    """`poses` by name, the start first and the end last; `beats` are seconds and the name of a pose."""

    poses: Mapping[str, Values]
    beats: tuple[tuple[float, str], ...]
    view: str = VIEWS[0]
    anchor: str = ANCHORS[0]
    key: tuple[str, ...] = ()
    props: tuple[Line, ...] = ()
    held: tuple[Line, ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        """As JSON values; whether a body could move like that, `reading.parse` says."""
        start = self.poses[START]
        lists = {
            "key": list(self.key),
            "props": [one.data for one in self.props],
            "held": [one.data for one in self.held],
        }
        return {
            "view": self.view,
            "anchor": self.anchor,
            **{name: found for name, found in lists.items() if found},
            "poses": {name: _written(values, start) for name, values in self.poses.items()},
            "beats": [[short(seconds), name] for seconds, name in self.beats],
        }

    def named(self, names: Mapping[str, str]) -> "Sheet":
        """The same with other names for its poses."""
        return Sheet(
            poses={names[name]: values for name, values in self.poses.items()},
            beats=tuple((seconds, names[name]) for seconds, name in self.beats),
            view=self.view,
            anchor=self.anchor,
            key=self.key,
            props=self.props,
            held=self.held,
        )


STANDING = Sheet(
    poses={
        START: channels_of(
            {"trunk": 3, "near_hip": 6, "near_knee": 11, "near_foot": [22, 0], "far_foot": [31, 0]}, START
        ),
        END: {},
    },
    beats=((0, START), (2, END), (4, START)),
)


def sheet_of(data: Mapping[str, Any]) -> Sheet:
    """The sheet of JSON values that `reading.parse` takes."""
    beats = tuple((float(seconds), name) for seconds, name in data["beats"])
    return Sheet(
        poses={name: channels_of(data["poses"][name], name) for name in _in_order(data["poses"], beats)},
        beats=beats,
        view=data.get("view", VIEWS[0]),
        anchor=data.get("anchor", ANCHORS[0]),
        key=tuple(data.get("key", ())),
        props=_lines(data.get("props", ())),
        held=_lines(data.get("held", ())),
    )


def short(value: float) -> float:
    """A whole number without its point."""
    return int(value) if value == int(value) else value


def _in_order(names: Mapping[str, Any], beats: Sequence[tuple[float, str]]) -> list[str]:
    """From the start to the end, in between as they come in time; databases keep no order."""
    between = [*dict.fromkeys(name for _, name in beats), *sorted(names)]
    return [START, *dict.fromkeys(name for name in between if name not in FIXED), END]


def _lines(things: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(
        Line(
            kind=thing["kind"],
            values={name: float(value) for name, value in thing.items() if name not in ("kind", "at")},
            at=tuple(thing.get("at", ())),
        )
        for thing in things
    )


def _written(values: Values, start: Values) -> dict[str, Any]:
    """A pose as it is written: a goal as a list, of which the parts that are not stated are as in the start."""
    written: dict[str, Any] = {name: short(value) for name, value in values.items() if "." not in name}
    for goal, parts in GOALS.items():
        names = [f"{goal}.{part}" for part in parts]
        if any(name in values for name in names):
            written[goal] = [short(values.get(name, start.get(name, 0))) for name in names]
    return written
