import pytest
from django.db import NotSupportedError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from pytest_django.asserts import assertContains, assertTemplateUsed

from tests.factories import UserFactory


def breaks(request):
    raise RuntimeError("a secret detail")


@require_POST
def takes_posts(request):
    return HttpResponse("thanks")


def waits(request):
    raise OperationalError("database is locked")


class SaidByPostgres(Exception):
    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


def is_refused(request, sqlstate):
    raise NotSupportedError("cached plan must not change result type") from SaidByPostgres(sqlstate)


handler500 = "kneecoach.errors.failed"
urlpatterns = [
    path("breaks/", breaks),
    path("waits/", csrf_exempt(waits)),
    path("refused/<sqlstate>/", is_refused),
    path("posts/", takes_posts),
    path("", include("kneecoach.urls")),
]


@pytest.fixture
def client():
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=_without_login()):
        yield Client(raise_request_exception=False, enforce_csrf_checks=True)


def _without_login():
    from django.conf import settings

    return [name for name in settings.MIDDLEWARE if "LoginRequired" not in name]


def test_an_error_of_ours_is_admitted_without_its_details(client):
    answer = client.get("/breaks/")
    assertContains(answer, "<h1", status_code=500)
    assert b"secret" not in answer.content
    assert b"Traceback" not in answer.content
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_a_database_that_is_away_is_a_wait_and_what_was_sent_is_kept(client):
    answer = client.post("/waits/?exercise=2", {"uuid": "a", "amount": "<7>"})
    assertContains(answer, 'action="/waits/?exercise=2"', status_code=503)
    assertContains(answer, '<input type="hidden" name="amount" value="&lt;7&gt;">', status_code=503)
    assert answer["Retry-After"] == "10"
    assertContains(client.get("/waits/"), "Try again", status_code=503)


def test_a_plan_that_is_refused_is_a_wait_and_goes_with_its_connection(client, monkeypatch):
    closed = []
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    assert client.get("/refused/42P18/").status_code == 500
    assert not closed
    assertContains(client.get("/refused/0A000/"), "Try again", status_code=503)
    assert closed == [True]


def test_a_password_is_not_kept(client):
    answer = client.post("/waits/", {"login": "ana@example.org", "password": "three easy runs"})
    assert answer.status_code == 503
    assert b"three easy runs" not in answer.content
    assert b"ana@example.org" not in answer.content


def test_an_unknown_address_offers_a_search(client, db):
    answer = client.get("/no/such/page/")
    assertContains(answer, 'type="search"', status_code=404)


def test_error_pages_ask_the_database_for_nothing(client, db, django_assert_num_queries):
    client.force_login(UserFactory())
    with django_assert_num_queries(0):
        assert client.get("/no/such/page/").status_code == 404
        assert client.get("/waits/").status_code == 503


def test_a_form_without_its_token_is_refused_in_words(client):
    answer = client.post("/posts/")
    assertTemplateUsed(answer, "403_csrf.html")
    assertContains(answer, "<h1", status_code=403)


def test_a_wrong_method_is_explained_and_the_right_one_named(client):
    answer = client.get("/posts/")
    assertTemplateUsed(answer, "405.html")
    assertContains(answer, "<h1", status_code=405)
    assert answer["Allow"] == "POST"


def test_an_unknown_host_is_refused_in_words(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assertContains(answer, "<h1", status_code=400)
