import pytest
from allauth.account.models import EmailAddress
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from kneecoach.accounts.models import User
from tests.accounts.conftest import PASSWORD, TODAY, code_in, log_in, user_of

pytestmark = pytest.mark.django_db
SIGN_UP, BY_CODE, CONFIRM = "/account/signup/", "/account/signup/code/", "/account/confirm-email/"
NEW = {"email": "New@example.org", "password1": PASSWORD}


def test_on_a_laptop_a_password_is_enough(client, mailoutbox):
    answer = client.post(SIGN_UP, NEW)
    assertRedirects(answer, TODAY, fetch_redirect_response=False)
    user = User.objects.get()
    assert (user.email, user_of(client)) == ("new@example.org", user.pk)
    assert user.check_password(PASSWORD)
    assert mailoutbox == []


def test_in_production_the_address_is_confirmed_first(client, production, mailoutbox):
    answer = client.post(SIGN_UP, NEW)
    assertRedirects(answer, CONFIRM)
    assert user_of(client) is None
    assertContains(client.get(CONFIRM), "new@example.org")

    answer = client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assertRedirects(answer, TODAY, fetch_redirect_response=False)
    assert user_of(client) == User.objects.get().pk


@pytest.mark.parametrize("production_or_laptop", [True, False])
def test_without_a_password_the_code_in_the_mail_is_what_counts(client, settings, mailoutbox, production_or_laptop):
    settings.EMAIL_IS_CONFIRMED_FIRST = production_or_laptop
    assertRedirects(client.post(BY_CODE, {"email": "new@example.org"}), CONFIRM)
    assert user_of(client) is None

    answer = client.post(CONFIRM, {"code": "0000-0000"})
    assertContains(answer, "This is not the code")
    answer = client.post(CONFIRM, {"code": code_in(mailoutbox[0]).replace("-", " ")})
    assertRedirects(answer, TODAY, fetch_redirect_response=False)
    user = User.objects.get()
    assert user_of(client) == user.pk
    assert not user.has_usable_password()


def test_the_week_that_was_kept_comes_along(client, delivered, mailoutbox):
    assertNotContains(client.get(SIGN_UP), "comes along")
    week = "tuesday=easy&thursday=hard&sunday=long"
    client.post(reverse("plans:keep"), {"week": week})
    kept = client.session["kept_week"]
    assert "sunday=long" in kept
    for page in (SIGN_UP, BY_CODE):
        assertContains(client.get(page), "Your week is kept and comes along.")

    client.post(BY_CODE, {"email": "new@example.org"})
    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert user_of(client)
    assert client.session["kept_week"] == kept


def test_it_comes_along_to_a_log_in_as_well(client, ana, delivered):
    client.post(reverse("plans:keep"), {"week": "sunday=long"})
    kept = client.session["kept_week"]
    log_in(client)
    assert user_of(client) == ana.pk
    assert client.session["kept_week"] == kept


def test_giving_up_on_the_code_keeps_the_week_and_lets_one_start_again(client, delivered, mailoutbox):
    client.post(reverse("plans:keep"), {"week": "sunday=long"})
    client.post(BY_CODE, {"email": "wrong@example.org"})
    assertRedirects(client.get(SIGN_UP), CONFIRM)
    assertRedirects(client.post(reverse("account_logout"), {"next": SIGN_UP}), SIGN_UP)
    assertContains(client.get(SIGN_UP), "Your week is kept and comes along.")


def test_another_code_can_be_asked_for_and_the_first_no_longer_works(client, mailoutbox, settings):
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}
    client.post(BY_CODE, {"email": "new@example.org"})
    assertContains(client.post(CONFIRM, {"action": "resend"}, follow=True), "The code is on its way.")
    first, second = (code_in(mail) for mail in mailoutbox)
    assertContains(client.post(CONFIRM, {"code": first}), "This is not the code")
    client.post(CONFIRM, {"code": second})
    assert user_of(client)


@pytest.mark.parametrize("address", [SIGN_UP, BY_CODE])
def test_a_known_address_gets_the_same_answer_as_a_new_one(client, ana, production, mailoutbox, address):
    """What differs is in the mail, which only its owner reads."""
    pages = []
    for email in ("ana@example.org", "eva@example.org"):
        answer = client.post(address, {"email": email, "password1": PASSWORD}, follow=True)
        assert answer.redirect_chain == [(CONFIRM, 302)]
        wrong = client.post(CONFIRM, {"code": "1234-5678"})
        pages.append([page.content.decode().replace(email, "") for page in (answer, wrong)])
        client.cookies.clear()
    assert _plain(pages[0]) == _plain(pages[1])
    known, new = mailoutbox
    assert known.to == ["ana@example.org"]
    assert "There is an account with this address already" in known.body
    assert code_in(new)
    assert User.objects.filter(email="ana@example.org").count() == 1


def test_and_it_takes_the_same_work(client, ana, production, monkeypatch):
    from django.contrib.auth import hashers

    hashed = []
    hasher = hashers.get_hasher()
    monkeypatch.setattr(type(hasher), "encode", lambda *_: hashed.append(1) or "md5$salt$hash")
    for email in ("ana@example.org", "eva@example.org"):
        client.post(SIGN_UP, {"email": email, "password1": PASSWORD})
        hashed.append(email)
        client.cookies.clear()
    assert hashed == [1, "ana@example.org", 1, "eva@example.org"]


@pytest.mark.parametrize(
    ("ask", "confirm"),
    [
        ("/account/login/code/", "/account/login/code/confirm/"),
        ("/account/password/reset/", "/account/password/reset/confirm/"),
    ],
)
def test_who_signed_up_with_a_strangers_address_does_not_share_the_account(
    client, production, mailoutbox, ask, confirm
):
    stranger = Client()
    stranger.post(SIGN_UP, NEW)
    client.post(ask, {"email": "new@example.org"})
    client.post(confirm, {"code": code_in(mailoutbox[-1])})
    assert EmailAddress.objects.get().verified
    for other in (stranger, Client()):
        log_in(other, "new@example.org")
        assert user_of(other) is None


def test_who_chose_the_password_keeps_it(client, production, mailoutbox, settings):
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}
    client.post(SIGN_UP, NEW)
    again = Client()
    log_in(again, "new@example.org")
    again.post(CONFIRM, {"code": code_in(mailoutbox[-1])})
    assert user_of(again) == User.objects.get().pk
    assert User.objects.get().check_password(PASSWORD)


def test_the_owner_of_the_address_stays_logged_in(client, production, mailoutbox):
    Client().post(SIGN_UP, NEW)
    client.post("/account/login/code/", {"email": "new@example.org"})
    client.post("/account/login/code/confirm/", {"code": code_in(mailoutbox[-1])})
    assertContains(client.get("/account/"), "None: you log in with a code by mail")


@pytest.mark.parametrize("address", [SIGN_UP, BY_CODE])
def test_a_second_tap_does_not_break_anything(client, mailoutbox, address):
    def faster(instance, **_):
        User.objects.bulk_create([User(email=instance.email)])

    pre_save.connect(faster, sender=User)
    try:
        answer = client.post(address, NEW)
    finally:
        pre_save.disconnect(faster, sender=User)
    assertRedirects(answer, CONFIRM)
    assert "There is an account with this address already" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "ana"}, "This is not an e-mail address."),
        ({"password1": "short"}, "This password is too short."),
        ({"password1": "new@example.org"}, "too similar"),
        ({"password1": "Kneecoach2026"}, "“kneecoach” is easy to guess on this site"),
        ({"email": "new@ｅxample.org"}, "No mail can be sent to this address"),
        ({"email": "new@straße.example"}, "No mail can be sent to this address"),
        ({"email": f"new@{'é' * 60}.org"}, "No mail can be sent to this address"),
        ({"email": "neſ@example.org"}, "No mail can be sent to this address"),
        ({"email": "a" * 60 + "@" + "b." * 100 + "org"}, "at most 254 characters"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_address_kept(client, typed, said):
    answer = client.post(SIGN_UP, NEW | typed)
    assertContains(answer, said)
    assertContains(answer, f'value="{(NEW | typed)["email"]}"')
    assert not User.objects.exists()


def _plain(pages):
    import re

    return [re.sub(r'name="csrfmiddlewaretoken" value="\w+"|\s+', " ", page) for page in pages]
