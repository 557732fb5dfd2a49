"""Today: the one thing to do now, on every kind of day."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db.models import F

from exercises.models import Exercise
from plans.core.asking import away, ill, pinned, run_on, skipped
from plans.core.types import DAY, WEEK, RunKind
from plans.models import PlanChange, PlannedWeek, Prescription, Runner, Session
from plans.services.catalogue import planned_catalogue
from plans.services.planning import change, open_weeks, start
from tests.factories import RunnerFactory

MONDAY = date(2026, 11, 23)
WEDNESDAY = MONDAY + 2 * DAY
RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}


@pytest.fixture
def row(delivered):
    row = RunnerFactory(runs=RUNS)
    start(row=row, catalogue=planned_catalogue(), first=MONDAY)
    row.refresh_from_db()
    return row


@pytest.fixture
def page(row, client):
    """The words of Today at nine in the morning of a day, by its place after Monday."""

    def read(place=0, hour=9):
        with time_machine.travel(at(place, hour), tick=False):
            client.force_login(row.user)
            response = client.get("/today/")
        assert response.status_code == 200
        return response.content.decode()

    return read


def at(place, hour=9):
    return datetime(2026, 11, 23, hour, tzinfo=UTC) + timedelta(days=place)


def ask(row, place, wish):
    """Change something on a day."""
    with time_machine.travel(at(place), tick=False):
        today = MONDAY + timedelta(days=place)
        change(row=row, catalogue=planned_catalogue(), today=today, ask=lambda now: wish(now.runner))


class TestTheOneThing:
    def test_a_session_with_its_exercises_and_minutes(self, page):
        words = page()
        assert "23 November, week 1. Session 1 of 2." in words
        assert '<p class="now__n"><b>13</b> <span>minutes,<br>four exercises</span></p>' in words
        assert "Squat" in words and "5 + 5" in words
        assert "Why Monday?" in words

    def test_what_hurts_is_stopped_and_the_rest_is_left(self, page, row, client):
        with time_machine.travel(at(0), tick=False):
            client.force_login(row.user)
            session = client.post("/sessions/start/", {"day": str(MONDAY)}).url
            first, *others = Prescription.objects.filter(session__date=MONDAY).order_by("position")
            client.post(f"{session}pain/", {"prescription": first.pk, "pain": 7})
        words = page()
        assert "Stopped, because it hurt: <b>squat</b>." in words
        assert "5 + 5" in words and f'href="/exercises/{first.exercise.slug}/"' not in words
        assert "<span>minutes,<br>three exercises</span>" in words
        with time_machine.travel(at(0), tick=False):
            for each in others:
                client.post(f"{session}pain/", {"prescription": each.pk, "pain": 7})
        words = page()
        assert "Finish</a>" in words and "minutes," not in words

    def test_a_run_day_and_when_strength_comes(self, page, row):
        ask(row, 0, lambda runner: skipped(runner, MONDAY))
        words = page(1)
        assert "Run day" in words and "Your easy run is today; strength waits." in words
        assert "Next session: <b>Wednesday, 25 November</b>" in words

    def test_a_rest_day_and_why(self, page, row):
        ask(row, 0, lambda runner: pinned(pinned(runner, WEDNESDAY), WEDNESDAY + 3 * DAY))
        words = page(0)
        assert "Rest day" in words
        assert "Today is free, and it stays so: your sessions have their days." in words

    def test_days_away_and_ill(self, page, row):
        ask(row, 0, lambda runner: away(runner, MONDAY, MONDAY + timedelta(days=1), today=MONDAY))
        assert "You are away today" in page(0)
        ask(row, 0, lambda runner: ill(runner, MONDAY, MONDAY + WEEK, below=False, today=MONDAY))
        assert "You are ill" in page(0)

    def test_no_session_within_four_weeks(self, page, row):
        ask(row, 0, lambda runner: away(runner, MONDAY, MONDAY + 5 * WEEK, today=MONDAY))
        assert "No session in the next four weeks" in page(0)

    def test_before_the_first_week(self, client, delivered):
        row = RunnerFactory(runs=RUNS)
        start(row=row, catalogue=planned_catalogue(), first=MONDAY)
        client.force_login(row.user)
        with time_machine.travel(at(-3), tick=False):
            words = client.get("/today/").content.decode()
        assert "Your plan has not begun yet" in words
        assert "Your first week" in words
        assert "Next session: <b>Monday, 23 November</b>" in words


class TestWhatIsNew:
    def test_what_became_of_a_missed_session(self, page):
        assert "Monday’s session did not happen: it moves to Wednesday." in page(2)

    def test_what_became_of_one_that_was_missed_again(self, page):
        words = page(3)
        assert "Monday’s session did not happen: it moved to Wednesday." in words
        assert "Wednesday’s session did not happen: it moves to Saturday." in words

    def test_what_a_new_week_asks_for(self, page):
        assert "A new week:" in page(7)
        assert "A new week:" not in page(10)

    def test_what_the_last_change_moved_and_the_way_back(self, page, row):
        ask(row, 0, lambda runner: run_on(runner, date(2026, 11, 27), RunKind.EASY))
        words = page(0)
        assert "Friday’s session moves to Saturday." in words
        assert 'action="/plan/undo/"' in words
        assert "moves to Saturday" not in page(4)

    def test_a_change_is_new_while_it_is_about_days_to_come(self, page, row):
        ask(row, 0, lambda runner: run_on(runner, date(2026, 11, 27), RunKind.EASY))
        told = "Friday’s session moves to Saturday."
        for place, is_new in ((5, True), (6, False)):
            PlanChange.objects.update(at=at(place, 8))
            assert [each in page(place) for each in (told, 'action="/plan/undo/"')] == [is_new] * 2


class TestHowItAnswers:
    def test_the_name_at_the_top_leads_here_for_who_runs_and_to_the_first_page_for_anybody_else(self, page, client):
        assert '<a class="mark" href="/today/">' in page(0)
        client.logout()
        assert '<a class="mark" href="/">' in client.get("/guide/").content.decode()

    def test_it_writes_nothing_though_a_week_has_begun(self, page):
        before = list(Session.objects.values()), list(PlannedWeek.objects.values())
        assert "week 3." in page(14)
        assert (list(Session.objects.values()), list(PlannedWeek.objects.values())) == before

    def test_the_day_is_the_runners(self, page, row):
        row.user.time_zone = "Pacific/Auckland"
        row.user.save()
        assert "24 November" in page(0, hour=12)
        row.user.time_zone = "Pacific/Honolulu"
        row.user.save()
        assert "22 November" in page(0, hour=9)

    @pytest.mark.parametrize("weeks", [1, 60])
    def test_at_most_eight_queries_and_three_while_nothing_changes(
        self, row, client, weeks, django_assert_max_num_queries
    ):
        catalogue = planned_catalogue()
        for number in range(1, weeks):
            open_weeks(row=row, catalogue=catalogue, today=MONDAY + number * WEEK)
        with time_machine.travel(at(7 * (weeks - 1)), tick=False):
            client.force_login(row.user)
            client.get("/today/")
            Runner.objects.update(version=F("version") + 1)
            with django_assert_max_num_queries(8):
                assert client.get("/today/").status_code == 200
            with django_assert_max_num_queries(3):
                assert client.get("/today/").status_code == 200

    def test_anybody_else_logs_in_and_comes_back(self, client, db):
        assert client.get("/today/").url == "/account/login/?next=/today/"

    def test_who_has_no_plan_yet_is_led_to_the_setup(self, client, delivered):
        client.force_login(RunnerFactory(runs=RUNS).user)
        assert client.get("/today/").url == "/setup/"

    def test_it_only_reads(self, client, row):
        client.force_login(row.user)
        assert client.post("/today/").status_code == 405


class TestACatalogueThatChanges:
    def test_what_is_not_published_any_more_is_still_in_the_session(self, page, row, client):
        Exercise.objects.filter(slug="squat").update(state="draft")
        Exercise.objects.filter(slug="glute-bridge").update(state="draft")

        for cache_name in caches:
            caches[cache_name].clear()
        words = page()
        assert "Squat" in words
        assert 'href="/exercises/squat/"' not in words
        with time_machine.travel(at(0), tick=False):
            assert client.get("/plan/").status_code == 200
