"""The plan's own documents (`plans.core.document`) in the file: read into the values that they write, each of which
must be what its class says, and written anew."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from plans.core.document import from_document, to_document
from plans.core.history import History
from plans.core.plan import WeekPlan
from plans.core.types import Reason, Runner, Version
from plans.core.wording import reasons_of, sentence
from plans.services.transfer.kinds import Kind, Wrong, checked_text, read_day
from plans.services.transfer.weeks import history_holds, plan_holds

_HIGHEST = 1_000_000  # of any number in them; a load is counted in grams
_MOST = 5_000  # parts of one value
_LONGEST = 200  # characters of a text
_OTHER = "is not as Kneecoach writes it"
_BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

Check = Callable[[Any], None]


def document_of(kind: Any, holds: Callable[[Any], bool] | None = None) -> Kind:
    """`holds` says of a value whether its parts go together. The same document is read once: the ways to do exercises
    are few, and written in every prescription."""
    known: dict[str, Any] = {}

    def read(given: Any) -> Any:
        try:
            key = json.dumps(given)
        except RecursionError:
            raise Wrong(_OTHER) from None
        if key not in known:
            if len(known) >= _MOST:
                known.clear()
            known[key] = _read(kind, given, holds)
        return known[key]

    return Kind(lambda value: value, read)


def _read(kind: Any, given: Any, holds: Callable[[Any], bool] | None) -> Any:
    try:
        value = from_document(kind, given)
        _check(kind)(value)
        if holds and not holds(value):
            raise Wrong(_OTHER)
        return to_document(value)
    except _BROKEN:
        raise Wrong(_OTHER) from None


def _sayable(reason: Reason) -> None:
    """Raises for one without words, or without what they need."""
    for name, fact in reason.facts.items():
        _text(name)
        _check_fact(fact)
    if not reasons_of(date.min, [reason]):
        sentence(reason)


def _check_fact(fact: object) -> None:
    if isinstance(fact, Reason):
        _sayable(fact)
    elif isinstance(fact, tuple):
        _count(fact)
        for each in fact:
            _check_fact(each)
    elif fact is not None and not isinstance(fact, (bool, Enum)):
        _PLAIN[type(fact)](fact)


def _text(value: Any) -> None:
    if type(value) is not str or len(value) > _LONGEST:
        raise TypeError
    try:
        checked_text(value)
    except Wrong:
        raise ValueError from None


def _number(value: Any) -> None:
    if type(value) is not int or abs(value) > _HIGHEST:
        raise TypeError


def _flag(value: Any) -> None:
    if type(value) is not bool:
        raise TypeError


def _day(value: Any) -> None:
    if type(value) is not date:
        raise TypeError
    try:
        read_day(value.isoformat())
    except Wrong:
        raise ValueError from None


def _count(value: Any) -> None:
    if len(value) > _MOST:
        raise ValueError


_PLAIN: Mapping[Any, Check] = {str: _text, int: _number, bool: _flag, date: _day, Reason: _sayable}


@cache
def _check(hint: Any) -> Check:
    """What raises where a value is not what its hint says."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if origin in (Union, UnionType):
        check = _check(next(each for each in inner if each is not type(None)))
        return lambda value: None if value is None else check(value)
    if origin is tuple and inner[1:] != (...,):
        return _fixed(tuple(_check(each) for each in inner))
    if origin in (tuple, frozenset):
        return _several(_check(inner[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(_check(inner[0]), _check(inner[1]))
    if is_dataclass(hint):
        return _whole(hint)
    return _anything  # an enumeration takes only its own


def _anything(value: Any) -> None:
    pass


def _fixed(checks: tuple[Check, ...]) -> Check:
    def check(value: Any) -> None:
        for each, part in zip(checks, value, strict=True):
            each(part)

    return check


def _several(each: Check) -> Check:
    def check(value: Any) -> None:
        _count(value)
        for part in value:
            each(part)

    return check


def _mapping(key: Check, each: Check) -> Check:
    def check(value: Any) -> None:
        _count(value)
        for name, part in value.items():
            key(name)
            each(part)

    return check


def _whole(kind: Any) -> Check:
    hints = get_type_hints(kind)
    checks = [(field.name, hints[field.name]) for field in fields(kind)]

    def check(value: Any) -> None:
        if type(value) is not kind:
            raise TypeError
        for name, hint in checks:
            _check(hint)(getattr(value, name))

    return check


REASONS = document_of(tuple[Reason, ...])
VERSION = document_of(Version)
PLAN = document_of(WeekPlan, plan_holds)
HISTORY = document_of(History, history_holds)
TOLD = document_of(Runner)


def _read_before(given: Any) -> Any:
    """What was told before a change, and how the week stood."""
    if not isinstance(given, dict) or given.keys() != {"runner", "plan"}:
        raise Wrong(_OTHER)
    return {"runner": TOLD.read(given["runner"]), "plan": PLAN.read(given["plan"])}


BEFORE = Kind(lambda value: value, _read_before)
