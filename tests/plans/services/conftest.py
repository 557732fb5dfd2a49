import pytest

from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from tests.factories import RunnerFactory
from tests.plans.lives.living import Services
from tests.plans.services.training import MONDAY, RUNS


@pytest.fixture
def catalogue(delivered):
    return planned_catalogue()


@pytest.fixture
def row(catalogue):
    row = RunnerFactory(runs=RUNS, user__time_zone="UTC")
    start(row=row, catalogue=catalogue, first=MONDAY)
    row.refresh_from_db()
    return row


@pytest.fixture
def on(row, catalogue):
    """The runner on a day."""
    hands = Services(row, catalogue)

    def put(day):
        hands.today = day
        return hands

    return put
