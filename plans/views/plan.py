"""The plan: four weeks, one day of them open, and everything that can be asked for."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from plans.charts.absence import Absent, absent
from plans.charts.day import Place, open_day, places_for
from plans.charts.moves import change_in_words, is_past
from plans.charts.plan import WEEKS, coming, day_to_open, plan_weeks
from plans.core import wording
from plans.core.types import WEEK, Reason, Refused
from plans.forms.plan import SHEETS, Change, day_of
from plans.models import PlanChange
from plans.services import planning
from plans.services.standing import Standing
from plans.views.coached import Visit, visited
from plans.views.htmx import HtmxRequest

UNDO = "undo"  # marks a message that says what can be taken back


@require_safe
@visited
def plan(request: HtmxRequest, visit: Visit) -> HttpResponse:
    """Four weeks, a day of them open (`day`), and a sheet to ask something on (`ask`). An HTMX request gets what it
    swaps. No query beside those of every page of a runner while nothing has changed, four more when it has."""
    return _page(request, visit, request.GET.get("day", ""), request.GET.get("ask", ""))


@require_POST
@visited
def change(request: HtmxRequest, visit: Visit) -> HttpResponse:
    """One wish: the plan is made anew, and a line says what that moved. With `look` nothing is changed yet: it is what
    days off would mean, asked in a POST because no address is to say that somebody is ill."""
    now, day = visit.standing, request.POST.get("day", "")
    form = Change(request.POST, now, request.POST.get("ask", ""))
    valid = form.is_valid()
    if "look" in request.POST:
        return _page(request, visit, day, form.sheet, form, status=200 if valid else 400)
    if not valid:
        return _page(request, visit, day, form.sheet, form, refused=form.why_not, status=400)
    try:
        tags = UNDO if form.ask_for(now) != now.present.runner else ""
        moved = planning.change(
            row=now.row, catalogue=now.catalogue, today=now.today, ask=form.ask_for, asked=form.said
        )
    except Refused as refused:
        said = wording.sentence(refused.reason, now.catalogue.spoken)
        return _page(request, visit, day, form.sheet, form, refused=said, status=409)
    messages.success(request, _line(form.said, moved, now), extra_tags=tags)
    return _back_to_the_plan(form.shows)


@require_POST
@visited
def undo(request: HtmxRequest, visit: Visit) -> HttpResponse:
    """The latest change is taken back."""
    now, day, key = visit.standing, request.POST.get("day", ""), request.POST.get("change", "")
    change = int(key) if key.isascii() and key.isdecimal() else 0
    try:
        moved = planning.undo(row=now.row, catalogue=now.catalogue, today=now.today, change=change)
    except Refused as refused:
        return _page(request, visit, day, refused=wording.sentence(refused.reason), status=409)
    messages.success(request, _line("Taken back.", moved, now))
    return _back_to_the_plan(day_of(day, now.today))


def _page(
    request: HtmxRequest,
    visit: Visit,
    day: str,
    sheet: str = "",
    form: Change | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or of it what HTMX swaps."""
    asked, moving = day_of(day, visit.today), sheet == "move"
    shown = visit.kept(f"plan {asked} {moving}", lambda now: _shown(now, asked, moving=moving))
    said = list(messages.get_messages(request))
    context = {**shown, **_sheet(visit, sheet, form, shown["places"]), "said": said, "refused": refused}
    fragment = request.htmx and not request.htmx.history_restore_request
    response = render(request, f"plans/plan.html{'#fragment' if fragment else ''}", context, status=status)
    if fragment and said:
        # What was changed cannot be gone back to: its address takes the place of the one before.
        response["HX-Replace-Url"] = _address(context["day"].date)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _shown(now: Standing, asked: date | None, *, moving: bool) -> dict[str, Any]:
    """What the page shows but for the sheets to type on. One query."""
    ahead = now.ahead(WEEKS)
    opened = day_to_open(now, ahead, asked)
    weeks = plan_weeks(now, ahead, opened)
    place = next(place for place, week in enumerate(weeks) if week.opened)
    places = places_for(now, opened) if moving else []
    undoes = _undoes(now)
    return {
        "weeks": weeks,
        "day": open_day(now, *ahead[place], next(day for day in weeks[place].days if day.date == opened)),
        "places": places,
        "free": [each.date for each in places if not each.against],
        "coming": coming(now, weeks[-1].days[-1].date),
        "after_easy": now.present.runner.after_easy_runs,
        "stopped": wording.sentence(now.plan.stopped) if now.plan.stopped else "",
        "cleared": now.is_cleared_today,
        "undoes": change_in_words(undoes, now.catalogue) if undoes else "",
        "change": undoes.pk if undoes else None,
    }


def _undoes(now: Standing) -> PlanChange | None:
    """The latest change, unless it was made more than a week ago and all that it moved has passed."""
    last = planning.latest_change(now.row)
    if last is None or (timezone.now() - last.at > WEEK and is_past(last, now.today)):
        return None
    return last


def _sheet(visit: Visit, sheet: str, form: Change | None, places: list[Place]) -> dict[str, Any]:
    """The sheet that is open, with its form."""
    if sheet not in SHEETS or sheet == "move":
        return {"sheet": sheet if places else ""}
    form = form or Change(None, visit.standing, sheet)
    return {"sheet": sheet, "form": form, "absent": _absent(visit.standing, form) if sheet == "away" else None}


def _absent(now: Standing, form: Change) -> Absent:
    """What days off would mean, as far as they can be read."""
    if not form.is_bound or form.errors:
        return absent(now, None, below=False)
    told = form.cleaned_data
    try:
        asked = (form.ask_for(now), told["day"], told["last"])
    except Refused as refused:
        form.add_error(None, wording.sentence(refused.reason))
        asked = None
    return absent(now, asked, below=told["kind"] == "ill-below")


def _line(done: str, moved: tuple[Reason, ...], now: Standing) -> str:
    """What was done and what that moved, in one line."""
    moves = wording.summary(moved, now.catalogue.spoken)
    return f"{done} {moves}".strip()


def _back_to_the_plan(day: date | None) -> HttpResponse:
    response = redirect(f"{_address(day)}#day")
    response.status_code = 303
    return response


def _address(day: date | None) -> str:
    return f"{reverse('plans:plan')}?day={day}" if day else reverse("plans:plan")
