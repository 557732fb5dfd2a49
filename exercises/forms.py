from typing import Any

from django import forms
from django.db.models import Value

from exercises.models import Equipment, MuscleGroup
from exercises.queries import ExerciseQuerySet

NOTHING = "nothing"


class CatalogueFilter(forms.Form):
    """What a runner looks for. Making one costs one query, for its choices."""

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=60,
        error_messages={"max_length": "Search for at most 60 characters; this is %(show_value)d."},
    )
    muscle = forms.MultipleChoiceField(
        label="Muscles",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "“%(value).40s” is not a muscle group of the catalogue; choose from the list."
        },
    )
    have = forms.MultipleChoiceField(
        label="What I have at home",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "“%(value).40s” is not equipment of the catalogue; choose from the list."},
    )
    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1000,
        error_messages={
            "invalid": "The page is a whole number, such as 2.",
            "min_value": "The first page is page 1.",
            "max_value": "There is no page after 1000.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        muscles = MuscleGroup.objects.annotate(kind=Value("muscle"))
        equipment = Equipment.objects.annotate(kind=Value("have"))
        columns = ("kind", "position", "slug", "name")
        names = muscles.order_by().values_list(*columns).union(equipment.order_by().values_list(*columns), all=True)
        choices: dict[str, list[tuple[str, str]]] = {"muscle": [], "have": [(NOTHING, "Nothing but the floor")]}
        for kind, _, slug, name in sorted(names):
            choices[kind].append((slug, name))
        for field, values in choices.items():
            self.fields[field].choices = values  # type: ignore[attr-defined]

    def narrow(self, exercises: ExerciseQuerySet) -> ExerciseQuerySet:
        """Those that fit the (valid) answers. Costs no query."""
        wanted = self.cleaned_data
        if wanted["have"]:
            exercises = exercises.doable_with(wanted["have"])
        return exercises.working(wanted["muscle"]).saying(wanted["q"].split())

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The fields that are ticked, as against typed."""
        return [self["have"], self["muscle"]]

    @property
    def ticked(self) -> int:
        return sum(len(field.value() or []) for field in self.boxes)

    @property
    def narrows(self) -> bool:
        return bool(self.ticked or self.data.get("q"))
