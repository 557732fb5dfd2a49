"""An account is deleted by its owner: once asked, everywhere logged out, and no trace of it in any table."""

import json
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session as Login
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from exercises.models import Exercise, Revision
from kneecoach.accounts.leaving import delete_account
from kneecoach.accounts.models import User
from plans.models import SetLog
from tests.accounts.conftest import PASSWORD, log_in
from tests.factories import UserFactory
from tests.plans.lives.cases import CASES
from tests.plans.lives.living import Life

DELETE = reverse("account_delete")
EMAIL = "somebody.to.forget@example.org"


@pytest.fixture(scope="module")
def key(shared):
    """Of a runner with everything that an account can have; and there is another, who is to stay as they are."""
    other = Life(CASES["sharp pain, cleared within the week"])
    other.lived()
    life = Life(CASES["a set missed and an exercise swapped"])
    life.lived()
    user = life.row.user
    user.email = EMAIL
    user.save()
    user.vouch_for_email()
    user.groups.add(Group.objects.first() or Group.objects.create(name="Editors"))
    EmailAddress.objects.create(user=user, email=f"new.{EMAIL}")
    Revision.objects.create(entry="exercises.exercise:squat", action="changed", by=user)
    runner, boss = ContentType.objects.get_for_model(life.row), UserFactory(is_staff=True)
    LogEntry.objects.create(
        user=boss, content_type=runner, object_id=life.row.pk, object_repr="Looked up", action_flag=CHANGE
    )
    account = ContentType.objects.get_for_model(user)
    LogEntry.objects.create(user=boss, content_type=account, object_id=user.pk, object_repr=EMAIL, action_flag=CHANGE)
    LogEntry.objects.create(user=user, content_type=account, object_id=boss.pk, object_repr="b", action_flag=CHANGE)
    return user.pk


@pytest.fixture
def lived(key, delivered):
    return User.objects.get(pk=key)


@pytest.fixture
def ada(client, lived):
    """Logged in on two devices with the password, and begun on a third, where a passkey is asked for."""
    lived.set_password(PASSWORD)
    lived.save()
    for device in (client, Client()):
        log_in(device, EMAIL)
    credential = json.loads((Path(__file__).parent / "passkey.json").read_text())
    WebAuthn.add(lived, "A phone", credential)
    begun = Client()
    log_in(begun, EMAIL)
    begun.post(reverse("account_reset_password"), {"email": EMAIL})
    return lived


def cells():
    """Every value in every table of the database, as a text, with the data of logins read."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - its own names
            columns = [each[0] for each in cursor.description]
            yield from (
                (table, name, str(value)) for row in cursor.fetchall() for name, value in zip(columns, row, strict=True)
            )
    for login in Login.objects.all():
        yield "django_session", "read", json.dumps(login.get_decoded())


def traces(*signs):
    return sorted({(table, name) for table, name, value in cells() if any(sign in value for sign in signs)})


def counted():
    """How many rows every table has."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - its own names
            found[table] = cursor.fetchone()[0]
        return found


def test_the_page_says_what_goes_and_offers_to_take_it_along(client, ada):
    page = client.get(DELETE)
    assertContains(page, "Delete your account?")
    assertContains(page, EMAIL)
    assertContains(page, reverse("plans:export", args=["zip"]))
    assert User.objects.filter(pk=ada.pk).exists()


def test_it_asks_who_it_is_and_then_does_it(client, ada):
    asked = client.post(DELETE)
    assertRedirects(asked, f"{reverse('account_reauthenticate')}?next={DELETE}")
    assert User.objects.filter(pk=ada.pk).exists()
    wrong = client.post(asked.url, {"password": "not this one"})
    assertContains(wrong, "This is not your password.")
    assert User.objects.filter(pk=ada.pk).exists()
    done = client.post(asked.url, {"password": PASSWORD, "next": DELETE}, follow=True)
    assertContains(done, "Your account is deleted, and everything in it.")
    assert not User.objects.filter(pk=ada.pk).exists()
    assert "_auth_user_id" not in client.session


def test_every_device_is_logged_out(client, ada):
    elsewhere = Client()
    elsewhere.force_login(ada)
    for device in (client, elsewhere):
        assert device.get("/today/").status_code == 200
    delete_account(user=User.objects.get(pk=ada.pk))
    for device in (client, elsewhere):
        assertRedirects(device.get("/today/"), "/account/login/?next=/today/")
        assert "_auth_user_id" not in device.session


def test_no_row_of_any_table_remembers_it(client, ada):
    uuid = str(SetLog.objects.filter(runner__user=ada).earliest("pk").uuid)
    signs = (EMAIL, uuid, uuid.replace("-", ""), ada.password)
    assert {table for table, _ in traces(*signs)} >= {
        "accounts_user",
        "account_emailaddress",
        "django_admin_log",
        "plans_setlog",
    }
    runner, user = ada.runner.pk, ada.pk
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        owned = {
            (table, column): referred
            for table in tables
            for column, (_, referred) in connection.introspection.get_relations(cursor, table).items()
            if referred in ("accounts_user", "plans_runner")
        }
    assert len(owned) > 15
    delete_account(user=ada)
    assert traces(*signs) == []
    with connection.cursor() as cursor:
        for (table, column), referred in owned.items():
            key = user if referred == "accounts_user" else runner
            query = f"SELECT COUNT(*) FROM {table} WHERE {column} = %s"  # noqa: S608 - its own names
            cursor.execute(query, [key])
            assert cursor.fetchone()[0] == 0, (table, column)
    assert not Authenticator.objects.exists()


def test_what_is_not_its_own_stays(client, ada):
    before = counted()
    others = SetLog.objects.exclude(runner__user=ada).count()
    delete_account(user=ada)
    after = counted()
    assert SetLog.objects.count() == others > 0
    assert after["plans_runner"] == before["plans_runner"] - 1
    assert after["exercises_exercise"] == before["exercises_exercise"]
    assert Exercise.objects.filter(slug="squat").exists()
    assert Revision.objects.latest("pk").by is None, "the change stays, without a name"
    assert {name: before[name] for name in before if name.startswith(("exercises", "auth"))} == {
        name: after[name] for name in after if name.startswith(("exercises", "auth"))
    }


def test_the_first_row_it_would_have_is_of_somebody_else_again(client, ada):
    """The address can be signed up anew, and finds nothing."""
    delete_account(user=ada)
    again = UserFactory(email=EMAIL)
    assert getattr(again, "runner", None) is None


def test_who_has_neither_password_nor_second_lock_is_asked_once(client, lived):
    """As with everything else of an account that is logged into by code."""
    Authenticator.objects.all().delete()
    lived.set_unusable_password()
    lived.save()
    client.force_login(lived)
    assertRedirects(client.post(DELETE), reverse("plans:landing"))
    assert not User.objects.filter(pk=lived.pk).exists()


def test_an_editor_without_a_plan_can_go_as_well(client, db):
    user = UserFactory(is_staff=True)
    delete_account(user=user)
    assert not User.objects.exists()


def test_it_costs_the_same_however_much_was_done(lived, django_assert_max_num_queries):
    with django_assert_max_num_queries(48):
        delete_account(user=lived)


def test_a_post_without_its_token_changes_nothing(ada):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert strict.post(DELETE).status_code == 403
    assert User.objects.filter(pk=ada.pk).exists()
