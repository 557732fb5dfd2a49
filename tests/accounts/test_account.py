"""What can be changed about an account, by whom, and what it does to the other devices."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.accounts.conftest import PASSWORD, TODAY, code_in, log_in, user_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ACCOUNT, EMAIL, CONFIRM, DEVICES = "/account/", "/account/email/", "/account/confirm-email/", "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def here(client, ana):
    """Ana's browser, logged in."""
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    log_in(client)
    return client


@pytest.fixture
def phone(ana):
    """Her other one."""
    client = Client(headers={"user-agent": SAFARI})
    log_in(client)
    return client


def say_who_you_are(client, answer):
    """Type the password on the page that `answer` leads to; the answer to what was asked for before it."""
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assertContains(client.get(answer.url), "Is it you?")
    return client.post(answer.url, {"password": PASSWORD})


def test_the_first_page_says_how_things_stand(here, ana, locked_twice, django_assert_num_queries):
    with django_assert_num_queries(4):  # two of them to know who asks
        page = here.get(ACCOUNT)
    assertContains(page, "ana@example.org")
    assertContains(page, "10 left")
    assertNotContains(page, "not confirmed")
    assertContains(page, reverse("mfa_deactivate_totp"))


def test_who_has_no_password_is_offered_one(here, ana):
    ana.set_unusable_password()
    ana.save()
    here.force_login(ana)
    assertContains(here.get(ACCOUNT), reverse("account_set_password"))
    assertRedirects(here.get(reverse("account_change_password")), reverse("account_set_password"))
    new = "quite another password"
    assertRedirects(here.post(reverse("account_set_password"), {"password1": new}), ACCOUNT)
    ana.refresh_from_db()
    assert ana.check_password(new)


def test_a_password_manager_finds_the_page_to_change_a_password(client):
    answer = client.get("/.well-known/change-password")
    assert (answer.status_code, answer.url) == (302, reverse("account_change_password"))


def test_the_password_is_changed_and_other_devices_logged_out(here, phone, ana, mailoutbox):
    change = reverse("account_change_password")
    wrong = here.post(change, {"oldpassword": "wrong", "password1": "quite another password"})
    assertContains(wrong, "This is not your password")
    answer = here.post(change, {"oldpassword": PASSWORD, "password1": "quite another password"}, follow=True)
    assertRedirects(answer, ACCOUNT)
    assertContains(answer, "Your password is changed.")
    assert mailoutbox[-1].subject == "Your password is changed"
    assert "Firefox on Linux" in mailoutbox[-1].body
    assert phone.get(ACCOUNT).status_code == 302
    assert here.get(ACCOUNT).status_code == 200


def test_whoever_shows_again_who_they_are_goes_on_under_a_new_key(here, ana):
    before, device = here.session.session_key, UserSession.objects.get()
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert here.session.session_key != before
    assert not here.session.exists(before)
    device.refresh_from_db()
    assert device.session_key == here.session.session_key
    assert here.get(ACCOUNT).status_code == 200


def test_a_forgotten_password_is_replaced_with_a_code_by_mail(client, phone, ana, mailoutbox):
    reset, new = reverse("account_reset_password"), "quite another password"
    assertRedirects(client.post(reset, {"email": "ana@example.org"}), reverse("account_confirm_password_reset_code"))
    confirm, complete = reverse("account_confirm_password_reset_code"), reverse("account_complete_password_reset")
    assertContains(client.post(confirm, {"code": "1111-1111"}), "This is not the code")
    assertRedirects(client.get(complete), confirm)

    assertRedirects(client.post(confirm, {"code": code_in(mailoutbox[0])}), complete)
    assertContains(client.post(complete, {"password1": "12345678"}), "too common")
    assertRedirects(client.post(complete, {"password1": new}), TODAY, fetch_redirect_response=False)
    assert user_of(client) == ana.pk
    assert phone.get(ACCOUNT).status_code == 302
    ana.refresh_from_db()
    assert ana.check_password(new)


def test_the_address_is_changed_once_the_new_one_is_confirmed(here, ana, mailoutbox):
    typed = {"email": "Ana@new.example", "action_add": ""}
    answer = say_who_you_are(here, here.post(EMAIL, typed))
    assertRedirects(answer, CONFIRM)
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"

    (mail,) = mailoutbox
    assert mail.to == ["ana@new.example"]
    assertRedirects(here.post(CONFIRM, {"code": code_in(mail)}), ACCOUNT)
    ana.refresh_from_db()
    assert ana.email == "ana@new.example"
    assert [address.email for address in ana.emailaddress_set.all()] == ["ana@new.example"]
    assert (mailoutbox[-1].to, mailoutbox[-1].subject) == (["ana@example.org"], "Your e-mail address is changed")


def test_somebody_elses_address_cannot_be_taken(here, ana, mailoutbox):
    UserFactory(email="eva@example.org").vouch_for_email()
    say_who_you_are(here, here.post(EMAIL, {"email": "eva@example.org", "action_add": ""}))
    for mail in mailoutbox:
        here.post(CONFIRM, {"code": code_in(mail)})
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"


def test_devices_are_named_and_logged_out_one_by_one(here, phone, ana):
    page = here.get(DEVICES)
    assertContains(page, "Firefox on Linux")
    assertContains(page, "Safari on iPhone")
    assertContains(page, "This device", count=1)

    other = UserSession.objects.get(user_agent=SAFARI)
    answer = here.post(reverse("account_end_session", args=[other.pk]), follow=True)
    assertContains(answer, "That device is logged out.")
    assert user_of(here) == ana.pk
    assert phone.get(ACCOUNT).status_code == 302
    assertNotContains(here.get(DEVICES), "Safari on iPhone")


def test_a_strangers_device_is_out_of_reach(here, client):
    UserFactory(email="eva@example.org").vouch_for_email()
    stranger = Client()
    log_in(stranger, "eva@example.org")
    theirs = UserSession.objects.get(user__email="eva@example.org")
    mine = UserSession.objects.get(user__email="ana@example.org")
    for session in (theirs, mine):
        assert here.post(reverse("account_end_session", args=[session.pk])).status_code == 404
    assert stranger.get(ACCOUNT).status_code == here.get(ACCOUNT).status_code == 200
    assert here.get(reverse("account_end_session", args=[mine.pk])).status_code == 405


def test_the_others_are_logged_out_together(here, phone, ana):
    here.post(DEVICES)
    assert phone.get(ACCOUNT).status_code == 302
    assert here.get(ACCOUNT).status_code == 200


def test_everywhere_means_here_as_well(here, phone):
    assertContains(here.get(reverse("account_logout")), reverse("account_logout_everywhere"))
    answer = here.post(reverse("account_logout_everywhere"), follow=True)
    assertContains(answer, "You are logged out on all devices.")
    assert here.get(ACCOUNT).status_code == phone.get(ACCOUNT).status_code == 302
    assert not UserSession.objects.exists()


def test_logging_out_asks_first(here, ana):
    assertContains(here.get(reverse("account_logout")), "Log out?")
    assert user_of(here) == ana.pk
    assertRedirects(here.post(reverse("account_logout")), "/")
    assert user_of(here) is None


def test_a_strangers_passkey_is_out_of_reach(here, ana):
    theirs = WebAuthn.add(UserFactory(), "Theirs", {}).instance
    say_who_you_are(here, here.get(reverse("mfa_activate_totp")))
    for page in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert here.get(reverse(page, args=[theirs.pk])).status_code == 404
        assert here.post(reverse(page, args=[theirs.pk]), {"name": "mine"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "Theirs"


@pytest.mark.parametrize("credential", ["", "[]", "{}", '"x"', "null", '{"response": {}}', "\x00", "[1]"])
@pytest.mark.parametrize("page", ["mfa_add_webauthn", "mfa_login_webauthn"])
def test_a_broken_passkey_is_refused_in_words(here, page, credential):
    if page == "mfa_add_webauthn":
        say_who_you_are(here, here.get(reverse(page)))
    else:
        here.logout()
    here.get(reverse(page), headers={"accept": "application/json"})
    answer = here.post(reverse(page), {"credential": credential, "name": "x"}, follow=True)
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()
