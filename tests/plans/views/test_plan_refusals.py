"""What the plan does not take: bad input, strangers, the wrong way in."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from plans.models import DayChoice, PlanChange
from tests.factories import RunnerFactory
from tests.plans.views.reading import CHANGE, PLAN, UNDO, ask, kept, of, undo

pytestmark = pytest.mark.usefixtures("delivered")


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(datetime(2026, 11, 23, 8, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def client(row):
    return of(row)


class TestBadInput:
    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({}, "The plan cannot do what was asked for."),
            ({"do": "explode"}, "The plan cannot do what was asked for."),
            ({"do": "skip"}, "Please choose a day."),
            ({"do": "skip", "day": "soon"}, "Please give the day as a date"),
            ({"do": "skip", "day": "2026-11-27\x00"}, "Please give the day as a date"),
            ({"do": "skip", "day": "1" + "0" * 20}, "Please give the day as a date"),
            ({"do": "run", "kind": "race", "day": "0001-01-01"}, "Please choose a day from"),
            ({"do": "run", "kind": "race", "day": "9999-12-31"}, "Please choose a day from"),
            ({"do": "run", "kind": "race", "day": "2026-11-22"}, "Please choose a day from"),
            ({"do": "run", "kind": "race", "day": "2028-11-30"}, "Please choose a day from"),
            ({"do": "run", "kind": "sprint", "day": "2026-11-27"}, "Please choose what it is from the list."),
            ({"do": "run", "day": "2026-11-27"}, "Please choose what it is from the list."),
            ({"do": "run", "kind": "\x00", "day": "2026-11-27"}, "Null characters are not allowed."),
            ({"do": "move", "day": "2026-11-27"}, "Please choose a day to move to."),
            ({"do": "away", "day": "2026-11-27", "kind": "away"}, "Please choose a last day."),
            ({"do": "away", "day": "2026-11-27", "last": "2026-11-26", "kind": "away"}, "The last day lies before"),
            ({"do": "away", "day": "2026-11-27", "last": "2026-11-28", "kind": "easy"}, "Please choose what it is"),
            ({"do": "offer", "day": "2026-11-27", "code": "gold"}, "There is no such offer."),
            ({"do": ["skip", "fly"], "day": ["2026-11-27", "x"]}, "The plan cannot do what was asked for."),
            ({"do": "skip", "day": "2026-11-27", "ask": "me"}, "Select a valid choice"),
        ],
    )
    def test_is_answered_with_one_sentence_and_changes_nothing(self, row, client, fields, sentence):
        before = kept(row)
        response = client.post(CHANGE, fields)
        assertContains(response, sentence, status_code=400)
        assert kept(row) == before

    @pytest.mark.parametrize("do", ["skip", "pin", "shorten", "back"])
    def test_days_that_have_passed_stay_as_they_were(self, client, do):
        with time_machine.travel(date(2026, 11, 26), tick=False):
            response = ask(client, do, "2026-11-24", last="2026-11-24")
            assertContains(response, "That day has passed.", status_code=400)

    def test_what_was_typed_is_kept(self, client):
        response = ask(client, "run", "2031-01-01", kind="race", ask="race")
        assertContains(response, 'value="2031-01-01"', status_code=400)
        assertContains(response, "Add a race", status_code=400)

    def test_nothing_to_undo_is_said(self, client):
        assertContains(client.post(UNDO), "There is nothing to take back.", status_code=409)

    @pytest.mark.parametrize("query", ["ask=x", "ask=away&last=%00&day=[]", "ask=move&day=2026-11-25", "day=a&day=b"])
    def test_an_address_that_cannot_be_read_is_no_error_of_ours(self, client, query):
        assert client.get(f"{PLAN}?{query}").status_code in (200, 400)


class TestWall:
    def test_whoever_is_not_logged_in_is_sent_to_log_in(self, db):
        login = reverse("account_login")
        assertRedirects(Client().get(PLAN), f"{login}?next={PLAN}")
        for address in (CHANGE, UNDO):
            assertRedirects(Client().post(address), login)

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_part_sends_the_whole_page_to_log_in_and_back_to_it(self, db, method):
        page = f"http://testserver{PLAN}?day=2026-11-27"
        headers = {"HX-Request": "true", "HX-Current-URL": page}
        response = getattr(Client(), method)(PLAN if method == "get" else CHANGE, headers=headers)
        assert response.status_code == 200
        assert response["HX-Redirect"] == f"{reverse('account_login')}?next=%2Fplan%2F%3Fday%3D2026-11-27"
        assert not response.content

    def test_never_to_another_site(self, db):
        headers = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/plan/"}
        assert Client().get(PLAN, headers=headers)["HX-Redirect"] == reverse("account_login")

    def test_without_script_a_form_leads_back_to_its_page(self, db):
        response = Client().post(CHANGE, headers={"Referer": f"http://testserver{PLAN}?day=2026-11-27"})
        assertRedirects(response, f"{reverse('account_login')}?next=%2Fplan%2F%3Fday%3D2026-11-27")

    def test_a_change_touches_nobody_else(self, begin, client):
        other = begin()
        before, changes = kept(other), PlanChange.objects.for_runner(other).count()
        ask(
            client,
            "away",
            "2026-11-23",
            last="2026-12-20",
            kind="ill",
            runner=other.pk,
            user=other.user_id,
            id=other.pk,
        )
        ask(client, "run", "2026-11-27", kind="hard", runner_id=other.pk)
        client.post(UNDO, {"runner": other.pk})
        assert kept(other) == before
        assert PlanChange.objects.for_runner(other).count() == changes

    def test_nobody_undoes_what_another_did(self, begin, row, client):
        ask(client, "skip", "2026-11-27")
        stranger = of(begin())
        assert undo(stranger, row).status_code == 409
        assert DayChoice.objects.for_runner(row).exists()

    def test_whoever_has_not_begun_is_led_to_the_setup(self):
        client = of(RunnerFactory())
        assertRedirects(client.get(PLAN), reverse("plans:setup"), fetch_redirect_response=False)

    @pytest.mark.parametrize("address", [CHANGE, UNDO])
    def test_reading_changes_nothing(self, client, address):
        assertContains(client.get(address), "Wrong foot first.", status_code=405)
        assert client.post(PLAN).status_code == 405

    @pytest.mark.parametrize("address", [CHANGE, UNDO])
    def test_a_form_of_another_site_is_refused(self, row, address):
        client = of(row, enforce_csrf_checks=True)
        assert client.post(address, {"do": "skip", "day": "2026-11-27"}).status_code == 403
        assert not DayChoice.objects.exists()
