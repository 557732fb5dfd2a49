"""benchmarks.price.rows: each line of the price list asks for what it says."""

import json
from contextlib import redirect_stdout
from io import StringIO
from unittest.mock import patch

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.price import measured
from benchmarks.price.databases import Database
from benchmarks.price.rows import People, anew, edits, rows
from benchmarks.server import HOST, TOP
from plans.models import SetLog


class OfTheTest(Database):
    def __init__(self):
        pass

    def ask(self, sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def size(self):
        return 0

    def cpu_seconds(self):
        return 0.0


@pytest.fixture(scope="module")
def made(shared):
    """What the program that makes the ten prints. Nobody has weeks behind that these tests do not need."""
    ten = [(name, min(weeks, 2), answers) for name, weeks, answers in measured.TEN]
    with patch.object(measured, "TEN", ten), redirect_stdout(StringIO()) as printed:
        measured.main(20)
    return printed.getvalue()


@pytest.fixture
def people(made, delivered):
    return People(**json.loads(made))


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.ROOT_URLCONF = "benchmarks.urls"
    settings.TEMPLATES = [{**project.TEMPLATES[0], "DIRS": [TOP / "templates", TOP / "benchmarks/templates"]}]
    settings.ALLOWED_HOSTS = [HOST]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"


def answered(row):
    """The status, and how many queries it took."""
    if row.before:
        row.before()
    method, path, body, headers = row.ask()
    kind = headers.pop("Content-Type", "")
    with CaptureQueriesContext(connection) as asked:
        answer = Client(enforce_csrf_checks=True).generic(method, path, body or "", kind, headers=headers)
    return answer.status_code, len(asked)


def test_every_line_is_answered_as_it_should_be_again_and_again(people):
    database = OfTheTest()
    for row in [*rows(people, database), *edits(database), *anew(people)]:
        assert [answered(row)[0] for _ in range(2)] == [row.status] * 2, row.name


def test_after_a_change_the_page_is_worked_out_anew_and_otherwise_it_is_kept(people):
    database = OfTheTest()
    lines = {row.name: row for row in [*rows(people, database), *edits(database)]}
    changed = [name for name in lines if name.endswith(("changed", "edited", "logged"))]
    assert len(changed) == 9
    for name in changed:
        kept, anew = lines[name.rpartition(", ")[0]], lines[name]
        answered(anew)
        answered(kept)
        as_kept, first_look, second_look = answered(kept)[1], answered(anew)[1], answered(anew)[1]
        assert as_kept < first_look == second_look, name


def test_every_set_but_the_replay_is_another_one(people):
    lines = {row.name: row for row in rows(people, OfTheTest())}
    count = SetLog.objects.count()
    for name, more in {"floor: insert": 3, "log a set": 3, "log a set, sent again": 1}.items():
        for _ in range(3):
            answered(lines[name])
        count += more
        assert SetLog.objects.count() == count
