"""What is asked on a sheet over a session: where it hurts, another exercise, the weight; and the warning signs.

Each is a page of its own without script.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST

from exercises.models import Article
from exercises.texts import Text, texts
from plans.charts.session import after_pain, place_after
from plans.charts.swap import becomes
from plans.core.load import load_in_units
from plans.core.types import FlagKind, Refused
from plans.forms.knee import WRONG
from plans.forms.safety import RED_FLAGS
from plans.forms.session import Become, Hurts, Weight
from plans.services import choosing, knee
from plans.services.doing import Doing, Part
from plans.services.replanning import standing_for
from plans.views.coached import Visit, visited
from plans.views.htmx import HtmxRequest
from plans.views.session import address, asked, found, see


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def pain(request: HtmxRequest, visit: Visit, session: int) -> HttpResponse:
    """An exercise hurts: how much, and what follows at once."""
    whole = found(visit, session)
    if request.method != "POST":
        return _sheet(request, "pain", whole, _opened(request, whole))
    form = Hurts(request.POST)
    part = _part(whole, request)
    if not form.is_valid():
        return _sheet(request, "pain", whole, part, wrong=WRONG, status=400)
    now = knee.hurts(row=visit.row, catalogue=visit.catalogue, today=visit.today, session=session, **form.cleaned_data)
    if now.plan.stopped:
        return see(reverse("plans:today"))
    messages.success(request, after_pain(form.cleaned_data["pain"]))
    whole = found(visit, session)
    return see(address(whole, place_after(whole, part.row.pk)))


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def swap(request: HtmxRequest, visit: Visit, session: int) -> HttpResponse:
    """Another variation or exercise instead, for this session or from now on."""
    whole = found(visit, session)
    if request.method != "POST":
        return _swap_sheet(request, visit, whole, _opened(request, whole))
    form, part = Become(request.POST), _part(whole, request)
    if not form.is_valid():
        return _swap_sheet(request, visit, whole, part, "Choose one of these.", 400)
    told = form.cleaned_data
    try:
        choosing.change_exercise(
            row=visit.row,
            catalogue=visit.catalogue,
            today=visit.today,
            session=session,
            **told | {"variation": told["variation"] or None},
        )
    except Refused as refused:
        return _swap_sheet(request, visit, whole, part, visit.said(refused), 409)
    whole = found(visit, session)
    now_it_is = whole.part(part.row.pk) or part
    messages.success(request, _swapped(visit, now_it_is, told, logged=bool(part.logs)))
    return see(_back(whole, part))


@require_POST
@visited
def unswap(request: HttpRequest, visit: Visit, session: int) -> HttpResponse:
    """The latest swap, or weight, is taken back."""
    whole = found(visit, session)
    try:
        choosing.undo(row=visit.row, catalogue=visit.catalogue, today=visit.today)
        messages.success(request, "Taken back.")
    except Refused as refused:
        messages.error(request, visit.said(refused))
    return see(address(whole))


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def load(request: HtmxRequest, visit: Visit, session: int) -> HttpResponse:
    """The weight of an exercise."""
    whole, units = found(visit, session), visit.row.user.units
    if request.method != "POST":
        return _load_sheet(request, visit, whole, _opened(request, whole))
    form, part = Weight(request.POST, units), _part(whole, request)
    if not form.is_valid():
        wrong = f"A weight is a number above 0 and below {load_in_units(500_000, units)} {units}."
        return _load_sheet(request, visit, whole, part, wrong, 400)
    told = {"prescription": form.cleaned_data["prescription"], "grams": form.cleaned_data["weight"]}
    try:
        choosing.set_load(row=visit.row, catalogue=visit.catalogue, today=visit.today, session=session, **told)
    except Refused as refused:
        return _load_sheet(request, visit, whole, part, visit.said(refused), 409)
    return see(_back(whole, part))


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def signs(request: HtmxRequest, visit: Visit) -> HttpResponse:
    """The warning signs; a yes stops everything."""
    if request.method == "POST":
        knee.raise_flag(row=visit.row, catalogue=visit.catalogue, today=visit.today, kind=FlagKind.RED)
        return see(reverse("plans:today"))
    text = texts(visit.change).get(Article.Needed.WHEN_TO_STOP) or Text("When to stop", "", RED_FLAGS)
    return _answer(request, {"sheet": "signs", "text": text, "back": _page_before(request)}, 200)


def _sheet(
    request: HtmxRequest, sheet: str, whole: Doing, part: Part, *, wrong: str = "", status: int = 200, **shown: Any
) -> HttpResponse:
    context = {
        "sheet": sheet,
        "part": part,
        "back": _back(whole, part),
        "session": whole.row.pk,
        "wrong": wrong,
        **shown,
    }
    return _answer(request, context, status)


def _answer(request: HtmxRequest, context: dict[str, Any], status: int) -> HttpResponse:
    fragment = request.htmx and not request.htmx.history_restore_request
    response = render(request, f"plans/sheet.html{'#sheet' if fragment else ''}", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _swap_sheet(
    request: HtmxRequest, visit: Visit, whole: Doing, part: Part, wrong: str = "", status: int = 200
) -> HttpResponse:
    now = standing_for(visit.row, visit.catalogue, visit.today, whole.row.date)
    options = becomes(choosing.options(now, whole, part), part, visit.catalogue)
    undoable = choosing.undoable(visit.row, visit.today) is not None
    return _sheet(request, "swap", whole, part, wrong=wrong, status=status, options=options, undoable=undoable)


def _load_sheet(
    request: HtmxRequest, visit: Visit, whole: Doing, part: Part, wrong: str = "", status: int = 200
) -> HttpResponse:
    units, grams = visit.row.user.units, part.row.load_grams
    typed = request.POST.get("weight") or (load_in_units(grams, units) if grams else "")
    return _sheet(request, "load", whole, part, wrong=wrong, status=status, units=units, typed=typed)


def _page_before(request: HttpRequest) -> str:
    """The session from which the signs were asked for, else Today."""
    session = request.GET.get("session", "")
    known = session.isascii() and session.isdecimal() and len(session) < 19
    return reverse("plans:session", args=[int(session)]) if known else reverse("plans:today")


def _opened(request: HttpRequest, whole: Doing) -> Part:
    """The exercise that is on the screen."""
    place = asked(request)
    if not 0 < place <= len(whole.parts):
        raise Http404("That session has no such exercise.")
    return whole.parts[place - 1]


def _part(whole: Doing, request: HttpRequest) -> Part:
    """The exercise that a form is about."""
    told = request.POST.get("prescription", "")
    part = next((part for part in whole.parts if str(part.row.pk) == told), None)
    if part is None:
        raise Http404("That session has no such exercise.")
    return part


def _back(whole: Doing, part: Part) -> str:
    """The session's page with that exercise on the screen."""
    return address(whole, part.row.position + 1)


def _swapped(visit: Visit, part: Part, told: dict[str, Any], *, logged: bool) -> str:
    if told["how_long"] == "once":
        return f"{part.row.name}, for today. Swap can take it back."
    name = visit.catalogue.name_of(told["variation"] or told["exercise"]) if logged else part.row.name
    return f"{name} from {'the next session' if logged else 'now'} on. Swap can take it back today."
