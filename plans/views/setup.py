"""The setup: a few short steps, each at its own address, each kept as it is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from exercises.models import Equipment
from exercises.texts import texts
from plans.charts.told import runs_told
from plans.charts.week import shown
from plans.core import types
from plans.forms import AT_HOME, UNSAID, Owned, Runs, Safety, Start, Training, TypicalWeek
from plans.forms.start import NEXT, TODAY
from plans.models import Runner
from plans.services import setup as service
from plans.services.place import known_zones, save_place
from plans.services.planning import start as start_plan
from plans.services.setup import STEPS, Beginning
from plans.views.coached import current_catalogue
from plans.views.htmx import HtmxRequest
from plans.views.landing import KEPT_WEEK

Data = QueryDict | None


@dataclass(frozen=True, slots=True)
class Told:
    """The runner, and what is known of them while nothing is stored: the week that was kept on the landing page."""

    row: Runner
    known: types.Runner | None

    @property
    def steps(self) -> int:
        """How many steps are answered. The kept week answers the first, if there are runs in it."""
        return self.row.steps_answered if self.known is None else int(bool(self.known.weekly_runs))


@dataclass(frozen=True, slots=True)
class Asked:
    """A step before the last: its heading, its form, and what keeps the answer."""

    title: str
    form: Callable[[Told, Data], forms.Form]
    keep: Callable[[Runner, Any], None]


@require_safe
def setup(request: HttpRequest) -> HttpResponse:
    """Leads to the first step that is not answered, or to the plan. One query beside the session's and the user's, one
    more where nothing is stored."""
    return _onward(_told(request))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HtmxRequest, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    told = _told(request)
    if told.row.started_on or STEPS.index(step) > told.steps:
        return _onward(told)
    return _start(request, told.row) if step == STEPS[-1] else _ask(request, told, step)


def _ask(request: HttpRequest, told: Told, step: str) -> HttpResponse:
    """A step with its form; a valid answer is kept and leads on. GET writes nothing, not even the runner."""
    asked, row = ASKED[step], told.row
    form = asked.form(told, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if told.known:
            row = service.begin_setup(user=request.user, known=told.known)
        _keep_zone(request, row)
        asked.keep(row, form)
        again = isinstance(form, Runs) and form.goes_on
        return redirect("plans:setup_step", step if again else STEPS[STEPS.index(step) + 1])
    if isinstance(form, Safety) and form.is_bound and form.advice and row.pk:
        service.withdraw_safety(row=row)
    context = {**_frame(row, step), "title": asked.title, "form": form}
    if told.known and step != STEPS[0]:
        context["came_along"] = runs_told(told.known)
    return render(request, "plans/setup.html", context, status=400 if form.is_bound else 200)


def _start(request: HtmxRequest, row: Runner) -> HttpResponse:
    """The first week, where and when it starts. Saying only where shows what comes of it; `go` begins the plan."""
    form = Start(request.POST if request.method == "POST" else None, row, request.GET.get("first", ""))
    bound = form.is_bound
    if bound and form.is_valid():
        told = form.cleaned_data
        save_place(row=row, time_zone=told["time_zone"], week_start=told["week_start"])
        if "go" in request.POST and (first := _chosen(_beginnings(row), told["first"])):
            start_plan(row=row, catalogue=current_catalogue(), first=first.first)
            request.session.pop(KEPT_WEEK, None)
            return redirect("plans:today")
        if not request.htmx and "go" not in request.POST:
            return redirect(f"{request.path}?first={told['first']}")
    context = _frame(row, STEPS[-1]) | {"title": "Your first week", "form": form} | _weeks(row, form)
    context["gone"] = "go" in request.POST and not form.errors
    page = "plans/setup.html#first" if request.htmx else "plans/setup.html"
    return render(request, page, context, status=400 if bound and (form.errors or "go" in request.POST) else 200)


def _beginnings(row: Runner) -> list[Beginning]:
    return service.beginnings(row, current_catalogue(), row.today())


def _chosen(offered: list[Beginning], first: str) -> Beginning | None:
    """None for a choice that is not there (any more)."""
    places = {TODAY: 0, NEXT: 1, "": 0 if offered[0].plan.sessions else -1}
    place = places.get(first, 0)
    return offered[place] if place < len(offered) else None


def _weeks(row: Runner, form: Start) -> dict[str, Any]:
    """The first week that is chosen, to be shown, and what can be chosen."""
    offered = _beginnings(row)
    beginning = _chosen(offered, str(form["first"].value() or "")) or offered[0]
    return {
        "offered": zip((TODAY, NEXT), offered, strict=False) if len(offered) > 1 else (),
        "beginning": beginning,
        "week": shown(beginning.plan, beginning.runner, current_catalogue()),
    }


def _frame(row: Runner, step: str) -> dict[str, Any]:
    """Where the runner is in the setup."""
    place = STEPS.index(step)
    return {
        "step": step,
        "number": place + 1,
        "steps": STEPS,
        "back": STEPS[place - 1] if place else "",
        "zone_unsaid": row.user.time_zone == UNSAID,
    }


def _onward(told: Told) -> HttpResponse:
    if told.row.started_on:
        return redirect("plans:today")
    return redirect("plans:setup_step", STEPS[min(told.steps, len(STEPS) - 1)])


def _told(request: HttpRequest) -> Told:
    row = service.runner_of(request.user)
    if row.pk is None:
        return Told(row, _known(request, row.today()))
    return Told(row, None)


def _known(request: HttpRequest, today: date) -> types.Runner:
    """What the week that was kept on the landing page says, or what is usual."""
    form = TypicalWeek(QueryDict(request.session.get(KEPT_WEEK, "")), current_catalogue().equipment)
    if form.is_valid():
        return form.runner(today, 1)
    return types.Runner(joined=today, weekly_runs={}, equipment=frozenset(AT_HOME))


def _keep_zone(request: HttpRequest, row: Runner) -> None:
    """The browser tells it by the way, until the runner has said another."""
    zone = request.POST.get("time_zone", "")
    if row.user.time_zone == UNSAID and zone in known_zones():
        save_place(row=row, time_zone=zone)


def _runs(told: Told, data: Data) -> Runs:
    if told.known:
        return Runs(data, told.known.weekly_runs)
    return Runs(data, {run.weekday: types.RunKind(run.kind) for run in told.row.weeklyruns.all()})


def _owned(told: Told, data: Data) -> Owned:
    kept = told.known.equipment if told.known else told.row.equipment.values_list("slug", flat=True)
    return Owned(data, Equipment.objects.order_by("position"), kept)


def _keep_safety(row: Runner, form: Safety) -> None:
    service.answer_safety(row=row, baseline=form.cleaned_data["knee"], cleared=bool(form.advice), now=timezone.now())


ASKED: Mapping[str, Asked] = {
    "runs": Asked(
        "Which days do you run?",
        _runs,
        lambda row, form: service.answer_runs(row=row, runs=form.told, done=not form.goes_on),
    ),
    "equipment": Asked(
        "What do you have?", _owned, lambda row, form: service.answer_equipment(row=row, owned=form.told)
    ),
    "training": Asked(
        "How do you train?",
        lambda told, data: Training(data, told.row),
        lambda row, form: service.answer_training(row=row, **form.told),
    ),
    "safety": Asked("Is your knee ready?", lambda told, data: Safety(data, told.row, texts()), _keep_safety),
}
