"""The place of an entry or a line in its order, and what the database says about it."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

HIGHEST_PLACE = 9_999
ASIDE = 10_000  # added to the place of what steps aside for a moment; both together fit a small integer


def place_field() -> "models.PositiveSmallIntegerField[Any, Any]":
    return models.PositiveSmallIntegerField(
        "place", validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_PLACE)]
    )


def place_within_range(owner: str) -> models.CheckConstraint:
    """Also what steps aside is within it."""
    return models.CheckConstraint(
        name=f"{owner}_place_within_range",
        condition=Q(position__gte=1, position__lte=HIGHEST_PLACE + ASIDE),
        violation_error_message=f"A place is a whole number from 1 to {HIGHEST_PLACE}.",
    )


def one_at_each_place(part: str, owner: str = "exercise") -> models.UniqueConstraint:
    return models.UniqueConstraint(
        name=f"{part}_place_taken_once",
        fields=[owner, "position"],
        violation_error_message="Two lines stand at the same place; give each its own.",
    )
