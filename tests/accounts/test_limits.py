"""Guessing is slow, whoever guesses and from wherever, and the owner gets in all the while."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from tests.accounts.conftest import PASSWORD, code_in, log_in, user_of
from tests.accounts.test_pages import addresses
from tests.factories import RunnerFactory, UserFactory
from tests.test_settings import start
from tests.test_wall import ROWS

pytestmark = pytest.mark.django_db
BY_CODE, CONFIRM, RESET = "/account/login/code/", "/account/login/code/confirm/", "/account/password/reset/"
SIGN_UP, SIGN_UP_BY_CODE = "/account/signup/", "/account/signup/code/"
MANY = 31  # more than any limit of an address allows


@pytest.fixture
def one_proxy(settings):
    """The site as it is behind a proxy, which adds whom it was asked by to the end of X-Forwarded-For."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def at(address, forwarded=""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return Client(REMOTE_ADDR=address, headers=headers)


def guess(client, n, email=None):
    return log_in(client, email or f"runner{n}@example.org", f"guess {n}").status_code


def test_many_accounts_from_one_address(db):
    assert [guess(at("192.0.2.1"), n) for n in range(11)] == [200] * 10 + [429]
    assert guess(at("192.0.2.2"), 12) == 200


def test_one_account_from_many_addresses(ana):
    assert [guess(at(f"192.0.2.{n}"), n, ana.email) for n in range(6)] == [200] * 5 + [429]


def test_a_whole_network_of_the_newer_addresses_counts_as_one(db):
    assert guess_until_refused(lambda n: at(f"2001:db8::{n + 1}")) == 10


def test_without_a_proxy_a_header_says_nothing(db):
    assert guess_until_refused(lambda n: at("192.0.2.1", f"198.51.100.{n}")) == 10


@pytest.mark.parametrize("forged", ["198.51.100.{n}, ", "198.51.100.{n},203.0.113.{n}, ", "nobody {n}, ", ", "])
def test_behind_a_proxy_only_what_the_proxy_added_counts(one_proxy, db, forged):
    assert guess_until_refused(lambda n: at("10.0.0.1", forged.format(n=n) + "192.0.2.1")) == 10
    assert guess(at("10.0.0.1", "192.0.2.2"), 1) == 200, "others come through the same proxy"


def test_an_older_address_that_is_written_as_a_newer_one_counts_by_itself(one_proxy, db):
    statuses = [guess(at("10.0.0.1", f"::ffff:192.0.2.{n // 11}"), n) for n in range(12)]
    assert statuses == [200] * 10 + [429, 200]


def test_behind_a_proxy_no_other_header_counts(one_proxy, db):
    def client(n):
        told = {"X-Real-IP": f"198.51.100.{n}", "Forwarded": f"for=198.51.100.{n}", "Client-IP": f"198.51.100.{n}"}
        return Client(REMOTE_ADDR="10.0.0.1", headers=told | {"X-Forwarded-For": "192.0.2.1"})

    assert guess_until_refused(client) == 10


def guess_until_refused(client_of):
    statuses = [guess(client_of(n), n) for n in range(MANY)]
    return statuses.index(429)


def test_whatever_anybody_may_post_to_is_bounded(ana, delivered):
    sends = {"email": "new{n}@example.org", "login": "new{n}@example.org", "password": "x", "week": "tuesday=easy"}
    everything = addresses() | {name: row.path for name, row in ROWS.items() if row.public}
    bounded = set()
    for name, address in everything.items():
        if Client().post(address, {}).status_code in {404, 405} or name == "account_logout":
            continue
        answers = [Client().post(address, {k: v.format(n=n) for k, v in sends.items()}) for n in range(MANY)]
        if not all(answer.status_code == 302 and answer.url.startswith("/account/login/") for answer in answers):
            assert answers[-1].status_code == 429, address
            assert answers[-1]["Retry-After"] == "300"
            bounded.add(name)
    ways_in = {"login", "signup", "signup_by_code", "request_login_code", "reset_password", "complete_password_reset"}
    assert bounded == {f"account_{way}" for way in ways_in} | {"mfa_login_webauthn", "plans:keep"}


@pytest.mark.parametrize("address", [BY_CODE, RESET, SIGN_UP, SIGN_UP_BY_CODE])
def test_no_mailbox_is_filled_from_many_addresses_and_none_is_told_apart(ana, production, mailoutbox, address):
    told = []
    for email in (ana.email, "eva@example.org"):
        sent = {"email": email, "password1": PASSWORD}
        told.append([at(f"192.0.2.{n}").post(address, sent).status_code for n in range(8)])
        assert len([mail for mail in mailoutbox if mail.to == [email]]) <= 5
    assert told[0] == told[1]
    assert told[0][-1] == 429


@pytest.mark.parametrize(
    ("ask", "confirm"),
    [(BY_CODE, CONFIRM), (SIGN_UP, "/account/confirm-email/"), (SIGN_UP_BY_CODE, "/account/confirm-email/")],
)
def test_a_code_that_is_mailed_anew_is_a_mail_for_a_known_and_an_unknown_address(
    ana, production, mailoutbox, settings, ask, confirm
):
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}
    sent = []
    for email in (ana.email, "eva@example.org"):
        client = Client()
        client.post(ask, {"email": email, "password1": PASSWORD})
        for _ in range(3):
            client.post(confirm, {"action": "resend"})
        sent.append(len([mail for mail in mailoutbox if mail.to == [email]]))
    assert sent == [3, 3]


def test_a_sign_up_that_is_put_right_several_times_is_not_counted(client):
    for _ in range(8):
        assert client.post(SIGN_UP, {"email": "eva@example.org", "password1": "short"}).status_code == 200
    assert client.post(SIGN_UP, {"email": "eva@example.org", "password1": PASSWORD}).status_code == 302


def test_the_owner_gets_in_by_a_code_on_a_new_device(ana, mailoutbox):
    for n in range(6):
        guess(at(f"192.0.2.{n}"), n, ana.email)
    new = at("203.0.113.1")
    refused = log_in(new)
    assertContains(refused, f'href="{BY_CODE}"', status_code=429)
    new.post(BY_CODE, {"email": ana.email})
    new.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert user_of(new) == ana.pk


def test_who_asks_for_too_many_codes_is_not_sent_for_another(ana):
    for _ in range(6):
        refused = Client().post(BY_CODE, {"email": ana.email})
    assertNotContains(refused, f'href="{BY_CODE}"', status_code=429)


@pytest.fixture
def known(ana):
    """A browser that Ana has logged in with before."""
    client = at("203.0.113.1")
    log_in(client)
    client.post(reverse("account_logout"))
    assert user_of(client) is None
    return client


@pytest.fixture
def under_attack(ana, known):
    """Every limit of Ana's account is reached by others, from many addresses."""
    for n in range(6):
        guess(at(f"192.0.2.{n}"), n, ana.email)
        at(f"192.0.2.{n}").post(BY_CODE, {"email": ana.email})
        at(f"192.0.2.{n}").post(RESET, {"email": ana.email})


def test_where_the_owner_was_before_nobody_keeps_them_out(ana, known, under_attack, mailoutbox):
    log_in(known)
    assert user_of(known) == ana.pk
    known.post(reverse("account_logout"))
    known.post(BY_CODE, {"email": ana.email})
    known.post(CONFIRM, {"code": code_in(mailoutbox[-1])})
    assert user_of(known) == ana.pk
    known.post(reverse("account_logout"))
    assert known.post(RESET, {"email": ana.email}).status_code == 302


def test_there_too_guessing_ends(ana, known):
    assert [guess(known, n, ana.email) for n in range(6)] == [200] * 5 + [429]


def test_what_makes_a_browser_known_is_of_one_account_and_cannot_be_made_up(ana, known, under_attack):
    eva = UserFactory(email="eva@example.org")
    eva.vouch_for_email()
    hers = at("203.0.113.2")
    log_in(hers, eva.email)
    cookie = hers.cookies["known"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert "eva" not in cookie.value
    for forged in (cookie.value, "a:b", "", known.cookies["known"].value[:-1] + "?"):
        stranger = at("203.0.113.3")
        stranger.cookies["known"] = forged
        assert log_in(stranger).status_code == 429


def test_a_browser_is_known_for_a_year(ana, known, under_attack, time_machine):
    assert log_in(known, password="a guess").status_code == 200
    time_machine.move_to(datetime.now(UTC) + timedelta(days=366))
    late = at("203.0.113.1")
    late.cookies["known"] = known.cookies["known"].value
    for n in range(5):
        guess(at(f"192.0.2.{n}"), n, ana.email)
    assert log_in(late).status_code == 429


@pytest.mark.parametrize("name", ["plans:data", "plans:sets_file"])
def test_imports_are_bounded_for_an_account_and_for_an_address(delivered, name):
    def bring(client):
        return client.post(reverse(name)).status_code

    def client_of(runner, address):
        client = at(address)
        client.force_login(runner.user)
        return client

    one, others = RunnerFactory(), [RunnerFactory() for _ in range(4)]
    assert [bring(client_of(one, f"192.0.2.{n}")) for n in range(21)] == [400] * 20 + [429]
    assert client_of(one, "192.0.2.99").get(reverse(name)).status_code == 200
    answers = [bring(client_of(other, "192.0.2.200")) for other in others for _ in range(16)]
    assert answers == [400] * 60 + [429] * 4


ASK_FOR_THREE_MAILS = """
from allauth.core.ratelimit import consume
from django.core.management import call_command
from django.test import RequestFactory
call_command("createcachetable", verbosity=0)
print([consume(RequestFactory().post("/"), action="mail", key="ana@example.org") for _ in range(3)])
"""


def test_processes_count_together(tmp_path):
    assert start(tmp_path, ASK_FOR_THREE_MAILS).stdout == "[True, True, True]\n"
    assert start(tmp_path, ASK_FOR_THREE_MAILS).stdout == "[True, True, False]\n"
