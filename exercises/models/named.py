"""What has an address, a name and a place; and the lists that the filter of the catalogue offers."""

from typing import Any, ClassVar

from django.db import models

from exercises.models.places import place_field, place_within_range
from exercises.queries import CatalogueManager
from exercises.validators import slug_validator


class Named(models.Model):
    """Something with an address, a name and a place in an order."""

    slug = models.CharField(
        max_length=50,
        unique=True,
        validators=[slug_validator],
        help_text="Its word in addresses, such as “calf-raise”.",
    )
    name = models.CharField(max_length=60)
    position = place_field()

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
            place_within_range("muscle_group"),
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
            place_within_range("equipment"),
        ]
