"""The plan and the record on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plans.charts.paper import WEEKS, Paper, paper_of
from plans.views.coached import Visit, visited


@require_safe
@visited
def paper(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Two weeks to come and twelve behind. One query while nothing of the runner's has changed, seven otherwise."""
    return render(request, "plans/paper.html", {"paper": visit.remembered("paper", lambda: _shown(visit))})


def _shown(visit: Visit) -> Paper:
    return paper_of(visit.record(WEEKS), visit.row.user.units)
