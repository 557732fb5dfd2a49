"""The forms of the catalogue's entries: what an editor may type, and every refusal in words."""

from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html

from exercises.admin import locking
from exercises.admin.bases import ModelForm
from exercises.admin.fields import RUNGS, FigureField, MuscleField, OneLine, ParentField, YesNoField
from exercises.admin.ordering import HIGHEST
from exercises.admin.states import PREVIEW, must_be_complete
from exercises.models import Article, Exercise, MuscleGroup, MuscleUse, Revision
from exercises.publishing import NO_LEAD, NO_PRIMARY_MUSCLE

SLUG_IS_KEPT = "This exercise has been published: its address stays “{slug}”, since others may have kept it."
PLACE_TAKEN = "“{name}” stands at place {place}; choose a free one, such as {free}."
STATE_IT = "Say this here; only a variation may leave it to its exercise."
FACTS = ("pattern", "measure", "one_sided", "loaded", "rest_seconds")


class EntryForm(ModelForm):
    """Carries which revision of the entry it shows, and refuses to overwrite a newer one unless asked to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: Revision | None = None
        if slug := self.fields.get("slug"):
            slug.label, slug.help_text = "Address", "The last word of its address on the site, such as “calf-raise”."
        self._newest = locking.newest(locking.watched(self.instance))

    @property
    def seen(self) -> str:
        """The revision that whoever fills this in has read; comes back with the form."""
        if self.is_bound:
            return str(self.data.get("seen", ""))
        return str(self._newest.pk) if self._newest else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        newest = self._newest
        known = {self.seen, str(self.data.get("overwrite", ""))}
        if newest and PREVIEW not in self.data and str(newest.pk) not in known:
            self.conflict = newest
            self.add_error(None, locking.sentence(newest, str(self.instance)))
        return cleaned


class ArticleForm(EntryForm):
    class Meta:
        model = Article
        fields: ClassVar[list[str]] = []  # the administration names them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "lead" in self.fields:  # not for those who may only look
            self.fields["lead"].required = self.instance.is_needed
            self.fields["lead"].error_messages["required"] = NO_LEAD


class ExerciseForm(EntryForm):
    parent = ParentField(
        label="Variation of",
        required=False,
        help_text="Choose an exercise if this is an easier or harder way to do it.",
    )
    rung = forms.TypedChoiceField(
        label="How hard", choices=RUNGS, coerce=int, initial=0, help_text="Against the exercise that it belongs to."
    )
    position = forms.IntegerField(
        label="Place",
        required=False,
        min_value=1,
        max_value=HIGHEST,
        help_text="Its number in the list. Empty: at the end.",
    )
    muscles = MuscleField(required=False)
    summary = forms.CharField(
        max_length=120, widget=OneLine, help_text="One sentence for the card and the top of the page."
    )
    one_sided = YesNoField(label="Each side by itself", required=False)
    loaded = YesNoField(label="Carries a weight", required=False)
    movement = FigureField(
        label="Figure",
        required=False,
        help_text="The poses of the moving figure. Empty: no figure, or that of the exercise it belongs to.",
    )

    class Meta:
        model = Exercise
        fields: ClassVar[list[str]] = []  # the administration names them in its fieldsets

    belongs_to: Exercise | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:  # not for those who may only look
            self._prepare()

    def _prepare(self) -> None:
        exercise = self.instance
        self.fields["muscles"].set_muscles(MuscleGroup.objects.values_list("pk", "name"))  # type: ignore[attr-defined]
        if exercise.pk:
            self.initial["muscles"] = dict(exercise.muscle_uses.order_by().values_list("muscle", "role"))
            self.fields["slug"].widget.attrs["readonly"] = bool(exercise.first_published_at)
        exercises = Exercise.objects.filter(parent=None).exclude(pk=exercise.pk)
        self.fields["parent"].offer(exercises.only("name"))  # type: ignore[attr-defined]
        self.belongs_to = exercise.parent or self._preset_parent()
        if self.belongs_to:
            self._show_inherited(self.belongs_to)

    def _preset_parent(self) -> Exercise | None:
        """What the link “Add a variation” presets."""
        pk = self.initial.get("parent")
        return Exercise.objects.filter(pk=pk, parent=None).first() if pk and not self.instance.pk else None

    def _show_inherited(self, parent: Exercise) -> None:
        """What is left empty says what it then is."""
        self.fields["muscles"].help_text = format_html("All at “not much”: as {}.", parent.name)
        for name in (*FACTS, "seconds_per_rep", "benefit", "knee_note"):
            field, value = self.fields[name], getattr(parent, name)
            words = dict(getattr(field, "choices", [])).get(value, value)
            if isinstance(field, forms.ChoiceField):
                unanswered: Any = list(field.widget.choices)
                field.choices = [("", f"As {parent.name}: {str(words).lower()}"), *unanswered[1:]]
            else:
                field.widget.attrs["placeholder"] = words if value not in (None, "") else ""
                field.help_text = format_html("Empty: as {}.", parent.name)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if self.instance.first_published_at and slug != self.initial["slug"]:
            raise forms.ValidationError(SLUG_IS_KEPT.format(slug=self.initial["slug"]))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "parent" in cleaned:
            if cleaned["parent"] is None:
                self._check_exercise_itself(cleaned)
            if "position" in cleaned:
                self._check_place(cleaned)
            if "muscles" in cleaned and must_be_complete(self.data, self.instance):
                self._check_muscles(cleaned)
        return cleaned

    def _check_exercise_itself(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("rung"):
            self.add_error("rung", "Only a variation is easier or harder; the exercise itself is 0.")
        needed = FACTS if cleaned.get("measure") != Exercise.Measure.REPS else (*FACTS, "seconds_per_rep")
        for name in needed:
            if cleaned.get(name, "stated, but wrongly") in ("", None):
                self.add_error(name, STATE_IT)

    def _check_place(self, cleaned: dict[str, Any]) -> None:
        others = Exercise.objects.filter(parent=cleaned["parent"]).exclude(pk=self.instance.pk)
        taken = dict(others.values_list("position", "name"))
        free = max(taken, default=0) + 1
        cleaned["position"] = cleaned["position"] or free
        if name := taken.get(cleaned["position"]):
            self.add_error("position", PLACE_TAKEN.format(name=name, place=cleaned["position"], free=free))

    def _check_muscles(self, cleaned: dict[str, Any]) -> None:
        roles = set(cleaned["muscles"].values())
        if not roles and cleaned["parent"]:
            roles = set(cleaned["parent"].muscle_uses.order_by().values_list("role", flat=True))
        if MuscleUse.Role.PRIMARY not in roles:
            self.add_error("muscles", NO_PRIMARY_MUSCLE)

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        wanted = self.cleaned_data["muscles"]
        uses = MuscleUse.objects.filter(exercise=self.instance)
        kept = dict(uses.order_by().values_list("muscle", "role"))
        uses.exclude(muscle__in=wanted).delete()
        for muscle, role in wanted.items():
            if muscle not in kept:
                MuscleUse.objects.create(exercise=self.instance, muscle_id=muscle, role=role)
            elif kept[muscle] != role:
                uses.filter(muscle=muscle).update(role=role)
