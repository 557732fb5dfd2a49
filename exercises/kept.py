"""Rendered parts of the catalogue, kept from one change of it to the next: it is read far more often than edited."""

from collections.abc import Callable
from hashlib import sha256
from time import monotonic
from typing import Any, TypeVar

from django.core.cache import caches
from django.db import connection
from django.urls import get_script_prefix

T = TypeVar("T")

# For changes that leave no revision, such as those of a database shell.
LONGEST = 600  # seconds

_STATE = "SELECT MAX(id), COUNT(id) FROM exercises_revision"  # written out: every page asks it


def latest_change() -> str:
    """A word for the present state of the catalogue. One query.

    The latest revision alone would not do: one with a smaller number may be committed after it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        latest, number = cursor.fetchone()
    return f"{latest}:{number}"


def kept(change: str, name: str, make: Callable[[], T], cache: str = "pages") -> T:
    """What `make` answers, asked again only after another change. No query but those of `make`.

    `change` is the answer of `latest_change()` from before, so what is kept is never older than that. What visitors
    can ask for without end has a `cache` of its own, so that it does not push out the rest.
    """
    pages = caches[cache]
    key = sha256(f"{get_script_prefix()} {change} {name}".encode()).hexdigest()
    found = pages.get(key)
    if found is None:
        found = make()
        pages.set(key, found, LONGEST)
    return found


def shared(change: str, name: str, make: Callable[[], T]) -> T:
    """The same for a value of which one at a time is of use: every request is given that one, where `kept` makes a copy
    for each. So nobody changes it, but to add to it what anybody else would have added."""
    known = _SHARED.get(name)
    if known is None or known[0] != change or known[1] < monotonic():
        known = _SHARED[name] = (change, monotonic() + LONGEST, make())
    found: T = known[2]
    return found


def forget() -> None:
    """What is shared is made anew."""
    _SHARED.clear()


_SHARED: dict[str, tuple[str, float, Any]] = {}  # by name: the change, until when, and the value
