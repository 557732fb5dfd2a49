"""What is logged: in production one line of JSON for each request and each event, and nothing in it that anybody typed.

Paths lose what may be a secret, and errors lose their words where those may repeat what was sent; where in the code it
happened stays.
"""

import json
import logging
import re
import time
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, TemplateSyntaxError

GetResponse = Callable[[HttpRequest], HttpResponse]

_requests = logging.getLogger("kneecoach.requests")
_request_id: ContextVar[str] = ContextVar("request_id", default="")
_AN_ID = re.compile(r"[\w-]{8,64}", re.ASCII)
# A word of ours, a number or a day. What else stands in a path may be a key, a token or an address.
_PLAIN = re.compile(r"[a-z]{0,24}([-_.][a-z]{1,24}){0,7}|[0-9]{1,9}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Errors whose words come from the code or the database's host, never from what was sent.
_TELLING = (
    AttributeError,
    ImportError,
    ImproperlyConfigured,
    InterfaceError,
    NameError,
    OperationalError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    TypeError,
)


def log_requests(get_response: GetResponse) -> GetResponse:
    """Gives each request a number, which its answer and all lines about it carry, and writes its line."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started, token = time.perf_counter(), _request_id.set(_id_of(request))
        try:
            response = get_response(request)
            response["X-Request-ID"] = _request_id.get()
            level = logging.ERROR if response.status_code >= 500 else logging.INFO
            line = _line_of(request, response) | {"ms": round((time.perf_counter() - started) * 1000)}
            _requests.log(level, "answered", extra={"fields": line})
            return response
        finally:
            _request_id.reset(token)

    return middleware


class JSONLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": at, "level": record.levelname, "logger": record.name, "message": _said(record)}
        if _request_id.get():
            line["request_id"] = _request_id.get()
        if record.exc_info and record.exc_info[1]:
            line |= _failure(record.exc_info[1])
        return json.dumps(line | getattr(record, "fields", {}))


class KeptForItsRequest(logging.Filter):
    """What Django says of a request is not a line of its own: it goes into the request's."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            request.said_by_django = record  # type: ignore[attr-defined]
            return False
        return True


JSON: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": JSONLines}},
    "filters": {"kept": {"()": KeptForItsRequest}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["kept"]}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": []},  # without a mail to administrators
        "django.request": {"level": "WARNING"},
        "django.security.DisallowedHost": {"level": "WARNING"},
        "kneecoach.requests": {"level": "INFO"},
        "kneecoach.security": {"level": "INFO"},
        "gunicorn.error": {"handlers": ["lines"], "propagate": False},
    },
}
READABLE: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Addresses and host names that do not exist are the visitor's business; our own errors are ours.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "kneecoach.requests": {"level": "CRITICAL"},
    },
}


def path_shown(path: str) -> str:
    """The path without its query, and with “…” for each part that may be a secret."""
    parts = path.partition("?")[0].split("/")
    return "/".join(part if _PLAIN.fullmatch(part) else "…" for part in parts)


def _id_of(request: HttpRequest) -> str:
    """As the proxy says it, where there is one; otherwise made here."""
    told = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return told if _AN_ID.fullmatch(told) else uuid4().hex


def _line_of(request: HttpRequest, response: HttpResponse) -> dict[str, object]:
    line: dict[str, object] = {
        "method": request.method,
        "path": path_shown(request.path),
        "status": response.status_code,
    }
    line |= _who(request)
    if said := getattr(request, "said_by_django", None):
        line |= _reason(said, with_traceback=response.status_code >= 500)
    return line


def _who(request: HttpRequest) -> dict[str, int]:
    """The numbers of who is logged in, if that was looked up for the answer; asks the database for nothing."""
    user = getattr(request, "_cached_user", None)
    if not user or not user.is_authenticated or not user.pk:
        return {}
    runner = user._state.fields_cache.get("runner")
    return {"user": user.pk} | ({"runner": runner.pk} if runner else {})


def _reason(record: logging.LogRecord, *, with_traceback: bool) -> dict[str, str]:
    if record.exc_info and record.exc_info[1]:
        failure = _failure(record.exc_info[1])
        return failure if with_traceback else {"error": failure["error"]}
    if record.name == "django.security.csrf" and isinstance(record.args, tuple):
        return {"error": str(record.args[0]).partition(" - ")[0]}  # without the address that follows
    return {}


def _said(record: logging.LogRecord) -> str:
    """The message. gunicorn's tell addresses, and what could not be read of a request."""
    if record.name != "gunicorn.error":
        return record.getMessage()
    if str(record.msg).startswith("Invalid request from"):
        return "Invalid request"
    args = record.args if isinstance(record.args, tuple) else ()
    shown = (path_shown(arg) if isinstance(arg, str) and "/" in arg else arg for arg in args)
    return str(record.msg) % tuple(shown) if args else str(record.msg)


def _failure(error: BaseException) -> dict[str, str]:
    return {"error": _in_words(error), "traceback": "\n".join(_traced(error))}


def _traced(error: BaseException) -> Iterator[str]:
    """As Python writes it, but for the words of errors that might repeat what was sent."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _traced(before)
    yield "".join(traceback.format_tb(error.__traceback__)) + _in_words(error)


def _in_words(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    words = str(error).partition("\n")[0] if isinstance(error, _TELLING) else ""
    return f"{name}: {words}" if words else name
