"""Two people with the same form open: the second is told before anything of the first is lost."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from exercises.content import key_of
from exercises.models import Exercise, Revision


def watched(root: models.Model) -> list[str]:
    """The keys of all entries that the form of this one shows: itself, and an exercise's variations."""
    if root.pk is None:
        return []
    keys = [key_of(root)]
    if isinstance(root, Exercise) and root.parent_id is None:
        keys += [key_of(variation) for variation in root.variations.only("slug")]
    return keys


def newest(keys: Collection[str]) -> Revision | None:
    return Revision.objects.filter(entry__in=keys).select_related("by").first()


def overtaken(data: Mapping[str, Any], root: models.Model) -> Revision | None:
    """The newest revision of the entry, unless whoever sent the form has seen it."""
    last = newest([key_of(root)])
    return last if last and str(last.pk) not in (data.get("seen"), data.get("overwrite")) else None


def seen(data: Mapping[str, Any], root: models.Model) -> str:
    """What a form sends as the revision that was read: what came with it, else the newest."""
    if "seen" in data:
        return str(data["seen"])
    last = newest([key_of(root)])
    return str(last.pk) if last else ""


def who(revision: Revision) -> str:
    if revision.by:
        return str(revision.by)
    return "Kneecoach" if revision.action == Revision.Action.DELIVERED else "someone"


def when(revision: Revision) -> str:
    return date_format(timezone.localtime(revision.at), "j F Y, H:i")


def sentence(revision: Revision, name: str) -> str:
    return (
        f"{who(revision)} has changed “{name}” since you opened it ({when(revision)}). "
        "Nothing of yours is saved yet, and nothing is lost."
    )
