"""The form of a movement: a number for every joint of every pose, and every refusal at its field."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from exercises.admin import figure_fields as fields
from exercises.admin import figure_words as words
from exercises.admin.figure_data import ENDS, MOST, field_name, has_more, rows
from exercises.figures.body import CHANNELS, GOALS
from exercises.figures.movement import Movement
from exercises.figures.reading import HELD, PROPS, MovementError, WrongTimes, parse
from exercises.figures.sheet import END, FIXED, START, Line, Sheet, Values

TOO_MANY = (
    f"A figure takes at most {MOST['pose']} poses, {MOST['beat']} times, {MOST['prop']} things around it and "
    f"{MOST['held']} in the hands here; what came after them is left out."
)
BETWEEN = re.compile(r"at ([0-9.]+) s\.(\w+)")


@dataclass(frozen=True, slots=True)
class Row:
    """A channel in all poses, or one time, or one thing."""

    label: str
    unit: str
    cells: list[Any]
    key: str = ""


class MovementForm(forms.Form):
    """Always bound: what it shows at first is what a browser would send for the movement as it is.

    When it is valid, `sheet` holds what was typed and `movement` can be drawn; its poses have the keys of the form.
    """

    data: QueryDict
    sheet: Sheet
    movement: Movement | None = None

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="id_%s")
        self.poses, self.beats = rows(data, "pose"), rows(data, "beat")
        self.things = {kind: rows(data, kind) for kind in ("prop", "held")}
        self.fields["view"] = fields.OneOf("Seen", list(words.VIEWS.items()), label="Seen")
        self.fields["anchor"] = fields.OneOf("Carried by", list(words.ANCHORS.items()), label="Carried by")
        self.fields["key"] = fields.working_field(data.getlist("key"))
        self._add_rows()
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"why-{name}"

    def _add_rows(self) -> None:
        for pose in self.poses:
            if pose not in FIXED:
                self.fields[field_name(pose, "name")] = fields.name_field()
            for channel in CHANNELS:
                self._add(pose, channel, fields.channel_field(channel, self.pose_name(pose)))
        named = [(pose, self.pose_name(pose)) for pose in self.poses]
        for place, beat in enumerate(self.beats, 1):
            self._add(beat, "seconds", fields.seconds_field(place))
            self._add(beat, "pose", fields.beat_pose_field(place, named))
        for kind, keys in self.things.items():
            for key in keys:
                for name, field in fields.thing_fields(kind, self._typed(key, "kind")).items():
                    self._add(key, name, field)

    def _add(self, key: str, name: str, field: forms.Field) -> None:
        self.fields[field_name(key, name)] = field

    def _typed(self, key: str, name: str) -> str:
        return str(self.data.get(field_name(key, name), ""))

    def pose_name(self, pose: str) -> str:
        """As it is typed."""
        return pose.capitalize() if pose in FIXED else self._typed(pose, "name")

    # --- what the page shows

    @property
    def settings(self) -> list[Any]:
        return [self["view"], self["anchor"]]

    @property
    def groups(self) -> dict[str, list[Row]]:
        return {group: [self._row(channel) for channel in channels] for group, channels in words.GROUPS.items()}

    def _row(self, channel: str) -> Row:
        cells = [self[field_name(pose, channel)] for pose in self.poses]
        rest = "" if "." in channel else "0"
        cells[0].field.widget.attrs["placeholder"] = rest
        for cell in cells[1:]:
            cell.field.widget.attrs["placeholder"] = self._typed(START, channel) or rest
        for cell in cells:
            cell.field.widget.attrs["aria-label"] = cell.field.label
        return Row(words.CHANNEL_WORDS[channel], words.unit_of(channel).strip(), cells)

    @property
    def columns(self) -> list[tuple[str, str, Any]]:
        """Of each pose its key, its name, and the field to change that."""
        names = {pose: None if pose in FIXED else self[field_name(pose, "name")] for pose in self.poses}
        return [(pose, self.pose_name(pose), field) for pose, field in names.items()]

    @property
    def times(self) -> list[Row]:
        cells = ((beat, [self[field_name(beat, name)] for name in ("seconds", "pose")]) for beat in self.beats)
        return [Row(f"Time {place}", "s", found, beat) for place, (beat, found) in enumerate(cells, 1)]

    @property
    def props(self) -> list[Row]:
        return self._things("prop")

    @property
    def held(self) -> list[Row]:
        return self._things("held")

    def _things(self, kind: str) -> list[Row]:
        found = []
        for key in self.things[kind]:
            chosen = self._typed(key, "kind")
            cells = [self[field_name(key, name)] for name in fields.thing_fields(kind, chosen)]
            found.append(Row(words.THINGS.get(chosen, chosen), "", cells, key))
        return found

    @property
    def offered(self) -> dict[str, list[tuple[str, str]]]:
        """What can be added to what stands around, and to what is held."""
        kinds = {"prop": PROPS, "held": HELD}
        full = {kind for kind, keys in self.things.items() if len(keys) >= MOST[kind]}
        return {kind: [(name, words.THINGS[name]) for name in kinds[kind] if kind not in full] for kind in kinds}

    @property
    def has_room(self) -> dict[str, bool]:
        return {"pose": len(self.poses) < MOST["pose"], "beat": len(self.beats) < MOST["beat"]}

    @property
    def idle(self) -> list[str]:
        """The names of poses that no time shows."""
        shown = {self._typed(beat, "pose") for beat in self.beats}
        return [self.pose_name(pose) for pose in self.poses if pose not in shown]

    # --- what is typed, checked

    def clean(self) -> dict[str, Any]:
        if has_more(self.data):
            self.add_error(None, TOO_MANY)
        self._check_names()
        self._check_goals()
        if not self.errors:
            self.sheet = self._sheet()
            try:
                self.movement = parse(self.sheet.data)
            except MovementError as error:
                self.add_error(*self._refusal(error))
        return self.cleaned_data

    def _check_names(self) -> None:
        taken = set(FIXED)
        for pose in self.poses:
            name = self._stated(pose, "name")
            if name is not None and str(name).lower() in taken:
                self.add_error(
                    field_name(pose, "name"), f"“{name}” is the name of another pose; choose one of its own."
                )
            taken.add(str(name).lower())

    def _check_goals(self) -> None:
        anchor = self.cleaned_data.get("anchor")
        for goal in GOALS:
            at_start = self._stated(START, f"{goal}.x") is not None
            where, name = field_name(START, f"{goal}.x"), words.point_words(goal)
            if goal == anchor and not at_start and where not in self.errors:
                span = words.span(CHANNELS[f"{goal}.x"], words.UNITS)
                self.add_error(where, f"{name}: the body is carried by it, so it needs a place in the start; {span}.")
            for pose in self.poses:
                self._check_goal(pose, goal, at_start=at_start)

    def _check_goal(self, pose: str, goal: str, *, at_start: bool) -> None:
        stated = [part for part in GOALS[goal] if self._stated(pose, f"{goal}.{part}") is not None]
        where, name = field_name(START, f"{goal}.x"), words.point_words(goal)
        if stated and not at_start and where not in self.errors:
            span = words.span(CHANNELS[f"{goal}.x"], words.UNITS)
            self.add_error(where, f"{name}: it has a place in {self.pose_name(pose)}, so it needs one here; {span}.")

    def _stated(self, key: str, name: str) -> Any:
        return self.cleaned_data.get(field_name(key, name))

    def _sheet(self) -> Sheet:
        return Sheet(
            poses={pose: self._values(pose, CHANNELS) for pose in self.poses},
            beats=tuple((self._stated(beat, "seconds"), self._stated(beat, "pose")) for beat in self.beats),
            view=self.cleaned_data["view"],
            anchor=self.cleaned_data["anchor"],
            key=tuple(self.cleaned_data["key"]),
            props=tuple(self._line(key, PROPS) for key in self.things["prop"]),
            held=tuple(self._line(key, HELD) for key in self.things["held"]),
        )

    def _values(self, key: str, names: Any) -> Values:
        found = {name: self._stated(key, name) for name in names}
        return {name: value for name, value in found.items() if value is not None}

    def _line(self, key: str, kinds: Any) -> Line:
        kind = self._stated(key, "kind")
        tied = (self._stated(key, end) for end in ENDS)
        return Line(kind, self._values(key, kinds[kind]), tuple(point for point in tied if point))

    @cached_property
    def named(self) -> Sheet:
        """What was typed, its poses under their own names."""
        names = {pose: self._stated(pose, "name") for pose in self.poses if pose not in FIXED}
        return self.sheet.named({START: START, END: END, **names})

    # --- why it cannot be drawn, at its field

    def _refusal(self, error: MovementError) -> tuple[str | None, str]:
        if between := BETWEEN.fullmatch(error.field):
            return self._refusal_between(float(between[1]), between[2], error)
        place, _, rest = error.field.partition(".")
        if place == "poses" and "." in rest:
            pose, channel = rest.split(".", 1)
            channel, sentence = words.pose_refusal(channel, error)
            return self._at(pose, channel), sentence
        if isinstance(error, WrongTimes):
            return self._refusal_of_times(rest)
        if place == "held" and rest:
            key = self.things["held"][int(rest.split(".")[0])]
            return self._at(
                key, ENDS[0]
            ), "A band: it is tied to two points, or to a knee, or to a point and a fixed place."
        return None, "This cannot be drawn."

    def _refusal_between(self, seconds: float, channel: str, error: MovementError) -> tuple[str | None, str]:
        later = [beat for beat in self.beats if self._stated(beat, "seconds") >= seconds]
        _, sentence = words.pose_refusal(channel, error)
        return self._at(
            (later or self.beats)[0], "seconds"
        ), f"On the way here, at {words.number(seconds)} s: {sentence}"

    def _refusal_of_times(self, place: str) -> tuple[str | None, str]:
        if place:
            index = int(place)
            before = words.number(self._stated(self.beats[index - 1], "seconds"))
            why = f"it comes before {before} s, the time above; it takes more than {before} and at most 60 s."
            return self._at(self.beats[index], "seconds"), f"Time {index + 1}: {why}"
        if len(self.beats) < 2:
            return None, "Times: a movement has two or more; add some."
        if self._stated(self.beats[0], "seconds") != 0:
            return self._at(self.beats[0], "seconds"), "Time 1: a movement begins at 0 s; it takes 0."
        first, last = (self._stated(beat, "pose") for beat in (self.beats[0], self.beats[-1]))
        if first != last:
            why = f"a movement ends where it begins; it takes {self.pose_name(first)}."
            return self._at(self.beats[-1], "pose"), f"Time {len(self.beats)}: {why}"
        return None, "Times: the pictures show Start and End, so each has a time; add it."

    def _at(self, key: str, name: str) -> str | None:
        """The field, if there is one."""
        found = field_name(key, name)
        return found if found in self.fields else None
