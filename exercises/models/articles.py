"""The texts beside the exercises."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from exercises.models.places import one_at_each_place, place_field, place_within_range
from exercises.queries import CatalogueManager
from exercises.validators import slug_validator


class Article(models.Model):
    """A text beside the exercises: a section of the guide, the warm-up, when to stop. Code finds it by its slug."""

    slug = models.CharField(max_length=50, unique=True, validators=[slug_validator], editable=False)
    title = models.CharField(max_length=80)
    lead = models.TextField(max_length=600, blank=True)
    position = place_field()
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
            place_within_range("article"),
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
    position = place_field()
    text = models.TextField(max_length=600)
    citation = models.CharField(max_length=300, blank=True)
    url = models.URLField("address", blank=True)

    natural_lookups = ("article__slug", "position")
    objects: ClassVar[CatalogueManager[Any]] = CatalogueManager()

    class Meta:
        ordering = ["position"]
        constraints = [one_at_each_place("point", owner="article"), place_within_range("point")]

    def __str__(self) -> str:
        return self.text

    def natural_key(self) -> tuple[str, int]:
        return (*self.article.natural_key(), self.position)

    natural_key.dependencies = ["exercises.article"]  # type: ignore[attr-defined]
