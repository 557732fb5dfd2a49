"""Values of the core as plain JSON values, and back: how a week and what is behind it are kept.

A value is written as an object of its fields, those at their default left out, so that a field that comes later with a
default is read from older documents as well. Mappings are lists of pairs: a database may put an object's keys in
another order, and keys need not be texts.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from plans.core.types import Reason, RunKind

T = TypeVar("T")
Read = Callable[[Any], Any]
Write = Callable[[Any], Any]


def to_document(value: object) -> Any:
    """A value of the core as JSON takes it."""
    kind: Any = type(value)
    return _writer(kind)(value)


def from_document(kind: type[T], document: Any) -> T:
    """The value of a class of the core that `to_document` wrote."""
    hint: Any = kind
    value: T = _reader(hint)(document)
    return value


def to_text(value: object) -> str:
    """The document of a value as a column of text keeps it."""
    return json.dumps(to_document(value), separators=(",", ":"))


def from_text(kind: type[T], text: str) -> T:
    """The same of a document as it stands in the database."""
    return from_document(kind, json.loads(text))


@cache
def _writer(kind: Any) -> Write:
    """Of a class, or of the hint of a field, which says what is in it as well."""
    origin, inner = get_origin(kind) or kind, get_args(kind)
    if origin in (Union, UnionType):
        [known] = [each for each in inner if each is not type(None)]
        return _optional(_writer(known))
    if not isinstance(origin, type):
        return _as_it_is
    if issubclass(origin, Enum):
        return attrgetter("value")
    if origin is date:
        return date.isoformat
    if origin is Reason:
        return _write_reason
    if issubclass(origin, Mapping):
        key, each = map(_writer, inner) if inner else (to_document, to_document)
        return lambda value: [[key(name), each(one)] for name, one in value.items()]
    if issubclass(origin, frozenset):
        each = _writer(inner[0]) if inner else to_document
        return lambda value: sorted(map(each, value), key=repr)
    if issubclass(origin, tuple):
        return _list(inner) if inner else lambda value: list(map(to_document, value))
    return _object(origin) if is_dataclass(origin) else _as_it_is


def _list(kinds: tuple[Any, ...]) -> Write:
    if kinds[1:] == (...,):
        each = _writer(kinds[0])
        return list if each is _as_it_is else lambda value: list(map(each, value))
    writers = [_writer(kind) for kind in kinds]
    return lambda value: [write(part) for write, part in zip(writers, value, strict=True)]


def _object(kind: Any) -> Write:
    hints = get_type_hints(kind)
    writers = [(name, default, _writer(hints[name])) for name, default in _fields(kind)]
    return lambda value: {
        name: write(each) for name, default, write in writers if (each := getattr(value, name)) != default
    }


def _write_reason(reason: Reason) -> Any:
    return {"code": reason.code, "facts": [[name, _fact(fact)] for name, fact in reason.facts.items()]}


def _fact(fact: object) -> Any:
    """What a reason knows may be of several classes, so those that JSON has not are named."""
    if isinstance(fact, RunKind):
        return {"run": fact.value}
    if isinstance(fact, date):
        return {"date": fact.isoformat()}
    if isinstance(fact, Reason):
        return {"reason": to_document(fact)}
    if isinstance(fact, tuple):
        return {"all": [_fact(each) for each in fact]}
    return fact


def _read_fact(document: Any) -> object:
    if not isinstance(document, dict):
        return document
    [(kind, fact)] = document.items()
    return _FACTS[kind](fact)


def _read_reason(document: Any) -> Reason:
    return Reason(document["code"], {name: _read_fact(fact) for name, fact in document["facts"]})


_FACTS: Mapping[str, Read] = {
    "run": RunKind,
    "date": date.fromisoformat,
    "reason": _read_reason,
    "all": lambda facts: tuple(_read_fact(each) for each in facts),
}


@cache
def _fields(kind: Any) -> list[tuple[str, object]]:
    """Names and defaults."""
    return [
        (each.name, each.default if each.default_factory is MISSING else each.default_factory())
        for each in fields(kind)
    ]


@cache
def _reader(kind: Any) -> Read:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(_reader(next(each for each in inner if each is not type(None))))
    if origin is tuple:
        return _several(inner)
    if origin is frozenset:
        each = _reader(inner[0])
        return lambda document: frozenset(map(each, document))
    if origin is not None and issubclass(origin, Mapping):
        key, each = _reader(inner[0]), _reader(inner[1])
        return lambda document: {key(name): each(value) for name, value in document}
    if kind is Reason:
        return _read_reason
    if kind is date:
        return date.fromisoformat
    if is_dataclass(kind):
        return _dataclass(kind)
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else _as_it_is


def _as_it_is(document: Any) -> Any:
    return document


def _optional(read: Read) -> Read:
    return read if read is _as_it_is else lambda document: None if document is None else read(document)


def _several(kinds: tuple[Any, ...]) -> Read:
    if kinds[1:] == (...,):
        each = _reader(kinds[0])
        return tuple if each is _as_it_is else lambda document: tuple(map(each, document))
    readers = [_reader(kind) for kind in kinds]
    return lambda document: tuple(read(part) for read, part in zip(readers, document, strict=True))


def _dataclass(kind: Any) -> Read:
    """Only fields that JSON has not as they are need reading: a history holds hundreds of values."""
    hints = get_type_hints(kind)
    readers = [(name, read) for name, hint in hints.items() if (read := _reader(hint)) is not _as_it_is]

    def read_fields(document: Any) -> Any:
        values = dict(document)
        for name, read in readers:
            if name in values:
                values[name] = read(values[name])
        return kind(**values)

    return read_fields if readers else lambda document: kind(**document)
