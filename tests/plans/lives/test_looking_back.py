"""What is kept of the past, and of the weeks to come, is what there is."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction

from plans.core.planner import forecast
from plans.core.record import as_weeks
from plans.models import EndedWeek, PlannedWeek, Runner, SetLog
from plans.services import ahead, knee, training
from plans.services.catalogue import planned_catalogue
from plans.services.doing import doing
from plans.services.planning import open_weeks, start
from plans.services.record import record
from plans.services.sets import Said, log_set, take_back
from plans.views import remembered
from plans.views.coached import Visit
from tests.factories import RunnerFactory
from tests.plans.lives.cases import CASES, TWO_WEEKS
from tests.plans.lives.living import Life, Services
from tests.plans.lives.pages import Pages
from tests.plans.services import adding
from tests.plans.services.training import RUNS, log_all

pytestmark = pytest.mark.usefixtures("delivered")

MONDAY = date(2026, 11, 23)
LIVED = {
    "two weeks": TWO_WEEKS,
    "on other days": CASES["on another day, and one more than planned"],
}


def looks_back(row, weeks=12):
    """Looks as the pages do, and where nothing was added up before: it is the same."""
    row = Runner.objects.select_related("user").get(pk=row.pk)
    assert adding.stored(row) == adding.anew(row)
    visit = Visit(row, row.today())
    found = visit.record(weeks)
    with transaction.atomic():
        EndedWeek.objects.for_runner(row).delete()
        assert record(row, visit.catalogue, visit.today, weeks) == found
        transaction.set_rollback(True)
    assert visit.forecast(found.now) == as_weeks(found.now.weeks(13)[1:])
    return found


class Looking(Pages):
    def _send(self, *asked, **tapped):
        answer = super()._send(*asked, **tapped)
        looks_back(self.row)
        return answer


@pytest.mark.looks
@pytest.mark.parametrize("given", LIVED.values(), ids=LIVED)
def test_after_each_form(given):
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False) as clock:
        Life(given, Looking, clock=clock).lived()


@pytest.fixture
def on():
    """The hands of a runner at noon of a day, so many after Monday."""
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False) as clock:
        row = RunnerFactory(runs=RUNS)
        start(row=row, catalogue=planned_catalogue(), first=MONDAY)
        hands = Services(row, planned_catalogue())

        def wakes(days):
            clock.move_to(datetime.combine(MONDAY, time(12), UTC) + timedelta(days=days))
            hands.wakes_on(MONDAY + timedelta(days=days))
            return hands

        yield wakes


def opens(hands):
    open_weeks(row=hands.row, catalogue=hands.catalogue, today=hands.today)


def logs(hands, session):
    part = doing(hands.row, session).parts[0]
    hands.log(session, part, part.missing[0], 5)


def takes_back(hands, session):
    log = SetLog.objects.filter(prescription__session=session, deleted_at=None)[0]
    take_back(runner=hands.row, session=session, uuid=log.uuid, now=hands.now)


WRITERS = {
    "a set": logs,
    "a set taken back": takes_back,
    "its end": lambda hands, session: hands._call(training.finish, session=session, now=hands.now),
    "that it goes on": lambda hands, session: training.reopen(row=hands.row, session=session),
    "its effort": lambda hands, session: hands._call(training.say_effort, session=session, effort=9),
    "the knee": lambda hands, session: hands._call(knee.say_knee, session=session, pain=4),
    "the knee of an exercise": lambda hands, session: hands.hurts(session, doing(hands.row, session).parts[0], 4),
}


@pytest.fixture
def half_done(on):
    """A session of Friday, one set of each exercise done, that is over or goes on."""

    def done(writer):
        hands = on(4)
        session = hands.start(hands.today)
        for part in doing(hands.row, session).parts:
            hands.log(session, part, 1, part.row.sets[0])
        if writer == "that it goes on":
            hands.finish(session, 1, 5)
        return session

    return done


@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_written_of_this_week_is_no_past(on, half_done, writer):
    session = half_done(writer)
    WRITERS[writer](on(4), session)
    looks_back(on(4).row)
    assert not EndedWeek.objects.exists()


@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_written_of_last_week_changes_the_past(on, half_done, writer):
    session = half_done(writer)
    opens(on(7))
    [before] = adding.stored(on(7).row)
    WRITERS[writer](on(7), session)
    looks_back(on(7).row)
    assert adding.stored(on(7).row) != [before]


def test_the_morning_after_a_week(on):
    hands = on(6)
    session = hands.start(hands.today)
    log_all(hands, session)
    hands.finish(session, 1, 5)
    opens(on(7))
    looks_back(on(7).row)
    on(7).morning(session, 4)
    assert looks_back(on(7).row).weeks[0].held[0].next_morning == 4


def test_a_session_of_last_week_that_is_done_late(on):
    hands = on(8)
    opens(hands)
    looks_back(hands.row)
    session = hands.start(MONDAY + timedelta(days=4))
    assert looks_back(hands.row).weeks[0].done == {}
    log_all(hands, session)
    assert looks_back(hands.row).weeks[0].done["squat"] == 10
    hands.finish(session, 1, 5)
    assert looks_back(hands.row).kept[0].done == 1


def test_weeks_that_begin_unseen_become_part_of_the_past(on):
    hands = on(15)
    before = looks_back(hands.row)
    session = hands.start(hands.today)
    log_all(hands, session)
    found = looks_back(hands.row)
    assert (before.now.week.first_day, found.now.week.first_day) == (MONDAY, MONDAY + timedelta(days=14))


def test_a_writer_that_waited_over_midnight(on):
    """It was told that Sunday was today."""
    hands = on(6)
    session = hands.start(hands.today)
    opens(on(7))
    assert looks_back(hands.row).weeks[0].done == {}
    log_all(hands, session)
    assert looks_back(hands.row).weeks[0].done["squat"] == 10


def test_a_runner_who_flies_west_into_the_week_before(on):
    """It is Monday there, then Sunday here."""
    hands = on(7)
    opens(hands)
    looks_back(hands.row)
    sunday = on(6)
    session = sunday.start(sunday.today)
    looks_back(sunday.row)
    log_all(sunday, session)
    assert looks_back(sunday.row).weeks[0].done["squat"] == 10


def test_the_first_harder_variation_is_one_that_was_done(on):
    """On both sides alike, in this week and once it is past."""
    hands = on(0)
    session = hands.start(hands.today)
    [part] = [each for each in doing(hands.row, session).parts if each.version.one_sided]
    for row in (part.row, *part.row.__class__.objects.filter(exercise=part.row.exercise, session__date__gt=MONDAY)):
        row.variation = part.row.exercise.variations.filter(rung__gt=0)[0]
        row.version |= {"variation": row.variation.slug, "rung": 1}
        row.save()
    said = Said(uuid4(), part.row.pk, part.row.variation.slug, 1, 5, 0)
    log_set(runner=hands.row, session=session, said=said, now=hands.now)
    assert looks_back(hands.row).harder == MONDAY
    opens(on(7))
    assert looks_back(hands.row).harder == MONDAY


@pytest.fixture
def planned(monkeypatch):
    """What each forecast was planned from that was neither remembered nor stored."""
    given: list[object] = []
    monkeypatch.setattr(ahead, "forecast", lambda *asked: given.append(asked) or forecast(*asked))
    return given


@pytest.fixture
def logged(on):
    """Today's session, done in full once the page was looked at, and not finished. No weeks to come are stored."""
    hands = on(0)
    PlannedWeek.objects.update(coming_from="", coming="")
    looks_back(hands.row)
    session = hands.start(hands.today)
    log_all(hands, session)
    return session


def test_a_set_as_it_was_planned_leaves_the_forecast_as_it_was(on, planned, logged):
    hands = on(0)
    looks_back(hands.row)
    assert len(planned) == 1
    hands.finish(logged, 4, 5)
    looks_back(hands.row)
    assert len(planned) == 2


def test_calm_answers_leave_the_forecast_as_it_was(on, planned, logged):
    on(0).finish(logged, 2, 7)
    looks_back(on(0).row)
    hands = on(1)
    hands.morning(logged, 2)
    looks_back(hands.row)
    assert len(planned) == 1
    hands.morning(logged, 3)
    looks_back(hands.row)
    assert len(planned) == 2


class TestRemembered:
    def test_by_its_name_on_what_it_rests(self):
        remembered.remember("a", 1, "first")
        assert (remembered.recall("a", 1), remembered.recall("a", 2), remembered.recall("b", 1)) == (
            "first",
            None,
            None,
        )
        remembered.remember("a", 2, "second")
        assert (remembered.recall("a", 1), remembered.recall("a", 2)) == (None, "second")

    def test_for_ten_minutes(self, monkeypatch):
        now = [0.0]
        monkeypatch.setattr(remembered, "monotonic", lambda: now[0])
        remembered.remember("a", 1, "old")
        now[0] = remembered.LONGEST + 1
        assert remembered.recall("a", 1) is None
        remembered.remember("b", 1, "new")
        assert list(remembered._VALUES) == ["b"]

    def test_no_more_than_so_many(self, monkeypatch):
        monkeypatch.setattr(remembered, "MOST", 2)
        for name in "ab":
            remembered.remember(name, 1, name)
        remembered.recall("a", 1)
        remembered.remember("c", 1, "c")
        assert [remembered.recall(name, 1) for name in "abc"] == ["a", None, "c"]
