"""Who gets in, who does not, and what changes of how: lines of the log without a name.

An account is told by its number, and an address that somebody typed by a keyed hash, the same for an account as for
tries at it. Where it happened, and how it was answered, is in the line of the request with the same number.
"""

import logging
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import authentication_step_completed
from allauth.core import context
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from kneecoach.accounts.models import User

_log = logging.getLogger("kneecoach.security")


def note(event: str, *, user: User | None = None, email: str = "", how: str = "") -> None:
    fields = {
        "user": user.pk if user else None,
        "account": _hashed(email or (user.email if user else "")),
        "how": how,
    }
    _log.info(event, extra={"fields": {name: value for name, value in fields.items() if value}})


def note_refusal(code: str) -> None:
    """Of a code or a password that was typed and is wrong; those of a log-in are noted where they are compared."""
    if code in {"incorrect_code", "enter_current_password"}:
        user = context.request.user
        note("refused", user=user if user.is_authenticated else None, how=code)


@receiver(user_logged_in)
def _logged_in(request: HttpRequest, user: User, **_about: Any) -> None:
    records = get_authentication_records(request, user)
    note("logged in", user=user, how=", ".join(each.get("type", each["method"]) for each in records))


@receiver(user_logged_out)
def _logged_out(user: User | None, **_about: Any) -> None:
    if user and user.pk:  # not with an account that has just been deleted
        note("logged out", user=user)


@receiver(user_login_failed)
def _not_logged_in(credentials: dict[str, Any], **_about: Any) -> None:
    note("refused", email=credentials.get("email", ""), how="password")


@receiver(authentication_step_completed)
def _recognised(user: User, method: str, **about: Any) -> None:
    if not about.get("reauthenticated"):
        return
    note("recognised again", user=user, how=about.get("type", method))


def _hashed(email: str) -> str:
    if not email:
        return ""
    return salted_hmac("kneecoach.accounts.events", email.lower(), algorithm="sha256").hexdigest()[:16]
