"""The history: every session with its sets, to search and to put right."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from plans.charts.history import deleted_shown, last_day_to_restore, session_shown, sore_in_words
from plans.charts.moves import moves_in_one_line
from plans.forms.history import Find, Right
from plans.models import Session, SetLog
from plans.models.sessions import RESTORED_WITHIN
from plans.services import correcting, past
from plans.services.correcting import Moved, SessionGone, TooLate
from plans.services.doing import Doing, Part, doing
from plans.services.replanning import planned_since
from plans.services.sets import NotLogged, NumberTaken, OtherContent, TakenBack
from plans.views.coached import Visit, visited
from plans.views.htmx import HtmxRequest
from plans.views.session import see

_REFUSED = {
    TakenBack: "That set was corrected or deleted since. Look at it as it is now.",
    OtherContent: "That was saved before, with another number. Look at the set as it is now.",
    NumberTaken: "Another set stands in its place now. Delete or correct that one.",
    TooLate: "That was deleted more than 30 days ago, and is gone.",
    SessionGone: "Its session is deleted. Restore the session first.",
}
_UNREAD = "That correction could not be read. Nothing was changed; try once more."
_LONG_AGO = "That was before last week: your plan stays as it is, and Progress counts it."


@require_safe
@visited
def history(request: HtmxRequest, visit: Visit) -> HttpResponse:
    """Sessions, the latest first; the address holds what is searched for. Nine queries, however much there is."""
    form = Find(request.GET, past.trained(visit.row, visit.today), visit.today)
    valid = form.is_valid()
    context: dict[str, Any] = {"form": form, "deleted": len(past.deleted(visit.row, timezone.now()))}
    if valid:
        context |= _found(visit, form)
    fragment = request.htmx and not request.htmx.history_restore_request
    template = f"plans/history.html{'#fragment' if fragment else ''}"
    response = render(request, template, context, status=200 if valid else 400)
    patch_vary_headers(response, ["HX-Request"])
    if fragment and valid:
        response["HX-Replace-Url"] = f"{request.path}?{form.query(form.search.page)}".removesuffix("?")
    return response


@require_safe
@visited
def deleted(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What can be restored."""
    listed = [deleted_shown(visit.row, each) for each in past.deleted(visit.row, timezone.now())]
    return render(request, "plans/deleted.html", {"listed": listed, "most": past.MOST_DELETED})


@require_safe
@visited
def session(request: HttpRequest, visit: Visit, session: int) -> HttpResponse:
    """One session with its sets; `set` names one to correct."""
    whole = _over(visit, session)
    named = _named_set(whole, request.GET.get("set"))
    form = Right(None, *named, visit.row.user.units) if named else None
    return _page(request, visit, whole, form)


@require_POST
@visited
def correct(request: HttpRequest, visit: Visit, session: int) -> HttpResponse:
    """What a set was in truth."""
    whole = _over(visit, session)
    part, log = _posted_set(whole, request)
    units = visit.row.user.units
    form = Right(request.POST, part, log, units)
    if form.is_valid():
        return _change(request, visit, whole, "Corrected.", correcting.correct_set, wrong=log.uuid, said=form.said)
    if log.deleted_at is not None:
        return _page(request, visit, whole, None, _REFUSED[TakenBack], 409)
    if "uuid" in form.errors:
        return _page(request, visit, whole, Right(None, part, log, units), _UNREAD, 400)
    return _page(request, visit, whole, form, status=400)


@require_POST
@visited
def delete(request: HttpRequest, visit: Visit, session: int) -> HttpResponse:
    """A set, or without one the whole session, counts no more."""
    return _on_set_or_session(request, visit, session, "Deleted.", correcting.delete_set, correcting.delete_session)


@require_POST
@visited
def restore(request: HttpRequest, visit: Visit, session: int) -> HttpResponse:
    """It counts again."""
    if "at" not in request.POST:
        return _on_set_or_session(
            request, visit, session, "Restored.", correcting.restore_set, correcting.restore_session
        )
    whole, at = _over(visit, session), _posted_moment(request)
    done = "Restored, in place of what was done since." if whole.is_held else "Restored."
    return _change(request, visit, whole, done, correcting.restore_earlier, at=at)


def _found(visit: Visit, form: Find) -> dict[str, Any]:
    """Raises Http404 for a page that is not there."""
    search, now = form.search, timezone.now()
    found = past.past(visit.row, visit.today, search)
    if search.page > 1 and not found.sessions:
        raise Http404("There is no such page of sessions.")
    return {
        "sessions": [session_shown(visit.row, each, now, search.exercise) for each in found.sessions],
        "total": found.total,
        "missed": found.missed,
        "previous": search.page > 1 and f"?{form.query(search.page - 1)}",
        "next": search.page * past.A_PAGE < found.total and f"?{form.query(search.page + 1)}",
    }


def _over(visit: Visit, session: int) -> Doing:
    """A session of the history: one that is begun, deleted, or was missed."""
    whole = doing(visit.row, session)
    is_begun = whole.row.started_at is not None or whole.row.deleted_at is not None
    if whole.row.date > visit.today or (whole.row.date == visit.today and not is_begun):
        raise Http404("That session is still to come.")
    return whole


def _named_set(whole: Doing, uuid: str | None) -> tuple[Part, SetLog] | None:
    """A set of a session, whether it counts or not, with its exercise."""
    for log in (*whole.logs, *whole.taken_back):
        if str(log.uuid) == uuid and (part := whole.part(log.prescription_id)):
            return part, log
    return None


def _posted_set(whole: Doing, request: HttpRequest) -> tuple[Part, SetLog]:
    """The same of the one that a form is about. Raises SetLog.DoesNotExist."""
    if named := _named_set(whole, request.POST.get("set")):
        return named
    raise SetLog.DoesNotExist


def _posted_moment(request: HttpRequest) -> datetime:
    """Raises Http404 for what is none."""
    with suppress(OverflowError, ValueError):
        at = datetime.fromisoformat(request.POST["at"])
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    raise Http404("That is no moment at which something was deleted.")


def _on_set_or_session(
    request: HttpRequest,
    visit: Visit,
    session: int,
    done: str,
    of_set: Callable[..., Moved],
    of_session: Callable[..., Moved],
) -> HttpResponse:
    whole = _over(visit, session)
    if "set" not in request.POST:
        return _change(request, visit, whole, done, of_session)
    _, log = _posted_set(whole, request)
    return _change(request, visit, whole, done, of_set, uuid=log.uuid)


def _change(
    request: HttpRequest, visit: Visit, whole: Doing, done: str, writer: Callable[..., Moved], **said: Any
) -> HttpResponse:
    told = {"row": visit.row, "catalogue": visit.catalogue, "today": visit.today, "session": whole.row.pk}
    try:
        moved = writer(**told, now=timezone.now(), **said)
    except NotLogged as refused:
        return _page(request, visit, refused.session, None, _REFUSED[type(refused)], 409)
    line = _LONG_AGO if moved is None else moves_in_one_line(moved, visit.catalogue)
    sore = sore_in_words(whole) if writer is correcting.delete_session else ""
    messages.success(request, " ".join(filter(None, [done, line, sore])))
    # One of which nothing was done goes where the plan does not ask for it.
    is_there = Session.objects.for_runner(visit.row).filter(pk=whole.row.pk).exists()
    return see(reverse("plans:past", args=[whole.row.pk]) if is_there else reverse("plans:history"))


def _page(
    request: HttpRequest, visit: Visit, whole: Doing, form: Right | None, wrong: str = "", status: int = 200
) -> HttpResponse:
    at, now = whole.row.deleted_at, timezone.now()
    context = {
        "shown": session_shown(visit.row, whole, now),
        "form": form,
        "wrong": wrong,
        "until": last_day_to_restore(visit.row, at) if at else None,
        "can_restore": at and at > now - RESTORED_WITHIN,
        "is_begun": whole.row.started_at is not None,
        "is_planned_with": whole.row.date >= planned_since(visit.row),
    }
    return render(request, "plans/past.html", context, status=status)
