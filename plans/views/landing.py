from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from exercises.kept import kept, latest_change
from exercises.models import Exercise
from plans.charts.ledger import ledger, most_trained
from plans.charts.week import left_out, shown
from plans.core import calendar, wording
from plans.core.changes import offers
from plans.core.history import begin
from plans.core.plan import Offer, WeekPlan
from plans.core.planner import forecast
from plans.core.present import Present, days_ahead, week_input
from plans.core.progress import dose_of
from plans.core.types import DAY, WEEKDAYS
from plans.forms import TypicalWeek
from plans.services.catalogue import PlannedCatalogue, catalogue_at
from plans.services.instructions import instructions
from plans.views.htmx import HtmxRequest

WEEKS, WEEKS_SHOWN = 12, 2  # of the ledger, and day by day
KEPT_WEEK = "kept_week"  # where a session has the week that somebody wants to keep, as the address says it


@dataclass(frozen=True, slots=True)
class Option:
    """Something to press, what it means, and the address of the week that it leads to."""

    button: str
    means: str
    address: str


@login_not_required
@require_safe
def landing(request: HtmxRequest) -> HttpResponse:
    """Somebody's typical week, and at once the plan for it. An HTMX request gets what it swaps: the answer, or all of
    what can be tried.

    One query while the catalogue has not changed, five more when it has; two more for who is logged in.
    """
    change = latest_change()
    catalogue = catalogue_at(change)
    form = TypicalWeek(request.GET, catalogue.equipment)
    valid = form.is_valid()
    query = form.query() if valid else ""
    response: HttpResponse
    if valid and not request.htmx and request.META["QUERY_STRING"] != query:
        told = form.fields.keys() & request.GET.keys()
        response = redirect(f"{form.address()}#week" if told else form.address())
    else:
        picker = _picker(change, form, query, request.session.get(KEPT_WEEK))
        context = {"form": form, "query": query, "picker": picker, "opening": kept(change, "opening", _opening)}
        if valid and catalogue.exercises:
            monday = _coming_monday(timezone.localdate())
            name = f"landing {monday} {query}"
            context["answer"] = kept(change, name, lambda: _answer(change, form, monday, catalogue), cache="weeks")
        response = render(request, _part(request), context, status=200 if valid else 400)
    if request.htmx and valid:
        # A tap takes the place of the last one; what changes several days at once can be gone back from.
        response["HX-Push-Url" if request.htmx.target == "try" else "HX-Replace-Url"] = form.address()
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="keep")  # type: ignore[untyped-decorator]
def keep(request: HttpRequest) -> HttpResponse:
    """The week goes along to sign-up in the session. One query, four more when the catalogue has changed, and what a
    session costs."""
    if request.method != "POST":
        return redirect("plans:landing")
    catalogue = catalogue_at(latest_change())
    form = TypicalWeek(QueryDict(request.POST.get("week", "")), catalogue.equipment)
    if not form.is_valid():
        return render(request, "plans/landing.html", {"form": form, "picker": _drawn(form)}, status=400)
    request.session[KEPT_WEEK] = form.query()
    return redirect("account_signup")


def _picker(change: str, form: TypicalWeek, query: str, back: str | None) -> SafeString:
    """The form of a week, rendered. `back` is the week that the visitor kept, to which there is a way from another."""
    if not form.is_valid() or back not in (None, query):
        return _drawn(form, query, back)
    return kept(change, f"picker {query}", lambda: _drawn(form, query), cache="weeks")


def _drawn(form: TypicalWeek, query: str = "", back: str | None = None) -> SafeString:
    return render_to_string("plans/landing.html#picker", {"form": form, "query": query, "kept": back})


def _opening() -> SafeString:
    """The lunge that opens the page, rendered; empty while it is not published. One query."""
    lunge = Exercise.objects.published().filter(slug="lunge").values_list("pk", flat=True)
    shown = next(iter(instructions(lunge).values()), None)
    return render_to_string("plans/landing.html#opening", {"shown": shown})


def _part(request: HtmxRequest) -> str:
    if not request.htmx or request.htmx.history_restore_request:
        return "plans/landing.html"
    return "plans/landing.html#try" if request.htmx.target == "try" else "plans/landing.html#fragment"


def _coming_monday(today: date) -> date:
    """Today if it is one: a plan that is tried begins with a whole week."""
    return today + -today.weekday() % 7 * DAY


def _answer(change: str, form: TypicalWeek, monday: date, catalogue: PlannedCatalogue) -> dict[str, str]:
    """The plan for a (valid) week, rendered, and the least that is to be said about it. No query.

    Weeks that leave the same days for strength share their twelve weeks.
    """
    runner = form.runner(monday, WEEKS)
    present = Present(catalogue.exercises, runner, begin(runner))
    plans = forecast(present, monday, WEEKS_SHOWN)
    weeks = [shown(plan, runner, catalogue) for plan in plans]
    context = {
        "weeks": weeks,
        "left_out": left_out(calendar.why_not(week_input(present, monday), plans[0].days)),
        "offers": [_option(form, offer) for offer in offers(present, plans[0], monday)],
        "taken": list(_taken(form, plans[0])),
    }
    trained = [runner.minutes, *sorted(runner.equipment), *sorted(runner.short_dates)]
    days = days_ahead(present, monday, WEEKS)
    return {
        "headline": weeks[0].headline,
        "days": render_to_string("plans/landing.html#days", context),
        "twelve": kept(
            change, f"twelve weeks {trained} {days}", lambda: _twelve(present, monday, catalogue), cache="weeks"
        ),
    }


def _twelve(present: Present, monday: date, catalogue: PlannedCatalogue) -> SafeString:
    """The ledger of twelve weeks in which everything is done, rendered; empty where nothing is."""
    plans = forecast(present, monday, WEEKS)
    exercise = most_trained(plans)
    drawn = ledger([dose_of(plan, exercise) for plan in plans], catalogue.names) if exercise else None
    return render_to_string("plans/landing.html#twelve", {"ledger": drawn})


def _option(form: TypicalWeek, offer: Offer) -> Option:
    """An offer of a short week as a change of the typical one."""
    weekday = WEEKDAYS[offer.date.weekday()]
    changes: dict[str, dict[str, Any]] = {
        "rest_day": {weekday: ""},
        "after_easy_run": {"after_easy": True},
        "ten_minutes": {"short": [*form.cleaned_data["short"], weekday]},
    }
    changed = changes[offer.code]
    return Option(*wording.offer(offer.code, offer.date), form.address(**changed))


def _taken(form: TypicalWeek, plan: WeekPlan) -> Iterator[Option]:
    """What was taken and makes a difference to the week, and the way back."""
    held = {WEEKDAYS[session.date.weekday()] for session in plan.sessions}
    if form.cleaned_data["after_easy"]:
        yield Option(
            "Undo", "Strength may follow your easy runs, six hours later or more.", form.address(after_easy=False)
        )
    for weekday in held.intersection(form.cleaned_data["short"]):
        rest = [each for each in form.cleaned_data["short"] if each != weekday]
        yield Option("Undo", f"{weekday.capitalize()}’s session is a short one.", form.address(short=rest))
