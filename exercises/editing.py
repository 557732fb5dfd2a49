"""The writers of the catalogue. Each first holds the rows that it decides on, so that what it reads stays true until it
is done, and keeps a revision of what it changed, so that it can be compared and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, models, transaction

from exercises.content import Content, content_of, key_of, renamed, restore, words_of
from exercises.models import Article, Exercise, Picture, Revision, Still
from exercises.places import free_place, put_in_order
from exercises.publishing import missing_to_publish, missing_to_show

User = Any  # the project's user model
Root = TypeVar("Root", bound=models.Model)

GONE = "something that it refers to is not there any more."


@dataclass(frozen=True, slots=True)
class Refused:
    """An exercise that was not changed, and why, in words."""

    exercise: Exercise
    reasons: list[str]


def held(rows: models.QuerySet[Root]) -> list[Root]:
    """The rows, which nobody else changes until the transaction ends. One query, the first of a transaction.

    They are taken in one order, so no two who hold some of the same rows ever wait for each other. Who refers to a row
    does not wait at all (`no_key`): PostgreSQL looks a parent up whenever a variation is saved twice.
    """
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))


def hold_all(model: type[models.Model]) -> None:
    """Hold every entry of this kind: for writers whose checks look at the others, such as at who stands where."""
    held(model._default_manager.only("pk"))


def record(root: models.Model, action: str, by: User) -> Revision | None:
    """Keep what the entry looks like now. Nothing is kept when it looks as it did after its last revision."""
    content = content_of(root)
    last = latest(root)
    if last and words_of(last.content) == words_of(content):
        return None
    return Revision.objects.create(entry=key_of(root), action=action, content=content, by=by)


def latest(root: models.Model) -> Revision | None:
    return Revision.objects.filter(entry=key_of(root)).first()


def remember(root: models.Model) -> None:
    """Call it before an entry that has no history yet is changed, so that its first change can be taken back too."""
    if latest(root) is None:
        record(root, Revision.Action.CREATED, None)


@transaction.atomic
def delete(roots: models.QuerySet[Root], by: User) -> list[tuple[Root, Revision]]:
    """Delete the entries; returns them, each with the revision that says so. Raises ProtectedError, then all stay."""
    return [(root, _deleted(root, by)) for root in held(roots)]


def _deleted(root: models.Model, by: User) -> Revision:
    remember(root)
    revision = Revision.objects.create(entry=key_of(root), action=Revision.Action.DELETED, by=by)
    root.delete()
    return revision


def follow_rename(root: models.Model, old_slug: str) -> None:
    """Let the history of an entry that got another slug follow it, and that of its variations find it."""
    old = f"{root._meta.label_lower}:{old_slug}"
    Revision.objects.filter(entry=old).update(entry=key_of(root))
    followers = list(Revision.objects.filter(content__0__fields__parent__0=old_slug))
    for revision in followers:
        revision.content[0]["fields"]["parent"] = list(root.natural_key())  # type: ignore[attr-defined]
    Revision.objects.bulk_update(followers, ["content"])


@transaction.atomic
def publish(exercises: models.QuerySet[Exercise], by: User) -> tuple[list[Exercise], list[Refused]]:
    """Publish those that are ready; the others are returned with what they lack."""
    done, refused = [], []
    for exercise in _held(exercises):
        if missing := missing_to_publish(exercise):
            refused.append(Refused(exercise, missing))
        elif not exercise.is_published:
            remember(exercise)
            exercise.state = Exercise.State.PUBLISHED
            exercise.save(update_fields=["state", "first_published_at"])
            record(exercise, Revision.Action.PUBLISHED, by)
            done.append(exercise)
    return done, refused


@transaction.atomic
def unpublish(exercises: models.QuerySet[Exercise], by: User) -> list[Exercise]:
    """Take them off the site; addresses and history stay. Returns those that were published."""
    done = [exercise for exercise in _held(exercises) if exercise.is_published]
    for exercise in done:
        remember(exercise)
        exercise.state = Exercise.State.DRAFT
        exercise.save(update_fields=["state"])
        record(exercise, Revision.Action.UNPUBLISHED, by)
    return done


def _held(exercises: models.QuerySet[Exercise]) -> list[Exercise]:
    """Without the joins and columns of a list that somebody looks at."""
    keys = exercises.order_by().values("pk")
    return held(Exercise.objects.filter(pk__in=keys).select_related("parent"))


@transaction.atomic
def draw(exercise: Exercise, movement: Any, by: User) -> Revision | None:
    """Give the exercise, which is held, the movement of its figure (None: none of its own)."""
    remember(exercise)
    exercise.movement = movement
    exercise.save(update_fields=["movement"])
    return record(exercise, Revision.Action.CHANGED, by)


@transaction.atomic
def show_picture(exercise: Exercise, still: Still | None, by: User, *, new: Picture | None = None) -> Revision | None:
    """Let a picture (None: none) stand in for the figure of the exercise, which is held; `new` if it is not kept."""
    remember(exercise)
    if new:
        new.save()
    exercise.picture_id, exercise.picture_words = still or (None, "")
    exercise.save(update_fields=["picture", "picture_words"])
    return record(exercise, Revision.Action.CHANGED, by)


@transaction.atomic
def reorder(siblings: models.QuerySet[Root], keys: Sequence[int], by: User) -> list[Root]:
    """Give the entries of one list (such as all exercises, or all variations of one) the order of the primary keys;
    those that are not named come last, as they stood. Returns those that moved."""
    rows = {row.pk: row for row in held(siblings)}
    named = [rows.pop(key) for key in keys if key in rows]
    order = [*named, *sorted(rows.values(), key=lambda row: row.position)]  # type: ignore[attr-defined]
    for place, root in enumerate(order, 1):
        if root.position != place:  # type: ignore[attr-defined]
            remember(root)
    moved = put_in_order(order)
    for root in moved:
        record(root, Revision.Action.MOVED, by)
    return moved


class CannotTakeBack(Exception):
    """The catalogue has changed so that the old content no longer fits; the message says how."""


@transaction.atomic
def go_back_to(revision: Revision, by: User) -> models.Model:
    """Make the entry what it was after `revision`, deleted or not. Its place is kept if another has taken the old one.

    Raises CannotTakeBack; then nothing is changed.
    """
    if not revision.content:
        raise CannotTakeBack("This change deleted it; go back to the change before.")
    label, slug = revision.entry.split(":")
    hold_all(apps.get_model(label))
    try:
        root = restore(_at_a_free_place(renamed(revision.content, slug)))
    except (ValidationError, DeserializationError, IntegrityError) as error:
        raise CannotTakeBack(f"It no longer fits the catalogue: {_words(error)}") from error
    if missing := _missing(root):
        raise CannotTakeBack(" ".join(missing))
    record(root, Revision.Action.TAKEN_BACK, by)
    return root


def _missing(root: models.Model) -> list[str]:
    """What runners would miss in it, in words; nothing where they do not see it."""
    if isinstance(root, Article):
        return missing_to_show(root)
    return missing_to_publish(root) if isinstance(root, Exercise) and root.is_published else []


def _at_a_free_place(content: Content) -> Content:
    root, *parts = content
    return [{**root, "fields": {**root["fields"], "position": free_place(root)}}, *parts]


def _words(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else GONE
