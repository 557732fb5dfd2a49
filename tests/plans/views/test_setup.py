"""The setup: short steps, each kept as it is answered, and a first week at the end."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from kneecoach.accounts.models import User
from plans.models import PlannedWeek, Runner, Session
from plans.services.catalogue import planned_catalogue
from plans.services.place import known_zones
from plans.services.planning import start
from tests.factories import RunnerFactory, UserFactory
from tests.plans.views.answering import (
    ANSWERS,
    NOW,
    RUNS,
    SETUP,
    START,
    TODAY,
    TRAINING,
    WEEK,
    keep_week,
    runs_of,
    step,
    up_to,
)

pytestmark = pytest.mark.usefixtures("delivered")


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user(client, delivered):
    """Logged in, with the week of the landing page."""
    user = UserFactory()
    client.force_login(user)
    keep_week(client, WEEK)
    return user


class TestWay:
    def test_whoever_is_not_logged_in_comes_back_after_it(self, client):
        for address in (SETUP, step("safety")):
            assertRedirects(client.get(address), f"{reverse('account_login')}?next={address}")

    def test_leads_to_the_first_step_that_is_not_answered(self, client, user):
        keep_week(client, "")
        for name in ("runs", "equipment", "training", "safety", "start"):
            assertRedirects(client.get(SETUP), step(name))
            if name != "start":
                assertRedirects(client.get(step("start")), step(name))
                client.post(step(name), ANSWERS[name])

    def test_says_how_far_it_is_and_leads_back(self, client, user):
        up_to(client, "training")
        response = client.get(step("training"))
        assertContains(response, '<p><span class="vh">Step </span>3 of 5</p>', html=True)
        assertContains(response, f'href="{step("equipment")}"')
        assertContains(client.get(step("runs")), "Which days do you run?")

    def test_looking_writes_nothing(self, client, user):
        client.get(SETUP)
        client.get(step("runs"))
        assert not Runner.objects.exists()

    def test_is_over_once_there_is_a_plan(self, client, delivered):
        row = RunnerFactory()
        start(row=row, catalogue=planned_catalogue(), first=date(2026, 11, 23))
        client.force_login(row.user)
        for address in (SETUP, step("runs"), step("start")):
            assertRedirects(client.get(address), TODAY)
        assertRedirects(client.post(step("runs"), {"monday": "long"}), TODAY)
        assert runs_of(row.user) == {}

    def test_an_unknown_step_is_not_found_and_a_wrong_method_refused(self, client, user):
        assert client.get(step("shoes")).status_code == 404
        assert client.post(SETUP).status_code == 405
        assert client.put(step("runs")).status_code == 405

    def test_answers_touch_nobody_else(self, client, user):
        other = RunnerFactory(runs={"monday": "long"})
        up_to(client, "start")
        client.post(step("runs"), {"friday": "easy", "runner": other.pk, "id": other.pk})
        assert runs_of(other.user) == {0: "long"}
        assert runs_of(user) == {4: "easy"}

    def test_a_step_costs_the_same_however_much_is_told(self, client, user, django_assert_max_num_queries):
        up_to(client, "start")
        for name in ("runs", "equipment", "training", "safety", "start"):
            client.get(step(name))
            with django_assert_max_num_queries(7):
                client.get(step(name))


class TestKeptWeek:
    def test_answers_the_first_step(self, client, user):
        assertRedirects(client.get(SETUP), step("equipment"))
        assertRedirects(client.get(step("training")), step("equipment"))
        response = client.get(step("equipment"))
        assertContains(response, '<p><span class="vh">Step </span>2 of 5</p>', html=True)
        assertContains(response, "Easy on Tuesday, Thursday and Saturday, hard on Wednesday, long on Sunday.")
        assert not Runner.objects.exists()

    def test_is_stored_with_the_answer_to_the_second(self, client, user):
        keep_week(client, "tuesday=easy&have=band&minutes=15&after_easy=on")
        assertContains(client.get(step("equipment")), "checked", count=1)
        assertRedirects(client.post(step("equipment"), {"have": ["band", "wall"]}), step("training"))
        row = Runner.objects.get(user=user)
        assert runs_of(user) == {1: "easy"}
        assert (row.minutes, row.after_easy_runs, row.steps_answered) == (15, True, 2)
        assert sorted(row.equipment.values_list("slug", flat=True)) == ["band", "wall"]

    def test_can_be_gone_back_to_and_changed(self, client, user):
        assertContains(client.get(step("equipment")), f'href="{step("runs")}">Change them</a>')
        client.post(step("runs"), {"friday": "long"})
        assertNotContains(client.get(step("equipment")), "came along")
        assert runs_of(user) == {4: "long"}

    @pytest.mark.parametrize("kept", ["", "minutes=15", "tuesday=never"])
    def test_without_runs_answers_nothing(self, client, user, kept):
        keep_week(client, kept)
        assertRedirects(client.get(SETUP), step("runs"))
        assertRedirects(client.get(step("equipment")), step("runs"))


class TestRuns:
    def test_begin_with_the_week_that_was_kept(self, client, user):
        response = client.get(step("runs"))
        assertContains(response, '<input type="hidden" name="wednesday" value="hard">', html=True)
        assertContains(response, '<input type="hidden" name="monday" value="">', html=True)

    def test_are_kept_with_all_else_that_the_week_said(self, client, user):
        keep_week(client, "tuesday=easy&have=band&minutes=15&after_easy=on")
        assertRedirects(client.post(step("runs"), {"tuesday": "hard"}), step("equipment"))
        row = Runner.objects.get(user=user)
        assert runs_of(user) == {1: "hard"}
        assert (row.minutes, row.after_easy_runs, row.steps_answered) == (15, True, 1)
        assert list(row.equipment.values_list("slug", flat=True)) == ["band"]

    @pytest.mark.parametrize("kept", ["", "tuesday=never"])
    def test_begin_with_nothing_where_nothing_was_kept(self, client, user, kept):
        keep_week(client, kept)
        client.post(step("runs"), {})
        row = Runner.objects.get(user=user)
        assert (runs_of(user), row.minutes) == ({}, 30)
        assert list(row.equipment.values_list("slug", flat=True)) == ["step", "wall"]

    def test_a_tap_without_javascript_is_kept_and_more_may_follow(self, client, user):
        assertRedirects(client.post(step("runs"), RUNS | {"tap": "monday"}), step("runs"))
        assert runs_of(user)[0] == "easy"
        assert Runner.objects.get(user=user).steps_answered == 0
        assertRedirects(client.post(step("runs"), {"sunday": "long", "tap": "sunday"}), step("runs"))
        assert runs_of(user) == {}

    def test_can_start_from_a_usual_week(self, client, user):
        assertRedirects(client.post(step("runs"), RUNS | {"start": "3 runs"}), step("runs"))
        assert runs_of(user) == {1: "easy", 3: "hard", 6: "long"}
        client.post(step("runs"), RUNS | {"start": "none"})
        assert runs_of(user) == {}

    def test_what_cannot_be_read_is_named_and_the_rest_is_kept_on_the_page(self, client, user):
        response = client.post(step("runs"), {"monday": "fast", "sunday": "long"})
        assertContains(response, "Monday’s run is easy, hard or long, not “fast”.", status_code=400)
        assertContains(response, '<input type="hidden" name="sunday" value="long">', status_code=400, html=True)
        assert not Runner.objects.exists()


class TestEquipmentAndTraining:
    def test_equipment_is_shown_with_its_notes_and_kept(self, client, user):
        up_to(client, "equipment")
        response = client.get(step("equipment"))
        assertContains(response, "Socks on a smooth floor count.")
        assertContains(response, "checked", count=2)
        assertRedirects(client.post(step("equipment"), {"have": ["band", "dumbbell"]}), step("training"))
        owned = Runner.objects.get(user=user).equipment
        assert sorted(owned.values_list("slug", flat=True)) == ["band", "dumbbell"]

    def test_nothing_is_an_answer_and_an_anvil_is_not(self, client, user):
        up_to(client, "equipment")
        response = client.post(step("equipment"), {"have": ["anvil", "band"]})
        assertContains(response, "“anvil” is not equipment that we know", status_code=400)
        assertRedirects(client.post(step("equipment"), {}), step("training"))
        assert not Runner.objects.get(user=user).equipment.exists()

    def test_training_is_kept(self, client, user):
        up_to(client, "training")
        said = {"level": "strong", "minutes": "45", "sessions_per_week": "1"}
        assertRedirects(client.post(step("training"), said), step("safety"))
        row = Runner.objects.get(user=user)
        assert (row.level, row.minutes, row.sessions_per_week) == ("strong", 45, 1)

    def test_minutes_that_were_said_elsewhere_can_stay(self, client, user):
        up_to(client, "training")
        Runner.objects.update(minutes=25)
        assertContains(client.get(step("training")), 'value="25"')
        assertRedirects(client.post(step("training"), TRAINING | {"minutes": "25"}), step("safety"))

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"level": ""}, "Say how much strength training you have done."),
            ({"level": "hero"}, "A level is one of the three here, not “hero”."),
            ({"minutes": "7"}, "A session may take 10, 15, 20, 30, 45 or 60 minutes, not “7”."),
            ({"sessions_per_week": "7"}, "Sessions are one, two or three a week, not “7”."),
        ],
    )
    def test_what_cannot_be_is_named(self, client, user, said, sentence):
        up_to(client, "training")
        assertContains(client.post(step("training"), TRAINING | said), sentence, status_code=400)
        assert Runner.objects.get(user=user).steps_answered == 2


class TestStart:
    def test_shows_the_first_week_with_its_reasons(self, client, user):
        up_to(client, "start")
        response = client.get(step("start"))
        assertContains(response, "Strength on Monday and Friday")
        assertContains(response, "Why Friday?")
        assertContains(response, "5 + 5")
        assertNotContains(response, 'name="first"')

    def test_begins_the_plan_today_and_forgets_the_kept_week(self, client, user):
        up_to(client, "start")
        assertRedirects(client.post(step("start"), START), TODAY)
        assert Runner.objects.get(user=user).started_on == date(2026, 11, 23)
        assert Session.objects.count() == 4
        assert "kept_week" not in client.session
        user.refresh_from_db()
        assert user.time_zone == "Europe/Berlin"

    def test_who_joins_late_may_start_next_week(self, client, user):
        up_to(client, "start")
        with time_machine.travel(NOW + timedelta(days=4), tick=False):
            assertContains(client.get(step("start")), "on Monday 30 November")
            assertContains(client.get(step("start")), "Strength on Friday")
            assertContains(client.get(f"{step('start')}?first=next"), "Strength on Monday and Friday")
            assertRedirects(client.post(step("start"), START | {"first": "next"}), TODAY)
        assert PlannedWeek.objects.get().first_day == date(2026, 11, 30)

    def test_who_joins_late_may_start_today_all_the_same(self, client, user):
        up_to(client, "start")
        with time_machine.travel(NOW + timedelta(days=4), tick=False):
            client.post(step("start"), START | {"first": "today"})
        assert Runner.objects.get(user=user).started_on == date(2026, 11, 27)

    def test_a_week_without_room_begins_with_the_next(self, client, user):
        up_to(client, "start")
        with time_machine.travel(NOW + timedelta(days=6), tick=False):
            assertContains(client.get(step("start")), "Start on Monday")
            client.post(step("start"), START)
        assert Runner.objects.get(user=user).started_on == date(2026, 11, 30)

    def test_next_week_is_no_choice_when_this_one_is_whole(self, client, user):
        up_to(client, "start")
        response = client.post(step("start"), START | {"first": "next"})
        assertContains(response, "Next week is no longer needed", status_code=400)
        assert not PlannedWeek.objects.exists()

    def test_says_what_comes_of_another_start_of_the_week(self, client, user):
        up_to(client, "start")
        told = {"time_zone": "Europe/Berlin", "week_start": "sunday"}
        fragment = client.post(step("start"), told, headers={"HX-Request": "true"})
        assertContains(fragment, "22 to 28 November")
        assertNotContains(fragment, "<html")
        assertRedirects(client.post(step("start"), told | {"show": ""}), f"{step('start')}?first=")
        user.refresh_from_db()
        assert user.week_start == "sunday"
        assert not PlannedWeek.objects.exists()

    def test_a_choice_that_goes_away_while_looking_is_passed_over(self, client, user):
        up_to(client, "start")
        with time_machine.travel(NOW - timedelta(days=1), tick=False):
            assertContains(client.get(step("start")), "Start on Monday")
            told = {"time_zone": "UTC", "week_start": "sunday", "first": "next"}
            fragment = client.post(step("start"), told, headers={"HX-Request": "true"})
        assertContains(fragment, "Start today")
        assertNotContains(fragment, "no longer needed")

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"time_zone": "Moon/Base"}, "“Moon/Base” is not a time zone that we know"),
            ({"time_zone": ""}, "Choose the time zone that you live in."),
            ({"week_start": "friday"}, "A week starts on Monday or Sunday, not on “friday”."),
            ({"first": "never"}, "You can start today or next week, not “never”."),
        ],
    )
    def test_what_cannot_be_read_is_named_and_nothing_begins(self, client, user, said, sentence):
        up_to(client, "start")
        assertContains(client.post(step("start"), START | said), sentence, status_code=400)
        assert not PlannedWeek.objects.exists()

    def test_twice_is_once(self, client, user):
        up_to(client, "start")
        client.post(step("start"), START)
        assertRedirects(client.post(step("start"), START), TODAY)
        assert PlannedWeek.objects.count() == 1


class TestTimeZone:
    def test_is_kept_from_any_step_until_it_was_said(self, client, user):
        assertContains(client.get(step("runs")), "data-zone")
        client.post(step("runs"), RUNS | {"time_zone": "Pacific/Auckland"})
        assert User.objects.get().time_zone == "Pacific/Auckland"
        assertNotContains(client.get(step("equipment")), "data-zone")
        client.post(step("equipment"), {"time_zone": "Europe/Berlin"})
        assert User.objects.get().time_zone == "Pacific/Auckland"

    def test_each_place_is_offered_once_under_its_present_name(self, client, user):
        def offered():
            return re.findall(r'<option value="(\w+(?:/[\w/-]+)?)"', client.get(step("start")).content.decode())

        up_to(client, "start")
        old = {"Europe/Kiev", "Asia/Calcutta", "America/Knox_IN", "Australia/LHI", "Australia/ACT", "Australia/North"}
        assert {"UTC", "Europe/Kyiv", "Asia/Kolkata", "Australia/Lord_Howe"} <= set(offered()) <= known_zones() - old
        client.post(step("start"), {"time_zone": "Europe/Kiev", "week_start": "monday"})
        assert User.objects.get().time_zone == "Europe/Kiev"
        assert set(offered()) & old == {"Europe/Kiev"}, "who has it keeps it"

    @pytest.mark.parametrize("zone", ["", "Moon/Base", "localtime", "../etc/passwd", "\0"])
    def test_nonsense_is_passed_over(self, client, user, zone):
        assertRedirects(client.post(step("runs"), RUNS | {"time_zone": zone}), step("equipment"))
        assert User.objects.get().time_zone == "UTC"

    def test_today_is_that_of_the_runner(self, client, user):
        up_to(client, "start")
        with time_machine.travel(datetime(2026, 11, 23, 11, 30, tzinfo=UTC), tick=False):
            client.post(step("start"), START | {"time_zone": "Pacific/Auckland"})
        assert Runner.objects.get().started_on == date(2026, 11, 24)
