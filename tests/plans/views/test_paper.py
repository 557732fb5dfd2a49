"""The plan on paper: two weeks to come and twelve behind."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db.models import F

from plans.core.types import DAY, WEEK, FlagKind
from plans.models import PlannedWeek, Prescription, Runner
from plans.services.catalogue import planned_catalogue
from plans.services.ended import add_up
from plans.services.knee import raise_flag
from plans.services.place import move_place
from plans.services.planning import open_weeks
from tests.factories import UserFactory
from tests.plans.lives.living import Services
from tests.plans.services.training import log_all
from tests.plans.views.conftest import MONDAY
from tests.plans.views.reading import text

pytestmark = pytest.mark.usefixtures("delivered")


def at(day):
    return time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False)


@pytest.fixture
def prints(row, client):
    """The page of a day: whole, its days and its weeks as rows of words."""

    def printed(day, runner=row):
        with at(day):
            client.force_login(runner.user)
            response = client.get("/plan/print/")
        page = response.content.decode()
        assert response.status_code == 200
        tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
        return page, *[[text(each) for each in re.findall(r"<tr.*?</tr>", table, re.DOTALL)] for table in tables]

    return printed


def trains(row, day, pain=1):
    hands = Services(row, planned_catalogue())
    hands.wakes_on(day)
    open_weeks(row=row, catalogue=hands.catalogue, today=day)
    session = hands.start(day)
    log_all(hands, session)
    hands.finish(session, pain, 5)


def dates(days):
    """The days of the month at which rows begin."""
    return [int(found[2]) for day in days if (found := re.match(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d+)", day))]


@pytest.mark.parametrize(
    ("first", "before", "after"), [(MONDAY, "monday", "sunday"), (MONDAY - DAY, "sunday", "monday")]
)
def test_each_day_is_there_once_where_weeks_begin_on_another_day(prints, begin, first, before, after):
    runner = begin(first=first, user=UserFactory(week_start=before))
    with at(MONDAY + 2 * DAY):
        move_place(row=runner, catalogue=planned_catalogue(), week_start=after)
    assert dates(prints(MONDAY + 2 * DAY, runner)[1]) == [*range(25, 31), *range(1, 9)]
    assert dates(prints(MONDAY + 6 * DAY, runner)[1]) == [29, 30, *range(1, 13)]


def test_the_coming_two_weeks_day_by_day(prints):
    page, days = prints(MONDAY)
    asked = [
        f"{each.name} {len(each.sets)} × {each.sets[0]} reps{' each side' if each.version['one_sided'] else ''}"
        for each in Prescription.objects.filter(session__date=MONDAY).order_by("position")[1:]
    ]
    assert len(asked) > 2
    assert days[: len(asked) + 4] == [
        "Day Exercise Sets Done",
        "Mon 23 Nov Strength, 13 minutes Squat 2 × 5 reps 2 to tick",
        *[f"{each} 2 to tick" for each in asked],
        "Knee, 0 to 10: worst next morning",
        "Tue 24 Nov Easy run",
    ]
    assert dates(days) == [*range(23, 31), *range(1, 7)]
    assert page.count('paper__box"') == sum(int(found) for found in re.findall(r"(\d+) to tick", page))
    assert "As of 23 November 2026. Not medical advice." in page
    assert "grows by a tenth at most" in page
    assert "After a session that hurt 3 or more of 10, none of its exercises grows the next week." in page
    rests = {each.version["rest_seconds"] for each in Prescription.objects.all()}
    assert f"Three minutes to warm up first. Rest {min(rests)} to {max(rests)} seconds between sets." in page
    assert "At 6 or more of 10, stop this exercise and all other knee bends for the day." in text(page)
    assert "from 30 November on a forecast, if all goes well" in page


def test_the_weeks_behind_in_numbers(prints, row):
    trains(row, MONDAY, pain=2)
    trains(row, date(2026, 11, 27), pain=4)
    trains(row, date(2026, 11, 30))
    page, _, weeks = prints(date(2026, 12, 1))
    assert weeks[0] == "Week from 23 Nov 30 Nov so far"
    assert "Squat reps 20/20 10/20" in weeks
    assert weeks[-4:] == [
        "Sessions done/planned 2/2 1/2",
        "Week kept yes –",
        "Knee worst, 0 to 10 4 1",
        "Next morning worst, 0 to 10 – –",
    ]
    assert "1 week in a row with every session done. 100\N{NO-BREAK SPACE}% of the last week." in page


def test_each_sheet_says_whose_it_is_and_of_when(prints, row):
    trains(row, MONDAY)
    first, second = re.split(r'<section class="part paper__part[^>]*h-behind">', prints(MONDAY)[0])
    for sheet in (first, second):
        assert "23 November 2026" in text(sheet)
        assert re.search(r'Name <span class="paper__blank">', sheet)
    assert "Strength for a runner’s knees" in text(second)
    assert "– where there was nothing to do or to tell" in text(second)


def test_a_week_that_was_not_kept_says_so(prints, row):
    trains(row, MONDAY)
    open_weeks(row=row, catalogue=planned_catalogue(), today=date(2026, 12, 1))
    assert "Week kept no –" in prints(date(2026, 12, 1))[2]


def test_each_way_to_do_an_exercise_has_a_line_of_its_own(prints, row):
    for day in (MONDAY, date(2026, 11, 27), date(2026, 11, 30)):
        trains(row, day)
    week = PlannedWeek.objects.get(runner=row, number=0)
    [squat] = [dose for dose in week.plan["doses"] if dose["exercise"] == "squat"]
    squat["version"]["variation"] = "chair-squat"
    week.save(update_fields=["plan"])
    add_up(row, 0, 1)
    _, _, weeks = prints(date(2026, 12, 1))
    assert [line for line in weeks if "squat" in line.lower()] == ["Squat reps – 11/22", "Chair squat reps 20/20 –"]


def test_a_session_that_was_done_is_not_asked_for_again(prints, row):
    trains(row, MONDAY)
    _, days, _ = prints(MONDAY)
    assert days[1] == "Mon 23 Nov Strength, done"
    assert "Squat" in days[5]


def test_loads_and_stops_are_on_it(prints, row):
    Prescription.objects.filter(session__date=MONDAY, position=0).update(load_grams=7_500)
    assert "Squat 2 × 5 reps, 7.5 kg 2 to tick" in prints(MONDAY)[1][1]
    raise_flag(row=row, catalogue=planned_catalogue(), today=MONDAY, kind=FlagKind.RED)
    page, days = prints(MONDAY)
    assert "clinician" in page
    assert not any("to tick" in day for day in days)


def test_it_names_nobody(prints, row):
    main = re.search(r"<main.*?</main>", prints(MONDAY)[0], re.DOTALL)[0]
    assert row.user.email not in main


def test_before_the_first_week_it_begins_with_it(prints, begin, client):
    row = begin(first=date(2026, 12, 3))
    with at(date(2026, 11, 30)):
        client.force_login(row.user)
        page = client.get("/plan/print/").content.decode()
    assert "Thu 3 Dec" in text(page)
    assert "Nothing is done yet." in page


@pytest.mark.parametrize("weeks", [1, 60])
def test_at_most_eight_queries_and_three_while_nothing_changes(row, client, weeks, django_assert_max_num_queries):
    catalogue = planned_catalogue()
    for number in range(1, weeks):
        open_weeks(row=row, catalogue=catalogue, today=MONDAY + number * WEEK)
    with at(MONDAY + (weeks - 1) * WEEK):
        client.force_login(row.user)
        client.get("/plan/print/")
        Runner.objects.update(version=F("version") + 1)
        with django_assert_max_num_queries(8):
            assert client.get("/plan/print/").status_code == 200
        with django_assert_max_num_queries(3):
            assert client.get("/plan/print/").status_code == 200
