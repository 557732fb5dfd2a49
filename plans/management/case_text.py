"""A case as it comes in, bytes of JSON, read into plain values."""

import json
from collections.abc import Sequence
from typing import Any, NoReturn

from plans.core.case import Malformed

MOST_BYTES = 10_000_000  # ten years with an entry for every date take a tenth of it
_MOST_DIGITS = 15


def values_of(given: bytes) -> object:
    """The values of a text in JSON. Raises Malformed with what is wrong in it, and where."""
    if len(given) > MOST_BYTES:
        raise Malformed("the case", f"takes {MOST_BYTES // 1_000_000} megabytes at most")
    try:
        text = given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("the case", f"takes text in UTF-8, which byte {error.start + 1} is not") from error
    if not text.strip():
        raise Malformed("the case", "is missing: simulate takes one on standard input (see --help)")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_number, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Malformed("the case", f"takes JSON; {where} is not: {error.msg[:1].lower()}{error.msg[1:]}") from error
    except RecursionError as error:
        raise Malformed("the case", "takes objects in objects three deep, not thousands") from error


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """The last of two would win without a word."""
    found: dict[str, Any] = {}
    for key, each in pairs:
        if key in found:
            raise Malformed(json.dumps(key[:40]), "stands twice in one object: keep one of them")
        found[key] = each
    return found


def _number(digits: str) -> int | float:
    """What is too long for any field becomes a number that none takes, so that the field is named."""
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def _no_constant(name: str) -> NoReturn:
    raise Malformed("the case", f"takes JSON, which has no {name}")
