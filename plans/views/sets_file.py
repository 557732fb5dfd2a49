"""Sets from a table, brought into any account: a look at what would come, then all of it, and back again as one.

The look keeps nothing, here or in the page: whoever wants what was looked at sends the file once more (with JavaScript
the form still holds it), and it is read anew. The page only knows by which word to tell that it is the same file.
"""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from plans.forms.data import BringSets
from plans.models import Runner
from plans.services.setup import runner_of
from plans.services.transfer.confined import MOST_BYTES, TooBig
from plans.services.transfer.importing_sets import (
    Look,
    bring_sets,
    brought,
    by_exercise,
    look,
    take_back_sets,
)
from plans.services.transfer.kinds import Unreadable
from plans.views.coached import current_catalogue
from plans.views.htmx import HtmxRequest
from plans.views.sent_files import takes_a_file

_LINES = 20  # of what was not understood, at most


def _refused(request: HtmxRequest, line: str, status: int) -> HttpResponse:
    row = runner_of(request.user)
    return _page(request, row, BringSets(None, None, agreed=row.agreed_at is not None), status, wrong=[line])


@require_http_methods(["GET", "HEAD", "POST"])
@takes_a_file(_refused)
def sets_file(request: HtmxRequest) -> HttpResponse:
    """A POST shows what its file would bring; what was looked at comes with `seen`."""
    row, sent = runner_of(request.user), request.method == "POST"
    agreed = row.agreed_at is not None
    form = BringSets(request.POST if sent else None, request.FILES if sent else None, agreed=agreed)
    if not sent or not form.is_valid():
        return _page(request, row, form, 400 if form.errors else 200)
    raw = form.cleaned_data["file"].read(MOST_BYTES + 1)
    told: dict[str, Any] = {"catalogue": current_catalogue(), "raw": raw}
    same, asked = sha256(raw).hexdigest(), request.POST.get("seen")
    try:
        if asked == same:
            return _come(request, row, bring_sets(user=request.user, now=timezone.now(), **told))
        found = look(row=row, today=row.today(), **told)
    except Unreadable as unreadable:
        status = 413 if isinstance(unreadable, TooBig) else 400
        return _page(request, row, form, status, wrong=unreadable.lines)
    other = asked is not None
    shown = {"found": found, "exercises": by_exercise(found.sets, told["catalogue"]), "seen": same, "other": other}
    unknown, more = found.wrong[:_LINES], sum(len(each.lines) for each in found.wrong[_LINES:])
    return _page(request, row, form, 200, **shown, unknown=unknown, more=more)


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Everything that came at one moment goes again."""
    row = runner_of(request.user)
    at = _moment(request.POST.get("at", ""))
    gone = take_back_sets(row=row, at=at) if at and row.pk else 0
    messages.success(request, f"{_sets(gone)} gone again." if gone else "There is nothing of that left.")
    return redirect("plans:sets_file")


def _moment(given: str) -> datetime | None:
    try:
        return datetime.fromisoformat(given).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _come(request: HttpRequest, row: Runner, found: Look) -> HttpResponse:
    """What is said of sets that are here now, and where they are seen."""
    where = "Progress shows them, those of long ago under All. Your plan stays as it is."
    if row.started_on is None:
        where = "Progress shows them once you have a plan."
    come = f"{_sets(len(found.sets))} here. {where}"
    messages.success(request, come if found.sets else "Nothing new was in the table.")
    return redirect("plans:sets_file")


def _sets(number: int) -> str:
    return f"{number:,} set{' is' if number == 1 else 's are'}"


def _page(request: HtmxRequest, row: Runner, form: BringSets, status: int, **shown: Any) -> HttpResponse:
    context = {"row": row, "form": form, "brought": brought(row), **shown}
    part = "#look" if request.htmx else ""
    return render(request, f"plans/sets_file.html{part}", context, status=status)
