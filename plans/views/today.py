from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from exercises.models import Article
from exercises.texts import texts
from plans.charts.moves import change_in_words, is_past
from plans.charts.summary import effect_of
from plans.charts.today import Now, now_of
from plans.forms.knee import WRONG, Morning
from plans.models import Session
from plans.services import knee
from plans.services.doing import doing
from plans.services.planning import latest_change
from plans.services.standing import Standing
from plans.views.coached import Visit, visited

_NEW = timedelta(days=2)  # for as long a change is told
_SKIPPED = "skipped_morning"  # where a session has the day after which the knee is not to be asked about

_ADVICE = {"red_flag": Article.Needed.RED_FLAG, "severe_pain": Article.Needed.BAD_PAIN}


@require_safe
@visited
def today(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The one thing to do now. No query while nothing of the runner's has changed, five otherwise."""
    return _page(request, visit)


@require_POST
@visited
def morning(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The knee on the morning after a session; says what that does."""
    form = Morning(request.POST)
    if not form.is_valid():
        messages.error(request, WRONG)
        return _page(request, visit, status=400)
    told = form.cleaned_data
    if told["skip"]:
        request.session[_SKIPPED] = str(told["day"])
        return redirect("plans:today")
    session = Session.objects.for_runner(visit.row).filter(date=told["day"]).first()
    if session is None:
        raise Http404
    now = knee.say_morning(
        row=visit.row, catalogue=visit.catalogue, today=visit.today, session=session.pk, pain=told["pain"]
    )
    messages.success(request, effect_of(now, doing(visit.row, session.pk)))
    return redirect("plans:today")


@require_POST
@visited
def clear(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A clinician cleared the knee."""
    now = knee.clear(row=visit.row, catalogue=visit.catalogue, today=visit.today)
    if now.plan.stopped:
        messages.success(request, "Good to hear. Your sessions begin again tomorrow, with less than before.")
    return redirect("plans:today")


@require_POST
@visited
def unflag(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was flagged or cleared today was a mistake."""
    knee.take_flag_back(row=visit.row, catalogue=visit.catalogue, today=visit.today)
    messages.success(request, "Taken back.")
    return redirect("plans:today")


def _page(request: HttpRequest, visit: Visit, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = visit.kept("today", _shown)
    now: Now = context["now"]
    asks = now.asks if str(now.asks) != request.session.get(_SKIPPED) else None
    return render(request, "plans/today.html", {**context, "asks": asks}, status=status)


def _shown(now: Standing) -> dict[str, Any]:
    change = latest_change(now.row)
    news = None
    if change is not None and timezone.now() - change.at <= _NEW and not is_past(change, now.today):
        news = (change.pk, change_in_words(change, now.catalogue))
    stopped = now.plan.stopped
    return {
        "now": now_of(now, news),
        "advice": texts().get(_ADVICE[stopped.code]) if stopped else None,
        "cleared": now.is_cleared_today,
    }
