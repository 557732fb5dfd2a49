"""Runners as support staff see them: to be found and read, and nothing to be written."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from plans.admin.addresses import masked
from plans.admin.answers import account, answers, dated, dated_words, day_in_words
from plans.admin.changes import changes, choices, shown_changes, shown_choices
from plans.admin.filters import ChangedFilter, PlanFilter
from plans.admin.health import Words, may_see_health
from plans.admin.pages import page_of
from plans.admin.this_week import of_this_week, sessions_around
from plans.admin.weeks import current_names, opened, shown_weeks
from plans.models import Runner

OPENED = "Opened the e-mail address."
DATES, WEEKS, CHANGES, CHOICES = 15, 4, 10, 10  # on a page
_LONGEST = 18  # digits of a number that every database takes


@admin.register(Runner)
class RunnerAdmin(admin.ModelAdmin):
    index_name = "Runners"
    index_note = "What they told, what was planned and done, and what changed. To read, not to edit."
    change_list_template = "admin/plans/runners.html"
    object_history_template = "admin/plans/history.html"
    list_display = ["number", "address", "started", "this_week"]
    list_display_links = ["number"]
    list_filter = [PlanFilter, ChangedFilter]
    list_per_page = 50
    list_select_related = ["user"]
    ordering = ["-pk"]
    search_fields = ["pk"]  # see get_search_results
    search_help_text = "The whole e-mail address, or the number of the runner."
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = None

    # --- who may do what

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A runner goes with the account, for whoever may delete that; never by itself."""
        model = get_user_model()._meta
        return request.user.has_perm(f"{model.app_label}.delete_{model.model_name}")

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        raise PermissionDenied

    # --- the list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the sessions of the weeks around today. One query more."""
        return super().get_queryset(request).prefetch_related(Prefetch("sessions", sessions_around()))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[QuerySet[Any], bool]:
        """Whole addresses and numbers only: who tries parts of an address learns nothing of anybody's."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if term.isascii() and term.isdecimal() and len(term) <= _LONGEST:
            return queryset.filter(pk=int(term)), False
        if "@" in term:
            return queryset.filter(user__email=get_user_model().objects.normalize_email(term)), False
        return queryset.none(), False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only what the filters ask: `?baseline__gte=4` would tell who has a sore knee."""
        return lookup in {PlanFilter.parameter_name, ChangedFilter.parameter_name}

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": self.index_name, **(extra_context or {})})

    @admin.display(description="number")
    def number(self, runner: Runner) -> str:
        return str(runner)

    @admin.display(description="e-mail")
    def address(self, runner: Runner) -> str:
        return masked(runner.user.email)

    @admin.display(description="started on")
    def started(self, runner: Runner) -> str:
        return day_in_words(runner.started_on) if runner.started_on else "setup not finished"

    @admin.display(description="strength this week")
    def this_week(self, runner: Runner) -> str:
        return of_this_week(runner)

    # --- one runner

    def get_urls(self) -> list[Any]:
        show = self.admin_site.admin_view(self.show_address_view)
        return [path("<int:pk>/address/", show, name="plans_runner_address"), *super().get_urls()]

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self._page(request, self._runner(request, object_id))

    def show_address_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page with the address on it, this once; that it was opened is kept."""
        runner = self._runner(request, str(pk))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self.log_change(request, runner, OPENED)
        return self._page(request, runner, address=runner.user.email)

    @method_decorator(require_safe)
    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        runner = self._runner(request, object_id)
        return super().history_view(request, object_id, {"title": f"History of {runner}", "shelf": self.index_name})

    def _runner(self, request: HttpRequest, object_id: str) -> Runner:
        if not self.has_view_permission(request):
            raise PermissionDenied
        runner: Runner | None = self.get_object(request, object_id)
        if runner is None:
            raise Http404("There is no such runner.")
        return runner

    def _page(self, request: HttpRequest, runner: Runner, address: str = "") -> HttpResponse:
        """The same number of queries whatever there is to read."""
        health = may_see_health(request.user)
        words = Words(health, current_names())
        dates = page_of(dated(runner, health=health), request, "dates", DATES)
        weeks = page_of(opened(runner), request, "weeks", WEEKS)
        moves = page_of(changes(runner), request, "changes", CHANGES)
        chosen = page_of(choices(runner), request, "choices", CHOICES)
        context = {
            "title": str(runner),
            "opts": self.opts,
            "shelf": self.index_name,
            "runner": runner,
            "page_url": reverse("admin:plans_runner_change", args=[runner.pk]),
            "account_url": self._account_url(request, runner),
            "address": address or masked(runner.user.email),
            "address_is_shown": bool(address),
            "account": account(runner),
            "answers": answers(runner, health=health),
            "dates": dates,
            "dated": list(dated_words(dates)),
            "weeks": weeks,
            "shown_weeks": shown_weeks(runner, list(weeks), words, runner.today(), latest=weeks.number == 1),
            "changes": moves,
            "shown_changes": shown_changes(moves, words),
            "choices": chosen,
            "shown_choices": shown_choices(chosen, words),
        }
        return render(request, "admin/plans/runner.html", {**self.admin_site.each_context(request), **context})

    def _account_url(self, request: HttpRequest, runner: Runner) -> str:
        """Where the account is administered, for whoever may."""
        model = get_user_model()
        owner: Any = self.admin_site.get_model_admin(model)
        if not owner.has_view_or_change_permission(request):
            return ""
        return reverse(admin_urlname(model._meta, "change"), args=[runner.user_id])  # type: ignore[arg-type]
