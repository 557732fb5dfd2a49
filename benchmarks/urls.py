from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from exercises.models import MuscleGroup


@login_not_required
def floor(request: HttpRequest) -> HttpResponse:
    """What any page of a Django site costs at the least: a session, one query and a small template."""
    request.session.get("nothing")
    return render(request, "floor.html", {"rows": MuscleGroup.objects.all()})


def mine(request: HttpRequest) -> HttpResponse:
    """The same for who is logged in."""
    return floor(request)


urlpatterns = [path("floor/", floor), path("floor/mine/", mine), path("", include("kneecoach.urls"))]
