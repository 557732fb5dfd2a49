from django import forms
from django.db.models import Value
from django.http import QueryDict
from django.utils.http import urlencode

from exercises.models import Equipment, MuscleGroup
from exercises.queries import ExerciseQuerySet

NOTHING = "nothing"
MOST_WORDS = 6

Choices = dict[str, list[tuple[str, str]]]


class CatalogueFilter(forms.Form):
    """What a runner looks for. `choices` are those of `choices()`, by field."""

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

    def __init__(self, data: QueryDict, choices: Choices) -> None:
        super().__init__(data)
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        """The words that must be found, each once and without its plural s; their number is what a search costs.

        Words of one or two letters are in almost everything, so they count only when there are no others.
        """
        words = [_singular(word) for word in self.cleaned_data["q"].lower().replace("-", " ").split()]
        words = list(dict.fromkeys(word for word in words if len(word) > 2) or dict.fromkeys(words))
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(f"Search for at most {MOST_WORDS} words; these are {len(words)}.")
        return " ".join(words)

    def clean_muscle(self) -> list[str]:
        return sorted(set(self.cleaned_data["muscle"]))

    def clean_have(self) -> list[str]:
        return sorted(set(self.cleaned_data["have"]))

    def clean_page(self) -> int:
        return self.cleaned_data["page"] or 1

    def narrow(self, exercises: ExerciseQuerySet) -> ExerciseQuerySet:
        """Those that fit the (valid) answers. No query."""
        wanted = self.cleaned_data
        if wanted["have"]:
            exercises = exercises.doable_with(wanted["have"])
        return exercises.working(wanted["muscle"]).saying(wanted["q"].split())

    def query(self, page: int | None = None) -> str:
        """What follows the question mark of an address that asks the same (valid) question, in the words that were
        typed, for another page of results if one is given."""
        wanted = self.cleaned_data | {"q": self.data.get("q")}
        asked = {name: wanted[name] for name in ("q", "muscle", "have") if wanted[name]}
        number = page or wanted["page"]
        return urlencode(asked | ({"page": number} if number > 1 else {}), doseq=True)

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


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word


def choices() -> Choices:
    """Slugs and names of what can be ticked, by field. One query."""
    columns = ("kind", "position", "slug", "name")
    muscles = MuscleGroup.objects.annotate(kind=Value("muscle")).order_by().values_list(*columns)
    equipment = Equipment.objects.annotate(kind=Value("have")).order_by().values_list(*columns)
    found: Choices = {"muscle": [], "have": [(NOTHING, "Nothing but the floor")]}
    for kind, _, slug, name in sorted(muscles.union(equipment, all=True)):
        found[kind].append((slug, name))
    return found
