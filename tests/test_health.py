"""What load balancers and monitors are answered."""

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from exercises.models import Exercise
from tests.factories import UserFactory

HASHED = {"staticfiles": {"BACKEND": "kneecoach.static.Storage"}}


def ready(client):
    answer = client.get("/readyz")
    said = answer.json()
    assert (answer.status_code, said["ready"]) == ((503, False) if said["missing"] else (200, True))
    return said["missing"]


def test_it_is_alive_without_a_database(client):
    """This test may not use one."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


def test_it_is_ready_when_all_is_there(client, delivered, django_assert_num_queries):
    ready(client)
    with django_assert_num_queries(3):
        assert ready(client) == []


def test_a_database_that_is_away_is_named(client, db, monkeypatch):
    def away():
        raise OperationalError("connection refused")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", away)
        assert ready(client) == ["database unreachable"]


def test_a_migration_that_is_not_applied_is_named(client, delivered):
    MigrationRecorder(connection).record_unapplied("plans", "0001_runners")
    assert ready(client) == ["migrations not applied"]


def test_an_empty_catalogue_is_named(client, db):
    assert not Exercise.objects.exists()
    assert ready(client) == ["catalogue not loaded"]


def test_counters_without_their_table_are_named(client, delivered, settings):
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "counters"}
    }
    assert ready(client) == ["cache table not created"]
    call_command("createcachetable", verbosity=0)
    assert ready(client) == []


def test_static_files_that_were_not_collected_are_named(client, delivered, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | HASHED
    assert ready(client) == ["static files not collected"]
    (tmp_path / "staticfiles.json").write_text('{"version": "1.1", "paths": {"a.css": "a.0123.css"}, "hash": ""}')
    settings.STORAGES = settings.STORAGES | HASHED
    assert ready(client) == []


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
class TestAProbe:
    def test_may_ask_under_any_host_and_without_https(self, path, delivered, settings):
        settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, ["^healthz$", "^readyz$"]
        assert Client().get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200
        assert Client().get("/guide/", headers={"host": "localhost"}).status_code == 301

    def test_is_given_no_cookie_and_needs_no_session(self, path, delivered, client):
        client.force_login(UserFactory())
        answer = client.get(path)
        assert not answer.cookies
        assert "Vary" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]

    def test_reads_and_nothing_else(self, path, delivered, client):
        assert client.head(path).content == b""
        refused = client.post(path)
        assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
