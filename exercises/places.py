"""Who stands where. No two entries of one list share a place, not even for a moment, so movers step aside first."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import TypeVar

from django.apps import apps
from django.db import models, transaction
from django.db.models import F

from exercises.content import Object
from exercises.models import Exercise
from exercises.models.places import ASIDE

Row = TypeVar("Row", bound=models.Model)


def vacate(keys: Iterable[str]) -> None:
    """Let the entries step aside from their places, until each is saved with its new one. One query an entry."""
    for key in keys:
        model, slug = key.split(":")
        apps.get_model(model)._default_manager.filter(slug=slug).update(position=F("position") + ASIDE)


def free_place(root: Object) -> int:
    """The place that the (unsaved) root asks for, or the first free one if it is taken. One query."""
    rows = apps.get_model(root["model"])._default_manager.exclude(slug=root["fields"]["slug"])
    if root["model"] == Exercise._meta.label_lower:
        parent = root["fields"].get("parent")
        rows = rows.filter(parent__slug=parent[0]) if parent else rows.filter(parent=None)
    taken = set(rows.values_list("position", flat=True))
    wanted = int(root["fields"]["position"])
    return wanted if wanted not in taken else next(place for place in count(1) if place not in taken)


@transaction.atomic
def put_in_order(rows: Sequence[Row]) -> list[Row]:
    """Give the rows of one list the places 1, 2, 3 … in this order, and return those that moved."""
    moved = [row for place, row in enumerate(rows, 1) if row.position != place]  # type: ignore[attr-defined]
    for row in moved:
        type(row)._default_manager.filter(pk=row.pk).update(position=F("position") + ASIDE)
    for place, row in enumerate(rows, 1):
        if row in moved:
            row.position = place  # type: ignore[attr-defined]
            row.save(update_fields=["position"])
    return moved
