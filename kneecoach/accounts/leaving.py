"""The end of an account."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction

from kneecoach.accounts.models import User
from plans.services.leaving import forget_runner

_AT_ONCE = 500  # logins


def delete_account(*, user: User) -> None:
    """It goes with all that is its own: the runner, addresses, passkeys and codes, every log-in, finished or begun, and
    what the administration noted of it. Changes of the catalogue stay, without a name.

    Reads every log-in of the site.
    """
    logins = list(_logins(user))
    with transaction.atomic():
        runner = getattr(user, "runner", None)
        forget_runner(user=user)
        for start in range(0, len(logins), _AT_ONCE):
            Session.objects.filter(pk__in=logins[start : start + _AT_ONCE]).delete()
        for each in filter(None, (user, runner)):
            kind = ContentType.objects.get_for_model(each)
            LogEntry.objects.filter(content_type=kind, object_id=str(each.pk)).delete()
        user.delete()


def _logins(user: User) -> Iterator[str]:
    """The keys of those that name a user, who may not have got further than the code."""
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    signs = {str(user.pk), user_pk_to_url_str(user), user.email, *addresses}
    for login in Session.objects.iterator(_AT_ONCE):
        if _names(login.get_decoded(), signs):
            yield login.pk


def _names(told: Any, signs: set[str], name: str = "") -> bool:
    """Whether anything in a value is one of the signs, under a `name` that is for such."""
    if isinstance(told, dict):
        return any(_names(each, signs, key) for key, each in told.items())
    if isinstance(told, list):
        return any(_names(each, signs) for each in told)
    return name.endswith(("user_id", "user_pk", "email")) and told in signs
