"""What can be asked for on the plan, one form for all of it: each wish takes a few of its fields."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict

from plans.core import asking
from plans.core.changes import offered
from plans.core.plan import Offer
from plans.core.types import DAY, Refused, RunKind, Runner, because
from plans.core.wording import RUN_NAMES
from plans.services.standing import Standing

AHEAD = timedelta(days=731)  # how far dates may lie ahead: two years
ILL_SINCE = timedelta(days=60)  # how long ago an illness may have begun
_SHOWN = timedelta(days=42)  # how far off a day can be that the plan may show
NO_RUN = "none"
RUNS = {NO_RUN: None, **{str(kind): kind for kind in RunKind}}
ABSENCES = {"away": "Away", "ill": "Ill, above the neck", "ill-below": "Ill, below the neck"}
OFFERS = ("rest_day", "after_easy_run", "ten_minutes")
SHEETS = ("race", "away", "move")

Wish = Callable[[Standing, Mapping[str, Any]], Runner]


def _run(now: Standing, told: Mapping[str, Any]) -> Runner:
    return asking.run_on(now.present.runner, told["day"], RUNS[told["kind"]])


def _as_usual(now: Standing, told: Mapping[str, Any]) -> Runner:
    runner = now.present.runner
    return asking.run_on(runner, told["day"], runner.weekly_runs.get(told["day"].weekday()))


def _move(now: Standing, told: Mapping[str, Any]) -> Runner:
    """Raises Refused with what `places` says against it."""
    places = asking.places(now.present, now.today, told["day"])
    if not places:
        raise Refused(because("no_session", date=told["day"]))
    against = places.get(told["to"], because("other_week"))
    if against:
        raise Refused(against)
    return asking.moved(now.present.runner, told["day"], told["to"])


def _away(now: Standing, told: Mapping[str, Any]) -> Runner:
    runner, first, last = now.present.runner, told["day"], told["last"]
    if told["kind"] == "away":
        return asking.away(runner, first, last, today=now.today)
    return asking.ill(runner, first, last, below=told["kind"] == "ill-below", today=now.today)


def _back(now: Standing, told: Mapping[str, Any]) -> Runner:
    return asking.back(now.present.runner, told["day"], told["last"])


def _offer(now: Standing, told: Mapping[str, Any]) -> Runner:
    return offered(now.present.runner, Offer(told["code"], told["day"]))


def _after_easy(allowed: bool) -> Wish:
    return lambda now, _told: replace(now.present.runner, after_easy_runs=allowed)


def _on_day(ask: Callable[[Runner, date], Runner]) -> Wish:
    return lambda now, told: ask(now.present.runner, told["day"])


# What can be done, and the fields that it takes.
WISHES: Mapping[str, tuple[Wish, tuple[str, ...]]] = {
    "run": (_run, ("day", "kind")),
    "usual": (_as_usual, ("day",)),
    "instead": (_on_day(asking.ran_instead), ("day",)),
    "move": (_move, ("day", "to")),
    "pin": (_on_day(asking.pinned), ("day",)),
    "unpin": (_on_day(asking.unpinned), ("day",)),
    "skip": (_on_day(asking.skipped), ("day",)),
    "unskip": (_on_day(asking.unskipped), ("day",)),
    "shorten": (_on_day(asking.shortened), ("day",)),
    "lengthen": (_on_day(asking.lengthened), ("day",)),
    "away": (_away, ("day", "last", "kind")),
    "back": (_back, ("day", "last")),
    "offer": (_offer, ("code", "day")),
    "after_easy": (_after_easy(allowed=True), ()),
    "not_after_easy": (_after_easy(allowed=False), ()),
}
SAID = {
    "run": "{run} on {day}.",
    "usual": "{day} is as in your usual week.",
    "instead": "A run on {day}, not strength.",
    "move": "",
    "pin": "{day} stays.",
    "unpin": "{day} may move.",
    "skip": "No strength on {day}.",
    "unskip": "Strength may be on {day} again.",
    "shorten": "Ten minutes on {day}.",
    "lengthen": "The full session on {day}.",
    "away": "{away} from {day} to {last}.",
    "back": "Back from {day} on.",
    "offer": "",
    "after_easy": "Strength may follow easy runs.",
    "not_after_easy": "No strength on days with a run.",
}
_OF_PAST_DAYS = ("run", "usual", "instead", "away")  # what also makes sense for days that have passed

_MISSING = {"day": "Please choose a day.", "to": "Please choose a day to move to.", "last": "Please choose a last day."}
_LABELS = {"race": "Day of the race", "away": "First day"}  # of `day`, by sheet


class Change(forms.Form):
    """One wish: `do` says which, `WISHES` what it takes. `ask` is the sheet it was typed into, if any.

    Dates lie between the first day of this week (for an illness, sixty days ago) and two years ahead.
    """

    do = forms.ChoiceField(
        choices=[(name, name) for name in WISHES],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "The plan cannot do what was asked for."),
    )
    day = forms.DateField(required=False)
    to = forms.DateField(required=False)
    last = forms.DateField(required=False)
    kind = forms.CharField(required=False, max_length=10)
    code = forms.CharField(required=False, max_length=20)
    ask = forms.ChoiceField(choices=[(name, name) for name in SHEETS], required=False)

    def __init__(self, data: QueryDict | None, now: Standing, sheet: str = "") -> None:
        super().__init__(data)
        self.now = now
        since = now.plan.first_day - (ILL_SINCE if sheet == "away" else 0 * DAY)
        for name, label in {"day": _LABELS.get(sheet, "Day"), "to": "To", "last": "Last day"}.items():
            self.fields[name] = day_field(label, since, now.today + AHEAD)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for name in WISHES.get(told.get("do", ""), (None, ()))[1]:
            if name not in self.errors:
                self._check(name, told)
        if not self.errors and told.get("day") and told["day"] < self.now.today and told["do"] not in _OF_PAST_DAYS:
            self.add_error("day", "That day has passed.")
        return told

    def _check(self, name: str, told: Mapping[str, Any]) -> None:
        kinds = ABSENCES if told["do"] == "away" else RUNS
        if name in _MISSING and not told[name]:
            self.add_error(name, _MISSING[name])
        elif name == "kind" and told["kind"] not in kinds:
            self.add_error(name, "Please choose what it is from the list.")
        elif name == "code" and told["code"] not in OFFERS:
            self.add_error(name, "There is no such offer.")
        elif name == "last" and told.get("day") and told["last"] < told["day"]:
            self.add_error(name, "The last day lies before the first.")

    absences = tuple(ABSENCES.items())

    def ask_for(self, now: Standing) -> Runner:
        """What the runner tells from now on. Raises Refused."""
        wish, _ = WISHES[self.cleaned_data["do"]]
        return wish(now, self.cleaned_data)

    @property
    def sheet(self) -> str:
        """The sheet that it was typed into, "" for none, however wrong the rest is."""
        return self.cleaned_data.get("ask", "")

    @property
    def shows(self) -> date | None:
        """The day to open once it is done."""
        return self.cleaned_data["to"] if self.cleaned_data["do"] == "move" else self.cleaned_data["day"]

    @property
    def said(self) -> str:
        """What was asked for, in a few words; "" where what moves says it."""
        told = self.cleaned_data
        return said(told["do"], told["day"], told["last"], told["kind"])

    @property
    def why_not(self) -> str:
        """What is wrong, as one sentence."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


def said(do: str, day: date | None, last: date | None, kind: str) -> str:
    """A wish in a few words; "" where what moves says it."""
    run = RUN_NAMES[RunKind(kind)] if kind in {*RunKind} else "no run"
    return SAID[do].format(day=_in_words(day), last=_in_words(last), run=run.capitalize(), away=ABSENCES.get(kind, ""))


def day_of(text: str, today: date) -> date | None:
    """A date in an address; None where it is none, or too far off for the plan to show."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if abs(day - today) < _SHOWN else None


def _in_words(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B}" if day else ""


def day_field(label: str, first: date, last: date) -> forms.DateField:
    """A day that may be left out, both ends included."""
    between = f"Please choose a day from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}."
    field = forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Please give the day as a date, such as 2026-11-27."},
        validators=[MinValueValidator(first, between), MaxValueValidator(last, between)],
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "min": first.isoformat(), "max": last.isoformat()}
        ),
    )
    field.widget.is_required = False
    return field
