"""What still refers to an entry, so that it cannot be deleted, in words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.admin.utils import NestedObjects
from django.db import models, router

from exercises.models import Equipment, Exercise, MuscleUse, OptionItem

INSTEAD = "Unpublish it instead: it leaves the site, and nothing is lost."


def references(roots: Sequence[models.Model]) -> list[str]:
    """One sentence for each of the entries that something refers to; empty when all may be deleted.

    A few queries for each kind of reference, however many entries.
    """
    if not roots:
        return []
    model = type(roots[0])
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    if issubclass(model, Equipment):
        _collect_equipment(roots, found)
    collector = NestedObjects(using=router.db_for_write(model), origin=list(roots))
    collector.collect(list(roots))
    others: dict[str, int] = defaultdict(int)
    for each in sorted(collector.protected, key=lambda each: each.pk):
        if isinstance(each, Exercise) and each.parent:
            found[each.parent.name]["variations"].append(each.name)
        elif isinstance(each, MuscleUse):
            found[each.muscle.name]["exercises"].append(each.exercise.name)
        elif not isinstance(each, OptionItem):
            others[str(each._meta.verbose_name_plural)] += 1
    sentences = [_sentence(name, kind, names) for name, kinds in found.items() for kind, names in kinds.items()]
    return sentences + [_counted(kind, number, roots) for kind, number in others.items()]


def _collect_equipment(roots: Iterable[models.Model], found: dict[str, dict[str, list[str]]]) -> None:
    uses = OptionItem.objects.filter(equipment__in=[root.pk for root in roots])
    rows = uses.order_by("equipment__position", "option__exercise__name")
    for thing, exercise in rows.values_list("equipment__name", "option__exercise__name"):
        if exercise not in found[thing]["exercises"]:
            found[thing]["exercises"].append(exercise)


def _sentence(name: str, kind: str, names: list[str]) -> str:
    if kind == "variations":
        return f"“{name}” has variations: {', '.join(names)}. Delete them first. {INSTEAD}"
    return f"“{name}” is used by {', '.join(names)}. Take it out there first."


def _counted(kind: str, number: int, roots: Sequence[models.Model]) -> str:
    subject = f"“{roots[0]}” is" if len(roots) == 1 else "They are"
    instead = f" {INSTEAD}" if isinstance(roots[0], Exercise) else ""
    return f"{subject} still needed: {number} {kind} in runners' training.{instead}"
