"""What a line of the log holds in production, and what none of them holds."""

import json
import logging
import re

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.urls import include, path

from kneecoach import logs
from plans.models import Runner
from tests.factories import RunnerFactory, UserFactory
from tests.logged import leaks, typed, written_to

ADDRESS, PASSWORD, NOTE = "ana@example.org", "three easy runs", "sharp pain below the kneecap"
SECRETS = (ADDRESS, PASSWORD, NOTE)


def repeats_the_note(request):
    raise ValueError(f"cannot read {request.POST['note']}")


def repeats_it_in_the_cause(request):
    try:
        repeats_the_note(request)
    except ValueError as error:
        raise IntegrityError(f"Key (email)=({ADDRESS}) already exists.") from error


def waits(_request):
    raise OperationalError("database is locked")


def refuses(_request):
    raise PermissionDenied(NOTE)


def suspects(_request):
    raise SuspiciousOperation(NOTE)


def complains(_request):
    raise BadRequest(NOTE)


def warns(_request):
    logging.getLogger("plans").warning("Something to look at.")
    raise PermissionDenied


handler500 = "kneecoach.errors.failed"
urlpatterns = [
    path("repeats/", repeats_the_note),
    path("cause/", repeats_it_in_the_cause),
    path("waits/", waits),
    path("refuses/", refuses),
    path("suspects/", suspects),
    path("complains/", complains),
    path("warns/", warns),
    path("", include("kneecoach.urls")),
]


@pytest.fixture
def lines(tmp_path):
    """The lines that were logged so far, as in production."""
    file = tmp_path / "log"
    with written_to(file):
        yield lambda: [json.loads(line) for line in file.read_text().splitlines()]
    for secret in SECRETS:
        assert secret not in file.read_text()


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "LoginRequired" not in name]
    return Client(raise_request_exception=False)


def test_a_request_is_a_line(client, delivered, lines):
    runner = RunnerFactory()
    client.force_login(runner.user)
    answer = client.get("/today/?secret=x&day=2026-11-23")
    line = lines()[-1]
    assert line.pop("time").endswith("+00:00")
    assert 0 <= line.pop("ms") < 60_000
    assert line == {
        "level": "INFO",
        "logger": "kneecoach.requests",
        "message": "answered",
        "request_id": answer["X-Request-ID"],
        "method": "GET",
        "path": "/today/",
        "status": answer.status_code,
        "user": runner.user.pk,
        "runner": runner.pk,
    }


def test_who_is_not_looked_up_for_the_answer_is_not_for_the_line(client, delivered, lines, django_assert_num_queries):
    client.force_login(UserFactory())
    with django_assert_num_queries(0):
        client.get("/healthz")
    assert not {"user", "runner"} & lines()[-1].keys()


def test_an_account_without_a_plan_has_its_own_number_alone(client, delivered, lines):
    user = UserFactory()
    client.force_login(user)
    client.get("/guide/")
    assert not Runner.objects.exists()
    assert lines()[-1]["user"] == user.pk
    assert "runner" not in lines()[-1]


@pytest.mark.parametrize("address", ["/repeats/", "/cause/"])
def test_an_error_of_ours_is_one_line_with_its_traceback_and_without_what_was_sent(client, lines, db, address):
    client.post(f"{address}?login={ADDRESS}", {"note": NOTE, "password": PASSWORD})
    (line,) = lines()
    assert (line["level"], line["status"], line["path"]) == ("ERROR", 500, address)
    assert line["error"] in {"ValueError", "django.db.utils.IntegrityError"}
    assert 'raise ValueError(f"cannot read' in line["traceback"]
    assert line["traceback"].splitlines()[-1] == line["error"]


def test_what_a_database_says_that_is_away_is_kept(client, lines, db):
    client.get("/waits/")
    (line,) = lines()
    assert (line["status"], line["error"]) == (503, "django.db.utils.OperationalError: database is locked")


@pytest.mark.parametrize(
    ("address", "status", "error"),
    [
        ("/refuses/", 403, "django.core.exceptions.PermissionDenied"),
        ("/suspects/", 400, "django.core.exceptions.SuspiciousOperation"),
        ("/complains/", 400, "django.core.exceptions.BadRequest"),
        ("/nothing/here/", 404, None),
    ],
)
def test_a_refusal_is_one_line_and_no_error_of_ours(client, lines, db, address, status, error):
    client.post(address, {"note": NOTE})
    (line,) = lines()
    assert (line["level"], line["status"], line.get("error")) == ("INFO", status, error)
    assert "traceback" not in line


def test_a_foreign_form_is_named_without_where_it_came_from(settings, lines, db):
    headers = {"Referer": f"https://elsewhere.example/?login={ADDRESS}"}
    Client(enforce_csrf_checks=True).post("/account/login/", {"login": ADDRESS}, secure=True, headers=headers)
    (line,) = lines()
    assert (line["status"], line["error"]) == (403, "Referer checking failed")


def test_an_unknown_host_is_a_line(client, lines, db):
    client.get("/", headers={"host": "evil.example"})
    assert lines()[0]["error"] == "django.core.exceptions.DisallowedHost"


def test_all_lines_of_a_request_carry_its_number(client, lines, db):
    numbers = [client.get("/warns/")["X-Request-ID"] for _ in range(2)]
    assert len(set(numbers)) == 2
    assert [(line["logger"], line["request_id"]) for line in lines()] == [
        (logger, number) for number in numbers for logger in ("plans", "kneecoach.requests")
    ]


@pytest.mark.parametrize("behind", [False, True])
def test_a_number_from_outside_counts_behind_a_proxy_only(client, settings, behind):
    settings.BEHIND_PROXY = behind
    number = client.get("/healthz", headers={"X-Request-ID": "from-the-proxy-1"})["X-Request-ID"]
    assert (number == "from-the-proxy-1") is behind
    for wrong in ("short", "with space and more", "x" * 65, 'a"b\n{}cdefgh', f"mail:{ADDRESS}"):
        assert re.fullmatch("[0-9a-f]{32}", client.get("/healthz", headers={"X-Request-ID": wrong})["X-Request-ID"])


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", "/"),
        ("/sessions/12/sets/", "/sessions/12/sets/"),
        ("/exercises/single-leg-calf-raise/", "/exercises/single-leg-calf-raise/"),
        ("/plan/2026-11-27/?day=2026-11-27", "/plan/2026-11-27/"),
        ("/.well-known/change-password", "/.well-known/change-password"),
        ("/account/password/reset/key/4-c9xk2-0f3a9c/", "/account/password/reset/key/…/"),
        ("/account/confirm-email/MQ:1tHk2P:x_y/", "/account/confirm-email/…/"),
        ("/feed/Zk3xQ0n8b5v2/week.ics", "/feed/…/week.ics"),
        (f"/{ADDRESS}/", "/…/"),
        (f"/{NOTE}", "/…"),
    ],
)
def test_a_path_keeps_words_of_ours_numbers_and_days(path, shown):
    assert logs.path_shown(path) == shown


@pytest.mark.parametrize(
    ("message", "args", "said"),
    [
        ("Error handling request %s %s", ("GET", f"/today/?login={ADDRESS}"), "Error handling request GET /today/"),
        (f"Invalid request from ip=127.0.0.1: Invalid HTTP request line: '{ADDRESS}'", (), "Invalid request"),
        ("Error handling request %s %s", ("GET", f"http://a/?login={ADDRESS}"), "Error handling request GET …//a/"),
        ("WORKER TIMEOUT (pid:%s)", (7,), "WORKER TIMEOUT (pid:7)"),
    ],
)
def test_gunicorn_tells_no_address(lines, message, args, said):
    logging.getLogger("gunicorn.error").warning(message, *args)
    assert lines()[0]["message"] == said


@pytest.mark.parametrize("word", [NOTE, "knée, “sharp”", 'a "quoted" \\ word', "two\nlines"])
def test_a_word_that_the_browsers_tests_type_would_be_found_in_a_line(monkeypatch, word):
    monkeypatch.setitem(typed, word, "note")
    line = {"time": "2026-11-26", "level": "ERROR", "logger": "plans", "message": f"Cannot read {word}."}
    assert leaks([json.dumps(line)])
    assert not leaks([json.dumps(line | {"message": "Cannot read it."})])
