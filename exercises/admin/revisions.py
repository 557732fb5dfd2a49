"""All changes to the catalogue, newest first: to be read, and to bring back what was deleted."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html

from exercises.admin import history, locking
from exercises.admin.bases import ModelAdmin
from exercises.models import Revision


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(label, history.kind_of(model).capitalize()) for label, model in history.MODELS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        kind = self.value()
        return queryset.filter(entry__startswith=f"{kind}:") if kind in history.MODELS else queryset


@admin.register(Revision)
class RevisionAdmin(ModelAdmin):
    index_place = 5
    index_name = "All changes"
    index_note = "Who changed what and when. Deleted entries come back from here."
    change_list_template = "admin/exercises/all_changes.html"
    list_display = ["when", "what", "happened", "who"]
    list_display_links = ["when"]
    list_filter = ["action", KindFilter]
    list_per_page = 50
    search_fields = ["entry"]
    search_help_text = "The word in the address of an entry, such as “calf-raise”."
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the name of each entry. One query."""
        return history.named(super().get_queryset(request).select_related("by"))

    def get_urls(self) -> list[Any]:
        go_back = self.admin_site.admin_view(self.go_back_view)
        return [path("<int:pk>/go-back/", go_back, name="exercises_revision_go_back"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": "All changes", **(extra_context or {})})

    def go_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return history.go_back_view(self, request, pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One change, with what it changed."""
        revision = self.get_object(request, object_id)
        if revision is None:
            raise Http404("There is no such change.")
        if not self.has_view_permission(request, revision):
            raise PermissionDenied
        entry = Revision.objects.filter(entry=revision.entry).select_related("by")
        shown = [*entry.filter(pk__lte=revision.pk)[:2]]
        is_newest = not entry.filter(pk__gt=revision.pk).exists()
        context = {
            "title": f"{revision.name}: {revision.get_action_display().lower()}",
            "opts": self.opts,
            "original": revision.name,
            "changes": history.changes(shown, starts_at_newest=is_newest)[:1],
            "entry_url": _url_of(history.root_of(revision)),
            "may_change": True,
        }
        return render(request, "admin/exercises/change.html", {**self.admin_site.each_context(request), **context})

    @admin.display(description="when")
    def when(self, revision: Revision) -> str:
        return locking.when(revision)

    @admin.display(description="what")
    def what(self, revision: Any) -> str:
        model = history.MODELS[revision.entry.split(":")[0]]
        return format_html('{} <span class="quiet">{}</span>', revision.name, history.kind_of(model))

    @admin.display(description="what happened")
    def happened(self, revision: Revision) -> str:
        return revision.get_action_display()

    @admin.display(description="who")
    def who(self, revision: Revision) -> str:
        return locking.who(revision)


def _url_of(root: Any) -> str | None:
    return reverse(f"admin:exercises_{root._meta.model_name}_history", args=[root.pk]) if root else None
