"""How exercises are done, for those who are about to do them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce

from exercises.models import Exercise, MuscleUse, Still, still_shown

MUSCLES = ("muscle_uses", "parent__muscle_uses")  # an exercise's own, and what it has of its parent without


@dataclass(frozen=True, slots=True)
class Instructions:
    """`cue` is a sentence, `steps` are in order; `movement` is what the figure is drawn from, None: there is none;
    `still` is the picture that stands in for it. `roles` are what the muscle groups do, by their slugs; `primary` and
    `secondary` name them."""

    name: str
    cue: str
    movement: Any
    still: Still | None
    steps: tuple[str, ...]
    roles: dict[str, str]
    primary: tuple[str, ...]
    secondary: tuple[str, ...]


def instructions(exercises: Iterable[int]) -> dict[int, Instructions]:
    """By the keys of exercises and variations, published or not. One query."""
    nothing = Value("", CharField())
    steps = _rows(exercises, "step", F("steps__position"), F("steps__text"), nothing, nothing)
    columns = ("muscle__position", "muscle__name", "muscle__slug", "role")
    own, inherited = (_rows(exercises, path, *(F(f"{path}__{name}") for name in columns)) for path in MUSCLES)
    facts: dict[int, tuple[str, str, Any, Still | None]] = {}
    lines: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for pk, name, cue, movement, picture, words, kind, *line in steps.union(own, inherited, all=True):
        facts[pk] = name, cue, movement, Still(picture, words) if picture else None
        if line[0] is not None:
            lines[pk, kind].append(Line(*line))
    return {pk: _instructions(*facts[pk], *_of(lines, pk)) for pk in facts}


class Line(NamedTuple):
    place: int
    text: str
    slug: str
    role: str


def _rows(exercises: Iterable[int], kind: str, *line: F | Value) -> QuerySet[Any, Any]:
    """The lines of one kind, each beside its exercise; an exercise without any has an empty one."""
    facts = ("pk", "name", "summary", Coalesce("movement", "parent__movement"), *still_shown())
    return Exercise.objects.filter(pk__in=exercises).order_by().values_list(*facts, Value(kind, CharField()), *line)


def _of(lines: Mapping[tuple[int, str], list[Line]], pk: int) -> tuple[list[Line], list[Line]]:
    """The steps and the muscles of an exercise, its own or else its parent's."""
    steps, own, inherited = (sorted(lines[pk, kind]) for kind in ("step", *MUSCLES))
    return steps, own or inherited


def _instructions(
    name: str, cue: str, movement: Any, still: Still | None, steps: list[Line], muscles: list[Line]
) -> Instructions:
    return Instructions(
        name=name,
        cue=cue,
        movement=movement,
        still=still,
        steps=tuple(line.text for line in steps),
        roles={line.slug: line.role for line in muscles},
        primary=tuple(line.text for line in muscles if line.role == MuscleUse.Role.PRIMARY),
        secondary=tuple(line.text for line in muscles if line.role == MuscleUse.Role.SECONDARY),
    )
