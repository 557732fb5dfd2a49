"""Your data: take it along, bring it here. Deleting the account is the account's."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from plans.forms.data import Bring
from plans.models import Runner, SetLog
from plans.services.setup import runner_of
from plans.services.transfer.confined import MOST_BYTES, TooBig
from plans.services.transfer.exporting import Busy, file_name, json_file, zip_file
from plans.services.transfer.importing import NotEmpty, bring, done_already
from plans.services.transfer.kinds import Unreadable
from plans.views.coached import current_catalogue
from plans.views.sent_files import takes_a_file

_WRITERS = {"zip": zip_file, "json": json_file}
_FILLED = "This account has {} of its own already: they stay, and nothing was added to them."


@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The file, written while it is asked for and kept nowhere. As many queries however much there is."""
    if ending not in _WRITERS:
        raise Http404
    try:
        file = _WRITERS[ending](user=request.user, now=timezone.now())
    except Busy:
        messages.error(request, "Something of yours was changing all the while. Try again.")
        return redirect("plans:data")
    name = file_name(runner_of(request.user).today(), ending)
    return FileResponse(file, as_attachment=True, filename=name, headers={"Cache-Control": "no-store"})


def _refused(request: HttpRequest, line: str, status: int) -> HttpResponse:
    row = runner_of(request.user)
    return _page(request, row, Bring(None, None, agreed=row.agreed_at is not None), status, line)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_a_file(_refused)
def data(request: HttpRequest) -> HttpResponse:
    """What can be done with it. A POST brings a file into an account in which nothing was done."""
    row, sent = runner_of(request.user), request.method == "POST"
    agreed = row.agreed_at is not None
    form = Bring(request.POST if sent else None, request.FILES if sent else None, agreed=agreed)
    if not sent or not form.is_valid():
        return _page(request, row, form, 400 if form.errors else 200)
    raw = form.cleaned_data["file"].read(MOST_BYTES + 1)
    try:
        brought = bring(user=request.user, catalogue=current_catalogue(), raw=raw, now=timezone.now())
    except Unreadable as unreadable:
        return _page(request, row, form, 413 if isinstance(unreadable, TooBig) else 400, *unreadable.lines)
    except NotEmpty as filled:
        return _page(request, row, form, 400, _FILLED.format(filled.done))
    sets = SetLog.objects.for_runner(brought).filter(deleted_at=None).count()
    done = f", with the {sets:,} set{'' if sets == 1 else 's'} that you did" if sets else ""
    messages.success(request, f"Everything is here{done}.")
    return redirect("plans:today" if brought.started_on else "plans:setup")


def _page(request: HttpRequest, row: Runner, form: Bring, status: int, *wrong: str) -> HttpResponse:
    context = {"row": row, "form": form, "wrong": wrong, "done": done_already(row)}
    return render(request, "plans/data.html", context, status=status)
