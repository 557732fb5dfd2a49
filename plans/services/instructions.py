"""How exercises are done, for those who are about to do them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Coalesce

from exercises.models import Exercise


@dataclass(frozen=True, slots=True)
class Instructions:
    """`cue` is a sentence, `steps` are in order; `movement` is what the figure is drawn from, None: there is none."""

    cue: str
    steps: tuple[str, ...]
    movement: Any


def instructions(exercises: Iterable[int]) -> dict[int, Instructions]:
    """By the keys of exercises and variations, published or not. One query."""
    rows = (
        Exercise.objects.filter(pk__in=exercises)
        .order_by("pk", "steps__position")
        .values_list("pk", "summary", Coalesce("movement", "parent__movement"), "steps__text")
    )
    found: dict[int, Instructions] = {}
    for pk, cue, movement, step in rows:
        before = found[pk].steps if pk in found else ()
        found[pk] = Instructions(cue, (*before, step) if step else before, movement)
    return found
