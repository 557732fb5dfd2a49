"""Passkeys, which only a browser has, and how the account's pages look and sound."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.accounts.conftest import PASSWORD
from tests.browser.conftest import DESK, PHONE, findings, overflow
from tests.factories import UserFactory

EVERY_PAGE = ["account_overview", "account_email", "account_change_password", "account_logout", "usersessions_list"]
FOR_STRANGERS = ["account_login", "account_signup", "account_signup_by_code", "account_request_login_code"]


@pytest.fixture
def authenticator(page):
    """A phone's own authenticator, whose owner always holds a finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    chosen = options | {"isUserVerified": True, "automaticPresenceSimulation": True}
    return devtools.send("WebAuthn.addVirtualAuthenticator", {"options": chosen})["authenticatorId"]


@pytest.fixture
def ana(transactional_db):
    user = UserFactory(email="ana@example.org")
    user.vouch_for_email()
    return user


@pytest.fixture
def address(live_server):
    """Where the site is: by name, since passkeys do not belong to numbers."""
    return live_server.url.replace("127.0.0.1", "localhost")


def log_in(page, address):
    page.goto(address + reverse("account_login"))
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith(reverse("account_login")))
    page.wait_for_load_state("networkidle")


def beyond_the_account(url):
    """Where a runner goes once logged in."""
    return "/account/" not in url


def prove_it(page):
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def test_a_passkey_is_made_and_logs_in(address, page, ana, authenticator, complaints):
    log_in(page, address)
    complaints.clear()  # where a runner goes after it is not this test's business
    page.goto(address + reverse("account_overview"))
    page.get_by_role("link", name="Add a passkey").click()
    prove_it(page)
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".codes li").count() == 10
    assert findings(page) == []
    (passkey,) = Authenticator.objects.filter(type="webauthn")
    assert passkey.wrap().name == "Chrome on Linux"

    page.context.clear_cookies()
    page.goto(address + reverse("account_login"))
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(beyond_the_account)
    page.goto(address + reverse("account_overview"))
    assert "ana@example.org" in page.inner_text("main")

    page.get_by_role("link", name="Change passkeys").click()
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("link", name="Use your passkey").click()
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("heading", name="Remove this passkey?").wait_for()
    page.context.clear_cookies()
    log_in(page, address)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(beyond_the_account)
    assert [words for words in complaints if "404" not in words] == []


def test_a_finger_that_is_not_given_is_said_in_words(address, page):
    no = "navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    page.add_init_script(no)
    page.goto(address + reverse("account_login"))
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("No passkey was used.").wait_for()


def test_a_password_can_be_looked_at_and_a_form_is_sent_once(address, page, ana):
    page.goto(address + reverse("account_login"))
    field = page.get_by_label("Password")
    field.fill("a wrong one")
    page.get_by_role("button", name="Show what is typed").click()
    assert field.get_attribute("type") == "text"

    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_role("button", name="Log in", exact=True).dblclick()
    page.get_by_text("The e-mail address or the password is wrong.").wait_for()
    assert len(asked) == 1
    assert field.get_attribute("type") == "password"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
def test_no_page_of_an_account_has_anything_to_complain_of(address, page, ana, complaints, size):
    page.set_viewport_size(size)
    wrong = {}

    def look(name, **where):
        page.goto(address + reverse(name, **where))
        sideways = overflow(page)
        wrong[page.url] = [*findings(page), *complaints, *([f"overflow {sideways}"] if sideways > 0 else [])]
        complaints.clear()

    for name in FOR_STRANGERS:
        look(name)
    log_in(page, address)
    complaints.clear()
    for name in EVERY_PAGE:
        look(name)
    look("mfa_activate_totp")
    prove_it(page)
    for name in ["mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"]:
        look(name)
    assert len(wrong) == 13
    assert {address: found for address, found in wrong.items() if found} == {}
