"""The catalogue that is delivered with Kneecoach: load it wherever nobody has edited it here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, transaction

from exercises.content import ENTRIES, Content, contents, key_of, restore, words_of
from exercises.delivery import CatalogueError, Delivered, check, read
from exercises.editing import hold_all
from exercises.models import Exercise, Revision
from exercises.places import free_place, vacate
from exercises.publishing import missing_to_publish

Entries = dict[str, list[Delivered]]


@dataclass(slots=True)
class Report:
    """What a load did, as keys of entries such as "exercises.exercise:squat"."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    no_longer_delivered: list[str] = field(default_factory=list)


@transaction.atomic
def load(files: Iterable[Path]) -> Report:
    """Bring the database to what the files say, wherever nobody has edited it.

    An entry (such as an exercise with its parts) is updated only while it equals what was delivered last; otherwise it
    is left alone and named in the report, also when it was deleted here. Where an entry stands in its order does not
    count as an edit, and a place chosen here is kept. All or nothing; raises CatalogueError.
    """
    for model in ENTRIES:
        hold_all(model)  # so that nobody edits between the comparison and the writing
    here = {key: content for model in ENTRIES for key, content in contents(model).items()}
    entries = _entries([delivered for file in files for delivered in read(file)], here)
    last = _delivered_last()
    report = _compare(entries, here, last)
    vacate(key for key in report.updated if _place(here[key]) == _place(last[key]))
    for key in report.created + report.updated:
        _apply(key, entries[key], here.get(key), last.get(key))
    for key in report.unchanged:
        _remember(key, [one.complete for one in entries[key]], last.get(key))
    _check_published(entries, report.created + report.updated)
    return report


def _entries(objects: list[Delivered], here: dict[str, Content]) -> Entries:
    """The objects by entry, the root first; whatever others refer to before those that do."""
    check(objects, known=here)
    entries: Entries = defaultdict(list)
    for delivered in sorted(objects, key=lambda one: one.rank):
        entries[delivered.entry].append(delivered)
    return entries


def _delivered_last() -> dict[str, Content]:
    revisions = Revision.objects.filter(action=Revision.Action.DELIVERED).order_by("pk")
    return dict(revisions.values_list("entry", "content"))


def _compare(entries: Entries, here: dict[str, Content], last: dict[str, Content]) -> Report:
    report = Report(no_longer_delivered=sorted(here.keys() & last.keys() - entries.keys()))
    for key, entry in entries.items():
        wanted = [one.complete for one in entry]
        news = key not in last or _words(last[key]) != _words(wanted)
        if key not in here and key not in last:
            report.created.append(key)
        elif not news or (key in here and _words(here[key]) == _words(wanted)):
            report.unchanged.append(key)
        elif key in here and key in last and _words(here[key]) == _words(last[key]):
            report.updated.append(key)
        else:
            report.left_alone.append(key)
    return report


def _words(content: Content) -> list[str]:
    """What editing would change."""
    return words_of(content, but_place=True)


def _place(content: Content) -> int:
    return int(content[0]["fields"]["position"])


def _apply(key: str, entry: list[Delivered], here: Content | None, last: Content | None) -> None:
    content = [one.complete for one in entry]
    moved_here = here and last and _place(here) != _place(last)
    place = _place(here) if here and moved_here else free_place(content[0])
    placed = [{**content[0], "fields": {**content[0]["fields"], "position": place}}, *content[1:]]
    try:
        restore(placed)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise entry[0].error(" ".join(messages), name.removeprefix("__all__")) from error
    except (DeserializationError, IntegrityError) as error:
        raise entry[0].error(str(error)) from error
    _remember(key, content, last)
    if placed != content:
        Revision.objects.create(entry=key, action=Revision.Action.MOVED, content=placed)


def _remember(key: str, content: Content, last: Content | None) -> None:
    """Keep what was delivered, unless it is what was delivered last: the next version is compared with it."""
    if last is None or _words(last) != _words(content):
        Revision.objects.create(entry=key, action=Revision.Action.DELIVERED, content=content)


def _check_published(entries: Entries, keys: list[str]) -> None:
    slugs = [entries[key][0].data["fields"]["slug"] for key in keys if key.startswith("exercises.exercise:")]
    for exercise in Exercise.objects.filter(slug__in=slugs, state=Exercise.State.PUBLISHED).select_related("parent"):
        for message in missing_to_publish(exercise):
            raise entries[key_of(exercise)][0].error(message, "state")


__all__ = ["CatalogueError", "Report", "load"]
