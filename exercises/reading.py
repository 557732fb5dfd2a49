"""The catalogue as a page shows it: an exercise with its parts, and all that a variation inherits filled in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Coalesce

from exercises.models import EquipmentOption, Exercise, Mistake, MuscleUse, Source, Step, Still


class Line(NamedTuple):
    place: int
    text: str
    note: str
    slug: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise or variation, ready to be shown. `equipment` holds a list of names for each option; empty: none.
    `roles` are what the muscle groups do, by their slugs."""

    exercise: Exercise
    steps: list[Line]
    mistakes: list[Line]
    sources: list[Line]
    primary: list[str]
    secondary: list[str]
    roles: dict[str, str]
    equipment: list[list[str]]

    @property
    def facts(self) -> list[str]:
        """What to know at a glance: what is needed, sides, what is counted, weight."""
        needs = " or ".join(" and ".join(option) for option in self.equipment) or "no equipment"
        counted = "hold" if self.is_hold else "reps"
        sides = ["each side"] if self.is_one_sided else []
        weight = ["with weight"] if self.is_loaded else []
        return [needs.lower(), *sides, counted, *weight]

    @property
    def works(self) -> str:
        """The muscle groups and what they do, as it is read out."""
        said = {MuscleUse.Role.PRIMARY: self.primary, MuscleUse.Role.SECONDARY: self.secondary}
        return " ".join(f"{role.label}: {', '.join(names).lower()}." for role, names in said.items() if names)

    @property
    def name(self) -> str:
        return self.exercise.name

    @property
    def is_one_sided(self) -> bool:
        return bool(self.exercise.stated("one_sided"))

    @property
    def is_loaded(self) -> bool:
        return bool(self.exercise.stated("loaded"))

    @property
    def rest_seconds(self) -> int:
        return int(self.exercise.stated("rest_seconds"))

    @property
    def is_hold(self) -> bool:
        return bool(self.exercise.stated("measure") == Exercise.Measure.HOLD)

    @property
    def benefit(self) -> str:
        return str(self.exercise.stated("benefit"))

    @property
    def knee_note(self) -> str:
        return str(self.exercise.stated("knee_note"))

    @property
    def still(self) -> Still | None:
        return self.exercise.still

    @property
    def movement(self) -> Any:
        return self.exercise.stated("movement")


class Drawn(Entry):
    """Without the picture that stands in for its figure."""

    @property
    def still(self) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Family:
    """An exercise on the list: whether it fits what was asked, and which of its variations do, from easy to hard."""

    entry: Entry
    matches: bool
    matching: list[Exercise]


@dataclass(frozen=True, slots=True)
class Page:
    """What an exercise's page shows; `ladder` is its family from the hardest rung down to the easiest."""

    entry: Entry
    ladder: list[Exercise]

    @property
    def is_easiest(self) -> bool:
        """Whether there is nothing below it on the ladder."""
        return all(member.rung >= self.entry.exercise.rung for member in self.ladder)


Parts = dict[tuple[int, str], list[Line]]

# kind: model, and its fields for place, text, note and slug
PARTS = {
    "step": (Step, "position", "text", None, None),
    "mistake": (Mistake, "position", "text", "cue", None),
    "source": (Source, "position", "citation", "url", None),
    "muscle": (MuscleUse, "muscle__position", "muscle__name", "role", "muscle__slug"),
    "equipment": (EquipmentOption, "position", "items__name", None, None),
}


def parts_of(exercises: Iterable[int], kinds: Collection[str] = PARTS.keys()) -> Parts:
    """The parts of the exercises (primary keys), each kind in its order. One query, however many."""
    keys = [key for key in exercises if key]
    rows = [
        model._default_manager.filter(exercise__in=keys)
        .order_by()
        .annotate(
            kind=Value(kind, CharField()),
            place=F(place),
            words=F(words),
            note=F(note) if note else Value("", CharField()),
            slug=F(slug) if slug else Value("", CharField()),
        )
        .values_list("exercise", "kind", "place", "words", "note", "slug")
        for kind, (model, place, words, note, slug) in PARTS.items()
        if kind in kinds
    ]
    parts: Parts = defaultdict(list)
    for exercise, kind, *line in sorted(rows[0].union(*rows[1:], all=True)):
        parts[exercise, kind].append(Line(*line))
    return parts


def entry_of(exercise: Exercise, parts: Parts, kind: type[Entry] = Entry) -> Entry:
    """`exercise` with what it inherits; its parent, if it has one, must be loaded. No query."""

    def lines(kind: str) -> list[Line]:
        return parts.get((exercise.pk, kind)) or parts.get((exercise.parent_id or 0, kind), [])

    muscles = lines("muscle")
    equipment: dict[int, list[str]] = defaultdict(list)
    for option in [] if exercise.needs_nothing else lines("equipment"):
        equipment[option.place].append(option.text)
    return kind(
        exercise=exercise,
        steps=parts.get((exercise.pk, "step"), []),
        mistakes=lines("mistake"),
        sources=lines("source"),
        primary=[line.text for line in muscles if line.note == MuscleUse.Role.PRIMARY],
        secondary=[line.text for line in muscles if line.note == MuscleUse.Role.SECONDARY],
        roles={line.slug: line.note for line in muscles},
        equipment=list(equipment.values()),
    )


def families(roots: Mapping[int, Collection[int]]) -> list[Family]:
    """The exercises (primary keys) in the order given, each with the members of its family that were asked for.

    Two queries.
    """
    members: dict[int, list[Exercise]] = {}
    for member in Exercise.objects.published().families(roots):
        members.setdefault(member.parent_id or member.pk, []).append(member)
    parts = parts_of(roots, ["muscle", "equipment"])
    return [
        Family(
            entry=entry_of(members[root][0], parts),
            matches=root in matching,
            matching=[member for member in members[root][1:] if member.pk in matching],
        )
        for root, matching in roots.items()
    ]


def entries_with_figures() -> list[Entry]:
    """All movements, published or not, each family together, also where a picture stands in. Two queries."""
    place = [Coalesce("parent__position", "position"), Coalesce("parent", "pk"), F("parent").asc(nulls_first=True)]
    moving = Exercise.objects.filter(movement__isnull=False).select_related("parent")
    found = moving.order_by(*place, "rung", "position")
    parts = parts_of([key for each in found for key in (each.pk, each.parent_id or 0)], ["muscle"])
    return [entry_of(each, parts, Drawn) for each in found]


def page_of(exercise: Exercise, *, drafts: bool = False) -> Page:
    """The page of an exercise read with its parent and `with_neighbours`; `drafts` lets unpublished relatives appear.

    Two queries.
    """
    parts = parts_of([exercise.pk, exercise.parent_id or 0])
    return Page(entry_of(exercise, parts), _ladder(exercise, drafts=drafts))


def _ladder(exercise: Exercise, *, drafts: bool) -> list[Exercise]:
    root = exercise.parent_id or exercise.pk
    members = Exercise.objects.all() if drafts else Exercise.objects.published()
    family = members.filter(Q(pk=root) | Q(parent=root))
    return sorted(family, key=lambda member: (-member.rung, member.parent_id is not None, member.position))
