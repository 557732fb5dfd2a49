from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from exercises.models import MuscleGroup
from plans.models import Runner, SetLog


@login_not_required
def floor(request: HttpRequest) -> HttpResponse:
    """What any page of a Django site costs at the least: a session, one query and a small template."""
    request.session.get("nothing")
    return render(request, "floor.html", {"rows": MuscleGroup.objects.all()})


def mine(request: HttpRequest) -> HttpResponse:
    """The same for who is logged in."""
    return floor(request)


def total(request: HttpRequest) -> HttpResponse:
    """What any look back costs at the least: one sum over all that was ever logged, and a small template."""
    sums = SetLog.objects.filter(runner__user=request.user.pk).values(name=F("prescription__exercise__name"))
    return render(request, "floor.html", {"rows": sums.annotate(reps=Sum("amount"))})


@require_POST
@transaction.atomic
def tap(request: HttpRequest) -> HttpResponse:
    """What any tap costs at the least that is kept: whose it is, one row, and a small template."""
    told, now = request.POST, timezone.now()
    row = SetLog.objects.create(
        runner=Runner.objects.get(user=request.user.pk),
        uuid=told["uuid"],
        prescription_id=told["prescription"],
        number=told["number"],
        amount=told["amount"],
        at=now,
        date=now.date(),
    )
    return render(request, "floor_tap.html", {"row": row})


urlpatterns = [
    path("floor/", floor),
    path("floor/mine/", mine),
    path("floor/total/", total),
    path("floor/tap/", tap),
    path("", include("kneecoach.urls")),
]
