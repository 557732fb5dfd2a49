"""What still refers to an entry, so that it cannot be deleted, in words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.db import models, router
from django.db.models.deletion import get_candidate_relations_to_delete

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
    if elsewhere := _elsewhere(roots):
        return elsewhere
    collector = NestedObjects(using=router.db_for_write(model), origin=list(roots))
    collector.collect(list(roots))
    for each in sorted(collector.protected, key=lambda each: each.pk):
        if isinstance(each, Exercise) and each.parent:
            found[each.parent.name]["variations"].append(each.name)
        elif isinstance(each, MuscleUse):
            found[each.muscle.name]["exercises"].append(each.exercise.name)
    return [_sentence(name, kind, names) for name, kinds in found.items() for kind, names in kinds.items()]


def _elsewhere(roots: Sequence[models.Model]) -> list[str]:
    """What other apps keep of the entries, counted and never read: all runners' training may refer to one exercise.

    One query for each kind of row that protects them.
    """
    model, keys = type(roots[0]), [root.pk for root in roots]
    holders: dict[Any, models.Q] = defaultdict(models.Q)
    relations: Any = get_candidate_relations_to_delete(model._meta)  # those that have no name to go back by as well
    for relation in relations:
        holder = relation.related_model
        if relation.on_delete is models.PROTECT and holder._meta.app_label != model._meta.app_label:
            holders[holder] |= models.Q(**{f"{relation.field.name}__in": keys})
    counted = {holder: holder._base_manager.filter(rows).count() for holder, rows in holders.items()}
    return [_counted(holder, number, roots) for holder, number in counted.items() if number]


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


def _counted(holder: type[models.Model], number: int, roots: Sequence[models.Model]) -> str:
    subject = f"“{roots[0]}” is" if len(roots) == 1 else "They are"
    kind = holder._meta.verbose_name if number == 1 else holder._meta.verbose_name_plural
    instead = f" {INSTEAD}" if isinstance(roots[0], Exercise) else ""
    return f"{subject} still needed: {number} {kind} in runners’ training.{instead}"
