"""What is answered when something fails."""

import sys

from django.conf import settings
from django.db import InterfaceError, NotSupportedError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.views.defaults import server_error

_RETRY_AFTER = 10  # seconds
_PLAN_REFUSED = "0A000"  # what PostgreSQL says of a plan that it kept, once a migration has changed what it answers
_REST = 300  # seconds, within which every limit that is answered here forgets
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of its field
_SECRETS = {"password", "password1", "password2", "oldpassword", "code"}


def too_many(request: HttpRequest) -> HttpResponse:
    """A limit is reached: a wait as well. Who tries passwords is told of another way in."""
    context = {"another_way": request.path == resolve_url(settings.LOGIN_URL)}
    response = HttpResponse(render_to_string("429.html", context, request), status=429)
    response["Retry-After"] = str(_REST)
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """A database that is away or locked, or that another version has changed, is a wait, with what was sent kept for
    another try, but for secrets; all else is an error of ours."""
    error = sys.exc_info()[1]
    if not is_of_the_database(error):
        return server_error(request)
    if _is_plan_refused(error):
        connection.close()  # and its plans with it
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN]
    kept = sent if not _SECRETS & request.POST.keys() else []
    context = {"sent": kept, "address": request.get_full_path(), "csrf_token": get_token(request)}
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(_RETRY_AFTER)
    return response


def is_of_the_database(error: BaseException | None) -> bool:
    """Whether the database is away or locked, or another version has changed it."""
    return isinstance(error, (OperationalError, InterfaceError)) or _is_plan_refused(error)


def _is_plan_refused(error: BaseException | None) -> bool:
    return isinstance(error, NotSupportedError) and getattr(error.__cause__, "sqlstate", None) == _PLAN_REFUSED
