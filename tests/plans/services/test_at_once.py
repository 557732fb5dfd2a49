"""Two who write for one runner at once: the second sees the first."""

from dataclasses import replace
from datetime import date
from functools import partial
from uuid import uuid4

import pytest

from plans.core.types import DAY, WEEK
from plans.models import Absence, PlanChange, PlannedWeek, Runner, SetLog
from plans.services import correcting
from plans.services.catalogue import planned_catalogue
from plans.services.planning import change, open_weeks, start
from plans.services.sets import TakenBack
from tests.at_once import at_once
from tests.conftest import load_delivered
from tests.factories import RunnerFactory
from tests.plans.lives.living import Services
from tests.plans.services.training import log_all

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


def test_of_eight_corrections_of_a_set_one_counts(row):
    hands = Services(row, planned_catalogue())
    hands.wakes_on(MONDAY)
    session = hands.start(MONDAY)
    log_all(hands, session)
    wrong = SetLog.objects.filter(prescription__session=session).earliest("pk")

    def correct(amount):
        said = correcting.Correction(uuid4(), amount)
        told = {"row": row, "catalogue": hands.catalogue, "today": MONDAY, "session": session, "now": hands.now}
        try:
            correcting.correct_set(**told, wrong=wrong.uuid, said=said)
        except TakenBack:
            return None
        return amount

    [kept] = [amount for amount in at_once(*[partial(correct, amount) for amount in range(6, 14)]) if amount]
    assert SetLog.objects.get(corrects=wrong.uuid).amount == kept
    assert SetLog.objects.get(uuid=wrong.uuid).deleted_at == hands.now


def test_a_week_opens_once(row):
    catalogue = planned_catalogue()
    opened = [partial(open_weeks, row=row, catalogue=catalogue, today=MONDAY + 2 * WEEK)] * 3
    assert sorted(at_once(*opened)) == [False, False, True]
    assert list(PlannedWeek.objects.order_by("number").values_list("number", flat=True)) == [0, 1, 2]
