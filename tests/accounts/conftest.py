import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from tests.factories import UserFactory

PASSWORD = "a long enough password"
TODAY = "/today/"


@pytest.fixture
def ana(db):
    """A runner with a password and a confirmed address."""
    user = UserFactory(email="ana@example.org")
    user.vouch_for_email()
    return user


@pytest.fixture
def locked_twice(ana):
    """Ana, with an authenticator app and recovery codes: the secret, and the codes."""
    secret = generate_totp_secret()
    TOTP.activate(ana, secret)
    return secret, RecoveryCodes.activate(ana).get_unused_codes()


@pytest.fixture
def production(settings):
    """Addresses are confirmed before anything else, as in production."""
    settings.EMAIL_IS_CONFIRMED_FIRST = True


def log_in(client, email="ana@example.org", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def code_in(mail) -> str:
    """The code that a mail brings, as it is written there."""
    (code,) = re.findall(r"^\d{4}-\d{4}$", mail.body, re.MULTILINE)
    return code


def user_of(client):
    """Who is logged in, or None."""
    key = client.session.get("_auth_user_id")
    return key and int(key)
