"""Your data: taken along with a tap, brought into an account without sessions, and the way to have it gone."""

import json
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from plans.models import Runner, Session, SetLog
from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from plans.services.transfer import exporting
from plans.services.transfer.confined import MOST_BYTES
from tests.factories import RunnerFactory
from tests.plans.services.transfer.conftest import (  # noqa: F401 - fixtures
    _noon,
    comparable,
    document,
    exported,
    fresh,
    life,
    written,
)

DATA = reverse("plans:data")
ZIP, JSON = (reverse("plans:export", args=[ending]) for ending in ("zip", "json"))
AGREED = {"adult": "on", "agreed": "on"}


@pytest.fixture
def newcomer(client, fresh):  # noqa: F811
    client.force_login(fresh)
    return fresh


@pytest.fixture
def runner(client, life):  # noqa: F811
    client.force_login(life.row.user)
    return life.row


def sends(client, content, name="kneecoach.json", **told):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(DATA, {"file": SimpleUploadedFile(name, raw), **AGREED, **told})


def test_everything_is_taken_along_with_one_tap(client, runner):
    response = client.get(ZIP)
    assert response["Content-Disposition"] == 'attachment; filename="kneecoach-2026-12-16.zip"'
    assert response["Cache-Control"] == "no-store"
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        assert json.loads(archive.read("kneecoach.json"))["account"]["email"] == runner.user.email
        assert archive.testzip() is None


def test_the_file_for_another_kneecoach_can_be_had_by_itself(client, runner):
    response = client.get(JSON)
    assert response["Content-Disposition"] == 'attachment; filename="kneecoach-2026-12-16.json"'
    taken = json.loads(b"".join(response.streaming_content))
    assert comparable(taken) | {"exported_at": ""} == comparable(exported(runner.user)) | {"exported_at": ""}


def test_the_name_has_the_date_of_where_the_runner_is(client, runner):
    type(runner.user).objects.update(time_zone="Pacific/Kiritimati")
    assert "2026-12-17.zip" in client.get(ZIP)["Content-Disposition"]


def test_there_is_no_other_ending(client, runner):
    assert client.get(reverse("plans:export", args=["exe"])).status_code == 404


def test_a_file_that_would_not_hold_together_is_not_given(client, runner, monkeypatch):
    monkeypatch.setattr(exporting, "_TRIES", 0)
    response = client.get(ZIP, follow=True)
    assertRedirects(response, DATA)
    assertContains(response, "Something of yours was changing all the while. Try again.")


def test_it_takes_the_same_queries_however_much_there_is(client, runner, django_assert_num_queries):
    with django_assert_num_queries(27):
        client.get(ZIP)
    client.force_login(RunnerFactory(runs={}).user)
    with django_assert_num_queries(27):
        client.get(ZIP)


def test_the_settings_the_account_and_the_setup_lead_there(client, runner):
    for name in ("plans:settings", "account_overview", "plans:privacy"):
        assertContains(client.get(reverse(name)), f'href="{DATA}"')
    client.force_login(RunnerFactory(runs={}).user)
    assertContains(client.get(reverse("plans:setup"), follow=True), f'href="{DATA}"')


def test_a_file_is_brought_into_a_fresh_account(client, newcomer, document):  # noqa: F811
    response = sends(client, document)
    assert response.url == reverse("plans:today")
    sets = sum(each["taken_back_at"] is None for each in document["sets"])
    assertContains(client.get(response.url), f"Everything is here, with the {sets} sets that you did.")
    newcomer.refresh_from_db()
    assert comparable(exported(newcomer)) == comparable(document)
    assertContains(client.get(DATA), "This account has sessions, sets and answers about the knee of its own already.")


def test_the_zip_that_was_taken_along_is_brought_as_it_is(client, newcomer, life):  # noqa: F811
    client.force_login(life.row.user)
    taken = b"".join(client.get(ZIP).streaming_content)
    client.force_login(newcomer)
    assertContains(client.get(DATA), 'accept=".zip,.json,application/zip,application/json"')
    assertRedirects(sends(client, taken, "kneecoach-2026-12-16.zip"), reverse("plans:today"))
    newcomer.refresh_from_db()
    assert comparable(exported(newcomer)) == comparable(exported(life.row.user))


def test_who_has_only_planned_is_told_that_it_makes_room(client, newcomer, document):  # noqa: F811
    row = RunnerFactory(user=newcomer, runs={"tuesday": "easy"})
    start(row=row, catalogue=planned_catalogue(), first=row.today())
    page = client.get(DATA)
    assertContains(page, "It takes the place of what you have told and planned here so far")
    assertRedirects(sends(client, document), reverse("plans:today"))
    newcomer.refresh_from_db()
    assert comparable(exported(newcomer)) == comparable(document)


def test_who_had_not_started_goes_on_with_the_setup(client, newcomer):
    other = RunnerFactory(runs={"tuesday": "easy"}, steps_answered=2)
    response = sends(client, exported(other.user))
    assertRedirects(response, reverse("plans:setup"), target_status_code=302)
    assert newcomer.__class__.objects.get(pk=newcomer.pk).runner.steps_answered == 2


@pytest.mark.parametrize("missing", AGREED)
def test_it_asks_for_consent_which_nobody_gave_here(client, newcomer, document, missing):  # noqa: F811
    response = client.post(
        DATA, {"file": SimpleUploadedFile("a.json", json.dumps(document).encode()), **AGREED, missing: ""}
    )
    assert response.status_code == 400
    assertContains(response, "tick this", status_code=400, count=1)
    assert not Runner.objects.filter(user=newcomer).exists()


def test_who_agreed_in_the_setup_is_not_asked_again(client, newcomer, document):  # noqa: F811
    agreed = datetime(2026, 12, 1, tzinfo=UTC)
    RunnerFactory(user=newcomer, agreed_at=agreed)
    assertNotContains(client.get(DATA), "I am 16 or older")
    assertRedirects(sends(client, document, adult="", agreed=""), reverse("plans:today"))
    assert Runner.objects.get(user=newcomer).agreed_at == agreed


def test_what_is_wrong_is_said_and_nothing_is_changed(client, newcomer, document):  # noqa: F811
    document["sets"][0]["exercise"] = "<script>"
    response = sends(client, document)
    assertContains(response, "Nothing was imported.", status_code=400)
    said = "sets, row 1: exercise is an exercise that this site does not have: “&lt;script&gt;”."
    assertContains(response, said, status_code=400)
    assert not Runner.objects.filter(user=newcomer).exists()


def test_without_a_file_it_says_which(client, newcomer):
    assertContains(client.post(DATA, AGREED), "Choose the .zip or the .json file that you exported.", status_code=400)
    assertContains(sends(client, b""), "This file is empty.", status_code=400)
    assertContains(sends(client, b"PK\x03\x04"), "This zip is damaged", status_code=400)


def test_a_file_that_is_too_big_is_not_received(client, newcomer):
    too_big = client.generic(
        "POST", DATA, b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(MOST_BYTES * 2)
    )
    assertContains(too_big, "The file is too big: at most 32 MB can be imported.", status_code=413)
    assertContains(sends(client, b" " * (MOST_BYTES + 1)), "The file is too big", status_code=413)


def test_an_account_with_sessions_keeps_its_own(client, runner, document):  # noqa: F811
    assertNotContains(client.get(DATA), 'type="file"')
    before = exported(runner.user)
    assertContains(sends(client, document), "nothing was added to them", status_code=400)
    assert exported(runner.user) == before


def test_a_file_needs_the_pages_token(newcomer, document):  # noqa: F811
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(newcomer)
    assert sends(strict, document).status_code == 403
    assert not (Session.objects.filter(runner__user=newcomer).exists() or SetLog.objects.filter(runner__user=newcomer))
