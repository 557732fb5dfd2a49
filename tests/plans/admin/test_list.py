"""The list of runners: found by who is meant, and by nothing that would give them away."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.models import PlanChange, PlannedWeek
from plans.services.planning import start
from tests.factories import RunnerFactory
from tests.plans.admin.conftest import MONDAY, RUNS

LIST = "/admin/plans/runner/"


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel("2026-11-25T12:00Z", tick=False):
        yield


def found(client, query="", **asked):
    return list(client.get(LIST + query, asked or None).context["cl"].result_list)


def test_a_runner_stands_there_without_the_address(desk, ana):
    page = desk.get(LIST).content.decode()
    assert f"Runner {ana.pk}" in page
    assert "a…@m….org" in page
    assert "Mon 23, Fri 27" in page
    assert "ana@" not in page


def test_the_week_is_the_runners_own(desk, ana):
    ana.user.week_start = "sunday"
    ana.user.time_zone = "Pacific/Kiritimati"
    ana.user.save()
    with time_machine.travel("2026-11-28T12:00Z", tick=False):  # Sunday there
        assert "Mon 30, Fri 4" in desk.get(LIST).content.decode()


def test_searching_finds_whole_addresses_and_numbers(desk, ana):
    other = RunnerFactory()
    assert found(desk) == [other, ana]
    assert found(desk, q=" Ana@Mail.example.ORG ") == [ana]
    assert found(desk, q=str(other.pk)) == [other]


@pytest.mark.parametrize(
    "part",
    ["ana", "ana@", "@mail.example.org", "ana@mail.example", "a%", "ana@mail.example.org x", "example", "9" * 40],
)
def test_a_part_of_an_address_finds_nobody(desk, ana, part):
    assert found(desk, q=part) == []


@pytest.mark.parametrize(
    "lookup",
    ["user__email__startswith=a", "baseline__gte=1", "cleared_at__isnull=True", "absences__kind=ill", "o=2", "level=x"],
)
def test_the_address_of_the_list_asks_nothing_else(desk, ana, lookup):
    answer = desk.get(f"{LIST}?{lookup}", follow=True)
    assert answer.status_code == 400 or list(answer.context["cl"].result_list) == [ana]
    nothing = lookup.replace("a&", "z&").replace("=1", "=9").replace("=True", "=False")
    assert desk.get(f"{LIST}?{nothing}", follow=True).status_code == answer.status_code


def test_narrowing_to_what_support_is_asked_about(desk, ana, catalogue):
    unfinished, late = RunnerFactory(), RunnerFactory(runs=RUNS)
    start(row=late, catalogue=catalogue, first=MONDAY - timedelta(days=14))
    PlanChange.objects.create(runner=ana, what=[], before={}, at=timezone.now() - timedelta(days=6))
    assert found(desk, plan="started") == [late, ana]
    assert found(desk, plan="setup") == [unfinished]
    assert found(desk, plan="late") == [late]
    assert found(desk, changed="lately") == [ana]
    assert found(desk, changed="undone") == []
    PlanChange.objects.update(undone_at=timezone.now())
    assert found(desk, changed="undone") == [ana]


def test_many_cost_what_one_costs(desk, ana, catalogue):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as counted:
            desk.get(LIST)
        return len(counted)

    one = queries()
    for _ in range(2):
        start(row=RunnerFactory(runs=RUNS), catalogue=catalogue, first=MONDAY)
    three = queries()
    for _ in range(57):
        RunnerFactory()
    assert PlannedWeek.objects.count() == 3
    assert one == three == queries()
    assert len(found(desk)) == 50
    assert len(found(desk, p=2)) == 10
