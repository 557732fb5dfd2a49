"""An entry of the catalogue as the objects a fixture would hold: the root first, then its parts in order.

Loading, comparing, the history and taking a change back all speak this one form.
"""

import json
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.base import DeserializedObject
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from exercises.models import (
    Article,
    Equipment,
    EquipmentOption,
    Exercise,
    Mistake,
    MuscleGroup,
    MuscleUse,
    Point,
    Source,
    Step,
)

Object = dict[str, Any]
Content = list[Object]

# root model: its parts, and the part's field that points back to the root
ENTRIES: dict[type[models.Model], tuple[type[models.Model], ...]] = {
    MuscleGroup: (),
    Equipment: (),
    Exercise: (Step, Mistake, Source, MuscleUse, EquipmentOption),
    Article: (Point,),
}
OWNER = {part: "article" if part is Point else "exercise" for parts in ENTRIES.values() for part in parts}


def key_of(root: models.Model) -> str:
    """The name under which the history knows the entry, such as "exercises.exercise:squat"."""
    return f"{root._meta.label_lower}:{root.slug}"  # type: ignore[attr-defined]


def contents(model: type[models.Model], **roots: Any) -> dict[str, Content]:
    """Every entry with a root of this model (filtered by `roots`), by its key. A query a kind of part, and one a kind
    of list within a part, however many entries."""
    found = {}
    owners = {}
    for root in model._default_manager.filter(**roots):
        found[key_of(root)] = _serialized([root])
        owners[root.pk] = key_of(root)
    for part in ENTRIES[model]:
        rows = part._default_manager.filter(**{f"{OWNER[part]}__in": owners}).select_related(OWNER[part])
        if part is EquipmentOption:
            rows = rows.prefetch_related("items")
        elif part is MuscleUse:
            rows = rows.select_related("muscle")
        order = "muscle__position" if part is MuscleUse else "position"
        for row in rows.order_by(order):
            found[owners[getattr(row, f"{OWNER[part]}_id")]] += _serialized([row])
    return found


def content_of(root: models.Model) -> Content:
    """The entry as it stands in the database."""
    return contents(type(root), pk=root.pk)[key_of(root)]


def plain(content: Any) -> Content:
    """The content as JSON would give it back: dates as strings, tuples as lists, keys in one order."""
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True))


def words_of(content: Content, *, but_place: bool = False) -> list[str]:
    """Two contents are the same when these are, in whatever order their parts, or the items of a list of keys, stand.

    A field that is empty is as one that the content lacks, since it was kept before there was that field. `but_place`
    leaves out what changes without anybody editing the entry: the root's place, and the date of its first publication.
    """
    left_out = {"position", "first_published_at"} if but_place else set()
    lines = []
    for index, each in enumerate(content):
        kept = {name: value for name, value in each["fields"].items() if index or name not in left_out}
        fields = {name: _unordered(value) for name, value in kept.items() if value not in (None, "")}
        lines.append(json.dumps({**each, "fields": fields}, sort_keys=True))
    return sorted(lines)


def _unordered(value: Any) -> Any:
    return sorted(value, key=str) if isinstance(value, list) else value


@transaction.atomic
def restore(content: Content) -> models.Model:
    """Make the entry what `content` says, parts that it does not name included, and return its root.

    The root keeps the date of its first publication. Raises what Django's deserializer, `full_clean` and the
    database's constraints raise; then nothing is changed.
    """
    root = build(content[0]).object
    if isinstance(root, Exercise):
        _keep_first_publication(root)
    root.full_clean()
    root.save()
    for model in ENTRIES[type(root)]:
        model._default_manager.filter(**{OWNER[model]: root}).delete()
    for data in content[1:]:
        part = build(data)
        part.object.full_clean(exclude=part.m2m_data or [])
        part.save()
    return root


def renamed(content: Content, slug: str) -> Content:
    """The content with another slug for its root."""
    root, *parts = content
    owned = [{**part, "fields": {**part["fields"], _owner(part): [slug]}} for part in parts]
    return [{**root, "fields": {**root["fields"], "slug": slug}}, *owned]


def _owner(part: Object) -> str:
    return OWNER[apps.get_model(part["model"])]


def build(data: Object) -> DeserializedObject:
    """The unsaved object, with the primary key of the row that has its natural key, if there is one."""
    (built,) = serializers.deserialize("python", [data])
    built.object._state.adding = built.object.pk is None
    return built


def _serialized(objects: list[models.Model]) -> Content:
    found = serializers.serialize("python", objects, use_natural_foreign_keys=True, use_natural_primary_keys=True)
    for data, each in zip(found, objects, strict=True):
        if isinstance(each, EquipmentOption):  # Django reads lists that have rows of their own, but does not write them
            data["fields"]["items"] = [item.natural_key() for item in each.items.all()]
    return plain(found)


def _keep_first_publication(exercise: Exercise) -> None:
    published = Exercise.objects.filter(pk=exercise.pk).values_list("first_published_at", flat=True).first()
    exercise.first_published_at = published or exercise.first_published_at
