"""What the setup asks and the settings let one change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from exercises.models import Equipment
from plans.core.types import WEEKDAYS, Level, RunKind
from plans.forms.week import CYCLE, MINUTES, STARTS, run_on
from plans.models import Runner


@dataclass(frozen=True, slots=True)
class Card:
    """A choice in plain words."""

    name: str
    note: str

    def __str__(self) -> str:
        return self.name


SESSIONS = {
    2: Card("Two a week", "What most runners have room for, and what the plan is made for."),
    3: Card("Three a week", "If you run on four days or fewer."),
    1: Card("One to begin with", "Easing in: one in each of the first two weeks, two from the third."),
}
LEVELS = {
    Runner.Level.BEGINNER: Card("New to strength", "Never, or not for years. You begin with the plain exercises."),
    Runner.Level.REGULAR: Card(
        "Now and then", "You know a squat from a lunge. The plain exercises, and a barbell if you have one."
    ),
    Runner.Level.STRONG: Card("Every week", "You begin one step harder, and still with a handful of reps."),
}


class Runs(forms.Form):
    """The usual week, one field a weekday. `tap` is a day that was tapped, `start` a week to start from."""

    tap = forms.ChoiceField(
        choices=[(day, day) for day in WEEKDAYS],
        required=False,
        error_messages={"invalid_choice": "A day to tap is a weekday such as monday, not “%(value).40s”."},
    )
    start = forms.ChoiceField(
        choices=[(name, name) for name in ("none", *STARTS)],
        required=False,
        error_messages={"invalid_choice": "“%(value).40s” is not a week to start from."},
    )

    def __init__(self, data: QueryDict | None, kept: Mapping[int, RunKind]) -> None:
        super().__init__(data)
        self.kept = {day: str(kept.get(place, "")) for place, day in enumerate(WEEKDAYS)}
        for day in WEEKDAYS:
            self.fields[day] = run_on(day)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if start := cleaned.get("start"):
            cleaned |= {day: STARTS.get(start, {}).get(day, "") for day in WEEKDAYS}
        day = cleaned.get("tap")
        if day and day in cleaned:
            cleaned[day] = CYCLE[(CYCLE.index(cleaned[day]) + 1) % len(CYCLE)]
        return cleaned

    @property
    def runs(self) -> dict[str, str]:
        """What is run on each weekday, "" for nothing; what could not be read counts as nothing."""
        if not self.is_bound:
            return self.kept
        self.is_valid()
        return {day: self.cleaned_data.get(day, "") for day in WEEKDAYS}

    @property
    def told(self) -> dict[int, RunKind]:
        return {place: RunKind(run) for place, run in enumerate(self.runs.values()) if run}

    @property
    def goes_on(self) -> bool:
        """Whether a day was tapped, and more may be."""
        return bool(self.cleaned_data["tap"] or self.cleaned_data["start"])

    @property
    def cycle(self) -> str:
        """What each tap on a day makes of it, for the browser: words between spaces, the first one empty."""
        return " ".join(CYCLE)

    @property
    def starts(self) -> list[str]:
        return list(STARTS)


class Owned(forms.Form):
    """What there is to train with. `equipment` are the rows to choose from, `kept` the slugs of what was said."""

    have = forms.MultipleChoiceField(
        label="What I have",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "“%(value).40s” is not equipment that we know; choose from the list."},
    )

    def __init__(self, data: QueryDict | None, equipment: Iterable[Equipment], kept: Iterable[str]) -> None:
        super().__init__(data, initial={"have": list(kept)})
        self.fields["have"].choices = [(thing.slug, thing) for thing in equipment]  # type: ignore[attr-defined]

    @property
    def told(self) -> frozenset[str]:
        return frozenset(self.cleaned_data["have"])


class Training(forms.Form):
    """How somebody trains: level, minutes a session, sessions a week."""

    level = forms.ChoiceField(
        label="How much strength training have you done?",
        choices=list(LEVELS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say how much strength training you have done.",
            "invalid_choice": "A level is one of the three here, not “%(value).40s”.",
        },
    )
    minutes = forms.TypedChoiceField(
        label="Minutes a session, at most",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say how many minutes a session may take.",
            "invalid_choice": "A session may take 10, 15, 20, 30, 45 or 60 minutes, not “%(value).40s”.",
        },
    )
    sessions_per_week = forms.TypedChoiceField(
        label="Sessions",
        coerce=int,
        choices=list(SESSIONS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say how many sessions a week you would like.",
            "invalid_choice": "Sessions are one, two or three a week, not “%(value).40s”.",
        },
    )

    def __init__(self, data: QueryDict | None, row: Runner) -> None:
        kept = {name: getattr(row, name) for name in ("level", "minutes", "sessions_per_week")}
        super().__init__(data, initial=kept)
        # Somebody may have said another number elsewhere; it stays to be chosen.
        self.fields["minutes"].choices = [  # type: ignore[attr-defined]
            (number, str(number)) for number in sorted({*MINUTES, row.minutes})
        ]

    @property
    def told(self) -> dict[str, Any]:
        return self.cleaned_data | {"level": Level(self.cleaned_data["level"])}
