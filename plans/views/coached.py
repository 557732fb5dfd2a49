"""What the pages of a runner begin with: whose they are, and where that runner stands today."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from exercises.kept import kept, latest_change
from plans.models import PlannedWeek
from plans.services.catalogue import PlannedCatalogue, planned_catalogue
from plans.services.standing import Standing, standing

CoachedView = Callable[..., HttpResponse]


def current_catalogue() -> PlannedCatalogue:
    """What runners can be given. One query while the catalogue has not changed, four more when it has."""
    return kept(latest_change(), "planned", planned_catalogue)


def coached(view: CoachedView) -> CoachedView:
    """A view that is given where the runner who asks stands, after the request. Four queries beside the session's and
    the user's.

    Whoever has not finished the setup is led there.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        week = PlannedWeek.objects.latest_of(request.user)
        if week is None:
            return redirect("plans:setup")
        return view(request, _standing(request, week), *args, **kwargs)

    return inner


def _standing(request: HttpRequest, week: PlannedWeek) -> Standing:
    week.runner.user = request.user  # type: ignore[assignment]
    return standing(week, current_catalogue(), week.runner.today())
