"""Numbers that people type to put lines in order, made into an order."""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

Thing = TypeVar("Thing")
HIGHEST = 999


class Place(NamedTuple):
    """Where something stands and where it is wanted; None: it is new, or nobody says."""

    now: int | None
    wanted: int | None


def in_wanted_order(things: Iterable[tuple[Thing, Place]]) -> list[Thing]:
    """The things in the order in which they are wanted; those that nobody places come last.

    Two may want the same place: what moves up comes before what stands there, what moves down behind it. So typing 1
    into the third line, or 3 into the first, does what it says without touching any other number.
    """
    return [thing for thing, _ in sorted(things, key=lambda pair: _rank(pair[1]))]


def _rank(place: Place) -> tuple[int, int]:
    wanted = place.wanted if place.wanted is not None else place.now
    if wanted is None:
        return HIGHEST + 1, 0
    moves_up = place.now is None or wanted < place.now
    moves_down = place.now is not None and wanted > place.now
    return wanted, moves_down - moves_up
