"""How it has gone so far, and how it goes on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from plans.charts.progress import Progress, progress_of
from plans.services.record import record
from plans.views.coached import Visit, visited
from plans.views.htmx import HtmxRequest

PERIODS = {"4": "4 weeks", "12": "12 weeks", "52": "A year", "all": "All"}
_USUAL = "12"


@require_safe
@visited
def progress(request: HtmxRequest, visit: Visit) -> HttpResponse:
    """`weeks` is how many to look back on, `exercise` the slug of the one to show large. One query while nothing of the
    runner's has changed, six otherwise."""
    period = request.GET.get("weeks", _USUAL)
    period = period if period in PERIODS else _USUAL
    shown = visit.remembered(f"progress {period}", lambda: _shown(visit, period))
    opened = shown.ledger(request.GET.get("exercise", ""))
    context = {"shown": shown, "open": opened, "period": period, "periods": PERIODS}
    fragment = request.htmx and not request.htmx.history_restore_request
    response = render(request, f"plans/progress.html{'#progress' if fragment else ''}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _shown(visit: Visit, period: str) -> Progress:
    weeks = None if period == "all" else int(period)
    return progress_of(record(visit.row, visit.catalogue, visit.today, weeks))
