from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from plans.core.types import DAY, WEEKDAYS, RunKind, Runner

NOTHING = "nothing"
AT_HOME = ("step", "wall")  # what is taken as given until somebody says otherwise
MINUTES = (10, 15, 20, 30, 45, 60)
USUAL_MINUTES = 30
CYCLE = ("", "easy", "hard", "long")  # what each tap on a day makes of it

STARTS = {
    "3 runs": {"tuesday": "easy", "thursday": "hard", "sunday": "long"},
    "4 runs": {"tuesday": "easy", "thursday": "hard", "saturday": "easy", "sunday": "long"},
    "5 runs": {"monday": "easy", "tuesday": "hard", "thursday": "easy", "friday": "easy", "sunday": "long"},
    "6 runs": dict(zip(WEEKDAYS, ("easy", "hard", "easy", "hard", "", "easy", "long"), strict=True)),
}


class TypicalWeek(forms.Form):
    """A week as somebody without an account tells it; the address of the landing page carries it.

    One field a weekday, named as the day. `equipment` are names by slug. `tap` is the day that was tapped last.
    """

    have = forms.MultipleChoiceField(
        label="What I have",
        required=False,
        error_messages={"invalid_choice": "“%(value).40s” is not equipment that we know; choose from the list."},
    )
    minutes = forms.TypedChoiceField(
        label="Minutes a session, at most",
        choices=[(minutes, str(minutes)) for minutes in MINUTES],
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "A session may take 10, 15, 20, 30, 45 or 60 minutes, not “%(value).40s”."},
    )
    after_easy = forms.BooleanField(label="Strength may follow an easy run", required=False)
    short = forms.MultipleChoiceField(
        choices=[(day, day) for day in WEEKDAYS],
        required=False,
        error_messages={"invalid_choice": "A short session is on a weekday such as monday, not on “%(value).40s”."},
    )
    tap = forms.ChoiceField(
        choices=[(day, day) for day in WEEKDAYS],
        required=False,
        error_messages={"invalid_choice": "A day to tap is a weekday such as monday, not “%(value).40s”."},
    )

    def __init__(self, data: QueryDict, equipment: Mapping[str, str]) -> None:
        super().__init__(data)
        self.equipment = equipment
        self.fields["have"].choices = [(NOTHING, ""), *equipment.items()]  # type: ignore[attr-defined]
        for day in WEEKDAYS:
            self.fields[day] = run_on(day)

    def clean_minutes(self) -> int:
        return self.cleaned_data["minutes"] or USUAL_MINUTES

    def clean_have(self) -> list[str]:
        """In the order of the list. Nothing said at all stands for what every home has."""
        said = self.cleaned_data["have"]
        return [slug for slug in self.equipment if slug in (said or AT_HOME)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("tap")
        if day and day in cleaned:
            cleaned[day] = CYCLE[(CYCLE.index(cleaned[day]) + 1) % len(CYCLE)]
        # A short session ends with the day that it was for.
        possible = ("", "easy") if cleaned.get("after_easy") else ("",)
        said = cleaned.get("short", [])
        cleaned["short"] = [day for day in WEEKDAYS if day in said and cleaned.get(day) in possible]
        return cleaned

    @property
    def runs(self) -> dict[str, str]:
        """What is run on each weekday, "" for nothing; what could not be read counts as nothing."""
        return {day: self.cleaned_data.get(day, "") for day in WEEKDAYS}

    @property
    def owned(self) -> Collection[str]:
        """What is ticked: of what could not be read, the rest."""
        if self.is_valid():
            return self.cleaned_data["have"]
        return self.data.getlist("have") or AT_HOME  # type: ignore[attr-defined]

    def address(self, **changed: Any) -> str:
        """That of the landing page with this (valid) week, some of the answers changed."""
        return f"{reverse('plans:landing')}?{self.query(**changed)}".removesuffix("?")

    @property
    def cycle(self) -> str:
        """What each tap on a day makes of it, for the browser: words between spaces, the first one empty."""
        return " ".join(CYCLE)

    def starts(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Weeks to start from: what to call them, and where they are (see `with_runs`)."""
        return ((words, self.with_runs(runs)) for words, runs in STARTS.items())

    def without_runs(self) -> dict[str, str]:
        return self.with_runs({})

    def with_runs(self, runs: Mapping[str, str]) -> dict[str, str]:
        """The address of this week with other runs, and that of the runs alone; of a week that cannot be read, both
        hold the runs alone."""
        days = {day: runs.get(day, "") for day in WEEKDAYS}
        alone = f"{reverse('plans:landing')}?{urlencode({day: run for day, run in days.items() if run})}".removesuffix(
            "?"
        )
        return {"address": self.address(**days) if self.is_valid() else alone, "runs": alone}

    def query(self, **changed: Any) -> str:
        """What follows the question mark of the shortest address that says this (valid) week, with some answers
        changed."""
        told = self.cleaned_data | changed
        said: dict[str, Any] = {day: told[day] for day in WEEKDAYS if told[day]}
        if told["have"] != [slug for slug in self.equipment if slug in AT_HOME]:
            said["have"] = told["have"] or NOTHING
        if told["minutes"] != USUAL_MINUTES:
            said["minutes"] = told["minutes"]
        if told["after_easy"]:
            said["after_easy"] = "on"
        if told["short"]:
            said["short"] = told["short"]
        return urlencode(said, doseq=True)

    def runner(self, joined: date, weeks: int) -> Runner:
        """Somebody with this (valid) week who starts on a date; short sessions are short in each of so many weeks."""
        told = self.cleaned_data
        days = [joined + place * DAY for place in range(7 * weeks)]
        return Runner(
            joined=joined,
            weekly_runs={place: RunKind(run) for place, run in enumerate(self.runs.values()) if run},
            minutes=told["minutes"],
            equipment=frozenset(told["have"]),
            after_easy_runs=told["after_easy"],
            short_dates=frozenset(day for day in days if WEEKDAYS[day.weekday()] in told["short"]),
        )


def run_on(day: str) -> forms.ChoiceField:
    """The field for a weekday’s run."""
    wrong = f"{day.capitalize()}’s run is easy, hard or long, not “%(value).40s”."
    return forms.ChoiceField(
        choices=[(run, run) for run in CYCLE[1:]], required=False, error_messages={"invalid_choice": wrong}
    )
