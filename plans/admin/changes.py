"""What a runner changed of the plan and chose of exercises, as support reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from plans.admin.answers import day_in_words
from plans.admin.health import Words
from plans.core.document import from_document
from plans.core.types import Reason
from plans.core.wording import kilograms
from plans.models import ExerciseChoice, PlanChange, Runner


@dataclass(frozen=True, slots=True)
class ShownChange:
    row: PlanChange
    said: list[str]


@dataclass(frozen=True, slots=True)
class ShownChoice:
    at: datetime
    said: str


def changes(runner: Runner) -> Any:
    """The changes of what was told, the latest first."""
    return PlanChange.objects.for_runner(runner).order_by("-pk").defer("before")


def shown_changes(rows: Iterable[PlanChange], words: Words) -> list[ShownChange]:
    return [ShownChange(row, words.sentences(from_document(tuple[Reason, ...], row.what))) for row in rows]


def choices(runner: Runner) -> Any:
    """What was chosen of exercises, the latest first."""
    slugs = {"slug": F("exercise__slug"), "variation_slug": F("variation__slug"), "other_slug": F("other__slug")}
    return ExerciseChoice.objects.for_runner(runner).annotate(**slugs).order_by("-pk")


def shown_choices(rows: Iterable[Any], words: Words) -> list[ShownChoice]:
    return [ShownChoice(row.at, _chosen(row, words)) for row in rows]


def _chosen(row: Any, words: Words) -> str:
    """“Squat: the lunge instead, on Fri 27 Nov 2026 alone.”"""
    what = f"the {words.names[row.other_slug]} instead" if row.other_slug else f"as {_version(row, words)}"
    when = f"on {day_in_words(row.day)} alone" if row.day else f"from {day_in_words(row.date)} on"
    name = words.names[row.slug]
    return f"{name[:1].upper()}{name[1:]}: {what}, {when}."


def _version(row: Any, words: Words) -> str:
    load = f" with {kilograms(row.load_grams)}" if row.load_grams else ""
    return words.names[row.variation_slug or row.slug] + load
