"""Rendered parts of the catalogue, kept from one change of it to the next: it is read far more often than edited."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Max

from exercises.models import Revision

T = TypeVar("T")

# For changes that leave no revision, such as those of a database shell.
LONGEST = 600  # seconds


def latest_change() -> int:
    """The number of the catalogue's latest revision, 0 without any. One query."""
    return Revision.objects.aggregate(latest=Max("pk"))["latest"] or 0


def kept(change: int, name: str, make: Callable[[], T]) -> T:
    """What `make` answers, asked again only after another change. `name` has no spaces.

    `change` was read before, so what is kept is never older than it. No query but those of `make`.
    """
    key = f"catalogue:{change}:{name}"
    found = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, LONGEST)
    return found
