"""The catalogue's rows as the values that the planner speaks in."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from exercises.kept import shared
from exercises.models import Equipment, EquipmentOption, Exercise, MuscleUse
from plans.core import types
from plans.core.document import to_text
from plans.core.wording import Names, spoken

Options = tuple[frozenset[str], ...]

_READ = (
    "slug", "name", "parent", "rung", "pattern", "measure", "one_sided", "loaded", "seconds_per_rep", "rest_seconds",
    "needs_nothing",
)  # fmt: skip


@dataclass(frozen=True)
class PlannedCatalogue:
    """What runners can be given: the exercises by slug in catalogue order, the names of them and their variations,
    those of the equipment that one can own, and of the muscle groups that work in any of them, both in order."""

    exercises: types.Catalogue
    names: Names
    equipment: Names
    muscles: Names

    @cached_property
    def spoken(self) -> Names:
        """The names as they stand within a sentence."""
        return spoken(self.names)

    @cached_property
    def digest(self) -> str:
        """The same in every process while what is planned with is the same; names make no difference."""
        return sha256(to_text(self.exercises).encode()).hexdigest()

    def name_of(self, slug: str) -> str:
        """The name of an exercise or variation; of one that is not published any more, as well as its slug tells it."""
        return self.names.get(slug) or slug.replace("-", " ").capitalize()


def planned_catalogue() -> PlannedCatalogue:
    """The published exercises with their published variations, what those inherit filled in.

    What nobody could do as it is written is left out: reps without a tempo, and equipment that is needed but not
    named; an exercise takes its variations with it. Four queries, however many exercises there are.
    """
    (primary, muscles), options = _primary_groups(), _options()
    exercises: dict[str, types.Exercise] = {}
    names: dict[str, str] = {}
    for family in _families():
        versions = [(row, version) for row in family if (version := _version(row, primary, options))]
        root = family[0]
        if versions and versions[0][0] is root:
            pattern = types.Pattern(root.pattern)
            exercises[root.slug] = types.Exercise(root.slug, pattern, tuple(version for _, version in versions))
            names |= {row.slug: row.name for row, _ in versions}
    equipment = dict(Equipment.objects.order_by("position").values_list("slug", "name"))
    return PlannedCatalogue(exercises, names, equipment, muscles)


def catalogue_at(change: str) -> PlannedCatalogue:
    """The planned catalogue, read once for each `change` of the catalogue. No query where it is known, else four."""
    return shared(change, "planned", planned_catalogue)


def _families() -> list[list[Exercise]]:
    """Each published exercise and after it its variations, in catalogue order; their parents are loaded."""
    rows = list(Exercise.objects.published().only(*_READ).order_by("position"))
    families = {row.pk: [row] for row in rows if row.parent_id is None}
    for row in rows:
        if row.parent_id is not None:
            row.parent = families[row.parent_id][0]
            families[row.parent_id].append(row)
    return list(families.values())


def _version(
    row: Exercise, primary: Mapping[int, frozenset[str]], options: Mapping[int, Options]
) -> types.Version | None:
    """None for what nobody could do."""
    measure = types.Measure(row.stated("measure"))
    seconds = row.stated("seconds_per_rep") if measure is types.Measure.REPS else None
    needs = _needs(row, options)
    if needs is None or (measure is types.Measure.REPS and seconds is None):
        return None
    return types.Version(
        variation=row.slug if row.parent_id else None,
        rung=row.rung,
        primary=primary.get(row.pk, primary.get(row.parent_id or 0, frozenset())),
        measure=measure,
        one_sided=row.stated("one_sided"),
        loaded=row.stated("loaded"),
        seconds_per_rep=seconds,
        rest_seconds=row.stated("rest_seconds"),
        needs=needs,
    )


def _needs(row: Exercise, options: Mapping[int, Options]) -> Options | None:
    """The sets of equipment of which any one will do; empty: nothing is needed; None: it is not said what is."""
    if row.needs_nothing:
        return ()
    if row.pk in options:
        return options[row.pk]
    return _needs(row.parent, options) if row.parent else None


def _primary_groups() -> tuple[dict[int, frozenset[str]], Names]:
    """The muscle groups that work most, of each exercise that has a list of its own; and the names of all groups."""
    groups: dict[int, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    uses = MuscleUse.objects.order_by("muscle__position")
    for exercise, muscle, name, role in uses.values_list("exercise", "muscle__slug", "muscle__name", "role"):
        names[muscle] = name
        groups[exercise].update([muscle] if role == MuscleUse.Role.PRIMARY else [])
    return {exercise: frozenset(muscles) for exercise, muscles in groups.items()}, names


def _options() -> dict[int, Options]:
    """The options of each exercise that has some of its own, in their order."""
    items: dict[int, dict[int, set[str]]] = defaultdict(dict)
    rows = EquipmentOption.objects.order_by("position").values_list("exercise", "position", "items__slug")
    for exercise, place, item in rows:
        items[exercise].setdefault(place, set()).update([item] if item else [])
    return {exercise: tuple(map(frozenset, options.values())) for exercise, options in items.items()}
