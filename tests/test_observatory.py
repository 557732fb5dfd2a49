"""Every kind of answer scores full marks at Mozilla's Observatory, with the settings of production."""

import ast

import pytest
from allauth.core import ratelimit
from django.test import Client, override_settings
from django.utils import timezone

from plans.services.catalogue import planned_catalogue
from plans.services.planning import start as start_plan
from tests import observatory
from tests.accounts.conftest import PASSWORD
from tests.factories import RunnerFactory, UserFactory
from tests.test_settings import PRODUCTION, values

SCOPE = (
    "SECURE_",
    "SESSION_COOKIE_",
    "CSRF_COOKIE_",
    "KNOWN_BROWSER_",
    "MESSAGES_COOKIE_",
    "X_FRAME_",
    "MIDDLEWARE",
    "WHITENOISE_ALLOW",
)
MARKS = 130  # all that can be had without preloading, which is the domain's owner's decision, and foreign scripts


@pytest.fixture(scope="module")
def of_production(tmp_path_factory):
    """What production sets of headers and cookies, as the settings module gives it there."""
    names = f"{{n: getattr(s, n) for n in dir(s) if n.startswith({SCOPE})}}"
    told = values(tmp_path_factory.mktemp("data"), names, **PRODUCTION)
    return ast.literal_eval(told)


@pytest.fixture(autouse=True)
def _production(settings, of_production):
    for name, value in of_production.items():
        setattr(settings, name, value)
    settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture
def runner(delivered):
    row = RunnerFactory(runs={})
    start_plan(row=row, catalogue=planned_catalogue(), first=timezone.localdate())
    return row


def logged_in(user, **options):
    """As a browser does it, so that its cookies are those of the site."""
    user.vouch_for_email()
    user.set_password(PASSWORD)
    user.save()
    client = Client(**options)
    client.post("/account/login/", {"login": user.email, "password": PASSWORD}, secure=True)
    assert client.session["_auth_user_id"] == str(user.pk)
    return client


def marks(client, path, method="GET", **sent):
    """The status of an answer and what it scores; all cookies that the visitor has by then count."""
    answer = client.generic(method, path, secure=True, **sent)
    answer.cookies = client.cookies
    list(answer)  # to its end, which closes what it is read from
    over_http = Client().generic(method, path, **sent)
    points, results = observatory.score(over_http, answer, "testserver")
    assert points >= MARKS, [(result, observatory.MODIFIERS[result]) for result in results]
    return answer.status_code


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", 200),
        ("/exercises/squat/", "GET", 200),
        ("/account/login/", "GET", 200),
        ("/today/", "GET", 200),
        ("/settings/data/export/json/", "GET", 200),
        ("/settings/data/export/zip/", "GET", 200),
        ("/static/css/base.css", "GET", 200),
        ("/setup/", "GET", 302),
        ("/sessions/start/", "POST", 303),
        ("/exercises/?q=%00", "GET", 400),
        ("/nothing/", "GET", 404),
        ("/static/none.css", "GET", 404),
        ("/guide/", "PUT", 405),
    ],
)
def test_answers_to_a_runner(runner, path, method, status):
    client = Client() if path == "/account/login/" else logged_in(runner.user)
    assert marks(client, path, method) == status


def test_answers_to_an_editor(delivered):
    client = logged_in(UserFactory(is_staff=True, is_superuser=True))
    assert marks(client, "/admin/") == 200
    assert marks(client, "/admin/exercises/exercise/") == 200
    assert marks(client, "/admin/none/") == 404


def test_answers_when_something_fails(runner):
    client = logged_in(runner.user, raise_request_exception=False)
    with override_settings(ROOT_URLCONF="tests.test_errors"):
        assert marks(client, "/breaks/") == 500
        assert marks(client, "/waits/") == 503


def test_a_refusal_for_trying_too_often(db, rf):
    for _ in range(30):
        ratelimit.consume(rf.post("/"), action="login")
    assert marks(Client(), "/account/login/", "POST") == 429


def test_a_form_without_its_token(db):
    assert marks(Client(enforce_csrf_checks=True), "/account/login/", "POST") == 403


def test_every_cookie_is_bound_to_this_host(runner):
    client = logged_in(runner.user)
    client.get("/settings/data/", secure=True)
    client.post("/today/mistake/", secure=True)
    assert set(client.cookies) == {f"__Host-{name}" for name in ("session", "csrf", "known", "messages")}
    for cookie in client.cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_pages_are_apart_from_those_of_other_sites_and_ask_for_no_sensors(db):
    for path in ("/privacy/", "/static/css/base.css", "/nothing/"):
        answer = Client().get(path, secure=True)
        list(answer)  # to its end, which closes what it is read from
        assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in answer["Permissions-Policy"]


def test_a_weaker_policy_would_be_noticed(db):
    answer = Client().get("/privacy/", secure=True)
    answer["Content-Security-Policy"] = "default-src 'self'; script-src 'self' 'unsafe-inline'"
    points, results = observatory.score(Client().get("/privacy/"), answer, "testserver")
    assert "csp-implemented-with-unsafe-inline" in results
    assert points == 80
