"""A session while it is done: its page, and its sets."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from plans.charts.session import place_after, place_of, session_shown
from plans.core.types import Refused, because
from plans.forms.plan import day_of
from plans.forms.session import SetDone, TakenBack
from plans.services import sets
from plans.services.doing import Doing, doing
from plans.services.sets import NotLogged
from plans.services.training import settle, start_session
from plans.views.coached import Visit, visited
from plans.views.drawn import Look, look_at
from plans.views.htmx import HtmxRequest
from plans.views.pieces import bar, page, pieces

_NOT_LOGGED = {
    sets.OtherContent: "That tap was saved before, with another number. It stays as it was; undo it to change it.",
    sets.NumberTaken: "That set is saved already, most likely from another screen.",
    sets.TakenBack: "That set was taken back or corrected before. It stays so.",
    sets.NoSuchPart: "The session has changed since, and no longer asks for that set.",
}


@require_safe
@visited
def session(request: HtmxRequest, visit: Visit, session: int) -> HttpResponse:
    """One exercise after the other; `exercise` opens one by its place, and what was typed before logging in is there
    again. What is over is led to what it did, what is not begun to the plan, and to Today while everything is stopped.

    One query while nothing of the runner's has changed; three more when it has, and two when the catalogue has."""
    place, form = asked(request), SetDone({**request.GET.dict(), "uuid": request.GET.get("set", "")})
    if "set" in request.GET and form.is_valid():
        look = look_at(visit, found(visit, session), place, form.said)
    else:
        look = visit.remembered(f"session {session} {place}", lambda: look_at(visit, found(visit, session), place))
    if look.is_over:
        return redirect("plans:finish", session)
    if look.is_stopped:
        return redirect("plans:today")
    if not look.is_begun:
        return redirect(f"{reverse('plans:plan')}?day={look.day}")
    return _answer(request, visit, look)


@require_POST
@visited
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin the session of a day, or go on with it."""
    day = day_of(request.POST.get("day", ""), visit.today)
    try:
        if day is None:
            raise Refused(because("nothing_to_train"))
        now = timezone.now()
        pk = start_session(row=visit.row, catalogue=visit.catalogue, today=visit.today, day=day, now=now)
    except Refused as refused:
        messages.error(request, visit.said(refused))
        return see(reverse("plans:today"))
    return see(reverse("plans:session", args=[pk]))


@login_not_required
@require_POST
def log(request: HtmxRequest, session: int) -> HttpResponse:
    """One set. Whoever has been logged out since finds it typed in again after logging in."""
    form = SetDone(request.POST)
    if not request.user.is_authenticated:
        return redirect_to_login(_with_typed(session, form) if form.is_valid() else request.get_full_path())
    return _log(request, session, form)


@visited
def _log(request: HtmxRequest, visit: Visit, session: int, form: SetDone) -> HttpResponse:
    if not form.is_valid():
        whole = found(visit, session)
        return _page(request, visit, whole, _place_of(whole, request), said=form.wrong, status=400)
    said = form.said
    try:
        whole = sets.log_set(runner=visit.row, session=session, said=said, now=timezone.now())
    except NotLogged as refused:
        status = 410 if isinstance(refused, sets.TakenBack) else 409
        return _changed(request, visit, refused.session, said.prescription, _NOT_LOGGED[type(refused)], status)
    _settle(visit, whole)
    return _changed(request, visit, whole, said.prescription)


@require_POST
@visited
def undo(request: HtmxRequest, visit: Visit, session: int) -> HttpResponse:
    """A set does not count any more."""
    form = TakenBack(request.POST)
    if not form.is_valid():
        whole = found(visit, session)
        told_so = "Nothing was undone: try once more."
        return _page(request, visit, whole, _place_of(whole, request), said=told_so, status=400)
    told = form.cleaned_data
    whole = sets.take_back(runner=visit.row, session=session, uuid=told["uuid"], now=timezone.now())
    _settle(visit, whole)
    return _changed(request, visit, whole, told["prescription"])


def _settle(visit: Visit, whole: Doing) -> None:
    """What is logged of last week is planned with at once: the present week rests on it."""
    if whole.row.date < visit.row.first_day_of_week(visit.today):
        settle(row=visit.row, catalogue=visit.catalogue, today=visit.today, day=whole.row.date)


def found(visit: Visit, session: int) -> Doing:
    """The session of the runner. Raises Session.DoesNotExist. Three queries."""
    return doing(visit.row, session)


def address(whole: Doing, place: int = 0) -> str:
    """Of the page, with an exercise open that would not be by itself."""
    page = reverse("plans:session", args=[whole.row.pk])
    return f"{page}?exercise={place}" if place not in (0, place_of(whole)) else page


def _changed(
    request: HtmxRequest, visit: Visit, whole: Doing, prescription: int, said: str = "", status: int = 200
) -> HttpResponse:
    """After a set: for HTMX the exercise it belongs to and how far the session is, else the page anew."""
    place = place_after(whole, prescription)
    part = whole.part(prescription)
    if not request.htmx or part is None:
        if status == 200:
            return see(address(whole, place))
        return _page(request, visit, whole, place, said=said, status=status)
    shown = session_shown(whole, units=visit.row.user.units, asked=place)
    changed = shown.parts[whole.parts.index(part)]
    [do] = pieces(("do",), changed, None, session=shown.pk, token=get_token(request))
    context = {"do": do, "bar": bar(shown.progress, session=shown.pk, instead=True), "said": [said] if said else []}
    return render(request, "plans/session.html#changed", context, status=status)


def _page(
    request: HtmxRequest, visit: Visit, whole: Doing, place: int = 0, *, said: str = "", status: int = 200
) -> HttpResponse:
    """The page after something that was not done."""
    return _answer(request, visit, look_at(visit, whole, place), said, status)


def _answer(request: HtmxRequest, visit: Visit, look: Look, said: str = "", status: int = 200) -> HttpResponse:
    """The page, or of it what HTMX swaps."""
    lines = [*map(str, messages.get_messages(request)), *([said] if said else [])]
    if look.typed:
        lines.append("You had been logged out. Your set is typed in again: tap to save it.")
    drawn = look.at(request, visit, lines, timezone.now())
    if not request.htmx or request.htmx.history_restore_request:
        drawn = page(look.day, look.pk, drawn)
    response = HttpResponse(drawn, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def asked(request: HttpRequest) -> int:
    """The place of the exercise that is to be open, 0 for none in particular."""
    told = request.GET.get("exercise", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 2 else 0


def _place_of(whole: Doing, request: HttpRequest) -> int:
    """The place of the exercise that a form was about, 0 for none in particular."""
    told = request.POST.get("prescription", "")
    return next((place for place, part in enumerate(whole.parts, 1) if str(part.row.pk) == told), 0)


def _with_typed(session: int, form: SetDone) -> str:
    """The page with a set typed in that was not logged."""
    typed = QueryDict(mutable=True)
    typed.update(
        {
            ("set" if name == "uuid" else name): str(value)
            for name, value in form.cleaned_data.items()
            if value is not None
        }
    )
    return f"{reverse('plans:session', args=[session])}?{typed.urlencode()}"


def see(address: str) -> HttpResponse:
    """What was asked for is done; its page is to be seen elsewhere."""
    response = redirect(address)
    response.status_code = 303
    return response
