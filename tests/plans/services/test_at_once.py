"""Two who write for one runner at once: the second sees the first."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from plans.core.types import DAY, WEEK
from plans.models import Absence, PlanChange, PlannedWeek, Runner
from plans.services.catalogue import planned_catalogue
from plans.services.planning import change, open_weeks, start
from tests.at_once import at_once
from tests.conftest import load_delivered
from tests.factories import RunnerFactory

MONDAY = date(2026, 11, 23)


@pytest.fixture
def row(transactional_db):
    load_delivered()
    row = RunnerFactory(runs={"tuesday": "easy"})
    start(row=row, catalogue=planned_catalogue(), first=MONDAY)
    return Runner.objects.select_related("user").get(pk=row.pk)


def test_neither_of_two_changes_is_lost(row):
    catalogue = planned_catalogue()

    def away_on(day):
        return lambda: change(
            row=row,
            catalogue=catalogue,
            today=MONDAY,
            ask=lambda now: replace(now.runner, blocked=now.runner.blocked | {day}),
        )

    days = [MONDAY + place * DAY for place in (0, 2, 4, 6)]
    at_once(*map(away_on, days))
    assert sorted(Absence.objects.values_list("first", "last")) == [(day, day) for day in days]
    assert PlanChange.objects.count() == len(days)


def test_a_week_opens_once(row):
    catalogue = planned_catalogue()
    opened = [partial(open_weeks, row=row, catalogue=catalogue, today=MONDAY + 2 * WEEK)] * 3
    assert sorted(at_once(*opened)) == [False, False, True]
    assert list(PlannedWeek.objects.order_by("number").values_list("number", flat=True)) == [0, 1, 2]
