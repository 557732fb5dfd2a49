"""The files of the catalogue: fixtures with natural keys, each object with the line on which it starts."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from exercises.content import ENTRIES, OWNER, Object, plain
from exercises.models import Exercise
from exercises.validators import validate_writable

MODELS = [*ENTRIES, *OWNER]


class CatalogueError(Exception):
    """A file that cannot be loaded; the message names file, line, object and field."""


@dataclass(frozen=True)
class Delivered:
    """One object of a fixture, and where it stands. `line` counts from 1."""

    file: str
    line: int
    data: Object

    @cached_property
    def model(self) -> type[models.Model]:
        """Raises CatalogueError for a model that is not one of the catalogue."""
        try:
            model = apps.get_model(self.data["model"])
        except (LookupError, ValueError):
            model = None
        if model not in MODELS:
            raise self.error("there is no such model in the catalogue.", "model")
        return model

    @property
    def key(self) -> tuple[Any, ...]:
        """The natural key, such as ("squat", 3)."""
        names = [lookup.split("__")[0] for lookup in self.model.natural_lookups]  # type: ignore[attr-defined]
        values = [self.data["fields"].get(name) for name in names]
        return tuple(value[0] if isinstance(value, list) and value else value for value in values)

    @property
    def entry(self) -> str:
        """The key of the entry that the object belongs to."""
        root = self.model._meta.get_field(OWNER[self.model]).related_model if self.model in OWNER else self.model
        return f"{root._meta.label_lower}:{self.key[0]}"  # type: ignore[union-attr]

    @property
    def rank(self) -> tuple[int, bool]:
        """Sorted by it, an object comes after everything that it may refer to."""
        return MODELS.index(self.model), bool(self.data["fields"].get("parent"))

    @property
    def complete(self) -> Object:
        """The object with the default of every field that the file leaves out, as JSON would hold it."""
        defaults = {each.name: [] if each.many_to_many else each.get_default() for each in _fields(self.model)}
        return plain([{"model": self.model._meta.label_lower, "fields": defaults | self.data["fields"]}])[0]

    def error(self, message: str, field: str = "") -> CatalogueError:
        name = " ".join(str(value) for value in (self.data["model"].split(".")[-1], *self._named()))
        place = f"{self.file}, line {self.line}, {name}"
        return CatalogueError(f"{place}, field {field}: {message}" if field else f"{place}: {message}")

    def _named(self) -> list[Any]:
        fields = self.data["fields"]
        named = [fields.get(name) for name in ("slug", "exercise", "article", "muscle", "position")]
        shown = [value[0] if isinstance(value, list) and value else value for value in named if value]
        return shown[:1] if "slug" in fields else shown


def read(file: Path) -> Iterator[Delivered]:
    """The objects of one file. Raises CatalogueError for what is not a JSON list of fixture objects."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{file.name} cannot be read: {error}") from error
    decoder = json.JSONDecoder()
    try:
        if not isinstance(json.loads(text), list):
            raise CatalogueError(f"{file.name}, line 1: a list of objects is expected.")
        at = _next(text, text.index("[") + 1)
        while text[at] != "]":
            data, end = decoder.raw_decode(text, at)
            yield _delivered(file.name, text.count("\n", 0, at) + 1, data)
            at = _next(text, end)
    except json.JSONDecodeError as error:
        raise CatalogueError(f"{file.name}, line {error.lineno}: not JSON: {error.msg}.") from error
    except (ValueError, RecursionError) as error:
        raise CatalogueError(f"{file.name}, line 1: not JSON that can be read: {error}.") from error


def _next(text: str, at: int) -> int:
    while text[at] in " \t\r\n,":
        at += 1
    return at


def _delivered(file: str, line: int, data: Any) -> Delivered:
    if not (isinstance(data, dict) and isinstance(data.get("model"), str) and isinstance(data.get("fields"), dict)):
        raise CatalogueError(f'{file}, line {line}: an object with "model" and "fields" is expected.')
    return Delivered(file, line, data)


def check(objects: list[Delivered], known: Collection[str]) -> None:
    """Raises CatalogueError for the first object with a wrong field, a key used twice, or a reference to nothing.

    `known` are the keys of the entries that are in the database already.
    """
    seen: dict[tuple[Any, ...], Delivered] = {}
    for delivered in objects:
        _check_fields(delivered)
        before = seen.setdefault((delivered.model, *delivered.key), delivered)
        if before is not delivered:
            raise delivered.error(f"line {before.line} of {before.file} holds the same object already.")
    roots = {delivered.entry: delivered for delivered in objects if delivered.model in ENTRIES}
    for delivered in objects:
        if delivered.entry not in roots:
            raise delivered.error("what it belongs to is not in the files.", OWNER[delivered.model])
        _check_references(delivered, known | roots.keys())
        _check_parent(delivered, roots)


def _check_fields(delivered: Delivered) -> None:
    if "pk" in delivered.data:
        raise delivered.error("objects are known by their natural keys; leave it out.", "pk")
    given = delivered.data["fields"]
    for name in given:
        try:
            delivered.model._meta.get_field(name)
        except FieldDoesNotExist:
            raise delivered.error("there is no such field.", name) from None
    for each in _fields(delivered.model):
        if each.name not in given and not (each.has_default() or each.blank or each.null):
            raise delivered.error("is missing.", each.name)
        value = given.get(each.name, [] if each.many_to_many else each.get_default())
        if each.is_relation:
            _check_keys(delivered, each, value)
            continue
        if isinstance(each, models.CharField | models.TextField) and not isinstance(value, str):
            raise delivered.error("text in quotes is expected.", each.name)
        try:
            validate_writable(value)
            each.clean(value, None)
        except ValidationError as error:
            raise delivered.error(" ".join(error.messages), each.name) from error


def _check_keys(delivered: Delivered, field: Any, value: Any) -> None:
    if value is None and field.null:
        return
    for key in value if field.many_to_many and isinstance(value, list) else [value]:
        if not (isinstance(key, list) and len(key) == 1 and isinstance(key[0], str)):
            raise delivered.error('a natural key such as ["squat"] is expected.', field.name)


def _check_references(delivered: Delivered, known: Collection[str]) -> None:
    for each in _fields(delivered.model):
        if not each.is_relation:
            continue
        value = delivered.data["fields"].get(each.name) or []
        for key in value if each.many_to_many else [value]:
            if key and f"{each.related_model._meta.label_lower}:{key[0]}" not in known:
                raise delivered.error(f"there is no “{key[0]}”.", each.name)


def _check_parent(delivered: Delivered, roots: dict[str, Delivered]) -> None:
    parent = delivered.data["fields"].get("parent") if delivered.model is Exercise else None
    if not parent:
        return
    above = roots.get(f"exercises.exercise:{parent[0]}")
    if above and above.data["fields"].get("parent"):
        raise delivered.error(f"“{parent[0]}” is a variation itself; a variation has none of its own.", "parent")


def _fields(model: type[models.Model]) -> list[Any]:
    return [each for each in [*model._meta.fields, *model._meta.many_to_many] if not each.primary_key]
