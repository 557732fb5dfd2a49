"""The setup: short steps, each kept as it is answered, and a first week at the end."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from exercises.models import Article, Point
from kneecoach.accounts.models import User
from plans.models import PlannedWeek, Runner, Session, WeeklyRun
from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from tests.factories import RunnerFactory, UserFactory

pytestmark = pytest.mark.usefixtures("delivered")

SETUP = reverse("plans:setup")
TODAY = reverse("plans:today")
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
WEEK = "tuesday=easy&wednesday=hard&thursday=easy&saturday=easy&sunday=long"
RUNS = {"tuesday": "easy", "wednesday": "hard", "thursday": "easy", "saturday": "easy", "sunday": "long"}
TRAINING = {"level": "beginner", "minutes": "30", "sessions_per_week": "2"}
WELL = {"concerns": "none", "knee": "1", "adult": "on", "agreed": "on"}
ANSWERS = {"runs": RUNS, "equipment": {"have": ["step", "wall"]}, "training": TRAINING, "safety": WELL}
START = {"time_zone": "Europe/Berlin", "week_start": "monday", "go": ""}


def step(name):
    return reverse("plans:setup_step", args=[name])


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


def keep_week(client, query):
    session = client.session
    session["kept_week"] = query
    session.save()


def runs_of(user):
    return dict(WeeklyRun.objects.filter(runner__user=user).order_by("weekday").values_list("weekday", "kind"))


def up_to(client, name):
    """Answer the steps before one."""
    for each, said in ANSWERS.items():
        if each == name:
            return
        assert client.post(step(each), said).status_code == 302


class TestWay:
    def test_whoever_is_not_logged_in_comes_back_after_it(self, client):
        for address in (SETUP, step("safety")):
            assertRedirects(client.get(address), f"{reverse('account_login')}?next={address}")

    def test_leads_to_the_first_step_that_is_not_answered(self, client, user):
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


class TestSafety:
    @pytest.fixture(autouse=True)
    def _there(self, client, user):
        up_to(client, "safety")

    def test_all_well_is_four_taps(self, client, user):
        assertRedirects(client.post(step("safety"), WELL), step("start"))
        row = Runner.objects.get(user=user)
        assert (row.baseline, row.agreed_at, row.cleared_at) == (1, NOW, None)

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"concerns": []}, "Tick what applies to you, or “None of these”."),
            ({"concerns": ["none", "flag-2"]}, "but not both."),
            ({"concerns": ["flu"]}, "“flu” is not in the list"),
            ({"knee": ""}, "Tap a number for your knee"),
            ({"knee": "11"}, "A knee is a number from 0 to 10, not “11”."),
            ({"adult": ""}, "Kneecoach is for people of 16 and older"),
            ({"agreed": ""}, "Without your consent we may not keep how your knee is"),
        ],
    )
    def test_without_an_answer_nothing_is_kept(self, client, user, said, sentence):
        assertContains(client.post(step("safety"), WELL | said), sentence, status_code=400)
        row = Runner.objects.get(user=user)
        assert (row.baseline, row.agreed_at, row.steps_answered) == (None, None, 3)

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"concerns": ["flag-6"]}, "Do not run, and do no strength session."),
            ({"concerns": ["surgery"]}, "Ask a clinician first"),
            ({"concerns": ["pregnancy"]}, "Ask a clinician first"),
            ({"knee": "6"}, "6 or more out of 10 is too much pain to begin with."),
        ],
    )
    def test_what_stands_against_starting_gets_advice_and_a_clinicians_word_lets_go_on(
        self, client, user, said, sentence
    ):
        response = client.post(step("safety"), WELL | said)
        assertContains(response, sentence, status_code=400)
        assertContains(response, "A clinician has told me that I may do strength exercises", status_code=400)
        assertNotContains(response, "tick this if one has", status_code=400)
        assert Runner.objects.get(user=user).agreed_at is None

        again = client.post(step("safety"), WELL | said | {"advised": "on"})
        assertContains(again, "You can go on once a clinician has said so: tick this if one has.", status_code=400)
        assertRedirects(client.post(step("safety"), WELL | said | {"cleared": "on", "advised": "on"}), step("start"))
        assert Runner.objects.get(user=user).cleared_at == NOW

    def test_an_answer_that_stands_against_starting_takes_the_one_before_back(self, client, user):
        assertRedirects(client.post(step("safety"), WELL), step("start"))
        client.post(step("safety"), WELL | {"concerns": ["flag-0"]})
        assertRedirects(client.get(step("start")), step("safety"))

    def test_a_clinicians_word_counts_once_the_advice_was_there(self, client, user):
        response = client.post(step("safety"), WELL | {"knee": "9", "cleared": "on"})
        assert response.status_code == 400
        assert Runner.objects.get(user=user).cleared_at is None

    def test_red_flags_name_the_emergency_number(self, client):
        response = client.post(step("safety"), WELL | {"concerns": ["flag-3"]})
        assertContains(response, "Call the emergency number now.", status_code=400)

    def test_the_texts_of_an_editor_take_the_place_of_ours(self, client):
        Point.objects.filter(article__slug="when-to-stop", position=1).update(text="Does the knee click and hurt?")
        Article.objects.filter(slug="advice-red-flag").update(title="Off to the clinic.", lead="We mean it.")
        assertContains(client.get(step("safety")), "Does the knee click and hurt?")
        response = client.post(step("safety"), WELL | {"concerns": ["flag-0"]})
        assertContains(response, "Off to the clinic.", status_code=400)
        assertContains(response, "We mean it.", status_code=400)

    def test_without_texts_ours_are_asked_and_advised(self, client):
        Article.objects.all().delete()
        assertContains(client.get(step("safety")), "Does your knee lock, or give way under you?")
        response = client.post(step("safety"), WELL | {"concerns": ["flag-2", "surgery"], "knee": "8"})
        for title in (
            "Please see a clinician first",
            "Please ask a clinician first",
            "Please have your knee looked at",
        ):
            assertContains(response, title, status_code=400)

    def test_five_of_ten_may_start_and_a_tick_that_was_not_asked_for_is_not_kept(self, client, user):
        client.post(step("safety"), WELL | {"knee": "5", "cleared": "on"})
        row = Runner.objects.get(user=user)
        assert (row.baseline, row.cleared_at) == (5, None)

    def test_the_knee_and_consent_come_back_and_the_list_does_not(self, client):
        client.post(step("safety"), WELL | {"knee": "4"})
        assertContains(client.get(step("safety")), " checked", count=3)


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

    @pytest.mark.parametrize("zone", ["", "Moon/Base", "../etc/passwd", "\0"])
    def test_nonsense_is_passed_over(self, client, user, zone):
        assertRedirects(client.post(step("runs"), RUNS | {"time_zone": zone}), step("equipment"))
        assert User.objects.get().time_zone == "UTC"

    def test_today_is_that_of_the_runner(self, client, user):
        up_to(client, "start")
        with time_machine.travel(datetime(2026, 11, 23, 11, 30, tzinfo=UTC), tick=False):
            client.post(step("start"), START | {"time_zone": "Pacific/Auckland"})
        assert Runner.objects.get().started_on == date(2026, 11, 24)
