from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection

from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from tests.factories import RunnerFactory, UserFactory
from tests.plans.admin.training import hands_on, log

MONDAY = date(2026, 11, 23)
RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}


@pytest.fixture
def helpers(db):
    """The group “Support”, also after a test that emptied the tables."""
    if not Group.objects.filter(name="Support").exists():
        import_module("plans.migrations.0002_support").make_group(apps, connection.schema_editor())
    return Group.objects.get(name="Support")


@pytest.fixture
def helper(helpers):
    user = UserFactory(email="support@example.org", is_staff=True)
    user.groups.add(helpers)
    return user


@pytest.fixture
def desk(client, helper):
    """A browser in which somebody of support is logged in."""
    client.force_login(helper)
    return client


@pytest.fixture
def ward(client, helper):
    """The same for somebody who may see what concerns health."""
    helper.user_permissions.add(Permission.objects.get(codename="view_health"))
    client.force_login(helper)
    return client


@pytest.fixture
def catalogue(delivered):
    return planned_catalogue()


@pytest.fixture
def ana(catalogue):
    """Ana has a plan that began on Monday."""
    row = RunnerFactory(user__email="ana@mail.example.org", runs=RUNS, baseline=2)
    start(row=row, catalogue=catalogue, first=MONDAY)
    row.refresh_from_db()
    return row


@pytest.fixture
def trained(ana, catalogue):
    """Ana after Monday’s session: two sets taken as they were asked, one short, one with sides that differ."""
    hands = hands_on(ana, catalogue, MONDAY)
    session = hands.start(MONDAY)
    log(hands, session, "squat", 5, 4)
    log(hands, session, "glute-bridge", 5, 5)
    log(hands, session, "side-leg-raise", (5, 4), (5, 5))
    hands.finish(session, 2, 7)
    return ana
