"""Who may do what in the administration."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection

from tests.exercises.admin.conftest import GROUP
from tests.factories import ArticleFactory, UserFactory

EVERYTHING = {"add", "change", "delete", "view"}


@pytest.fixture
def migration():
    return import_module("exercises.migrations.0002_content_editors")


def test_the_group_may_edit_the_catalogue_and_nothing_else(editors):
    may: dict[str, set[str]] = {}
    for permission in editors.permissions.select_related("content_type"):
        assert permission.content_type.app_label == "exercises"
        action, model = permission.codename.split("_")
        may.setdefault(model, set()).add(action)
    assert may == {
        "musclegroup": EVERYTHING,
        "equipment": EVERYTHING,
        "exercise": EVERYTHING,
        "step": EVERYTHING,
        "mistake": EVERYTHING,
        "source": EVERYTHING,
        "muscleuse": EVERYTHING,
        "equipmentoption": EVERYTHING,
        "point": EVERYTHING,
        "article": {"change", "view"},
        "revision": {"view"},
    }


def test_the_migration_makes_the_permissions_that_django_would_make_later(editors, migration):
    before = {(each.codename, each.name) for each in Permission.objects.filter(content_type__app_label="exercises")}
    Permission.objects.filter(content_type__app_label="exercises").delete()
    migration.make_group(apps, connection.schema_editor())
    after = {(each.codename, each.name) for each in Permission.objects.filter(content_type__app_label="exercises")}
    assert after <= before
    assert editors.permissions.count() == len(after) == 39


def test_the_migration_can_be_undone_and_done_again(editors, migration):
    number = editors.permissions.count()
    migration.drop_group(apps, connection.schema_editor())
    assert not Group.objects.filter(name=GROUP).exists()
    migration.make_group(apps, connection.schema_editor())
    assert Group.objects.get(name=GROUP).permissions.count() == number


ADDRESSES = [
    "/admin/",
    "/admin/exercises/exercise/",
    "/admin/exercises/exercise/add/",
    "/admin/exercises/revision/",
    "/admin/exercises/revision/1/go-back/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_is_asked_to_log_in(client, db, address):
    response = client.get(address, follow=True)
    assert response.redirect_chain[-1][0].startswith("/account/login/?next=")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_runner_is_turned_away(client, db, address):
    client.force_login(UserFactory())
    assert client.get(address, follow=True).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        "/admin/auth/group/",
        "/admin/exercises/article/add/",
        "/admin/exercises/revision/add/",
    ],
)
def test_an_editor_sees_no_users_and_adds_no_texts(desk, address):
    assert desk.get(address).status_code == 403


def test_an_editor_deletes_no_texts(desk):
    text = ArticleFactory()
    assert desk.post(f"/admin/exercises/article/{text.pk}/delete/", {"post": "yes"}).status_code == 403
    text.refresh_from_db()


def test_the_index_leads_with_the_catalogue_in_plain_words(admin_client):
    first, *others = admin_client.get("/admin/").context["app_list"]
    assert [str(model["name"]) for model in first["models"]] == [
        "Exercises",
        "Texts",
        "Muscle groups",
        "Equipment",
        "All changes",
    ]
    assert "accounts" in {app["app_label"] for app in others}


def test_someone_who_may_only_look_gets_a_page_without_buttons(client, squat, editors):
    looker = UserFactory(is_staff=True)
    looker.user_permissions.set(editors.permissions.filter(codename__startswith="view_"))
    client.force_login(looker)
    page = client.get(f"/admin/exercises/exercise/{squat.pk}/change/").content.decode()
    assert "Stand tall." in page
    assert 'name="_publish"' not in page
    answer = client.post(f"/admin/exercises/exercise/{squat.pk}/change/", {"name": "Mine", "_publish": "1"})
    assert answer.status_code == 403
    assert client.post("/admin/exercises/exercise/order/").status_code == 403
