"""Every runner's week is opened in time, whether or not the runner comes by."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from plans.models import Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.planning import open_weeks

BATCH = 200
_AHEAD = timedelta(hours=14)  # the earliest time zone before UTC
_SHORTEST = timedelta(days=6)  # of a week, when it begins on another day from now on

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rolled:
    """One runner who was looked at: whether a week was opened, or why not."""

    opened: bool
    failed: bool = False


def due(now: datetime) -> int:
    """How many runners may have a week to open. One query."""
    return _due(now).count()


def roll_weeks(catalogue: PlannedCatalogue, now: datetime) -> Iterator[Rolled]:
    """Open the week of each runner for whom one has begun, one transaction each, as many in memory as a batch holds.

    What fails for one is logged and does not keep the others waiting.
    """
    after = 0
    while rows := list(_due(now).filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = rows[-1].pk
        for row in rows:
            if not _has_begun(row, now):
                continue
            try:
                yield Rolled(opened=open_weeks(row=row, catalogue=catalogue, today=row.today(now)))
            except Exception:
                log.exception("The week of runner %s could not be opened.", row.pk)
                yield Rolled(opened=False, failed=True)


def _has_begun(row: Any, now: datetime) -> bool:
    """Whether the week after the runner's `latest` may have, so that nobody's row is locked in vain."""
    week_start = 6 if row.user.week_start == "sunday" else 0
    shortest = _SHORTEST if row.latest.weekday() != week_start else timedelta(days=7)
    return row.today(now) >= row.latest + shortest


def _due(now: datetime) -> QuerySet[Runner]:
    """Those whose latest week has ended somewhere on Earth."""
    ended = (now + _AHEAD).date() - _SHORTEST
    rows = Runner.objects.select_related("user").annotate(latest=Max("plannedweeks__first_day"))
    return rows.filter(latest__lte=ended)
