"""What is kept of the past, and of the weeks to come, is what there is: after each form that is sent."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from plans.core.planner import forecast
from plans.core.record import as_weeks
from plans.models import Runner
from plans.services.catalogue import planned_catalogue
from plans.services.planning import open_weeks, start
from plans.services.record import record
from plans.views import coached
from plans.views.coached import Visit
from tests.factories import RunnerFactory
from tests.plans.lives.cases import CASES, TWO_WEEKS
from tests.plans.lives.living import Life, Services
from tests.plans.lives.pages import Pages
from tests.plans.services.training import RUNS, log_all

pytestmark = pytest.mark.usefixtures("delivered")

MONDAY = date(2026, 11, 23)
LIVED = {
    "two weeks": TWO_WEEKS,
    "an exercise that hurts": CASES["one exercise hurts"],
    "on other days": CASES["on another day, and one more than planned"],
}


def looks_back(row):
    """Looks as the pages do, and anew: it is the same."""
    row = Runner.objects.select_related("user").get(pk=row.pk)
    visit = Visit(row, row.today())
    found = visit.record(12)
    assert found == record(row, visit.catalogue, visit.today, 12)
    assert visit.forecast(found.now, 12) == as_weeks(forecast(found.now.following, visit.today, 12))
    assert as_weeks(found.now.weeks(13)[1:]) == visit.forecast(found.now, 12)
    return found


@pytest.fixture
def read(monkeypatch):
    """For each look whether the past was known."""
    known = []

    def noted(*given):
        known.append(given[-1] is not None)
        return record(*given)

    monkeypatch.setattr(coached, "record", noted)
    return known


class Looking(Pages):
    def _send(self, *asked, **tapped):
        answer = super()._send(*asked, **tapped)
        looks_back(self.row)
        return answer


@pytest.mark.parametrize("given", LIVED.values(), ids=LIVED)
def test_after_each_form(given, read):
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False) as clock:
        Life(given, Looking, clock=clock).lived()
    assert 0 < read.count(False) < read.count(True)


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def on(clock):
    """The hands of a runner on a day, so many after Monday."""
    row = RunnerFactory(runs=RUNS)
    start(row=row, catalogue=planned_catalogue(), first=MONDAY)
    hands = Services(row, planned_catalogue())

    def wakes(days):
        clock.move_to(datetime.combine(MONDAY, time(12), UTC) + timedelta(days=days))
        hands.wakes_on(MONDAY + timedelta(days=days))
        return hands

    return wakes


def test_a_session_of_last_week_that_is_logged_late(on, read):
    hands = on(8)
    looks_back(hands.row)
    session = hands.start(MONDAY + timedelta(days=4))
    assert looks_back(hands.row).weeks[0].done == {}
    log_all(hands, session)
    assert looks_back(hands.row).weeks[0].done["squat"] == 10
    hands.finish(session, 1, 5)
    assert looks_back(hands.row).kept[0].done == 1
    assert not any(read)


def test_weeks_that_begin_unseen_become_part_of_the_past(on, read):
    hands = on(0)
    looks_back(hands.row)
    hands = on(15)
    before = looks_back(hands.row).behind
    session = hands.start(hands.today)
    log_all(hands, session)
    found = looks_back(hands.row)
    assert read[-1], "nothing said that the past was another"
    assert (before.until, found.behind.until) == (MONDAY, MONDAY + timedelta(days=14))


def test_a_writer_that_waited_over_midnight(on, clock):
    """It was told that the day before was today."""
    hands = on(6)
    session = hands.start(hands.today)
    clock.move_to(datetime.combine(MONDAY, time(12), UTC) + timedelta(days=7))
    open_weeks(row=hands.row, catalogue=hands.catalogue, today=MONDAY + timedelta(days=7))
    assert looks_back(hands.row).weeks[0].done == {}
    log_all(hands, session)
    assert looks_back(hands.row).weeks[0].done["squat"] == 10


def test_what_goes_as_planned_leaves_the_forecast_as_it_was(on, monkeypatch):
    planned = []
    monkeypatch.setattr(coached, "forecast", lambda *given: planned.append(given) or forecast(*given))
    hands = on(0)
    looks_back(hands.row)
    session = hands.start(hands.today)
    log_all(hands, session)
    looks_back(hands.row)
    assert len(planned) == 1
    hands.finish(session, 4, 5)
    looks_back(hands.row)
    assert len(planned) == 2
