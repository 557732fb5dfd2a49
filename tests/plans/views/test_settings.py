"""The settings: everything from the setup, and what a change moves before it counts."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from plans.models import PlanChange, Runner, Session, WeeklyRun
from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from tests.factories import RunnerFactory, UserFactory

pytestmark = pytest.mark.usefixtures("delivered")

SETTINGS = reverse("plans:settings")
ZONE = reverse("plans:settings_zone")
MONDAY = date(2026, 11, 23)
RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}
TRAINING = {"level": "beginner", "minutes": "30", "sessions_per_week": "2"}
DAYS = {"time_zone": "UTC", "week_start": "monday", "units": "kg"}
PARTS = ("runs", "equipment", "training", "days")


def part(name):
    return reverse("plans:settings_part", args=[name])


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def row(client, delivered):
    """A runner with a plan, logged in."""
    row = RunnerFactory(runs=RUNS)
    start(row=row, catalogue=planned_catalogue(), first=MONDAY)
    client.force_login(row.user)
    return row


def seen(response):
    """What the button that applies says it has seen."""
    return re.search(r'name="apply" value="(\w+)"', response.content.decode())[1]


def apply(client, name, answers):
    """Look, then apply."""
    return client.post(part(name), answers | {"apply": seen(client.post(part(name), answers))})


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def runs_of(row):
    return dict(WeeklyRun.objects.for_runner(row).order_by("weekday").values_list("weekday", "kind"))


class TestWay:
    def test_whoever_is_not_logged_in_comes_back_after_it(self, client):
        for address in (SETTINGS, part("runs")):
            assertRedirects(client.get(address), f"{reverse('account_login')}?next={address}")

    def test_whoever_has_not_finished_the_setup_is_led_there(self, client):
        client.force_login(UserFactory())
        for address in (SETTINGS, part("runs")):
            assertRedirects(client.get(address), reverse("plans:setup"), fetch_redirect_response=False)
        assertRedirects(client.post(ZONE), reverse("plans:setup"), fetch_redirect_response=False)

    def test_lists_what_is_told_and_leads_to_each_part(self, client, row):
        response = client.get(SETTINGS)
        for text in (
            "Easy on Tuesday, hard on Thursday, long on Sunday",
            "Step or chair and wall",
            "New to strength, 30 minutes at most, two sessions a week",
            "No strength on days with a run. Time zone UTC. Weeks start on Monday. Weights in kilograms.",
        ):
            assertContains(response, text)
        for name in PARTS:
            assertContains(response, f'href="{part(name)}"')

    def test_says_when_there_is_nothing(self, client, row):
        WeeklyRun.objects.all().delete()
        row.equipment.clear()
        response = client.get(SETTINGS)
        assertContains(response, "<dd>No runs</dd>", html=True)
        assertContains(response, "<dd>Nothing</dd>", html=True)

    def test_an_unknown_part_is_not_found_and_a_wrong_method_refused(self, client, row):
        assert client.get(part("shoes")).status_code == 404
        assert client.post(SETTINGS).status_code == 405
        assert client.get(ZONE).status_code == 405
        assert client.delete(part("runs")).status_code == 405

    def test_looking_costs_the_same_and_changes_nothing(self, client, row, django_assert_max_num_queries):
        client.get(SETTINGS)
        for address in (SETTINGS, *map(part, PARTS)):
            with django_assert_max_num_queries(8):
                assert client.get(address).status_code == 200
        assert not PlanChange.objects.exists()


class TestChange:
    def test_shows_what_it_moves_before_anything_is_kept(self, client, row):
        response = client.post(part("runs"), RUNS | {"friday": "easy"})
        assertContains(response, "What moves")
        assertContains(response, '<input type="hidden" name="friday" value="easy">', html=True)
        assert runs_of(row) == {1: "easy", 3: "hard", 6: "long"}

    def test_is_applied_planned_and_said(self, client, row):
        response = apply(client, "runs", RUNS | {"friday": "easy"})
        assert "Saved." in said(response)
        assertRedirects(response, SETTINGS)
        assert runs_of(row)[4] == "easy"
        assert not Session.objects.filter(date=date(2026, 11, 27)).exists()
        assert PlanChange.objects.count() == 1

    def test_what_was_not_looked_at_is_shown_first(self, client, row):
        looked = seen(client.post(part("runs"), RUNS | {"friday": "easy"}))
        response = client.post(part("runs"), RUNS | {"monday": "easy", "apply": looked})
        assertContains(response, "What moves")
        assert runs_of(row) == {1: "easy", 3: "hard", 6: "long"}

    def test_a_tap_without_javascript_shows_what_it_moves(self, client, row):
        response = client.post(part("runs"), RUNS | {"tap": "friday"})
        assertContains(response, '<input type="hidden" name="friday" value="easy">', html=True)
        assertContains(response, "What moves")

    def test_a_fragment_holds_what_moves_and_no_page(self, client, row):
        response = client.post(part("training"), TRAINING | {"minutes": "15"}, headers={"HX-Request": "true"})
        assertContains(response, "What moves")
        assertContains(response, 'name="apply"')
        assertNotContains(response, "<html")

    def test_what_is_so_already_is_said(self, client, row):
        response = client.post(part("training"), TRAINING)
        assertContains(response, "That is how it is already.")
        assertNotContains(response, 'name="apply"')

    @pytest.mark.parametrize(
        ("name", "answers", "sentence"),
        [
            ("runs", {"monday": "fast"}, "Monday’s run is easy, hard or long, not “fast”."),
            ("equipment", {"have": "anvil"}, "“anvil” is not equipment that we know"),
            ("training", TRAINING | {"minutes": "7"}, "not “7”."),
            ("days", DAYS | {"time_zone": "Moon/Base"}, "“Moon/Base” is not a time zone that we know"),
            ("days", DAYS | {"units": "stone"}, "Weights are in kg or lb, not in “stone”."),
        ],
    )
    def test_what_cannot_be_read_is_named_and_nothing_is_kept(self, client, row, name, answers, sentence):
        for headers in ({}, {"HX-Request": "true"}):
            response = client.post(part(name), answers | {"apply": "x"}, headers=headers)
            assertContains(response, sentence, status_code=400)
        assert not PlanChange.objects.exists()

    def test_equipment_and_training(self, client, row):
        apply(client, "equipment", {"have": ["band"]})
        apply(client, "training", {"level": "strong", "minutes": "15", "sessions_per_week": "3"})
        row.refresh_from_db()
        assert list(row.equipment.values_list("slug", flat=True)) == ["band"]
        assert (row.level, row.minutes, row.sessions_per_week) == ("strong", 15, 3)

    def test_minutes_that_were_said_elsewhere_stay(self, client, row):
        Runner.objects.update(minutes=25)
        answers = TRAINING | {"minutes": "25", "sessions_per_week": "3"}
        apply(client, "training", answers)
        assert Runner.objects.get().minutes == 25

    def test_touches_nobody_else(self, client, row):
        other = RunnerFactory(runs=RUNS)
        start(row=other, catalogue=planned_catalogue(), first=MONDAY)
        before = list(Session.objects.for_runner(other).values_list("pk", "date"))
        apply(client, "runs", {"monday": "long", "runner": other.pk})
        assert runs_of(row) == {0: "long"}
        assert runs_of(other) == {1: "easy", 3: "hard", 6: "long"}
        assert list(Session.objects.for_runner(other).values_list("pk", "date")) == before


class TestDays:
    def test_strength_after_easy_runs(self, client, row):
        apply(client, "days", DAYS | {"after_easy_runs": "on"})
        assert Runner.objects.get().after_easy_runs
        response = client.post(part("days"), DAYS | {"after_easy_runs": "on"})
        assertContains(response, "That is how it is already.")

    def test_units_move_nothing(self, client, row):
        response = client.post(part("days"), DAYS | {"units": "lb"})
        assertContains(response, "Nothing moves in the next four weeks.")
        assertContains(response, "Weights are shown in pounds.")
        apply(client, "days", DAYS | {"units": "lb"})
        row.user.refresh_from_db()
        assert row.user.units == "lb"
        assert not PlanChange.objects.exists()

    def test_another_start_of_the_week_takes_effect_with_the_next(self, client, row):
        answers = DAYS | {"week_start": "sunday"}
        assertContains(client.post(part("days"), answers), "Your weeks start on Sunday from the next one on.")
        apply(client, "days", answers)
        row.user.refresh_from_db()
        assert row.user.week_start == "sunday"
        assert Session.objects.filter(date__range=(MONDAY, date(2026, 11, 28))).count() == 2

    def test_another_time_zone_says_whether_today_is_another_date(self, client, row):
        stays = client.post(part("days"), DAYS | {"time_zone": "Europe/Berlin"})
        assertContains(stays, "Today stays Monday, 23 November.")
        other = client.post(part("days"), DAYS | {"time_zone": "Pacific/Auckland"})
        assertContains(other, "Today becomes Tuesday, 24 November.")
        apply(client, "days", DAYS | {"time_zone": "Pacific/Auckland"})
        row.user.refresh_from_db()
        assert row.user.time_zone == "Pacific/Auckland"

    def test_the_zone_of_the_browser_is_one_tap(self, client, row):
        response = client.post(ZONE, {"time_zone": "Pacific/Auckland"})
        assert said(response) == ("Your days are counted in Pacific/Auckland now. Today becomes Tuesday, 24 November.")
        row.user.refresh_from_db()
        assert row.user.time_zone == "Pacific/Auckland"

    def test_a_zone_is_said_as_people_write_it(self, client, row):
        response = client.post(ZONE, {"time_zone": "America/New_York"}, follow=True)
        assertContains(response, "Your days are counted in America/New York now.")
        assertContains(response, "Your days are counted in <b>America/New York</b>")

    def test_a_zone_that_is_none_changes_nothing(self, client, row):
        assertRedirects(client.post(ZONE, {"time_zone": "Moon/Base"}), part("days"))
        row.user.refresh_from_db()
        assert row.user.time_zone == "UTC"
