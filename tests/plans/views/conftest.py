"""Runners with a plan."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from plans.services.catalogue import planned_catalogue
from plans.services.planning import open_weeks, start
from tests.factories import RunnerFactory
from tests.plans.lives.living import Services
from tests.plans.services.training import log_all
from tests.plans.views.reading import of

MONDAY = date(2026, 11, 23)
THREE = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}


@pytest.fixture
def begin():
    """A runner whose first week began on Monday, unless said otherwise."""

    def begun(runs=THREE, first=MONDAY, **answers):
        row = RunnerFactory(runs=runs, **answers)
        start(row=row, catalogue=planned_catalogue(), first=first)
        return row

    return begun


@pytest.fixture
def row(begin):
    return begin()


def at(days):
    """Noon of a day, so many after Monday."""
    return datetime(MONDAY.year, MONDAY.month, MONDAY.day, 12, tzinfo=UTC) + timedelta(days=days)


@pytest.fixture
def train(row):
    """The keys of sessions of some days, each done in full."""

    def trained(*days, of=row, pain=1, effort=5):
        hands, keys = Services(of, planned_catalogue()), []
        for number in days:
            hands.wakes_on(MONDAY + timedelta(days=number))
            open_weeks(row=of, catalogue=hands.catalogue, today=hands.today)
            session = hands.start(hands.today)
            log_all(hands, session)
            hands.finish(session, pain, effort)
            keys.append(session)
        return keys

    return trained


@pytest.fixture
def on(row):
    """A page as the runner has it on a day; a POST with what it says."""

    def asked(days, address, said=None, whose=row, **headers):
        with time_machine.travel(at(days), tick=False):
            client = of(whose)
            if said is None:
                return client.get(address, headers=headers)
            return client.post(address, said, follow=True)

    return asked
