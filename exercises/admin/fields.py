"""Form fields that ask an editor in words."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from exercises.models import Exercise, MuscleUse

Choices = list[tuple[Any, str]]
ROLES: Choices = [("", "Not much"), (MuscleUse.Role.SECONDARY, "Helps"), (MuscleUse.Role.PRIMARY, "Works most")]
RUNGS: Choices = [
    (-2, "−2 · much easier"),
    (-1, "−1 · easier"),
    (0, "0 · equal, or the exercise itself"),
    (1, "+1 · harder"),
    (2, "+2 · much harder"),
    (3, "+3 · as hard as it gets"),
]
TOO_DEEP = "This nests its brackets deeper than any figure does."


class OneLine(forms.Textarea):
    """Shows a long line whole, on as many lines as that takes; it stays one."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 2, "class": "one-line", **(attrs or {})})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.split()) if isinstance(value, str) else value


class MuscleTable(forms.Widget):
    """One row a muscle group, with what it does in the exercise. Its value: roles by the group's primary key."""

    template_name = "admin/exercises/widgets/muscles.html"

    def __init__(self) -> None:
        super().__init__()
        self.muscles: Choices = []

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """With the project's templates, which Django's form renderer does not know."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        roles = value if isinstance(value, Mapping) else {}
        context["roles"] = ROLES
        context["muscles"] = [(f"{name}-{pk}", words, str(roles.get(pk, ""))) for pk, words in self.muscles]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[int, str]:
        given = {pk: data.get(f"{name}-{pk}", "") for pk, _ in self.muscles}
        return {pk: role for pk, role in given.items() if role}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False


class MuscleField(forms.Field):
    widget = MuscleTable

    def set_muscles(self, muscles: Iterable[tuple[int, str]]) -> None:
        self.widget.muscles = list(muscles)

    def to_python(self, value: Any) -> dict[int, str]:
        roles: dict[int, str] = value or {}
        if any(role not in MuscleUse.Role.values for role in roles.values()):
            raise ValidationError("Choose for each muscle group: not much, helps, or works most.")
        return roles

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data or {})


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or left to the exercise that a variation belongs to."""

    def __init__(self, **options: Any) -> None:
        choices = [("", "—"), (True, "Yes"), (False, "No")]
        super().__init__(choices=choices, coerce=lambda value: value == "True", empty_value=None, **options)


class FigureField(forms.JSONField):
    """The figure's poses, laid out to be read. Whether a body could move like that, the model says."""

    widget = forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "figure"})
    default_error_messages = {"invalid": "This is not JSON; a comma, quote or bracket is missing or too many."}

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False, indent=2)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(TOO_DEEP) from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput(data)


class ParentField(forms.ModelChoiceField):
    """Offers exercises only, but knows variations too, so that it can say why one of them cannot be chosen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Exercise.objects.all(), **options)

    def offer(self, exercises: Iterable[Exercise]) -> None:
        self.choices = [("", "— it is an exercise of its own"), *((each.pk, each.name) for each in exercises)]
