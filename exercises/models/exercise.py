from collections.abc import Collection
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from exercises.models.named import Named
from exercises.models.pictures import Picture, Still
from exercises.models.places import place_within_range
from exercises.queries import ExerciseManager
from exercises.validators import validate_movement

ITS_OWN_PARENT = "An exercise cannot be a variation of itself."
VARIATION_OF_A_VARIATION = "“{parent}” is a variation itself; choose the exercise that it belongs to."
HAS_VARIATIONS = "“{name}” has variations of its own, so it cannot become a variation."
TAKEN = "figures"  # exercises/figures/ shows all movements
TAKEN_ADDRESS = f"“{TAKEN}” is the address of the page that shows all figures; choose another."
NO_TEMPO = "Counted in reps, it needs its seconds per rep, here or in the exercise that it belongs to."


class Exercise(Named):
    """An exercise, or one of its variations. Units: seconds; `rung` is 0 for the exercise itself."""

    class Pattern(models.TextChoices):
        KNEE = "knee", "Knee-dominant"
        HIP = "hip", "Hip-dominant"
        ABDUCTION = "abduction", "Hip abduction"
        CALF = "calf", "Calf"

    class Measure(models.TextChoices):
        REPS = "reps", "Reps"
        HOLD = "hold", "A hold in seconds"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="variations",
        verbose_name="variation of",
        help_text="Empty for an exercise of its own.",
    )
    rung = models.SmallIntegerField(
        default=0,
        validators=[MinValueValidator(-2), MaxValueValidator(3)],
        help_text="−1 easier, 0 equal, +1 or +2 harder than the exercise it belongs to.",
    )
    summary = models.CharField(max_length=120, help_text="One sentence for the card and the top of the page.")
    benefit = models.TextField("why it helps runners", max_length=400, blank=True)
    knee_note = models.TextField("with a sore knee", max_length=400, blank=True)
    pattern = models.CharField("movement pattern", max_length=9, choices=Pattern, blank=True)
    measure = models.CharField("counted in", max_length=4, choices=Measure, blank=True)
    one_sided = models.BooleanField("each side by itself", null=True, blank=True)
    loaded = models.BooleanField("carries a weight", null=True, blank=True)
    seconds_per_rep = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    rest_seconds = models.PositiveSmallIntegerField(
        "rest between sets, in seconds",
        null=True,
        blank=True,
        validators=[MinValueValidator(10), MaxValueValidator(300)],
    )
    needs_nothing = models.BooleanField("needs no equipment", default=False)
    movement = models.JSONField(
        null=True,
        blank=True,
        validators=[validate_movement],
        help_text="The figure: poses as joint angles. Empty: none, or the parent's.",
    )
    picture = models.ForeignKey(
        Picture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Stands in for the figure. Empty: the figure, or the parent's.",
    )
    picture_words = models.CharField("what the picture shows", max_length=160, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    first_published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[ExerciseManager] = ExerciseManager()

    class Meta(Named.Meta):
        indexes = [models.Index(name="exercise_parent_and_place", fields=["parent", "position"])]
        constraints = [
            models.UniqueConstraint(
                name="exercise_place_taken_once",
                fields=["position"],
                condition=Q(parent=None),
                violation_error_message="Another exercise stands at this place; choose a free one.",
            ),
            models.UniqueConstraint(
                name="variation_place_taken_once",
                fields=["parent", "position"],
                violation_error_message="Another variation of this exercise stands at this place; choose a free one.",
            ),
            models.CheckConstraint(
                name="exercise_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                violation_error_message=ITS_OWN_PARENT,
            ),
            models.CheckConstraint(
                name="exercise_itself_on_rung_zero",
                condition=Q(parent__isnull=False) | Q(rung=0),
                violation_error_message="Only a variation has a rung; the exercise itself is rung 0.",
            ),
            models.CheckConstraint(
                name="exercise_itself_states_its_facts",
                condition=Q(parent__isnull=False)
                | (
                    ~Q(pattern="")
                    & ~Q(measure="")
                    & Q(one_sided__isnull=False, loaded__isnull=False, rest_seconds__isnull=False)
                ),
                violation_error_message="An exercise states its pattern, what is counted, sides, weight and rest; "
                "only a variation may leave them to its parent.",
            ),
            models.CheckConstraint(
                name="exercise_counted_in_reps_has_a_tempo",
                condition=Q(parent__isnull=False) | ~Q(measure="reps") | Q(seconds_per_rep__isnull=False),
                violation_error_message="An exercise counted in reps needs its seconds per rep.",
            ),
            models.CheckConstraint(
                name="exercise_tempo_within_range",
                condition=Q(seconds_per_rep=None) | Q(seconds_per_rep__gte=1, seconds_per_rep__lte=30),
                violation_error_message="Seconds per rep are from 1 to 30.",
            ),
            models.CheckConstraint(
                name="exercise_rest_within_range",
                condition=Q(rest_seconds=None) | Q(rest_seconds__gte=10, rest_seconds__lte=300),
                violation_error_message="Rest is from 10 to 300 seconds.",
            ),
            models.CheckConstraint(
                name="exercise_published_has_its_date",
                condition=Q(state="draft") | Q(first_published_at__isnull=False),
                violation_error_message="A published exercise keeps the date on which it first was.",
            ),
            models.CheckConstraint(
                name="exercise_rung_within_range",
                condition=Q(rung__gte=-2, rung__lte=3),
                violation_error_message="A rung is from −2 to +3.",
            ),
            models.CheckConstraint(
                name="exercise_pattern_known",
                condition=Q(pattern__in=["", "knee", "hip", "abduction", "calf"]),
                violation_error_message="There is no such movement pattern.",
            ),
            models.CheckConstraint(
                name="exercise_measure_known",
                condition=Q(measure__in=["", "reps", "hold"]),
                violation_error_message="An exercise is counted in reps or held for seconds.",
            ),
            models.CheckConstraint(
                name="exercise_picture_has_words",
                condition=Q(picture=None, picture_words="") | (Q(picture__isnull=False) & ~Q(picture_words="")),
                violation_error_message="A picture says in words what it shows; without one there is nothing to say.",
            ),
            models.CheckConstraint(
                name="exercise_state_known",
                condition=Q(state__in=["draft", "published"]),
                violation_error_message="An exercise is a draft or published.",
            ),
            place_within_range("exercise"),
        ]

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude=exclude)
        if self.slug == TAKEN and "slug" not in (exclude or ()):
            raise ValidationError({"slug": TAKEN_ADDRESS})

    def clean(self) -> None:
        """What neither a constraint can say, since it looks at other rows, nor a validator, which passes over {}."""
        if self.movement is not None and not self.movement:
            validate_movement(self.movement)
        if self.parent is None:
            return
        if self.parent_id == self.pk:
            raise ValidationError({"parent": ITS_OWN_PARENT})
        # As it is kept: a form may hold a parent that is not saved yet.
        if Exercise.objects.filter(pk=self.parent_id, parent__isnull=False).exists():
            raise ValidationError({"parent": VARIATION_OF_A_VARIATION.format(parent=self.parent)})
        if self.pk and self.variations.exists():
            raise ValidationError({"parent": HAS_VARIATIONS.format(name=self)})
        if self.measure == self.Measure.REPS and self.stated("seconds_per_rep") is None:
            raise ValidationError(NO_TEMPO)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.state == self.State.PUBLISHED and self.first_published_at is None:
            self.first_published_at = timezone.now()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("exercises:detail", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def rung_in_words(self) -> str:
        """The rung as it is written: −1, 0, +1."""
        return f"{self.rung:+d}".replace("+0", "0").replace("-", "−")

    def stated(self, fact: str) -> Any:
        """The value of the field `fact`, or the parent's where this variation leaves it blank.

        Costs a query for a variation whose parent is not loaded.
        """
        value = getattr(self, fact)
        return getattr(self.parent, fact) if value in ("", None) and self.parent else value

    @property
    def still(self) -> Still | None:
        """The picture in place of the figure; a variation without picture and movement of its own shows its parent's.

        Costs a query for such a variation whose parent is not loaded.
        """
        shown = self.parent if self.parent and not self.picture_id and self.movement is None else self
        return Still(shown.picture_id, shown.picture_words) if shown.picture_id else None
