"""The fields of the form of a movement: each says what it takes when it refuses."""

import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from exercises.admin import figure_words as words
from exercises.admin.figure_data import ENDS
from exercises.figures.body import CHANNELS, JOINTS, SIDES, Range
from exercises.figures.reading import HELD, POINTS, PROPS

SECONDS = Range(0, 60)


class NumberField(forms.FloatField):
    """`subject` begins its refusals, such as “Near knee”; `joint` is the one that it bends, if it does."""

    def __init__(self, subject: str, allowed: Range, unit: str, joint: str = "", **options: Any) -> None:
        self.subject, self.allowed, self.unit, self.joint = subject, allowed, unit, joint
        super().__init__(min_value=allowed.low, max_value=allowed.high, step_size=None, **options)
        self.validators = []  # it says it in its own words

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        low, high = (f"{bound:g}" for bound in self.allowed)
        return {"min": low, "max": high, "step": "any"}

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value)
        except ValidationError:
            found = math.nan
        if found is not None and not math.isfinite(found):
            raise self._refused(f"“{value}” is no number")
        return found

    def validate(self, value: float | None) -> None:
        if value is None:
            if self.required:
                raise self._refused("there is no number here")
        elif not self.allowed.holds(value):
            raise ValidationError(words.too_far(self.subject, value, self.allowed, self.unit, self.joint))

    def _refused(self, why: str) -> ValidationError:
        return ValidationError(f"{self.subject}: {why}; {words.span(self.allowed, self.unit)}.")


class OneOf(forms.ChoiceField):
    """Names what it takes when it refuses."""

    def __init__(self, subject: str, choices: list[tuple[str, str]], **options: Any) -> None:
        self.subject, self.names = subject, dict(choices)
        super().__init__(choices=choices, **options)

    def validate(self, value: Any) -> None:
        if value not in self.names or (self.required and not value):
            takes = ", ".join(label for key, label in self.names.items() if key)
            raise ValidationError(f"{self.subject}: “{value}” is not known; it takes {takes}.")


def channel_field(channel: str, pose: str) -> NumberField:
    """`pose` is what the column is called."""
    joint = words.joint_of(channel)
    field = NumberField(words.subject_of(channel), CHANNELS[channel], words.unit_of(channel), joint, required=False)
    field.label = f"{words.CHANNEL_WORDS[channel]}: {pose}"
    return field


def name_field() -> forms.CharField:
    field = forms.CharField(label="Name of the pose", max_length=20)
    field.error_messages["required"] = "A pose has a name, such as “knees”."
    return field


def seconds_field(place: int) -> NumberField:
    return NumberField(f"Time {place}", SECONDS, words.SECONDS, label=f"Time {place}, in seconds")


def beat_pose_field(place: int, poses: list[tuple[str, str]]) -> OneOf:
    return OneOf(f"Time {place}", poses, label=f"Pose at time {place}")


def working_field(stated: list[str]) -> forms.MultipleChoiceField:
    """The joints, and whatever else is stated already."""
    joints = [f"{side}_{joint}" for side in SIDES for joint in JOINTS]
    points = [*joints, *(point for point in dict.fromkeys(stated) if point in POINTS and point not in joints)]
    return forms.MultipleChoiceField(
        label="Working joints",
        required=False,
        choices=[(point, words.point_words(point)) for point in points],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Working joints: “%(value)s” is not known; choose among the joints."},
    )


def thing_fields(kind: str, chosen: str) -> dict[str, forms.Field]:
    """The fields of one thing; `chosen` is what it is, known or not."""
    kinds = PROPS if kind == "prop" else HELD
    subject = "What stands around" if kind == "prop" else "What is held"
    known = [(name, words.THINGS[name]) for name in kinds]
    fields: dict[str, forms.Field] = {"kind": OneOf(subject, known, widget=forms.HiddenInput)}
    if chosen == "band":
        fields |= dict(zip(ENDS, _band_ends(), strict=True))
    for name, allowed in kinds.get(chosen, {}).items():
        label = words.thing_measure(chosen, name)
        unit = words.DEGREES if name == "slope" else words.UNITS
        subject = f"{words.THINGS[chosen]}, {label}"
        fields[name] = NumberField(subject, allowed, unit, label=label, required=kind == "prop")
    return fields


def _band_ends() -> tuple[OneOf, OneOf]:
    points = [(point, words.point_words(point)) for point in sorted(POINTS)]
    return (
        OneOf("A band", points, label="tied to"),
        OneOf("A band", [("", "nothing else"), *points], label="and to", required=False),
    )
