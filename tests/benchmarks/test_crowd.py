"""benchmarks.price.crowd: copies of runners are runners, with everything that is theirs."""

import re

import pytest
from django.db import connection

from benchmarks.people import runners, session_of
from benchmarks.price.crowd import COPIED, LogIn, fill
from exercises.models import Equipment
from kneecoach.accounts.models import User
from plans.models import Runner, SetLog

WEEKS = 2


@pytest.fixture
def original(delivered):
    [row] = runners(WEEKS, 1, 0)
    row.user.vouch_for_email()
    row.equipment.set(Equipment.objects.all()[:2])
    return row


def test_everything_is_copied_and_every_constraint_holds(original):
    counts = {model: model._default_manager.count() for model in COPIED}
    fill(4, [original.pk])

    assert all(counts.values())
    assert {model: model._default_manager.count() for model in COPIED} == {
        model: 4 * count for model, count in counts.items()
    }
    assert LogIn.objects.count() == 3
    connection.check_constraints()


def test_nothing_of_a_copy_is_shared_with_another_runner(original):
    fill(3, [original.pk])

    assert SetLog.objects.values("uuid").distinct().count() == SetLog.objects.count()
    for log in SetLog.objects.select_related("prescription__session"):
        assert {log.prescription.runner_id, log.prescription.session.runner_id} == {log.runner_id}
    assert set(User.objects.values_list("email", flat=True)) == {
        original.user.email,
        *(f"copy{row.user_id}@example.org" for row in Runner.objects.exclude(pk=original.pk)),
    }


def test_a_crowd_can_grow_and_be_joined(original):
    fill(2, [original.pk])
    fill(3, [original.pk])
    fill(2, [original.pk])
    assert Runner.objects.count() == 3

    [row] = runners(1, 1, 0)
    assert row.pk > original.pk


@pytest.mark.parametrize("path", ["/today/", "/plan/", "/progress/?weeks=all", "/history/"])
def test_a_copy_sees_what_the_original_sees(client, original, path):
    fill(2, [original.pk])
    copy = Runner.objects.exclude(pk=original.pk).get()

    seen = []
    for row in (original, copy):
        client.cookies["sessionid"] = session_of(row.user)
        response = client.get(path)
        assert response.status_code == 200
        seen.append(re.sub(r"<[^>]*>", "", response.content.decode()))
    assert seen[0] == seen[1]
