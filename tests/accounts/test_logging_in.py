from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects, assertTemplateUsed

from tests.accounts.conftest import PASSWORD, TODAY, code_in, log_in, user_of
from tests.factories import RunnerFactory

pytestmark = pytest.mark.django_db
BY_CODE, TYPE_CODE, SECOND = "/account/login/code/", "/account/login/code/confirm/", "/account/2fa/authenticate/"


def digits(secret: str) -> str:
    """What an authenticator app shows now."""
    _before, now, _after = yield_hotp_counters_from_time()
    return str(format_hotp_value(hotp_value(secret, now)))


def test_with_a_password(client, ana):
    assertRedirects(log_in(client), TODAY, fetch_redirect_response=False)
    assert user_of(client) == ana.pk


@pytest.mark.parametrize("way", ["password", "code"])
def test_it_lasts_two_weeks_whatever_is_done_in_them(client, ana, mailoutbox, time_machine, way):
    if way == "password":
        log_in(client)
    else:
        client.post(BY_CODE, {"email": ana.email})
        client.post(TYPE_CODE, {"code": code_in(mailoutbox[0])})
    begun = datetime.now(UTC)
    for days in (13, 29):
        time_machine.move_to(begun + timedelta(days=days))
        session = client.session
        session["something"] = days
        session.save()
        assert client.get("/account/").status_code == 200
    time_machine.move_to(begun + timedelta(days=30, minutes=1))
    assert client.get("/account/").status_code == 302


def test_what_was_left_out_is_asked_for_in_plain_words(client, db):
    answer = log_in(client, email="", password="")
    assertContains(answer, "Type your e-mail address.")
    assertContains(answer, "Type your password.")


def test_back_to_where_one_wanted_to_go(client, ana):
    exercises = reverse("exercises:list")
    assertRedirects(log_in(client, next=exercises), exercises)
    client.logout()
    assertRedirects(log_in(client, next="https://elsewhere.example/"), TODAY, fetch_redirect_response=False)


def test_who_edits_and_does_not_run_goes_to_the_administration(client, ana):
    ana.is_staff = True
    ana.save()
    assertRedirects(log_in(client), reverse("admin:index"))


def test_who_does_both_goes_to_todays_page(client, ana):
    ana.is_staff = True
    ana.save()
    RunnerFactory(user=ana)
    assertRedirects(log_in(client), TODAY, fetch_redirect_response=False)


def test_with_a_code_by_mail(client, ana, mailoutbox):
    assertRedirects(client.post(BY_CODE, {"email": "ana@example.org"}), TYPE_CODE)
    assertContains(client.post(TYPE_CODE, {"code": "1111-1111"}), "This is not the code")
    assert user_of(client) is None
    (mail,) = mailoutbox
    assert mail.to == ["ana@example.org"]
    assert code_in(mail) in mail.subject
    assertRedirects(client.post(TYPE_CODE, {"code": code_in(mail)}), TODAY, fetch_redirect_response=False)
    assert user_of(client) == ana.pk


def test_a_code_is_guessed_three_times_and_no_more(client, ana, mailoutbox):
    client.post(BY_CODE, {"email": "ana@example.org"})
    for _ in range(2):
        client.post(TYPE_CODE, {"code": "1111-1111"})
    answer = client.post(TYPE_CODE, {"code": "1111-1111"}, follow=True)
    assertContains(answer, "Too many wrong tries")
    client.post(TYPE_CODE, {"code": code_in(mailoutbox[0])})
    assert user_of(client) is None


def test_a_code_grows_old(client, ana, mailoutbox, time_machine):
    client.post(BY_CODE, {"email": "ana@example.org"})
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=11))
    client.post(TYPE_CODE, {"code": code_in(mailoutbox[0])})
    assert user_of(client) is None


def test_an_unknown_address_gets_the_same_answer_and_a_mail_that_says_so(client, ana, mailoutbox):
    for address in (BY_CODE, reverse("account_reset_password")):
        seen = [Client().post(address, {"email": email}).url for email in ("ana@example.org", "eva@example.org")]
        assert seen[0] == seen[1]
    assert [mail.to[0] for mail in mailoutbox] == ["ana@example.org", "eva@example.org"] * 2
    assert "There is no account with this address" in mailoutbox[1].body
    assert "/account/signup/" in mailoutbox[1].body


def test_whom_an_administrator_shut_out_is_told(client, ana):
    ana.is_active = False
    ana.save()
    answer = client.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD}, follow=True)
    assertContains(answer, "This account is closed")
    assert user_of(client) is None


def test_with_the_app_as_well(client, ana, locked_twice):
    secret, _ = locked_twice
    assertRedirects(log_in(client), SECOND)
    assertNotContains(client.get(SECOND), "Use your passkey")
    assertContains(client.post(SECOND, {"code": "000000"}), "This is not the code")
    assert user_of(client) is None
    assertRedirects(client.post(SECOND, {"code": digits(secret)}), TODAY, fetch_redirect_response=False)
    assert user_of(client) == ana.pk


def test_the_code_by_mail_is_not_a_way_round_the_app(client, ana, locked_twice, mailoutbox):
    client.post(BY_CODE, {"email": "ana@example.org"})
    assertRedirects(client.post(TYPE_CODE, {"code": code_in(mailoutbox[0])}), SECOND)
    assert user_of(client) is None


def test_nor_is_a_password_that_was_forgotten(client, ana, locked_twice, mailoutbox):
    client.post("/account/password/reset/", {"email": ana.email})
    client.post("/account/password/reset/confirm/", {"code": code_in(mailoutbox[0])})
    answer = client.post("/account/password/reset/complete/", {"password1": "quite another password"})
    assertRedirects(answer, SECOND)
    assert user_of(client) is None


def test_a_recovery_code_lets_in_once(client, ana, locked_twice):
    _, codes = locked_twice
    log_in(client)
    client.post(SECOND, {"code": codes[0]})
    assert user_of(client) == ana.pk

    client.logout()
    log_in(client)
    assertContains(client.post(SECOND, {"code": codes[0]}), "This is not the code")
    assert user_of(client) is None


def test_the_same_digits_do_not_work_twice(client, ana, locked_twice):
    secret, _ = locked_twice
    code = digits(secret)
    log_in(client)
    client.post(SECOND, {"code": code})
    client.logout()
    log_in(client)
    client.post(SECOND, {"code": code})
    assert user_of(client) is None


def test_guessing_ends_on_a_page_that_says_so(client, ana):
    for n in range(6):
        answer = log_in(client, password=f"guess {n}")
    assertTemplateUsed(answer, "429.html")
    assertContains(answer, "Wait five minutes", status_code=429)
    assertContains(answer, '<main class="page"', status_code=429)


def test_it_ends_for_an_unknown_address_just_as_soon(client):
    statuses = [log_in(client, "nobody@example.org", f"guess {n}").status_code for n in range(6)]
    assert statuses == [200] * 5 + [429]


def test_guessing_does_not_keep_the_owner_out(client, ana, mailoutbox):
    for n in range(6):
        log_in(client, password=f"guess {n}")
    client.post(BY_CODE, {"email": "ana@example.org"})
    client.post(TYPE_CODE, {"code": code_in(mailoutbox[0])})
    assert user_of(client) == ana.pk


@pytest.mark.parametrize("address", [BY_CODE, "/account/password/reset/"])
def test_nobody_is_flooded_with_codes(ana, mailoutbox, address):
    statuses = [Client().post(address, {"email": "ana@example.org"}).status_code for _ in range(8)]
    assert statuses[-1] == 429
    assert 1 < len(mailoutbox) <= 5


@pytest.mark.django_db(transaction=True)
def test_the_app_is_added_and_its_recovery_codes_shown(client, ana, mailoutbox):
    log_in(client)
    add = reverse("mfa_activate_totp")
    client.post(client.get(add).url, {"password": PASSWORD})
    page = client.get(add)
    assertContains(page, 'src="data:image/svg+xml;base64,')
    assertContains(client.post(add, {"code": "000000"}), "This is not the code")
    secret = client.session["mfa.totp.secret"]
    assertContains(page, secret)

    answer = client.post(add, {"code": digits(secret)}, follow=True)
    codes = Authenticator.objects.get(user=ana, type="recovery_codes").wrap().get_unused_codes()
    for code in codes:
        assertContains(answer, code)
    assert mailoutbox[-1].subject == "Authenticator app added"
    saved = client.get(reverse("mfa_download_recovery_codes"))
    assert saved.content.decode().split()[-10:] == codes


def test_the_app_is_removed_and_no_longer_asked_for(client, ana, locked_twice):
    _, codes = locked_twice
    log_in(client)
    client.post(SECOND, {"code": codes[0]})
    remove = reverse("mfa_deactivate_totp")
    client.post(client.get(remove).url, {"password": PASSWORD})
    assertContains(client.get(remove), "Remove the authenticator app?")
    client.post(remove)
    assert not Authenticator.objects.exists()
    client.logout()
    assertRedirects(log_in(client), TODAY, fetch_redirect_response=False)
