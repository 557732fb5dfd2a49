"""What the list of exercises can be narrowed to."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from exercises.models import Exercise, MuscleGroup

Lookups = list[tuple[str, str]]


class ShownFilter(admin.SimpleListFilter):
    """Exercises themselves; or variations, of all or of one. Whoever searches or narrows otherwise sees both."""

    title = "kind"
    parameter_name = "of"
    BOTH, VARIATIONS = "both", "variations"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        narrowed = bool(set(request.GET) - {self.parameter_name, "p"})
        self.default = self.BOTH if narrowed else None
        found = [(self.VARIATIONS, "Variations"), (self.BOTH, "Both")]
        given = request.GET.get(self.parameter_name, "")
        parent = Exercise.objects.filter(slug=given).first() if given not in dict(found) else None
        return [*found, (parent.slug, f"Variations of {parent.name}")] if parent else found

    def choices(self, changelist: Any) -> Any:
        value = self.value() or self.default
        yield {
            "selected": value is None,
            "query_string": changelist.get_query_string(remove=[*changelist.params, self.parameter_name]),
            "display": "Exercises",
        }
        for lookup, title in self.lookup_choices:
            yield {
                "selected": value == lookup,
                "query_string": changelist.get_query_string({self.parameter_name: lookup}),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or self.default
        if value == self.BOTH:
            return queryset
        if value == self.VARIATIONS:
            return queryset.exclude(parent=None)
        return queryset.filter(parent__slug=value) if value else queryset.filter(parent=None)


class PatternFilter(admin.SimpleListFilter):
    title = "movement pattern"
    parameter_name = "pattern"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return list(Exercise.Pattern.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        pattern = self.value()
        if pattern not in Exercise.Pattern.values:
            return queryset
        return queryset.filter(Q(pattern=pattern) | Q(pattern="", parent__pattern=pattern))


class MuscleFilter(admin.SimpleListFilter):
    title = "muscle group"
    parameter_name = "muscle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return list(MuscleGroup.objects.values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        muscle = self.value()
        return queryset.working([muscle]) if muscle in dict(self.lookup_choices) else queryset  # type: ignore[attr-defined]
