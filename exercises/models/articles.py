"""The texts beside the exercises."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from exercises.models.places import one_at_each_place, place_field, place_within_range
from exercises.queries import CatalogueManager
from exercises.validators import slug_validator


class Article(models.Model):
    """A text beside the exercises: a section of the guide, the warm-up, when to stop. Code finds it by its slug."""

    class Needed(models.TextChoices):
        """The texts that pages other than the guide show: their slugs, and where."""

        WARM_UP = "warm-up", "Before every session: what to do in the three minutes of warming up."
        WHEN_TO_STOP = "when-to-stop", "Before the first week, and when something is wrong: each point is a question."
        RED_FLAG = "advice-red-flag", "After a yes to a question of “When to stop”."
        BAD_PAIN = "advice-bad-pain", "After pain of 6 or more twice within two weeks, or sharp pain."
        CLINICIAN_FIRST = "advice-clinician-first", "Before the first week, after recent surgery or in pregnancy."
        UNDER_16 = "advice-under-16", "Before the first week, to those who are not 16 yet."
        MEDICAL_ADVICE = "medical-advice", "Before the first week: the lead says that this is not medical advice."

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

    @property
    def is_needed(self) -> bool:
        """Whether pages other than the guide show it."""
        return self.slug in self.Needed

    @property
    def shown(self) -> str:
        """Where runners read it, in words."""
        if not self.is_needed:
            return "In the guide." if self.in_guide else ""
        elsewhere = str(self.Needed(self.slug).label)
        return f"{elsewhere} Also in the guide." if self.in_guide else elsewhere


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
