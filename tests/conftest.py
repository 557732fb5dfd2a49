from contextlib import ExitStack
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as project
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import override_settings

from exercises.kept import forget
from exercises.models import Exercise
from plans.views import remembered
from tests.sharing import OneByOne, begin_with_the_longest


def pytest_collection_modifyitems(items):
    for item in items:
        asks = {"db", "transactional_db", "live_server"}.intersection(item.fixturenames)
        if not asks and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.no_database)
    items.sort(key=lambda item: "delivered" not in item.fixturenames)
    begin_with_the_longest(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if "_around" not in item.fixturenames:
        _AROUND.close()


def pytest_xdist_make_scheduler(config, log):
    return OneByOne(config, log) if config.option.dist == "loadscope" else None


@pytest.fixture(scope="session")
def _in_a_file(request, tmp_path_factory):
    """For a browser SQLite is a file, as it is in earnest: in memory all threads of a server share one connection."""
    if connection.vendor == "sqlite" and any(item.get_closest_marker("browser") for item in request.session.items):
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "file.sqlite3")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(_in_a_file, django_db_modify_db_settings_parallel_suffix):
    """Database connections end with their request: a server's thread lives on while a browser keeps its line open."""
    connection.settings_dict["CONN_MAX_AGE"] = 0


@pytest.fixture(autouse=True)
def _separate(settings):
    """What is counted is in memory, and nothing is left over in the caches."""
    settings.CACHES = project.CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    nothing_kept()


def nothing_kept():
    """The pages and answers that are kept between requests, forgotten."""
    for name in caches:
        caches[name].clear()
    forget()
    remembered.forget()


@pytest.fixture(scope="session", autouse=True)
def _quick():
    """Cheap password hashes, and unhashed static files."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=project.STORAGES | {"staticfiles": static},
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture(scope="session")
def _none_around_at_last(django_db_setup):
    yield
    _AROUND.close()


@pytest.fixture(scope="module")
def _around(_none_around_at_last, django_db_blocker):
    """A transaction around tests in a row that ask for the delivered catalogue: it is loaded for all of them."""
    if not connection.in_atomic_block:
        _AROUND.enter_context(django_db_blocker.unblock())
        _AROUND.enter_context(transaction.atomic())
        _AROUND.callback(transaction.set_rollback, rollback=True)
        load_delivered()
        connection.check_constraints()


@pytest.fixture(scope="module")
def shared(_around):
    """The delivered catalogue, and a transaction around all tests of a module: what its fixtures make in it is there
    for each of them, as it was made."""
    inner = _AROUND.enter_context(ExitStack())
    inner.enter_context(transaction.atomic())
    inner.callback(transaction.set_rollback, rollback=True)
    yield
    inner.close()


@pytest.fixture
def delivered(_around, db):
    """The catalogue as it is delivered."""
    if not Exercise.objects.exists():
        load_delivered()


def load_delivered():
    """What `load_catalogue` makes of an empty database. It runs once a process; after that its rows are copied."""
    models = list(apps.get_app_config("exercises").get_models(include_auto_created=True))
    if not _DELIVERED:
        call_command("load_catalogue", verbosity=0)
        _DELIVERED.update({model._meta.db_table: _rows(model._meta.db_table) for model in models})
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in _DELIVERED.items():
            if rows:
                values = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f'INSERT INTO "{table}" VALUES ({values})', rows)  # noqa: S608 our own table
        if reset := connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(" ".join(reset))


def _rows(table):
    """As the database has them, so that nothing has to be made of them."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 our own table
        return cursor.fetchall()


_AROUND = ExitStack()
_DELIVERED: dict[str, list[tuple[Any, ...]]] = {}
