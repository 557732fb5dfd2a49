"""The variations of an exercise on the exercise's own form: their names, rungs, summaries and order."""

from typing import Any

from django import forms
from django.db import models
from django.forms.formsets import ORDERING_FIELD_NAME
from django.http import HttpRequest

from exercises import editing
from exercises.admin.fields import RUNGS, OneLine
from exercises.admin.lines import LineForm, LineFormSet, LineInline
from exercises.admin.ordering import Place, in_wanted_order
from exercises.models import Exercise, Revision
from exercises.places import put_in_order

WITHIN_A_FAMILY = [(rung, "0 · equal" if rung == 0 else words) for rung, words in RUNGS]


class VariationForm(LineForm):
    rung = forms.TypedChoiceField(label="How hard", choices=WITHIN_A_FAMILY, coerce=int)
    summary = forms.CharField(max_length=120, widget=OneLine)


class VariationFormSet(LineFormSet):
    """Unlike other lines, a variation is an entry of its own: it is never removed here, and has its own history."""

    def save(self, commit: bool = True) -> list[Exercise]:
        forms_by_key = {form.instance.pk: form for form in self.initial_forms}
        changed = [form for form in self.initial_forms if form.has_changed()]
        for form in changed:
            editing.remember(Exercise.objects.get(pk=form.instance.pk))
            form.save()
        siblings = list(Exercise.objects.filter(parent=self.instance))
        wanted = in_wanted_order((each, _place(forms_by_key.get(each.pk), each)) for each in siblings)
        for place, each in enumerate(wanted, 1):
            if each.position != place:
                editing.remember(each)
        self.moved = put_in_order(wanted)
        self.new_objects: list[Exercise] = []
        self.deleted_objects: list[Exercise] = []
        self.changed_objects = [(form.instance, form.changed_data) for form in changed]
        return [form.instance for form in changed]

    def touched(self) -> dict[int, tuple[Exercise, str]]:
        """The variations that `save` wrote, by primary key, with what to record of each."""
        found = {each.pk: (each, Revision.Action.MOVED.value) for each in self.moved}
        return found | {each.pk: (each, Revision.Action.CHANGED.value) for each, _ in self.changed_objects}


class VariationInline(LineInline):
    model = Exercise
    fk_name = "parent"
    form = VariationForm
    formset = VariationFormSet
    fields = ["name", "rung", "summary"]
    formfield_overrides = {models.CharField: {"widget": forms.TextInput}}
    verbose_name = "variation"
    verbose_name_plural = "variations"
    description = "What else they have is on the page of each."
    extra = 0
    max_num = 0  # new ones have their own form, which has room for steps
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _place(form: Any, variation: Exercise) -> Place:
    """By its number among the lines as they were shown; one that was not shown keeps its place."""
    if form is None:
        return Place(variation.position, None)
    return Place(form.fields[ORDERING_FIELD_NAME].initial, form.cleaned_data.get(ORDERING_FIELD_NAME))
