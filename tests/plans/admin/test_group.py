"""Who may do what with runners in the administration: support reads, superusers too, and nobody writes."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from kneecoach.accounts.models import User
from plans.models import Runner
from tests.exercises.admin.conftest import editor, editors  # noqa: F401 - fixtures
from tests.factories import ExerciseFactory, RunnerFactory, UserFactory

ADDRESSES = ["", "{pk}/change/", "{pk}/history/"]
WRITING = ["add/", "{pk}/change/", "{pk}/delete/", "{pk}/history/", ""]


@pytest.fixture
def ana(db):
    return RunnerFactory()


@pytest.fixture
def address(ana):
    return lambda path: "/admin/plans/runner/" + path.format(pk=ana.pk)


@pytest.fixture
def editing(client, editor):  # noqa: F811
    client.force_login(editor)
    return client


@pytest.fixture
def chief(client, db):
    client.force_login(User.objects.create_superuser("boss@example.org"))
    return client


def test_the_group_may_look_and_nothing_else(helpers):
    assert [each.codename for each in helpers.permissions.all()] == ["view_runner"]


def test_the_migration_can_be_undone_and_done_again(helpers):
    migration = import_module("plans.migrations.0002_support")
    migration.drop_group(apps, connection.schema_editor())
    assert not Group.objects.filter(name="Support").exists()
    migration.make_group(apps, connection.schema_editor())
    assert Group.objects.get(name="Support").permissions.count() == 1


@pytest.mark.parametrize("path", [*ADDRESSES, "{pk}/address/"])
def test_a_stranger_is_asked_to_log_in(client, address, path):
    for answer in (client.get(address(path), follow=True), client.post(address(path), follow=True)):
        assert answer.redirect_chain[-1][0].startswith("/account/login/")


@pytest.mark.parametrize("path", [*ADDRESSES, "{pk}/address/"])
def test_a_runner_is_turned_away(client, ana, address, path):
    client.force_login(ana.user)
    assert client.get(address(path), follow=True).status_code == 403
    assert client.post(address(path), follow=True).status_code == 403


@pytest.mark.parametrize("path", [*ADDRESSES, "{pk}/address/"])
def test_an_editor_of_the_catalogue_is_turned_away(editing, address, path):
    assert editing.get(address(path)).status_code == 403
    assert editing.post(address(path)).status_code in (403, 405)


@pytest.mark.parametrize("who", ["desk", "chief"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_support_and_superusers_read(request, who, address, path):
    assert request.getfixturevalue(who).get(address(path)).status_code == 200


@pytest.mark.parametrize("who", ["desk", "chief"])
@pytest.mark.parametrize("path", WRITING)
def test_nobody_writes(request, who, ana, address, path):
    before = Runner.objects.values().get()
    data = {"minutes": 5, "post": "yes", "action": "delete_selected", "_selected_action": ana.pk, "index": 0}
    assert request.getfixturevalue(who).post(address(path), data).status_code in (403, 405)
    assert Runner.objects.values().get() == before
    if path in ("add/", "{pk}/delete/"):
        assert request.getfixturevalue(who).get(address(path)).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "accounts/user/", "accounts/user/{user}/change/", "accounts/user/{user}/delete/", "auth/group/",
        "account/emailaddress/", "exercises/exercise/", "exercises/exercise/{exercise}/change/", "exercises/revision/",
        "autocomplete/?app_label=plans&model_name=runner&field_name=user&term=a",
    ],
)  # fmt: skip
def test_support_reaches_nothing_else(desk, ana, path):
    exercise = ExerciseFactory(position=99)
    path = "/admin/" + path.format(user=ana.user.pk, exercise=exercise.pk)
    assert desk.get(path).status_code == 403
    assert desk.post(path).status_code in (403, 405)


def test_the_index_shows_runners_to_support_and_the_catalogue_first_to_superusers(client, helper):
    def shelves(user):
        client.force_login(user)
        apps = client.get("/admin/").context["app_list"]
        return [(app["app_label"], [str(model["name"]) for model in app["models"]]) for app in apps]

    assert shelves(helper) == [("plans", ["Runners"])]
    assert [label for label, _ in shelves(UserFactory(is_staff=True, is_superuser=True))][:2] == ["exercises", "plans"]


def test_the_account_is_a_step_away_for_whoever_administers_it(client, helper, ana, address):
    for user, steps in {helper: 0, User.objects.create_superuser("boss@example.org"): 1}.items():
        client.force_login(user)
        assert client.get(address("{pk}/change/")).content.decode().count(f"user/{ana.user.pk}/change/") == steps


def test_a_runner_that_is_not_there(desk):
    for path in ("0/change/", "x/change/", "9" * 25 + "/change/", "0/history/"):
        assert desk.get(f"/admin/plans/runner/{path}").status_code == 404
