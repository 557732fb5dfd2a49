"""What all entries of the catalogue have in common in the administration: every save is kept, and can be taken back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from exercises import editing
from exercises.admin import history
from exercises.admin.bases import ModelAdmin
from exercises.admin.forms import EntryForm
from exercises.admin.links import link, see_it, with_links
from exercises.admin.references import references
from exercises.models import Revision


class EntryAdmin(ModelAdmin):
    form = EntryForm
    change_form_template = "admin/exercises/entry_form.html"
    delete_confirmation_template = "admin/exercises/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/exercises/delete_selected_confirmation.html"
    view_on_site = False
    sections: list[str] = []  # headings and parts in the order of the page; empty: as Django orders them
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})}}
    index_place = 0
    index_name = ""  # instead of the name of the model
    index_note = ""

    # --- the form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Whoever saves holds the list: what the form checks stays true until it is saved."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            editing.hold_all(self.model)
            response = super().changeform_view(request, object_id, form_url, extra_context)
            transaction.set_rollback(self.is_preview(request))
        return response

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        context["sections"] = list(self._sections(context))
        context["site_url_of_entry"] = self.site_url(obj) if obj else None
        context["title"] = self.form_title(context["adminform"].form, obj)
        context["subtitle"], context["shelf"] = None, self.index_name
        return super().render_change_form(request, context, *args, **kwargs)

    def _sections(self, context: dict[str, Any]) -> Any:
        found = {fieldset.name: fieldset for fieldset in context["adminform"]}
        found |= {str(lines.opts.verbose_name_plural): lines for lines in context["inline_admin_formsets"]}
        return (found[name] for name in self.sections or found if name in found)

    def form_title(self, form: Any, obj: models.Model | None) -> str:
        return str(obj) if obj else f"Add {self.opts.verbose_name}"

    @admin.display(description="address")
    def address(self, obj: Any) -> str:
        """For entries that keep their slug: what is shown in its place."""
        return str(obj.slug)

    def site_url(self, obj: Any) -> str | None:
        """The page of the entry, when runners can see it."""
        return None

    # --- saving

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            before: Any = self.model._default_manager.get(pk=obj.pk)
            editing.remember(before)
        super().save_model(request, obj, form, change)
        if change and before.slug != obj.slug:
            editing.follow_rename(obj, before.slug)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        action, words = self.what_happened(form, change)
        revision = editing.record(form.instance, action, request.user)
        others = self.record_others(request, formsets)
        if not self.is_preview(request):
            self._tell(request, form.instance, revision, words, others)

    def what_happened(self, form: Any, change: bool) -> tuple[str, str]:
        """The action to record, and the message."""
        if change:
            return Revision.Action.CHANGED, f"The changes to “{form.instance}” are saved."
        return Revision.Action.CREATED, f"“{form.instance}” is added."

    def record_others(self, request: HttpRequest, formsets: Any) -> list[models.Model]:
        """Record what else was saved with the entry, and return it."""
        return []

    def _tell(self, request: HttpRequest, obj: Any, revision: Revision | None, words: str, others: Any) -> None:
        if revision is None and not others:
            self.message_user(request, f"“{obj}” is as it was: nothing was changed.", messages.INFO)
            return
        links = [see_it(url)] if (url := self.site_url(obj)) else []
        if revision and (before := history.before(revision)):
            links.append(link(history.go_back_url(before), "Take it back"))
        if others:
            words += f" Saved with it: {', '.join(str(each) for each in others)}."
        self.message_user(request, with_links(words, links), messages.SUCCESS)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self._name}_change", args=[obj.pk]))

    def is_preview(self, request: HttpRequest) -> bool:
        """Whether what is saved is only to be looked at, and then rolled back."""
        return False

    @property
    def _name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The history is the catalogue's own, with what changed word by word."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """As above."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """As above."""

    # --- history

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        return history.history_view(self, request, object_id)

    # --- deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        if needed := references(list(objs)):
            return [], {}, set(), needed
        return super().get_deleted_objects(objs, request)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, self.model._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for root, deletion in editing.delete(queryset, request.user):
            if before := history.before(deletion):
                back = link(history.go_back_url(before), "Bring it back")
                self.message_user(request, with_links(f"“{root}” is deleted.", [back]), messages.SUCCESS)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self._name}_changelist"))
