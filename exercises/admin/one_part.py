"""What the pages have in common that edit one part of an exercise alone: its figure, its picture."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from exercises.admin import history
from exercises.admin.links import link, see_it, with_links
from exercises.models import Exercise, Revision


def editable(model_admin: Any, request: HttpRequest, pk: int) -> Exercise:
    exercise = get_object_or_404(Exercise.objects.select_related("parent"), pk=pk)
    if not model_admin.has_change_permission(request, exercise):
        raise PermissionDenied
    return exercise


def say(model_admin: Any, request: HttpRequest, exercise: Exercise, revision: Revision | None, words: str) -> None:
    """What was done, with the links to see it and to take it back."""
    if revision is None:
        messages.info(request, f"“{exercise}” is as it was: nothing was changed.")
        return
    links = [see_it(url)] if (url := model_admin.site_url(exercise)) else []
    if before := history.before(revision):
        links.append(link(history.go_back_url(before), "Take it back"))
    messages.success(request, with_links(words, links))
