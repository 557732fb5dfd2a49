import pytest

from plans.services.catalogue import planned_catalogue
from plans.services.planning import open_weeks, start
from tests.factories import RunnerFactory
from tests.plans.lives.living import Services
from tests.plans.services import adding
from tests.plans.services.training import MONDAY, RUNS, noon


@pytest.fixture(autouse=True)
def added_up(db):
    """Whatever a test does, the weeks that are over come to what is stored of them."""
    yield
    adding.check()


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


@pytest.fixture
def call(row, catalogue):
    """A writer on a day; `open` opens the weeks first, as every night does."""

    def called(writer, day, **said):
        open_weeks(row=row, catalogue=catalogue, today=day)
        return writer(row=row, catalogue=catalogue, today=day, now=noon(day), **said)

    return called
