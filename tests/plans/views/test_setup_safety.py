"""Setup's safety questions: what stands against starting, and a clinician's word."""

import pytest
import time_machine
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from exercises.models import Article, Point
from plans.models import Runner
from tests.factories import UserFactory
from tests.plans.views.answering import NOW, WEEK, WELL, keep_week, step, up_to

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
