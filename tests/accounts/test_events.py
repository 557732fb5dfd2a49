"""What the log of production says of who gets in and who does not, and what it keeps to itself."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD, code_in, log_in
from tests.logged import written_to

pytestmark = pytest.mark.django_db
BY_CODE, TYPE_CODE, SECOND = "/account/login/code/", "/account/login/code/confirm/", "/account/2fa/authenticate/"
NEW = "quite another password"


@pytest.fixture
def events(tmp_path):
    """What was noted so far, in order: the event, the account by its number, and how."""
    file = tmp_path / "log"
    with written_to(file):
        yield lambda: [
            (line["message"], line.get("user"), line.get("how")) for line in security(file.read_text().splitlines())
        ]
    for secret in ("ana@", "example.org", PASSWORD, NEW, "a guess", "1111-1111"):
        assert secret not in file.read_text()


def security(lines):
    return [line for line in map(json.loads, lines) if line["logger"] == "kneecoach.security"]


def test_logging_in_and_out(client, ana, events):
    log_in(client, password="a guess")
    log_in(client)
    client.post(reverse("account_logout"))
    assert events() == [("refused", None, "password"), ("logged in", ana.pk, "password"), ("logged out", ana.pk, None)]


def test_codes_and_second_locks(client, ana, locked_twice, mailoutbox, events):
    _, codes = locked_twice
    client.post(BY_CODE, {"email": ana.email})
    client.post(TYPE_CODE, {"code": "1111-1111"})
    client.post(TYPE_CODE, {"code": code_in(mailoutbox[0])})
    client.post(SECOND, {"code": "1111-1111"})
    client.post(SECOND, {"code": codes[0]})
    assert events() == [
        ("refused", None, "incorrect_code"),
        ("refused", None, "incorrect_code"),
        ("logged in", ana.pk, "code, recovery_codes"),
    ]


def test_what_changes_of_how_one_gets_in(client, ana, events):
    client.force_login(ana)
    client.post(reverse("account_change_password"), {"oldpassword": "a guess", "password1": NEW})
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})
    client.post(reverse("account_reauthenticate"), {"password": NEW})
    client.post(reverse("account_delete"))
    assert [(event, user) for event, user, _ in events()[1:]] == [
        ("refused", ana.pk),
        ("password changed", ana.pk),
        ("recognised again", ana.pk),
        ("account deleted", ana.pk),
    ]


def test_tries_at_one_account_are_told_from_tries_at_others(ana, tmp_path):
    with written_to(tmp_path / "log"):
        for email in ("ana@example.org", "Ana@example.org", "eva@example.org"):
            log_in(Client(), email, "a guess")
        log_in(Client())
    first, again, other, inside = (line["account"] for line in security((tmp_path / "log").read_text().splitlines()))
    assert first == again == inside != other


def test_each_line_leads_to_that_of_its_request(client, ana, tmp_path):
    with written_to(tmp_path / "log"):
        number = log_in(client, password="a guess")["X-Request-ID"]
    (line,) = security((tmp_path / "log").read_text().splitlines())
    assert line["request_id"] == number
