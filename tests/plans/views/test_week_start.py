"""Weeks that begin on another day from some day on: told, shown and opened alike."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from plans.core.types import DAY, WEEK
from plans.models import PlannedWeek, Session
from plans.services.catalogue import planned_catalogue
from plans.services.place import move_place
from plans.services.planning import change, latest_change, open_weeks, start, undo
from plans.services.standing import standing
from plans.services.training import say_effort
from tests.factories import RunnerFactory, UserFactory
from tests.plans.lives.living import Services
from tests.plans.services.training import log_all
from tests.plans.views.reading import of, text, weeks

MONDAY = date(2026, 11, 23)
FIVE = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "easy")


def at(day):
    return time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), tick=False)


@pytest.fixture
def begin(delivered):
    def begun(first, week_start, runs):
        row = RunnerFactory(user=UserFactory(week_start=week_start), runs=runs)
        start(row=row, catalogue=planned_catalogue(), first=first)
        return row

    return begun


def stored(row):
    return [str(day) for day in Session.objects.for_runner(row).order_by("date").values_list("date", flat=True)]


@pytest.mark.parametrize(
    ("first", "before", "after", "next_first"),
    [(MONDAY, "monday", "sunday", MONDAY + 6 * DAY), (MONDAY - DAY, "sunday", "monday", MONDAY + WEEK)],
)
def test_the_plan_is_the_same_before_and_after_the_week_opens(begin, first, before, after, next_first):
    row = begin(first, before, FIVE)
    with at(MONDAY + 2 * DAY):
        move_place(row=row, catalogue=planned_catalogue(), week_start=after)
        expected = [day for day in stored(row) if day >= str(next_first)]
        shown = weeks(of(row))[1]
    assert expected
    assert len(expected) == sum("strength" in day for day in shown[2])
    with at(next_first):
        assert open_weeks(row=row, catalogue=planned_catalogue(), today=next_first)
        assert [day for day in stored(row) if str(next_first) <= day < str(next_first + WEEK)] == expected
    assert list(PlannedWeek.objects.order_by("number").values_list("first_day", flat=True)) == [first, next_first]


@pytest.mark.parametrize(("before", "after"), [("monday", "sunday"), ("sunday", "monday")])
def test_a_week_that_has_opened_keeps_its_day_whatever_is_told_of_the_one_before(begin, before, after):
    first = MONDAY if before == "monday" else MONDAY - DAY
    row, catalogue = begin(first, before, {"tuesday": "easy", "friday": "hard"}), planned_catalogue()
    hands = Services(row, catalogue)
    for number in range(11):
        hands.wakes_on(first + number * DAY)
        open_weeks(row=row, catalogue=catalogue, today=hands.today)
        if standing(PlannedWeek.objects.latest_of(row), catalogue, hands.today).plan.session_on(hands.today):
            session = hands.start(hands.today)
            log_all(hands, session)
            hands.finish(session, 0, 5)
    today = hands.today

    def stands():
        now = standing(PlannedWeek.objects.latest_of(row), catalogue, today)
        weeks = list(PlannedWeek.objects.order_by("number").values_list("first_day", flat=True))
        return weeks, {dose.exercise: (dose.dose, dose.at_most) for dose in now.plan.doses}, len(now.held)

    with at(today):
        move_place(row=row, catalogue=catalogue, week_start=after)
        expected = stands()
        assert expected[0] == [first, first + WEEK]
        last_week = Session.objects.filter(date__lt=first + WEEK, finished_at__isnull=False).latest("date")
        say_effort(row=row, catalogue=catalogue, today=today, session=last_week.pk, effort=5)
        assert stands() == expected


def test_a_session_between_two_weeks_is_kept_on_its_day(begin):
    row, catalogue = begin(MONDAY - DAY, "sunday", {"tuesday": "easy"}), planned_catalogue()
    hands = Services(row, catalogue)
    with at(MONDAY + DAY):
        move_place(row=row, catalogue=catalogue, week_start="monday")
    for day in (MONDAY + 2 * DAY, MONDAY + 6 * DAY):
        hands.wakes_on(day)
        session = hands.start(day)
        log_all(hands, session)
        hands.finish(session, 0, 5)
    with at(MONDAY + 6 * DAY):
        words = text(of(row).get("/progress/").content.decode())
        assert "1 week in a row with every session done, 2 sessions in all." in words


def test_no_session_waits_on_a_day_between_two_weeks(begin):
    row = begin(MONDAY - DAY, "sunday", FIVE)
    sunday = MONDAY + 6 * DAY
    assert str(sunday) in stored(row)
    with at(MONDAY + 2 * DAY):
        move_place(row=row, catalogue=planned_catalogue(), week_start="monday")
    assert str(sunday) not in stored(row)
    for day in (MONDAY + 2 * DAY, sunday):
        with at(day):
            assert of(row).get(f"/plan/?day={sunday}").status_code == 200
    with at(sunday):
        assert "Rest day" in of(row).get("/today/").content.decode()


def test_undo_leaves_the_day_on_which_weeks_begin(begin):
    row, catalogue = begin(MONDAY, "monday", {}), planned_catalogue()
    with at(MONDAY):
        change(row=row, catalogue=catalogue, today=MONDAY, ask=lambda now: _shorter(now.runner))
        move_place(row=row, catalogue=catalogue, week_start="sunday")
        expected = stored(row)
        undo(row=row, catalogue=catalogue, today=MONDAY, change=latest_change(row).pk)
        assert stored(row) == expected


def _shorter(runner):
    from dataclasses import replace

    return replace(runner, minutes=20)


def test_what_a_later_start_of_weeks_moves_is_said_beforehand(begin):
    row = begin(MONDAY, "monday", FIVE)
    with at(MONDAY + 2 * DAY):
        answers = {"time_zone": "UTC", "week_start": "sunday", "units": "kg"}
        page = of(row).post("/settings/days/", answers).content.decode()
    assert "Nothing moves" not in page
    assert "Your weeks start on Sunday from the next one on." in page


def test_a_flight_back_before_the_week_heads_it_by_the_calendar(begin):
    row = begin(MONDAY - WEEK, "monday", {})
    open_weeks(row=row, catalogue=planned_catalogue(), today=MONDAY)
    with at(MONDAY - DAY):
        page = of(row).get("/today/").content.decode()
        assert "Your first week" not in page
        assert weeks(of(row))[0][0].startswith("Next week")
