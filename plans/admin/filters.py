"""What the list of runners can be narrowed to: what support is asked about."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from plans.models import PlanChange

_OVER_EVERYWHERE = timedelta(days=8)  # after its first day a week has ended in every time zone
_LATELY = timedelta(days=7)


class PlanFilter(admin.SimpleListFilter):
    """Whether there is a plan, and whether it goes on: a week that is late points at `roll_weeks` not running."""

    title = "plan"
    parameter_name = "plan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("started", "Started"), ("setup", "Setup not finished"), ("late", "This week not opened")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "started":
            return queryset.exclude(started_on=None)
        if self.value() == "setup":
            return queryset.filter(started_on=None)
        return late(queryset, timezone.localdate()) if self.value() == "late" else queryset


class ChangedFilter(admin.SimpleListFilter):
    title = "change of the plan"
    parameter_name = "changed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("lately", "In the last seven days"), ("undone", "Taken back in the last seven days")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        since: datetime = timezone.now() - _LATELY
        of_runner = PlanChange.objects.filter(runner=OuterRef("pk"))
        if self.value() == "lately":
            return queryset.filter(Exists(of_runner.filter(at__gte=since)))
        if self.value() == "undone":
            return queryset.filter(Exists(of_runner.filter(undone_at__gte=since)))
        return queryset


def late(runners: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Those whose latest week has ended wherever they may be."""
    return runners.annotate(latest=Max("plannedweeks__first_day")).filter(latest__lt=today - _OVER_EVERYWHERE)
