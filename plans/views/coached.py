"""What the pages of a runner begin with: whose they are, and where that runner stands today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from exercises.kept import kept, latest_change
from plans.core import wording
from plans.core.present import Present
from plans.core.record import Week
from plans.core.types import Refused
from plans.models import PlannedWeek, Prescription, Runner, Session, SetLog
from plans.services.ahead import weeks_ahead
from plans.services.catalogue import PlannedCatalogue, catalogue_at
from plans.services.record import Record, record
from plans.services.standing import Standing, standing
from plans.views.remembered import recall, remember

T = TypeVar("T")
CoachedView = Callable[..., HttpResponse]


def current_catalogue() -> PlannedCatalogue:
    """What runners can be given. One query while the catalogue has not changed, four more when it has."""
    return catalogue_at(latest_change())


@dataclass(frozen=True)
class Visit:
    """A runner who has started, on a day of theirs."""

    row: Runner
    today: date

    @cached_property
    def change(self) -> str:
        """The present state of the catalogue. One query, the first time."""
        return latest_change()

    @cached_property
    def standing(self) -> Standing:
        """Where the runner stands. Three queries, the first time."""
        return standing(PlannedWeek.objects.latest_of(self.row), self.catalogue, self.today)

    @cached_property
    def catalogue(self) -> PlannedCatalogue:
        """What can be given to runners. One query, four more when it has changed."""
        return catalogue_at(self.change)

    def said(self, refused: Refused) -> str:
        """Why something is refused, in words."""
        return wording.sentence(refused.reason, self.catalogue.spoken)

    def kept(self, name: str, make: Callable[[Standing], T]) -> T:
        """What is made of where the runner stands, asked again only when anything of the runner's, the catalogue or
        the day is another. It must not hold what is of one request alone."""
        return self.remembered(name, lambda: make(self.standing))

    def remembered(self, name: str, make: Callable[[], T]) -> T:
        """The same for what does not ask where the runner stands."""
        user = self.row.user
        key = f"runner {self.row.pk} {self.row.version} {self.today} {user.week_start} {user.units} {name}"
        return kept(self.change, key, make, cache="runners")

    def record(self, weeks: int | None) -> Record:
        """The latest `weeks`, the present one among them; None for all. Five queries."""
        return record(self.row, self.catalogue, self.today, weeks)

    def forecast(self, now: Standing) -> tuple[Week, ...]:
        """The weeks after this one, if all goes well; `now` is that of a record. They are planned anew when what they
        begin from is another: a set that is done as it was planned changes nothing of it, and nor do calm answers."""
        begins, name = now.following, f"forecast {self.row.pk}"
        known: tuple[Present, tuple[Week, ...]] | None = recall(name, self.change)
        if known is None or known[0] != begins:
            known = begins, weeks_ahead(begins, now)
            remember(name, self.change, known)
        return known[1]


def visited(view: CoachedView) -> CoachedView:
    """A view that is given the visit of the runner who asks, after the request. No query beside the session's and the
    user's.

    Whoever has not finished the setup is led there. A session or a set that is not there, or not the runner's, is not
    found.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = getattr(request.user, "runner", None)
        if row is None or row.started_on is None:
            return redirect("plans:setup")
        try:
            return view(request, Visit(row, row.today()), *args, **kwargs)
        except (Session.DoesNotExist, Prescription.DoesNotExist, SetLog.DoesNotExist):
            raise Http404 from None

    return inner


def coached(view: CoachedView) -> CoachedView:
    """The same for a view that needs where the runner stands in any case."""

    @visited
    @wraps(view)
    def inner(request: HttpRequest, visit: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, visit.standing, *args, **kwargs)

    return inner
