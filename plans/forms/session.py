"""What a tap on a session's page says."""

from django import forms
from django.http import QueryDict

from plans.core.load import grams_of
from plans.models.sessions import AMOUNT, EFFORT, LOAD, PAIN
from plans.services.sets import Said

_LARGEST_KEY = 2**63 - 1


class SetDone(forms.Form):
    """A set that was done, as its button sends it; `right` where sides count by themselves."""

    uuid = forms.UUIDField()
    prescription = forms.IntegerField(min_value=1, max_value=_LARGEST_KEY)
    way = forms.SlugField(max_length=50)
    number = forms.IntegerField(min_value=1, max_value=20)
    amount = forms.IntegerField(min_value=AMOUNT[0], max_value=AMOUNT[1])
    right = forms.IntegerField(min_value=AMOUNT[0], max_value=AMOUNT[1], required=False)

    @property
    def said(self) -> Said:
        """Of a form that is valid."""
        return Said(**self.cleaned_data)

    @property
    def wrong(self) -> str:
        """What to do about a form that is not valid, in words."""
        if {"amount", "right"} & self.errors.keys():
            return f"A set is a whole number from {AMOUNT[0]} to {AMOUNT[1]}. Nothing was logged."
        return "That set could not be read. Nothing was logged; try once more."


class TakenBack(forms.Form):
    """The set that its Undo takes back, by the tap that logged it."""

    uuid = forms.UUIDField()
    prescription = forms.IntegerField(min_value=1, max_value=_LARGEST_KEY)


class Hurts(forms.Form):
    """How much an exercise hurts, 0 to 10."""

    prescription = forms.IntegerField(min_value=1, max_value=_LARGEST_KEY)
    pain = forms.IntegerField(min_value=PAIN[0], max_value=PAIN[1])
    sharp = forms.BooleanField(required=False)


class Knee(forms.Form):
    """The worst knee pain of a session, 0 to 10."""

    pain = forms.IntegerField(min_value=PAIN[0], max_value=PAIN[1])


class Effort(forms.Form):
    """How hard a session was, 1 to 10."""

    effort = forms.IntegerField(min_value=EFFORT[0], max_value=EFFORT[1])


class Become(forms.Form):
    """What an exercise is to become; without a variation, the exercise itself."""

    prescription = forms.IntegerField(min_value=1, max_value=_LARGEST_KEY)
    exercise = forms.SlugField(max_length=50)
    variation = forms.SlugField(max_length=50, required=False)
    how_long = forms.ChoiceField(choices=[("once", "Just today"), ("always", "From now on")])


class Step(forms.Form):
    """Something harder, as it was offered."""

    exercise = forms.SlugField(max_length=50)
    variation = forms.SlugField(max_length=50, required=False)
    load_grams = forms.IntegerField(min_value=LOAD[0], max_value=LOAD[1], required=False)


class Weight(forms.Form):
    """The weight of an exercise, in the unit that the runner chose."""

    prescription = forms.IntegerField(min_value=1, max_value=_LARGEST_KEY)
    weight = forms.DecimalField(min_value=0, max_value=2000, max_digits=7, decimal_places=3)

    def __init__(self, data: QueryDict, units: str) -> None:
        super().__init__(data)
        self.units = units

    def clean_weight(self) -> int:
        """In grams."""
        grams = grams_of(self.cleaned_data["weight"], self.units)
        if not LOAD[0] <= grams <= LOAD[1]:
            raise forms.ValidationError("out of range")
        return grams
