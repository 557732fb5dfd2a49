"""Whose tries count together, so that whoever guesses at an account keeps its owner out of nothing."""

from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string

_A_YEAR = 365 * 24 * 3600


def remember_browser(response: HttpResponseBase, email: str) -> None:
    """The browser that has just logged in is known to the account from now on; the cookie says nothing of whose."""
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        _signer(email).sign(get_random_string(22)),
        max_age=_A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def who_tries(request: HttpRequest, email: str) -> str:
    """What an account's tries are counted under: each browser it knows by itself, all others together."""
    try:
        told = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
        browser = _signer(email).unsign(told, max_age=_A_YEAR)
    except BadSignature:
        return email.lower()
    return f"{email.lower()} {browser}"


def limit_mails(request: HttpRequest, email: str) -> None:
    """Raises the answer 429 when an address that anybody may type has been sent enough."""
    if not ratelimit.consume(request, action="mail", key=who_tries(request, email)):
        raise ImmediateHttpResponse(ratelimit.respond_429(request))


def _signer(email: str) -> TimestampSigner:
    return TimestampSigner(salt=f"known browser of {email.lower()}")
