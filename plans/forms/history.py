"""How the history is searched, and what a set was in truth."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode

from plans.core.load import grams_of, load_in_units
from plans.core.types import Measure
from plans.core.words import joined
from plans.forms.plan import day_field
from plans.models import SetLog
from plans.models.sessions import AMOUNT, LOAD
from plans.services.correcting import Correction
from plans.services.doing import Part
from plans.services.past import Search, Trained

EARLIEST = date(2015, 1, 1)
_MOST_PAGES = 1000
_BELIEVED = 3  # times what a set asked for, up to which a correction is taken without a question


class Find(forms.Form):
    """What a runner looks for among what was `trained`, up to `today`; a day to come is as good as that."""

    exercise = forms.ChoiceField(
        label="Exercise",
        required=False,
        error_messages={"invalid_choice": "That exercise is not in your history: choose one of the list."},
    )
    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=_MOST_PAGES,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"A page is a whole number from 1 to {_MOST_PAGES}."
        ),
    )

    def __init__(self, data: QueryDict, trained: list[Trained], today: date) -> None:
        super().__init__(_until(today, data))
        self.fields["exercise"].choices = _choices(trained)  # type: ignore[attr-defined]
        self.fields |= {"first": day_field("From", EARLIEST, today), "last": day_field("To", EARLIEST, today)}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("first") and told.get("last") and told["first"] > told["last"]:
            self.add_error("last", "This day is before “From”.")
        return told

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[name] for name in ("exercise", "first", "last")]

    @property
    def search(self) -> Search:
        """Of a form that is valid."""
        told = self.cleaned_data
        return Search(told["exercise"], told["first"], told["last"], told["page"] or 1)

    @property
    def narrows(self) -> bool:
        return any(self.data.get(name) for name in ("exercise", "first", "last"))

    def query(self, page: int) -> str:
        """What follows the question mark of an address that asks the same (valid) question, for another page."""
        asked = {name: self.cleaned_data[name] for name in ("exercise", "first", "last") if self.cleaned_data[name]}
        return urlencode(asked | ({"page": page} if page > 1 else {}))


class Right(forms.Form):
    """What a set of a part was in truth: reps or seconds, each side where they count, the weight where there is one.
    What is far above what was asked is to be said once more with `sure`."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    set = forms.UUIDField(widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, part: Part, log: SetLog, units: str) -> None:
        amount, right = log.done
        grams = log.load_grams
        initial = {"uuid": uuid4(), "set": log.uuid, "amount": amount, "right": right}
        super().__init__(data, initial=initial | ({"weight": Decimal(load_in_units(grams, units))} if grams else {}))
        self.log, self.part, self.units = log, part, units
        unit = "Seconds" if part.version.measure is Measure.HOLD else "Reps"
        self.fields["amount"] = _number(f"{unit}, left" if part.version.one_sided else unit)
        if part.version.one_sided:
            self.fields["right"] = _number(f"{unit}, right")
        if part.version.loaded:
            self.fields["weight"] = _weight(units)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if self._asked and not told.get("sure"):
            self._doubt(told)
        return told

    def _doubt(self, told: dict[str, Any]) -> None:
        """“This set asked for 5 reps, and you say 500 and 400. Change that, or say that it is right.”"""
        sides = zip(("amount", "right"), self.log.done, strict=True)
        far = [name for name, was in sides if (told.get(name) or 0) > max(_BELIEVED * self._asked, was or 0)]
        if far:
            unit = "s" if self.part.version.measure is Measure.HOLD else "rep" if self._asked == 1 else "reps"
            numbers = joined([str(told[name]) for name in far])
            said = f"This set asked for {self._asked} {unit}, and you say {numbers}."
            way_on = "Change that, or say that it is right."
            self.add_error(far[0], forms.ValidationError(f"{said} {way_on}", code="doubted"))

    @property
    def _asked(self) -> int:
        """A side, where sides count by themselves; 0 of a session that was not planned."""
        sets = self.part.row.sets if self.part.row.session.slot is not None else []
        return sets[self.log.number - 1] if self.log.number <= len(sets) else 0

    @property
    def is_doubted(self) -> bool:
        """Whether nothing else is wrong than what `sure` takes."""
        wrong = [error for errors in self.errors.as_data().values() for error in errors]
        return bool(wrong) and all(error.code == "doubted" for error in wrong)

    def clean_weight(self) -> int | None:
        """In grams; what was not touched stays as it was, to the gram."""
        weight = self.cleaned_data["weight"]
        if "weight" not in self.changed_data or weight is None:
            return self.log.load_grams if weight is not None else None
        grams = grams_of(weight, self.units)
        if not LOAD[0] <= grams <= LOAD[1]:
            raise forms.ValidationError(self.fields["weight"].error_messages["invalid"])
        return grams

    @property
    def said(self) -> Correction:
        """Of a form that is valid."""
        told = self.cleaned_data
        grams = told["weight"] if "weight" in self.fields else self.log.load_grams
        return Correction(told["uuid"], told["amount"], told.get("right"), grams)


def _until(today: date, data: QueryDict) -> QueryDict:
    told = data.copy()
    for name in ("first", "last"):
        with suppress(ValueError):  # the field says what is wrong
            told[name] = min(date.fromisoformat(told.get(name, "")), today).isoformat()
    return told


def _choices(trained: list[Trained]) -> list[Any]:
    """All of an exercise, and each of its variations beneath it."""
    choices: list[Any] = [("", "All exercises")]
    for (slug, name), own in groupby(trained, key=lambda each: (each.slug, each.name)):
        variations = [(each.variation, each.variation_name) for each in own if each.variation]
        choices.append((name, [(slug, f"{name}, all variations"), *variations]) if variations else (slug, name))
    return choices


def _number(label: str) -> forms.IntegerField:
    wrong = f"A set is a whole number from {AMOUNT[0]} to {AMOUNT[1]}."
    return forms.IntegerField(
        label=label,
        min_value=AMOUNT[0],
        max_value=AMOUNT[1],
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


def _weight(units: str) -> forms.DecimalField:
    wrong = f"A weight is a number above 0 and up to {load_in_units(LOAD[1], units)} {units}."
    codes = ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits")
    return forms.DecimalField(
        label=f"Weight in {units}",
        required=False,
        min_value=0,
        max_value=2000,
        max_digits=7,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
        error_messages=dict.fromkeys(codes, wrong),
    )
