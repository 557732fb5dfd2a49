"""Who changed what and when, word by word, and the way back."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.db.models import F, OuterRef, Subquery, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from exercises import editing
from exercises.admin import locking
from exercises.admin.links import see_it, with_links
from exercises.content import ENTRIES, Content, content_of, key_of
from exercises.differences import Difference, differences
from exercises.models import Article, Revision

A_PAGE = 20
MODELS = {model._meta.label_lower: model for model in ENTRIES}


@dataclass(frozen=True, slots=True)
class Change:
    """One revision as the history shows it. `back_to` is the revision that its button goes back to."""

    revision: Revision
    differences: list[Difference]
    back_to: Revision | None
    is_newest: bool

    @property
    def who(self) -> str:
        return locking.who(self.revision)

    @property
    def button(self) -> str:
        if not self.is_newest:
            return "Go back to this"
        return "Take it back" if self.revision.content else "Bring it back"

    @property
    def url(self) -> str | None:
        return go_back_url(self.back_to) if self.back_to else None


def kind_of(model: type[models.Model]) -> str:
    return "text" if model is Article else str(model._meta.verbose_name)


def before(revision: Revision) -> Revision | None:
    """The revision that taking this one back leads to; None if there was nothing before it."""
    previous = Revision.objects.filter(entry=revision.entry, pk__lt=revision.pk).first()
    return previous if previous and previous.content else None


def go_back_url(revision: Revision) -> str:
    return reverse("admin:exercises_revision_go_back", args=[revision.pk])


def root_of(revision: Revision) -> models.Model | None:
    """The entry as it is now; None if it is deleted."""
    label, slug = revision.entry.split(":")
    return MODELS[label]._default_manager.filter(slug=slug).first()


def name_of(revision: Revision) -> str:
    """What the entry was called then; a deletion leaves only the word in its address."""
    fields = revision.content[0]["fields"] if revision.content else {}
    return str(fields.get("name") or fields.get("title") or revision.entry.split(":")[1].replace("-", " ").capitalize())


def changes(revisions: list[Revision], *, starts_at_newest: bool) -> list[Change]:
    """The revisions (of one entry, newest first; each but the last becomes a change), compared with the one before."""
    found = []
    for index, (revision, previous) in enumerate(zip_longest(revisions, revisions[1:])):
        is_newest = starts_at_newest and index == 0
        target = (previous if previous and previous.content else None) if is_newest else revision
        both = previous is not None and previous.content and revision.content
        lines = differences(previous.content, revision.content) if previous and both else []
        found.append(Change(revision, lines, target if target and target.content else None, is_newest))
    return found


def recent_changes(number: int = 8) -> list[Revision]:
    """The newest changes that people made. One query."""
    made_here = Revision.objects.exclude(action=Revision.Action.DELIVERED).select_related("by")
    return list(named(made_here)[:number])


def named(revisions: Any) -> Any:
    """Adds `name`: what each entry was called then, or before it was deleted. No query of its own."""
    earlier = Revision.objects.filter(entry=OuterRef("entry"), pk__lt=OuterRef("pk"))
    earlier = earlier.exclude(action=Revision.Action.DELETED).order_by("-pk")
    name = Coalesce(KT("content__0__fields__name"), KT("content__0__fields__title"))
    then = earlier.annotate(then=name).values("then")[:1]
    return revisions.defer("content").annotate(
        name=Coalesce(name, Subquery(then), F("entry"), output_field=TextField())
    )


def history_view(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The history of one entry. Three queries, however long it is."""
    root = model_admin.get_object(request, object_id)
    if root is None:
        return model_admin._get_obj_does_not_exist_redirect(request, model_admin.opts, object_id)
    if not model_admin.has_view_or_change_permission(request, root):
        raise PermissionDenied
    revisions = Revision.objects.filter(entry=key_of(root)).select_related("by")
    page = Paginator(revisions, A_PAGE).get_page(request.GET.get("p"))
    start = max(page.start_index() - 1, 0)
    with_one_more = list(revisions[start : page.end_index() + 1])
    rows = changes(with_one_more, starts_at_newest=start == 0)[: page.end_index() - start]
    context = {
        "title": f"History of “{root}”",
        "opts": model_admin.opts,
        "shelf": model_admin.index_name,
        "original": root,
        "changes": rows,
        "page": page,
        "may_change": model_admin.has_change_permission(request, root),
    }
    return render(request, "admin/exercises/history.html", {**model_admin.admin_site.each_context(request), **context})


def go_back_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what going back would change; does it when confirmed, unless somebody else has saved since it was shown."""
    revision = get_object_or_404(Revision, pk=pk)
    root, model = root_of(revision), MODELS[revision.entry.split(":")[0]]
    if not request.user.has_perm(f"exercises.{'change' if root else 'add'}_{model._meta.model_name}"):
        raise PermissionDenied
    now = content_of(root) if root else []
    newest = locking.newest([revision.entry]) or revision
    overtaken = request.method == "POST" and request.POST.get("seen") != str(newest.pk)
    confirmed = request.method == "POST" and not overtaken
    restored, then, why_not = _go_back(revision, request.user, keep=confirmed)
    if confirmed and restored:
        return _went_back(model_admin, request, revision, restored, changed=now != then)
    context = {
        "title": f"Take “{root}” back?" if root else f"Bring “{name_of(revision)}” back?",
        "revision": revision,
        "root": root,
        "opts": model._meta,
        "shelf": model_admin.admin_site.get_model_admin(model).index_name,
        "differences": differences(now, then) if root and not why_not else [],
        "why_not": why_not,
        "seen": newest.pk,
        "overtaken": locking.sentence(newest, name_of(revision)) if overtaken else "",
    }
    return render(request, "admin/exercises/go_back.html", {**model_admin.admin_site.each_context(request), **context})


def _go_back(revision: Revision, by: Any, *, keep: bool) -> tuple[models.Model | None, Content, str]:
    """The entry and its content after going back, or why that cannot be; unless it is kept, all is rolled back."""
    try:
        with transaction.atomic():
            restored = editing.go_back_to(revision, by)
            then = content_of(restored)
            transaction.set_rollback(not keep)
    except editing.CannotTakeBack as error:
        return None, [], str(error)
    return restored, then, ""


def _went_back(
    model_admin: Any, request: HttpRequest, revision: Revision, root: models.Model, *, changed: bool
) -> HttpResponse:
    owner = model_admin.admin_site.get_model_admin(type(root))
    url = owner.site_url(root)
    words = f"“{root}” is as it was on {locking.when(revision)}." if changed else f"“{root}” looks like that already."
    messages.success(request, with_links(words, [see_it(url)] if url else []))
    return HttpResponseRedirect(reverse(f"admin:exercises_{type(root)._meta.model_name}_change", args=[root.pk]))
