"""What the page of an exercise is made of."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from exercises.models.exercise import Exercise
from exercises.models.named import Equipment, MuscleGroup
from exercises.models.places import one_at_each_place, place_field, place_within_range
from exercises.queries import CatalogueManager


class OrderedPart(models.Model):
    """A line of an exercise's page, in order."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="%(class)ss")
    position = place_field()

    natural_lookups = ("exercise__slug", "position")
    objects: ClassVar[CatalogueManager[Any]] = CatalogueManager()

    class Meta:
        abstract = True
        ordering = ["position"]

    def natural_key(self) -> tuple[str, int]:
        return (*self.exercise.natural_key(), self.position)

    natural_key.dependencies = ["exercises.exercise"]  # type: ignore[attr-defined]


class Step(OrderedPart):
    text = models.CharField(max_length=160, help_text="One action that a person can do.")

    class Meta(OrderedPart.Meta):
        constraints = [one_at_each_place("step"), place_within_range("step")]

    def __str__(self) -> str:
        return self.text


class Mistake(OrderedPart):
    text = models.CharField("mistake", max_length=80)
    cue = models.CharField(max_length=200, help_text="What it does, or what to do instead.")

    class Meta(OrderedPart.Meta):
        constraints = [one_at_each_place("mistake"), place_within_range("mistake")]

    def __str__(self) -> str:
        return self.text


class Source(OrderedPart):
    citation = models.CharField(max_length=300)
    url = models.URLField("address", blank=True)

    class Meta(OrderedPart.Meta):
        constraints = [one_at_each_place("source"), place_within_range("source")]

    def __str__(self) -> str:
        return self.citation


class EquipmentOption(OrderedPart):
    """One way to do the exercise: all of its items are needed. Any of an exercise's options will do."""

    items = models.ManyToManyField(Equipment, through="OptionItem", related_name="options", verbose_name="all of these")

    class Meta(OrderedPart.Meta):
        constraints = [one_at_each_place("equipment_option"), place_within_range("equipment_option")]

    def __str__(self) -> str:
        return f"option {self.position}"


class OptionItem(models.Model):
    """A row of its own, so that no equipment is deleted that an option needs: the option would ask for less."""

    option = models.ForeignKey(EquipmentOption, models.CASCADE, related_name="+")
    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="equipment_named_once_an_option",
                fields=["option", "equipment"],
                violation_error_message="This piece of equipment is named twice; keep one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.equipment_id} for {self.option_id}"


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
            models.CheckConstraint(
                name="muscle_use_role_known",
                condition=Q(role__in=["primary", "secondary"]),
                violation_error_message="A muscle group works most, or helps.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    def natural_key(self) -> tuple[str, str]:
        return (*self.exercise.natural_key(), *self.muscle.natural_key())

    natural_key.dependencies = ["exercises.exercise", "exercises.musclegroup"]  # type: ignore[attr-defined]
