"""The plan's page: four weeks, a day of them open, and why."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from plans.core.types import WEEK
from plans.models import DatedRun, PlannedWeek, Session
from tests.plans.views.conftest import MONDAY, THREE
from tests.plans.views.reading import CHANGE, PLAN, ask, kept, of, strength, text, undo, weeks

SIX = THREE | {"monday": "easy", "tuesday": "hard", "wednesday": "easy", "saturday": "easy"}
SEVEN = SIX | {"friday": "easy"}
LOOK = {"ask": "away", "look": "first"}  # what days off would mean

pytestmark = pytest.mark.usefixtures("delivered")


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(datetime(2026, 11, 23, 8, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def client(row):
    return of(row)


class TestFourWeeks:
    def test_runs_and_strength_stand_together(self, client):
        first, second, third, fourth = weeks(client)
        assert first == (
            "This week 23–29 Nov",
            "2 sessions",
            [
                "Mon 23: strength, 13 minutes", "Tue 24: easy run", "Wed 25: free", "Thu 26: hard run",
                "Fri 27: strength, 16 minutes", "Sat 28: free", "Sun 29: long run",
            ],
        )  # fmt: skip
        assert [second[0], third[0], fourth[0]] == ["Next week 30 Nov–6 Dec", "7–13 Dec", "14–20 Dec"]
        assert strength(client) == ["Mon 23", "Fri 27", "Mon 30", "Fri 4", "Mon 7", "Fri 11", "Mon 14", "Fri 18"]

    def test_today_is_open_with_its_reasons_and_exercises(self, client):
        response = client.get(PLAN)
        assertContains(response, "Strength, 13 minutes, today")
        assertContains(response, "<b>Why Monday?</b> No run, well before Thursday’s hard run")
        assertContains(response, "<b>Why not Wednesday?</b> Free, but the day before Thursday’s hard run")
        assertContains(response, 'aria-current="date"', count=1)
        squat = reverse("exercises:detail", args=["squat"])
        assertContains(response, f'<li><span><a href="{squat}">Squat</a></span><b>5 + 5</b></li>', html=True)

    def test_a_free_day_says_why_it_stays_free(self, client):
        response = client.get(f"{PLAN}?day=2026-11-25")
        assertContains(response, '<h2 id="h-day" tabindex="-1">Wednesday 25 November</h2>')
        assertContains(response, "Why not Wednesday?")
        assertNotContains(response, "Why Monday?")

    @pytest.mark.parametrize(
        "day", ["", "x", "0001-01-01", "9999-12-31", "2026-11-22", "2026-12-21", "%00", "1" + "0" * 20, "2026-13-41"]
    )
    def test_a_day_that_is_not_in_the_plan_opens_today(self, client, day):
        assertContains(client.get(f"{PLAN}?day={day}"), '<h2 id="h-day" tabindex="-1">Monday 23 November</h2>')

    def test_a_plan_that_begins_later_opens_its_first_session(self, begin):
        client = of(begin(first=MONDAY + WEEK))
        assertContains(client.get(PLAN), '<h2 id="h-day" tabindex="-1">Monday 30 November</h2>')

    def test_without_a_run_there_is_a_plan(self, begin):
        client = of(begin(runs={}))
        assert weeks(client)[0][1] == "2 sessions"

    def test_a_week_may_start_on_sunday(self, begin):
        row = begin(user__week_start="sunday")
        first = weeks(of(row))[0]
        assert first[0] == "This week 22–28 Nov"
        assert [day[:6] for day in first[2]] == ["Sun 22", "Mon 23", "Tue 24", "Wed 25", "Thu 26", "Fri 27", "Sat 28"]

    def test_what_was_missed_stays_to_be_seen_and_is_no_reproach(self, client):
        with time_machine.travel(date(2026, 11, 25), tick=False):
            first = weeks(client)[0]
            assert first[2][0] == "Mon 23: strength, missed"
            assert first[1] == "2 sessions"
            assertContains(client.get(f"{PLAN}?day=2026-11-23"), "I ran instead")

    def test_a_week_that_has_begun_is_shown_and_not_written(self, client):
        with time_machine.travel(date(2026, 12, 1), tick=False):
            assert weeks(client)[0][0] == "This week 30 Nov–6 Dec"
        assert PlannedWeek.objects.count() == 1

    @pytest.mark.parametrize("passed", [0, 1, 260])
    def test_costs_the_same_after_any_time(self, row, client, passed, django_assert_num_queries):
        client.get(PLAN)
        PlannedWeek.objects.update(number=passed)
        past = [(number, MONDAY - (passed - number) * WEEK) for number in range(passed)]
        PlannedWeek.objects.bulk_create(
            PlannedWeek(runner=row, number=number, first_day=first, planned_on=first, plan={}) for number, first in past
        )
        Session.objects.bulk_create(Session(runner=row, date=first, slot=0) for _, first in past)
        DatedRun.objects.bulk_create(DatedRun(runner=row, date=first, kind="easy") for _, first in past[:-1])
        caches["runners"].clear()
        for queries in (8, 3):  # worked out, and while nothing changes
            with django_assert_num_queries(queries):
                client.get(PLAN)


class TestFullWeeks:
    def test_six_running_days_hold_one_session_and_say_what_would_help(self, begin):
        client = of(begin(runs=SIX))
        first = weeks(client)[0]
        assert (first[1], strength(client)[0]) == ("1 session", "Fri 27")
        response = client.get(PLAN)
        for offer in ("Rest on Monday", "Strength after easy runs", "Ten minutes on Friday"):
            assertContains(response, f"<b>{offer}</b>")
        assertContains(response, "One free day this week: one session.")

    @pytest.mark.parametrize(
        ("code", "day", "holds"),
        [
            ("rest_day", "2026-11-23", ["Mon 23: strength, 16 minutes", "Fri 27: strength, 16 minutes"]),
            ("after_easy_run", "2026-11-23",
             ["Mon 23: strength, 13 minutes and easy run", "Fri 27: strength, 16 minutes"]),
            ("ten_minutes", "2026-11-27", ["Fri 27: strength, 9 minutes"]),
        ],
    )  # fmt: skip
    def test_each_offer_takes_one_tap_and_one_to_undo(self, begin, code, day, holds):
        row = begin(runs=SIX)
        client, before = of(row), kept(row)
        ask(client, "offer", day, code=code)
        assert [lane for lane in weeks(client)[0][2] if "strength" in lane] == holds
        undo(client, row)
        assert kept(row) == before

    def test_an_offer_of_the_next_week_helps_that_week(self, begin):
        client = of(begin(runs=SIX))
        page = client.get(f"{PLAN}?day=2026-12-01").content.decode()
        assert re.findall(r"<b>(Rest on \w+)</b>", page) == ["Rest on Monday"] * 2
        ask(client, "offer", "2026-11-30", code="rest_day")
        assert [week[1] for week in weeks(client)] == ["1 session", "2 sessions", "1 session", "1 session"]

    def test_seven_running_days_hold_none_and_say_so(self, begin):
        client = of(begin(runs=SEVEN))
        assert weeks(client)[0][1] == "no sessions"
        response = client.get(PLAN)
        assertContains(response, "Strength after easy runs")
        assertContains(response, "Rest on Friday")

    def test_strength_after_easy_runs_is_a_switch(self, begin):
        row = begin(runs=SEVEN)
        client = of(row)
        ask(client, "after_easy")
        assert weeks(client)[0][1] == "2 sessions"
        ask(client, "not_after_easy")
        assert weeks(client)[0][1] == "no sessions"
        row.refresh_from_db()
        assert not row.after_easy_runs


class TestDaysOff:
    def test_no_address_says_that_somebody_is_ill(self, client):
        page = client.get(f"{PLAN}?ask=away").content.decode()
        (form,) = re.findall(r'<form[^>]*>(?:(?!</form>).)*name="kind" value="ill"', page, re.DOTALL)
        assert 'method="post"' in form
        assert "hx-get" not in form

    def test_the_way_back_leads_to_the_plan(self, client):
        page = ask(client, "away", "2026-11-30", last="2026-12-20", kind="ill-below", **LOOK).content.decode()
        assert 'href="?' not in page
        assert f'href="{PLAN}?day=' in page

    def test_the_table_is_shown_before_anything_is_known(self, client):
        response = client.get(f"{PLAN}?ask=away")
        assertContains(response, "8 weeks or more")
        assertNotContains(response, "Take these days off")

    def test_the_row_that_applies_is_marked_and_nothing_is_written(self, row, client):
        before = kept(row)
        page = ask(client, "away", "2026-11-30", last="2026-12-20", kind="ill-below", **LOOK).content.decode()
        marked = re.search(r'<tr class="is-it">(.*?)</tr>', page, re.DOTALL)[1]
        assert text(marked) == "3 weeks , yours three quarters half"
        assert "Take these days off" in page
        assert kept(row) == before

    def test_dates_that_make_no_sense_are_said_beside_the_field(self, client):
        response = ask(client, "away", "2026-12-10", last="2026-12-01", kind="away", **LOOK)
        assertContains(response, "The last day lies before the first.", status_code=400)
        assertContains(response, 'value="2026-12-10"', status_code=400)

    def test_what_is_too_long_is_refused_with_what_was_typed(self, client):
        response = ask(client, "away", "2026-11-23", last="2028-01-23", kind="away", ask="away")
        assertContains(response, "More than 366 days at a time are too many.", status_code=409)
        assertContains(response, 'value="2028-01-23"', status_code=409)


class TestFragments:
    def part(self, client, address, data=None, **headers):
        headers = {"HX-Request": "true", **headers}
        return client.post(address, data, headers=headers) if data else client.get(address, headers=headers)

    def test_a_part_is_the_plan_alone_and_the_line(self, client):
        response = self.part(client, f"{PLAN}?day=2026-11-25")
        assertNotContains(response, "<html")
        assertContains(response, 'id="plan"', count=1)
        assertContains(response, '<div id="said" data-hx-swap-oob="innerHTML"></div>', html=True)
        assert "HX-Request" in response["Vary"]
        assertContains(self.part(client, PLAN, **{"HX-History-Restore-Request": "true"}), "<html")

    def test_a_change_answers_with_the_page_it_leads_to(self, client):
        assert self.part(client, CHANGE, {"do": "skip", "day": "2026-11-27"}).status_code == 303
        response = self.part(client, f"{PLAN}?day=2026-11-27")
        assert response["HX-Replace-Url"] == f"{PLAN}?day=2026-11-27"
        assertContains(response, "No strength on Friday 27 November.")

    def test_a_refusal_is_a_part_as_well(self, client):
        response = self.part(client, CHANGE, {"do": "fly"})
        assert response.status_code == 400
        assertNotContains(response, "<html", status_code=400)
        assertContains(response, "The plan cannot do what was asked for.", status_code=400)
        assert "HX-Replace-Url" not in response


def test_the_switch_and_absences_say_what_they_do(client):
    ask(client, "away", MONDAY + timedelta(days=1), last=MONDAY + timedelta(days=2), kind="away")
    page = text(client.get(PLAN).content.decode())
    assert "Away 24 November to 25 November 2026 Remove" in page
    assert "Strength after easy runs Off: no strength on a day with a run. Allow" in page
