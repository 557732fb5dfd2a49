"""The catalogue as it is kept: ten exercises, their variations, and the words around them.

A variation is an exercise with a parent and a rung (−1 easier, 0 equal, +1 and +2 harder). What it leaves blank it
inherits from its parent: facts one by one; muscles, equipment, mistakes and sources as whole lists.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from exercises.figures.reading import MovementError, parse
from exercises.queries import CatalogueManager, ExerciseManager

slug_validator = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "Use small letters, digits and single hyphens, such as “side-leg-raise”."
)


def validate_movement(movement: Any) -> None:
    try:
        parse(movement)
    except (MovementError, RecursionError) as error:
        raise ValidationError("The figure cannot be drawn: %(why)s.", params={"why": error}) from error


class Named(models.Model):
    """Something with an address, a name and a place in an order."""

    slug = models.CharField(
        max_length=50,
        unique=True,
        validators=[slug_validator],
        help_text="Its word in addresses, such as “calf-raise”.",
    )
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField("place", validators=[MinValueValidator(1)])

    natural_lookups = ("slug",)
    objects: ClassVar[CatalogueManager[Any]] = CatalogueManager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class MuscleGroup(Named):
    class Meta(Named.Meta):
        constraints = [
            models.UniqueConstraint(
                name="muscle_group_place_taken_once",
                fields=["position"],
                violation_error_message="Another muscle group stands at this place; choose a free one.",
            ),
        ]


class Equipment(Named):
    note = models.CharField(max_length=120, blank=True, help_text="What counts, such as “a bench, stair or kerb”.")

    class Meta(Named.Meta):
        verbose_name_plural = "equipment"
        constraints = [
            models.UniqueConstraint(
                name="equipment_place_taken_once",
                fields=["position"],
                violation_error_message="Another piece of equipment stands at this place; choose a free one.",
            ),
        ]


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
                violation_error_message="An exercise cannot be a variation of itself.",
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
        ]

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


class OrderedPart(models.Model):
    """A line of an exercise's page, in order."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField("place", validators=[MinValueValidator(1)])

    natural_lookups = ("exercise__slug", "position")
    objects: ClassVar[CatalogueManager[Any]] = CatalogueManager()

    class Meta:
        abstract = True
        ordering = ["position"]

    def natural_key(self) -> tuple[str, int]:
        return (*self.exercise.natural_key(), self.position)

    natural_key.dependencies = ["exercises.exercise"]  # type: ignore[attr-defined]


def _one_at_each_place(part: str, owner: str = "exercise") -> models.UniqueConstraint:
    return models.UniqueConstraint(
        name=f"{part}_place_taken_once",
        fields=[owner, "position"],
        violation_error_message="Two lines stand at the same place; give each its own.",
    )


class Step(OrderedPart):
    text = models.CharField(max_length=160, help_text="One action that a person can do.")

    class Meta(OrderedPart.Meta):
        constraints = [_one_at_each_place("step")]

    def __str__(self) -> str:
        return self.text


class Mistake(OrderedPart):
    text = models.CharField("mistake", max_length=80)
    cue = models.CharField(max_length=200, help_text="What it does, or what to do instead.")

    class Meta(OrderedPart.Meta):
        constraints = [_one_at_each_place("mistake")]

    def __str__(self) -> str:
        return self.text


class Source(OrderedPart):
    citation = models.CharField(max_length=300)
    url = models.URLField("address", blank=True)

    class Meta(OrderedPart.Meta):
        constraints = [_one_at_each_place("source")]

    def __str__(self) -> str:
        return self.citation


class EquipmentOption(OrderedPart):
    """One way to do the exercise: all of its items are needed. Any of an exercise's options will do."""

    items = models.ManyToManyField(Equipment, related_name="options", verbose_name="all of these")

    class Meta(OrderedPart.Meta):
        constraints = [_one_at_each_place("equipment_option")]

    def __str__(self) -> str:
        return f"option {self.position}"


class MuscleUse(models.Model):
    class Role(models.TextChoices):
        PRIMARY = "primary", "Works most"
        SECONDARY = "secondary", "Helps"

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="muscle_uses")
    muscle = models.ForeignKey(MuscleGroup, models.PROTECT, related_name="uses")
    role = models.CharField(max_length=9, choices=Role, default=Role.PRIMARY)

    natural_lookups = ("exercise__slug", "muscle__slug")
    objects: ClassVar[CatalogueManager[Any]] = CatalogueManager()

    class Meta:
        ordering = ["role", "muscle__position"]
        constraints = [
            models.UniqueConstraint(
                name="muscle_named_once_an_exercise",
                fields=["exercise", "muscle"],
                violation_error_message="This muscle group is named twice; keep one.",
            ),
            models.CheckConstraint(name="muscle_use_role_known", condition=Q(role__in=["primary", "secondary"])),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    def natural_key(self) -> tuple[str, str]:
        return (*self.exercise.natural_key(), *self.muscle.natural_key())

    natural_key.dependencies = ["exercises.exercise", "exercises.musclegroup"]  # type: ignore[attr-defined]


class Article(models.Model):
    """A text beside the exercises: a section of the guide, the warm-up, when to stop. Code finds it by its slug."""

    slug = models.CharField(max_length=50, unique=True, validators=[slug_validator], editable=False)
    title = models.CharField(max_length=80)
    lead = models.TextField(max_length=600, blank=True)
    position = models.PositiveSmallIntegerField("place", validators=[MinValueValidator(1)])
    in_guide = models.BooleanField("shown in the guide", default=True)

    natural_lookups = ("slug",)
    objects: ClassVar[CatalogueManager[Any]] = CatalogueManager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="article_place_taken_once",
                fields=["position"],
                violation_error_message="Another text stands at this place; choose a free one.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('exercises:guide')}#{self.slug}"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Point(models.Model):
    """One claim or instruction of an article, with the source it rests on."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField("place", validators=[MinValueValidator(1)])
    text = models.TextField(max_length=600)
    citation = models.CharField(max_length=300, blank=True)
    url = models.URLField("address", blank=True)

    natural_lookups = ("article__slug", "position")
    objects: ClassVar[CatalogueManager[Any]] = CatalogueManager()

    class Meta:
        ordering = ["position"]
        constraints = [_one_at_each_place("point", owner="article")]

    def __str__(self) -> str:
        return self.text

    def natural_key(self) -> tuple[str, int]:
        return (*self.article.natural_key(), self.position)

    natural_key.dependencies = ["exercises.article"]  # type: ignore[attr-defined]


class Revision(models.Model):
    """What one entry of the catalogue looked like after one change, as the objects a fixture would hold.

    `entry` names the root object, such as "exercises.exercise:squat", so that it outlives a deletion. `content` is
    empty after a deletion.
    """

    class Action(models.TextChoices):
        DELIVERED = "delivered", "Delivered with Kneecoach"
        CREATED = "created", "Created"
        CHANGED = "changed", "Changed"
        PUBLISHED = "published", "Published"
        UNPUBLISHED = "unpublished", "Unpublished"
        MOVED = "moved", "Moved"
        TAKEN_BACK = "taken back", "Taken back"
        DELETED = "deleted", "Deleted"

    entry = models.CharField(max_length=80)
    action = models.CharField(max_length=11, choices=Action)
    content = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(name="revision_of_an_entry", fields=["entry", "-id"])]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.entry}, {self.get_action_display().lower()}"
