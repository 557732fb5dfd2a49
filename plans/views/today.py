from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.charts.moves import change_in_words
from plans.charts.today import Now, now_of
from plans.services.planning import latest_change
from plans.services.standing import Standing
from plans.views.coached import Visit, visited

_NEW = timedelta(days=2)  # for as long a change is told


@require_safe
@visited
def today(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The one thing to do now. No query while nothing of the runner's has changed, four otherwise."""
    return render(request, "plans/today.html", {"now": visit.kept("today", _now)})


def _now(now: Standing) -> Now:
    change = latest_change(now.row)
    if change is None or timezone.now() - change.at > _NEW:
        return now_of(now, None)
    return now_of(now, (change.pk, change_in_words(change, now.catalogue)))
