"""Still pictures that stand in for figures."""

from typing import NamedTuple

from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse


class Picture(models.Model):
    """Kept in the database, since pictures are few and small: so one backup holds them, and every web server has them.

    A picture is WebP. `name` is made of its content and its measures, such as “0f3a…9c-1200x800”; it never changes, and
    is never deleted, since the history leads back to it.
    """

    name = models.CharField(max_length=45, primary_key=True)
    image = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


def still_shown() -> tuple[Case, Case]:
    """Name and words of `Exercise.still`, in a query of exercises; the name is NULL without one."""
    own = Q(picture__isnull=False) | Q(movement__isnull=False)
    name, words = (
        Case(When(own, then=F(field)), default=F(f"parent__{field}")) for field in ("picture_id", "picture_words")
    )
    return name, words


class Still(NamedTuple):
    """A picture as a page shows it: its name, and what is to be seen, in words."""

    name: str
    words: str

    @property
    def url(self) -> str:
        return reverse("exercises:picture", args=[self.name])

    @property
    def width(self) -> int:
        return self._measures[0]

    @property
    def height(self) -> int:
        return self._measures[1]

    @property
    def _measures(self) -> tuple[int, int]:
        width, height = self.name.rsplit("-", 1)[1].split("x")
        return int(width), int(height)
