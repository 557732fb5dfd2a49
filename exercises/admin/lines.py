"""The lines of an entry (steps, mistakes, …) on its form: put in order by number, saved as 1, 2, 3 …"""

from typing import Any

from django import forms
from django.db import models
from django.db.models import F
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, ORDERING_FIELD_NAME, TOTAL_FORM_COUNT
from django.http import HttpRequest

from exercises.admin.bases import InlineFormSet, ModelForm, TabularInline
from exercises.admin.fields import OneLine
from exercises.admin.ordering import HIGHEST, Place, in_wanted_order
from exercises.admin.states import must_be_complete
from exercises.models import Equipment, EquipmentOption, Mistake, Point, Source, Step
from exercises.models.places import ASIDE
from exercises.publishing import NO_POINTS, NO_STEPS

MOST = 40


class LineForm(ModelForm):
    def has_changed(self) -> bool:
        """A number alone does not fill a line; the order is saved apart from the words."""
        return any(name not in (ORDERING_FIELD_NAME, DELETION_FIELD_NAME) for name in self.changed_data)


class OptionForm(LineForm):
    items = forms.ModelMultipleChoiceField(
        label="All of these",
        queryset=Equipment.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick what this option needs, or tick “Remove”."},
    )


class LineFormSet(InlineFormSet):
    """What is saved is what the form shows: lines that somebody else put there meanwhile go, and ones that somebody
    else removed come back. It gets that far only after the newer version was seen (see `EntryForm`)."""

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, instance, **kwargs)
        if self.is_bound:
            self.data = self._with_lost_lines_as_new(data.copy())

    def _with_lost_lines_as_new(self, data: Any) -> Any:
        """Lines whose row is gone (a version was brought back meanwhile) move behind the others, without their key."""
        total, initial = (_number(data.get(f"{self.prefix}-{name}")) for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT))
        if total is None or initial is None or total > MOST + initial:
            return data
        here = {str(pk) for pk in self.get_queryset().values_list("pk", flat=True)}
        pk_name = "id"
        rows = [_row(data, f"{self.prefix}-{index}-") for index in range(total)]
        kept = [row for row in rows[:initial] if row.get(pk_name, [""])[0] in here]
        lost = [{**row, pk_name: [""]} for row in rows[:initial] if row not in kept]
        if lost:
            for index, row in enumerate([*kept, *lost, *rows[initial:]]):
                for name, values in row.items():
                    data.setlist(f"{self.prefix}-{index}-{name}", values)
            data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(len(kept))
        return data

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        number = forms.NumberInput(attrs={"class": "place", "min": 1, "max": HIGHEST, "inputmode": "numeric"})
        form.fields[ORDERING_FIELD_NAME] = forms.IntegerField(
            label="Place",
            required=False,
            min_value=1,
            max_value=HIGHEST,
            initial=form.fields[ORDERING_FIELD_NAME].initial,
            widget=number,
        )

    def kept_in_order(self) -> list[Any]:
        """The (valid) forms of the lines that stay, in their new order."""
        kept = [
            form for form in self.forms if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        return in_wanted_order((form, _place(form)) for form in kept)

    def save(self, commit: bool = True) -> list[Any]:
        """No two lines share a place, not even for a moment, so all of them step aside first."""
        kept = self.kept_in_order()
        rows = self.fk.model._default_manager.filter(**{self.fk.name: self.instance})
        rows.exclude(pk__in=[form.instance.pk for form in self.initial_forms]).delete()
        rows.update(position=F("position") + ASIDE)
        for place, form in enumerate(kept, 1):
            form.instance.position = place
        saved: list[Any] = super().save(commit)
        for form in kept:
            if not form.has_changed():
                rows.filter(pk=form.instance.pk).update(position=form.instance.position)
        return saved


class StepFormSet(LineFormSet):
    def clean(self) -> None:
        super().clean()
        lines = [form for form in self.forms if form not in self.deleted_forms]
        if must_be_complete(self.data, self.instance) and not any(_has_words(form) for form in lines):
            raise forms.ValidationError(NO_STEPS)


class PointFormSet(LineFormSet):
    def clean(self) -> None:
        super().clean()
        if not any(_has_words(form) for form in self.forms if form not in self.deleted_forms):
            raise forms.ValidationError(NO_POINTS)


class OptionFormSet(LineFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if not hasattr(self, "_items"):
            self._items = list(Equipment.objects.values_list("pk", "name"))
        form.fields["items"].choices = self._items


class LineInline(TabularInline):
    template = "admin/exercises/lines.html"
    form = LineForm
    formset = LineFormSet
    formfield_overrides = {
        models.CharField: {"widget": OneLine},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})},
        models.URLField: {"widget": forms.URLInput, "assume_scheme": "https"},
    }
    extra = 1
    max_num = MOST
    heading = ""  # instead of the name of the model
    description = ""
    inherited = False  # by a variation that has none
    one = "a line"  # what its button adds

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, can_order=True, **kwargs)


class StepInline(LineInline):
    model = Step
    formset = StepFormSet
    fields = ["text"]
    description = "One action each, in the order in which they are done. Empty lines are left out."
    one = "a step"

    def get_extra(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> int:
        return 1 if obj else 4


class MistakeInline(LineInline):
    model = Mistake
    inherited = True
    fields = ["text", "cue"]
    one = "a mistake"


class SourceInline(LineInline):
    model = Source
    inherited = True
    fields = ["citation", "url"]
    one = "a source"


class OptionInline(LineInline):
    model = EquipmentOption
    inherited = True
    form = OptionForm
    formset = OptionFormSet
    exclude = ["position"]
    heading = "Ways to do it"
    description = "Each way needs all of its ticked things."
    one = "another way"


class PointInline(LineInline):
    model = Point
    formset = PointFormSet
    fields = ["text", "citation", "url"]
    one = "a point"


def _number(text: Any) -> int | None:
    return int(text) if str(text).isdecimal() and len(str(text)) < 5 else None


def _row(data: Any, prefix: str) -> dict[str, list[str]]:
    return {name.removeprefix(prefix): data.getlist(name) for name in data if name.startswith(prefix)}


def _place(form: Any) -> Place:
    now = form.fields[ORDERING_FIELD_NAME].initial if form.instance.pk else None
    return Place(now, form.cleaned_data.get(ORDERING_FIELD_NAME))


def _has_words(form: Any) -> bool:
    return bool(form.instance.pk or form.has_changed())
