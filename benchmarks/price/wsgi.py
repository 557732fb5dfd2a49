"""The project in production with the floors beside it, with a choice of middleware, or with its queries counted."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import connection

from benchmarks.wsgi import application as whole

# As django-admin startproject writes it.
DJANGO = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
HTMX = "django_htmx.middleware.HtmxMiddleware"  # views ask it what the browser wants
GZIP = "django.middleware.gzip.GZipMiddleware"
CHOICES = {
    "all": settings.MIDDLEWARE,
    "compressed": [DJANGO[0], GZIP, *DJANGO[1:], HTMX],
    "django": [*DJANGO, HTMX],
}
# What opens and closes transactions tells the database nothing and asks it nothing.
NO_QUERIES = ("BEGIN", "SAVEPOINT", "RELEASE SAVEPOINT")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def counted(application: Application) -> Application:
    """Every answer says how many queries it took. None of ours is streamed, so all are asked before it begins."""

    def counting(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            if not sql.startswith(NO_QUERIES):
                asked.append(sql)
            return execute(sql, *rest)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, ("X-Queries", str(len(asked)))], *rest)

        with connection.execute_wrapper(note):
            return application(environ, start)

    return counting


if choice := os.environ.get("MIDDLEWARE"):
    settings.MIDDLEWARE = CHOICES[choice]
    whole.load_middleware()
application: Application = counted(whole) if os.environ.get("COUNTED") else whole
