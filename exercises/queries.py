"""The named reads of the catalogue. Each says what it costs."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from exercises.models import Exercise  # noqa: F401, a string below names it

M = TypeVar("M", bound=models.Model)


class CatalogueManager(models.Manager[M]):
    """Finds objects by the natural key that their class spells out in `natural_lookups`."""

    def get_by_natural_key(self, *key: Any) -> M:
        return self.get(**dict(zip(self.model.natural_lookups, key, strict=True)))  # type: ignore[attr-defined]


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def published(self) -> Self:
        """What runners may see: a variation counts only while its exercise is published too."""
        return self.filter(Q(parent=None) | Q(parent__state="published"), state="published")

    def working(self, muscles: Iterable[str]) -> Self:
        """Those that train every one of the muscle groups (slugs); without a list of its own, a variation does as its
        parent."""
        found = self
        for slug in muscles:
            uses = _part("MuscleUse").filter(muscle__slug=slug)
            found = found.filter(_own_or_inherited("MuscleUse", uses))
        return found

    def doable_with(self, equipment: Iterable[str]) -> Self:
        """Those that can be done with nothing but the equipment (slugs): no equipment, or all items of one option."""
        lacking = _part("Equipment").exclude(slug__in=list(equipment)).filter(options=OuterRef("pk"))
        options = _part("EquipmentOption").filter(~Exists(lacking))
        without_parents = Q(parent__needs_nothing=True) & ~_has_own("EquipmentOption")
        return self.filter(Q(needs_nothing=True) | without_parents | _own_or_inherited("EquipmentOption", options))

    def saying(self, words: Iterable[str]) -> Self:
        """Those in which every word stands in the name, the summary, a step, a muscle group or a piece of equipment.

        Those that have all of them in the name get `rank` 0, the others 1.
        """
        found = self
        in_name = Q()
        for word in words:
            items = Q(items__name__icontains=word) | Q(items__note__icontains=word)
            found = found.filter(
                Q(name__icontains=word)
                | Q(summary__icontains=word)
                | Exists(_part("Step").filter(exercise=OuterRef("pk"), text__icontains=word))
                | _own_or_inherited("MuscleUse", _part("MuscleUse").filter(muscle__name__icontains=word))
                | _own_or_inherited("EquipmentOption", _part("EquipmentOption").filter(items))
            )
            in_name &= Q(name__icontains=word)
        return found.annotate(rank=Case(When(in_name, then=0), default=1)) if in_name else found

    def roots(self) -> dict[int, set[int]]:
        """The exercises of which this set holds a member, each with the members it holds (all as primary keys).

        By `rank`, then in catalogue order. One query.
        """
        found: dict[int, set[int]] = {}
        pairs = self.annotate(root=Coalesce("parent_id", "pk"), root_position=Coalesce("parent__position", "position"))
        ranked = ["rank"] if "rank" in pairs.query.annotations else []
        pairs = pairs.order_by(*ranked, "root_position", "root")
        for root, member in pairs.values_list("root", "pk"):
            found.setdefault(root, set()).add(member)
        return found

    def families(self, roots: Iterable[int]) -> Self:
        """The exercises and all their variations, each exercise before its variations, those by rung and place."""
        return self.filter(Q(pk__in=roots) | Q(parent__in=roots)).order_by(
            F("parent").asc(nulls_first=True), "rung", "position"
        )

    def with_neighbours(self) -> Self:
        """Adds slug and name of the published exercise before and after, as `previous_slug`, `previous_name`,
        `next_slug`, `next_name`; a variation has its parent's neighbours. No query of its own."""
        roots = self.model.objects.published().filter(parent=None)
        here = Coalesce(OuterRef("parent__position"), OuterRef("position"))
        before = roots.filter(position__lt=here).order_by("-position")
        after = roots.filter(position__gt=here).order_by("position")
        return self.annotate(
            previous_slug=Subquery(before.values("slug")[:1]),
            previous_name=Subquery(before.values("name")[:1]),
            next_slug=Subquery(after.values("slug")[:1]),
            next_name=Subquery(after.values("name")[:1]),
        )


class ExerciseManager(CatalogueManager.from_queryset(ExerciseQuerySet)):  # type: ignore[misc]
    pass


def _part(model: str) -> models.QuerySet[Any]:
    return apps.get_model("exercises", model).objects.all()


def _has_own(model: str) -> Exists:
    return Exists(_part(model).filter(exercise=OuterRef("pk")))


def _own_or_inherited(model: str, parts: models.QuerySet[Any]) -> Q:
    """One of `parts` belongs to the exercise, or to the parent of a variation that has none of that model itself."""
    return Q(Exists(parts.filter(exercise=OuterRef("pk")))) | (
        ~_has_own(model) & Exists(parts.filter(exercise=OuterRef("parent")))
    )
