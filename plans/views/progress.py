"""How it has gone so far, and how it goes on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from plans.charts.progress import progress_of
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
    exercise = request.GET.get("exercise", "")
    drawn = visit.remembered(f"progress {period} {exercise}", lambda: _drawn(visit, period, exercise))
    fragment = request.htmx and not request.htmx.history_restore_request
    response = HttpResponse(drawn) if fragment else render(request, "plans/progress.html", {"drawn": drawn})
    patch_vary_headers(response, ["HX-Request"])
    return response


def _drawn(visit: Visit, period: str, exercise: str) -> SafeString:
    record = visit.record(None if period == "all" else int(period))
    shown = progress_of(record, visit.forecast(record.now), exercise)
    context = {"shown": shown, "open": shown.open, "period": period, "periods": PERIODS}
    return render_to_string("plans/progress.html#progress", context)
