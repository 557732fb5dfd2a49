"""A session is over: two questions, and what it did."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from plans.charts.summary import summary_of
from plans.core.types import Refused
from plans.forms.knee import WRONG
from plans.forms.session import Effort, Knee, Step
from plans.services import choosing, training
from plans.services import knee as knees
from plans.services.doing import Doing
from plans.services.replanning import standing_for
from plans.views.coached import Visit, visited
from plans.views.session import address, found, see

_ASKED = ("knee", "effort", "nothing")


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def finish(request: HttpRequest, visit: Visit, session: int) -> HttpResponse:
    """A POST finishes; the page asks (`ask` says what) and then shows what the session did."""
    whole = found(visit, session)
    if request.method != "POST":
        if whole.row.finished_at is None:
            return redirect(address(whole))
        return _page(request, visit, whole, request.GET.get("ask", ""))
    try:
        training.finish(
            row=visit.row, catalogue=visit.catalogue, today=visit.today, session=session, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, visit.said(refused))
        return see(address(whole))
    return see(reverse("plans:finish", args=[session]))


@require_POST
@visited
def knee(request: HttpRequest, visit: Visit, session: int) -> HttpResponse:
    """The worst knee pain while it lasted; `skip` leaves it open."""
    whole, form = found(visit, session), Knee(request.POST)
    if "skip" not in request.POST:
        if not form.is_valid():
            return _page(request, visit, whole, "knee", WRONG, 400)
        pain = form.cleaned_data["pain"]
        knees.say_knee(row=visit.row, catalogue=visit.catalogue, today=visit.today, session=session, pain=pain)
    return _ask("nothing" if whole.row.effort else "effort", session)


@require_POST
@visited
def effort(request: HttpRequest, visit: Visit, session: int) -> HttpResponse:
    """How hard it was; `skip` leaves it open."""
    whole, form = found(visit, session), Effort(request.POST)
    if "skip" not in request.POST:
        if not form.is_valid():
            return _page(request, visit, whole, "effort", "Please choose a number from 1 to 10.", 400)
        hard = form.cleaned_data["effort"]
        training.say_effort(row=visit.row, catalogue=visit.catalogue, today=visit.today, session=session, effort=hard)
    return _ask("nothing", session)


@require_POST
@visited
def reopen(_request: HttpRequest, visit: Visit, session: int) -> HttpResponse:
    """It goes on after all."""
    whole = found(visit, session)
    training.reopen(row=visit.row, session=session)
    return see(address(whole))


@require_POST
@visited
def take(request: HttpRequest, visit: Visit, session: int) -> HttpResponse:
    """Something harder that was offered, from the next session on."""
    whole, form = found(visit, session), Step(request.POST)
    if not form.is_valid():
        return _page(request, visit, whole, "nothing", "That could not be read. Nothing was changed.", 400)
    told = form.cleaned_data
    try:
        choosing.take(
            row=visit.row,
            catalogue=visit.catalogue,
            today=visit.today,
            exercise=told["exercise"],
            variation=told["variation"] or None,
            grams=told["load_grams"],
        )
    except Refused as refused:
        return _page(request, visit, whole, "nothing", visit.said(refused), 409)
    messages.success(
        request, f"{visit.catalogue.name_of(told['variation'] or told['exercise'])}, from the next session on."
    )
    return _ask("nothing", session)


def _ask(what: str, session: int) -> HttpResponse:
    """The page with a question, or with what the session did."""
    return see(f"{reverse('plans:finish', args=[session])}?ask={what}")


def _page(
    request: HttpRequest, visit: Visit, whole: Doing, ask: str, wrong: str = "", status: int = 200
) -> HttpResponse:
    ask = ask if ask in _ASKED else _unanswered(whole)
    context: dict[str, Any] = {"whole": whole, "ask": ask, "wrong": wrong}
    if ask == "nothing":
        now = standing_for(visit.row, visit.catalogue, visit.today, whole.row.date)
        context["summary"] = summary_of(now, whole)
    return render(request, "plans/finish.html", context, status=status)


def _unanswered(whole: Doing) -> str:
    return "knee" if whole.knee is None else "nothing"
