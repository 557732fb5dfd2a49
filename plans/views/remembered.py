"""What the pages of runners are made of, from one look to the next, in the memory of a process. Each look is given the
same values, so nobody changes them."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from time import monotonic
from typing import Any

LONGEST = 600  # seconds
MOST = 250  # values; the weeks to come of a runner are some 100 kB


def remember(name: str, rests_on: Hashable, value: object) -> None:
    """Instead of what was remembered by that name before, of what is too old, and of what was asked for longest ago."""
    with _LOCK:
        _VALUES[name] = rests_on, monotonic() + LONGEST, value
        _VALUES.move_to_end(name)
        for old in [each for each, (_, until, _) in _VALUES.items() if until < monotonic()]:
            del _VALUES[old]
        if len(_VALUES) > MOST:
            _VALUES.popitem(last=False)


def recall(name: str, rests_on: Hashable) -> Any:
    """None if nothing is remembered by that name, or if it rests on something else."""
    with _LOCK:
        known = _VALUES.get(name)
        if known is None or known[0] != rests_on or known[1] < monotonic():
            return None
        _VALUES.move_to_end(name)
        return known[2]


def forget() -> None:
    with _LOCK:
        _VALUES.clear()


_VALUES: OrderedDict[str, tuple[Hashable, float, Any]] = (
    OrderedDict()
)  # by name: on what it rests, until when, and what
_LOCK = Lock()
