"""What the site logs in the browser's tests, searched for what was typed in them."""

import json
import logging.config
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kneecoach import logs

FIELDS = {"time", "level", "logger", "message", "request_id", "method", "path", "status", "ms", "user", "runner"}
OF_EVENTS = {"account", "how"}
OF_ERRORS = {"error", "traceback"}
# Fields that hold words of ours: an exercise, a day, an address of the site. All others count as somebody's own.
OURS = {
    *("ask", "day", "do", "exercise", "first", "have", "how_long", "kind", "level", "muscle", "next", "of", "q", "set"),
    *("show", "skip", "to", "variation", "way", "week"),
}
SHORTEST = 5  # characters of what is searched for; "3" is in every line

typed: dict[str, str] = {}  # and the field of each


def remember(get_response):
    """A middleware that keeps what each request brought, and the keys in its cookies."""

    def middleware(request):
        response = get_response(request)
        if request.path.startswith("/admin/exercises/"):
            return response  # what editors type is the catalogue
        sent = [*request.GET.lists(), *request.POST.lists()]
        typed.update({value.strip(): name for name, values in sent if name not in OURS for value in values})
        typed.update({value: name for name, value in request.COOKIES.items()})
        typed.update({cookie.value: name for name, cookie in response.cookies.items()})
        return response

    return middleware


@contextmanager
def written_to(file: Path) -> Iterator[None]:
    """Logs as in production, into a file."""
    handler = logs.JSON["handlers"]["lines"] | {"class": "logging.FileHandler", "filename": str(file)}
    logging.config.dictConfig(logs.JSON | {"handlers": {"lines": handler}})
    try:
        yield
    finally:
        logging.config.dictConfig(logs.READABLE)


def leaks(lines: list[str]) -> list[str]:
    """What is in the lines and should not be."""
    searched = {value: name for value, name in typed.items() if len(value) >= SHORTEST}
    found = []
    for line in lines:
        fields = json.loads(line)
        unknown = fields.keys() - FIELDS - OF_ERRORS - OF_EVENTS
        said = "\n".join(str(value) for name, value in fields.items() if name != "time")  # today is typed as well
        leaked = [f"{name} {value}" for value, name in searched.items() if value in said]
        if unknown or leaked or "@" in line or "?" in fields.get("path", ""):
            found.append(f"{leaked} {line}")
    return found
