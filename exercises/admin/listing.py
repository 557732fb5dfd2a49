"""The list of entries in the order of the site: put in order by dragging, by buttons, or by typing a number."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from exercises import editing
from exercises.admin.entries import EntryAdmin
from exercises.admin.ordering import HIGHEST, Place, in_wanted_order
from exercises.models import Revision

PREFIX = "place-"
ORDER_FORM = "order-form"
NOT_A_PLACE = f"“%.20s” is not a place: type a whole number from 1 to {HIGHEST}. Nothing was moved."


class ListedAdmin(EntryAdmin):
    change_list_template = "admin/exercises/ordered_list.html"
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 100

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.order_view)
        return [path("order/", view, name=f"{self._name}_order"), *super().get_urls()]

    # --- the list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With who changed each entry last, and when. No query of its own."""
        entry = Concat(Value(f"{self.opts.label_lower}:"), OuterRef("slug"))
        last = Revision.objects.filter(entry=entry).order_by("-pk")
        return (
            super()
            .get_queryset(request)
            .annotate(
                changed_at=Subquery(last.values("at")[:1]),
                changed_how=Subquery(last.values("action")[:1]),
                changed_by=Subquery(last.values(f"by__{get_user_model().USERNAME_FIELD}")[:1]),
            )
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        context = {
            "title": self.index_name or str(self.opts.verbose_name_plural).capitalize(),
            "order_url": reverse(f"admin:{self._name}_order"),
            "list_of": self.list_of(request),
            "can_order": self.can_order(request),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """A number to type only where it can be saved."""
        columns = list(super().get_list_display(request))
        return columns if self.can_order(request) else ["position" if name == "place" else name for name in columns]

    def can_order(self, request: HttpRequest) -> bool:
        """Whether the rows are the whole of one list."""
        return self.has_change_permission(request) and not set(request.GET) - {"p"}

    def list_of(self, request: HttpRequest) -> str:
        """The value by which the list is known to `siblings`."""
        return ""

    def siblings(self, of: str) -> QuerySet[Any]:
        return self.model._default_manager.all()

    @admin.display(description="place")
    def place(self, obj: Any) -> str:
        return format_html(
            '<input type="number" class="place" name="{}{}" value="{}" min="1" max="{}" form="{}"'
            ' inputmode="numeric" aria-label="Place of {}">',
            PREFIX,
            obj.pk,
            obj.position,
            HIGHEST,
            ORDER_FORM,
            obj,
        )

    @admin.display(description="last change")
    def last_change(self, obj: Any) -> str:
        if obj.changed_at is None:
            return "–"
        day = date_format(timezone.localtime(obj.changed_at), "j M Y, H:i")
        delivered = obj.changed_how == Revision.Action.DELIVERED
        return format_html("{} <br>{}", day, "delivered" if delivered else obj.changed_by or "someone")

    # --- putting in order

    def order_view(self, request: HttpRequest) -> HttpResponse:
        """Moves the entries for which a place was posted that is not theirs, and says so."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            return self._put_in_order(request, request.POST.get("of", "").replace("\0", "\ufffd"))

    def _put_in_order(self, request: HttpRequest, of: str) -> HttpResponse:
        siblings = sorted(editing.held(self.siblings(of)), key=lambda each: each.position)
        typed = {each.pk: request.POST.get(f"{PREFIX}{each.pk}", "").strip() for each in siblings}
        wrong = [text for text in typed.values() if text and not _is_place(text)]
        if wrong:
            return self._answer(request, of, messages.ERROR, NOT_A_PLACE % wrong[0], siblings)
        wanted = {pk: int(text) for pk, text in typed.items() if text}
        asked = [each.pk for each in siblings if wanted.get(each.pk, each.position) != each.position]
        dragged = [pk for pk in asked if str(pk) == request.POST.get("dragged")]
        keys = in_wanted_order((each.pk, Place(each.position, wanted.get(each.pk))) for each in siblings)
        moved = editing.reorder(self.siblings(of), keys, request.user) if asked else []
        now = {each.pk: each for each in [*siblings, *moved]}
        named = [now[pk] for pk in dragged or asked]
        return self._answer(request, of, messages.SUCCESS, _said(named, moved), [now[pk] for pk in keys])

    def _answer(self, request: HttpRequest, of: str, level: int, words: str, order: list[Any]) -> HttpResponse:
        if request.accepts("text/html"):
            self.message_user(request, words, level)
            return HttpResponseRedirect(self.list_url(of))
        places = [[each.pk, each.position] for each in order]
        return JsonResponse({"words": words, "places": places}, status=400 if level == messages.ERROR else 200)

    def list_url(self, of: str) -> str:
        return reverse(f"admin:{self._name}_changelist")


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len(str(HIGHEST)) and int(text) > 0


def _said(asked: list[Any], moved: list[Any]) -> str:
    if not moved:
        return "Nothing was moved."
    named = [f"“{each}” is now at place {each.position}." for each in asked]
    others = len([each for each in moved if each not in asked])
    if others:
        named.append("1 other made room." if others == 1 else f"{others} others made room.")
    return " ".join(named)
