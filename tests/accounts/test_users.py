import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from kneecoach.accounts.models import User
from tests.accounts.conftest import PASSWORD, log_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_email_is_the_login_whatever_its_case(client):
    user = User.objects.create_user("Ana@Example.ORG ", PASSWORD)
    assert user.email == "ana@example.org"
    assert client.login(username="ANA@example.org", password=PASSWORD)


def test_two_addresses_that_differ_by_case_are_one_account():
    User.objects.create_user("ana@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ANA@example.org")
    with pytest.raises(IntegrityError, match="user_email_in_lower_case"), transaction.atomic():
        User.objects.filter(email="ana@example.org").update(email="Ana@example.org")


def test_a_user_needs_an_address():
    with pytest.raises(ValueError, match="needs an e-mail"):
        User.objects.create_user("")


def test_a_user_starts_with_sensible_preferences():
    user = User.objects.create_user("ana@example.org")
    assert (user.time_zone, user.week_start, user.units) == ("UTC", "monday", "kg")
    assert not (user.is_staff or user.is_superuser or user.has_usable_password())


@pytest.mark.parametrize(
    ("field", "value"), [("time_zone", "Mars/Base"), ("week_start", "friday"), ("units", "stone"), ("email", "ana")]
)
def test_what_is_not_known_is_refused_at_its_field(field, value):
    user = UserFactory.build(**{field: value})
    with pytest.raises(ValidationError) as error:
        user.full_clean()
    assert list(error.value.message_dict) == [field]


@pytest.mark.parametrize(("field", "value"), [("week_start", "friday"), ("units", "st")])
def test_the_database_refuses_them_too(field, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(**{field: value})


def test_an_administrator_is_made_by_the_command_line():
    user = User.objects.create_superuser("boss@example.org", PASSWORD)
    assert user.is_staff
    assert user.is_superuser


def test_an_administrator_needs_no_mail_to_log_in(client, production):
    User.objects.create_superuser("boss@example.org", PASSWORD)
    answer = client.post(reverse("account_login"), {"login": "boss@example.org", "password": PASSWORD})
    assertRedirects(answer, reverse("admin:index"))


def test_nor_does_whom_an_administrator_makes(client, production):
    client.force_login(User.objects.create_superuser("boss@example.org", PASSWORD))
    editors = Group.objects.get_or_create(name="Content editors")[0]
    form = {"email": "Ed@example.org", "password1": PASSWORD, "password2": PASSWORD, "is_staff": "on"}
    client.post(reverse("admin:accounts_user_add"), form | {"groups": editors.pk})
    client.logout()

    answer = client.post(reverse("account_login"), {"login": "ed@example.org", "password": PASSWORD})
    assertRedirects(answer, reverse("admin:index"))


def test_searching_does_not_wipe_out_the_count_of_wrong_passwords(client, settings):
    small = {"OPTIONS": {"MAX_ENTRIES": 10}}
    settings.CACHES = {name: cache | small | {"LOCATION": name} for name, cache in settings.CACHES.items()}
    UserFactory(email="ana@example.org")
    guess = {"login": "ana@example.org", "password": "wrong"}
    for n in range(12):
        answer = client.post(reverse("account_login"), guess)
        for search in range(15):
            client.get(reverse("exercises:list"), {"q": f"word {n} {search}"})
    assert answer.status_code == 429


def test_the_administration_sends_to_the_log_in_and_back(client):
    User.objects.create_superuser("boss@example.org", PASSWORD)
    admin, login = reverse("admin:index"), reverse("account_login")
    answer = client.get(admin, follow=True)
    assert answer.redirect_chain[-1][0].startswith(login)

    answer = client.post(login, {"login": "boss@example.org", "password": PASSWORD, "next": admin})
    assertRedirects(answer, admin)


def test_a_wrong_password_is_refused_with_the_address_kept(client):
    UserFactory(email="ana@example.org")
    answer = client.post(reverse("account_login"), {"login": "ana@example.org", "password": "wrong"})
    assertContains(answer, "The e-mail address or the password is wrong.")
    assertContains(answer, 'value="ana@example.org"')


@pytest.mark.parametrize("list_of", ["exercises_exercise", "exercises_revision", "accounts_user"])
def test_a_nul_in_an_address_of_the_administration_is_refused_in_words(client, list_of):
    client.force_login(User.objects.create_superuser("boss@example.org", PASSWORD))
    answer = client.get(reverse(f"admin:{list_of}_changelist") + "?of=%00&state__exact=%00")
    assertContains(answer, "<h1", status_code=400)


def test_runners_do_not_get_into_the_administration(client):
    client.force_login(UserFactory())
    answer = client.get(reverse("admin:index"), follow=True)
    assertContains(answer, "<h1", status_code=403)


def test_an_administrator_removes_a_lost_second_lock_without_seeing_its_secret(client, ana, locked_twice):
    secret, codes = locked_twice
    client.force_login(User.objects.create_superuser("boss@example.org", PASSWORD))
    lock = ana.authenticator_set.get(type="totp")
    found = client.get(reverse("admin:mfa_authenticator_changelist"), {"q": "ana@"})
    assertContains(found, "ana@example.org")
    page = client.get(reverse("admin:mfa_authenticator_change", args=[lock.pk]))
    assertContains(page, "ana@example.org")
    for hidden in (secret, codes[0]):
        assertNotContains(page, hidden)

    client.post(reverse("admin:mfa_authenticator_delete", args=[lock.pk]), {"post": "yes"})
    assert not ana.authenticator_set.filter(type="totp").exists()


def test_an_administrator_finds_somebodys_devices(client, ana):
    log_in(Client())
    client.force_login(User.objects.create_superuser("boss@example.org", PASSWORD))
    page = client.get(reverse("admin:usersessions_usersession_changelist"), {"q": "ana@"})
    assertContains(page, "ana@example.org")
    assertContains(page, "127.0.0.1")


@pytest.mark.parametrize("by", ["one", "ticked"])
def test_and_logs_one_out(client, ana, by):
    hers, devices = Client(), "admin:usersessions_usersession"
    log_in(hers)
    device = ana.usersession_set.get()
    client.force_login(User.objects.create_superuser("boss@example.org", PASSWORD))
    if by == "one":
        client.post(reverse(f"{devices}_delete", args=[device.pk]), {"post": "yes"})
    else:
        ticked = {"action": "delete_selected", "_selected_action": device.pk, "post": "yes"}
        client.post(reverse(f"{devices}_changelist"), ticked)
    assert hers.get(reverse("account_overview")).status_code == 302


def test_whom_an_administrator_shuts_out_is_logged_out_for_good(client, ana):
    hers, change = Client(), reverse("admin:accounts_user_change", args=[ana.pk])
    log_in(hers)
    client.force_login(User.objects.create_superuser("boss@example.org", PASSWORD))
    client.post(change, {"email": ana.email, "units": "kg"})
    client.post(change, {"email": ana.email, "units": "kg", "is_active": "on"})
    ana.refresh_from_db()
    assert ana.is_active
    assert hers.get(reverse("account_overview")).status_code == 302


def test_a_password_is_changed_where_tries_are_counted_and_the_owner_is_told(client):
    client.force_login(User.objects.create_superuser("boss@example.org", PASSWORD))
    new = {
        "old_password": PASSWORD,
        "new_password1": "quite another password",
        "new_password2": "quite another password",
    }
    for answer in (client.get("/admin/password_change/"), client.post("/admin/password_change/", new)):
        assertRedirects(answer, reverse("account_change_password"))


@pytest.mark.parametrize(
    "address", ["accounts/user/{boss}/password/", "accounts/user/{me}/change/", "auth/group/1/change/"]
)
def test_no_group_lets_anybody_make_an_administrator_of_themselves(client, address):
    boss = User.objects.create_superuser("boss@example.org", PASSWORD)
    me = UserFactory(is_staff=True)
    me.user_permissions.set(Permission.objects.all())
    me.groups.add(Group.objects.get_or_create(pk=1)[0])
    client.force_login(me)
    sent = {"is_superuser": "on", "is_staff": "on", "is_active": "on", "email": me.email, "time_zone": "UTC"}
    new = "quite another password"
    sent |= {"week_start": "monday", "units": "kg", "name": "All", "password1": new, "password2": new}
    assert client.post(f"/admin/{address.format(boss=boss.pk, me=me.pk)}", sent).status_code == 403
    boss.refresh_from_db()
    me.refresh_from_db()
    assert boss.check_password(PASSWORD) and not me.is_superuser
