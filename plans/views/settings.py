"""The settings: everything from the setup, each part on its own page. What a change would move is shown before it is
applied."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.models import Equipment
from plans.charts.moves import moves, moves_in_one_line
from plans.charts.told import equipment_told, runs_told, training_told
from plans.core import types
from plans.core.types import Reason
from plans.forms import Days, Owned, Runs, Training
from plans.services.place import change_days, known_zones, move_place
from plans.services.planning import change, preview
from plans.services.standing import Standing
from plans.views.coached import coached
from plans.views.htmx import HtmxRequest

Data = QueryDict | None


@dataclass(frozen=True, slots=True)
class Part:
    """What its page is called, its form, and the runner that its (valid) answers ask for."""

    title: str
    form: Callable[[Standing, Data], Any]
    asked: Callable[[types.Runner, Any], types.Runner]


@dataclass(frozen=True, slots=True)
class Listed:
    part: str
    title: str
    present: str


@require_safe
@coached
def overview(request: HttpRequest, now: Standing) -> HttpResponse:
    """Everything with its present value."""
    runner, user = now.runner, now.row.user
    after_easy = "Strength may follow easy runs" if runner.after_easy_runs else "No strength on days with a run"
    zone = _words(user.time_zone)
    place = f"Time zone {zone}. Weeks start on {user.get_week_start_display()}."
    days = f"{after_easy}. {place} Weights in {user.get_units_display().lower()}."
    present = {
        "runs": runs_told(runner),
        "equipment": equipment_told(runner, now.catalogue),
        "training": training_told(runner, now.row.get_level_display()),
        "days": days,
    }
    listed = [Listed(part, PARTS[part].title, text) for part, text in present.items()]
    return render(request, "plans/settings.html", {"listed": listed, "zone": zone})


@require_http_methods(["GET", "HEAD", "POST"])
@coached
def part(request: HtmxRequest, now: Standing, part: str) -> HttpResponse:
    """A part with its form. A POST shows what its answers would move; those that were looked at are kept with
    `apply`."""
    if part not in PARTS:
        raise Http404
    form = PARTS[part].form(now, request.POST if request.method == "POST" else None)
    context = {"part": part, "title": PARTS[part].title, "form": form}
    if form.is_bound and form.is_valid():
        seen = _seen(form)
        if request.POST.get("apply") == seen:
            return _apply(request, now, part, form)
        asked = PARTS[part].asked(now.runner, form)
        notes = _notes(now, form)
        if asked != now.runner or notes:
            context |= {"seen": seen, "moves": [*moves(preview(now, asked), now.catalogue), *notes]}
    page = "plans/settings_part.html#moves" if request.htmx else "plans/settings_part.html"
    return render(request, page, context, status=400 if form.is_bound and form.errors else 200)


@require_POST
@coached
def zone(request: HttpRequest, now: Standing) -> HttpResponse:
    """The time zone of the browser, with one tap."""
    name = request.POST.get("time_zone", "")
    if name not in known_zones():
        messages.error(request, "Your browser’s time zone is not one that we know; choose one from the list.")
        return redirect("plans:settings_part", "days")
    move_place(row=now.row, catalogue=now.catalogue, time_zone=name)
    messages.success(request, f"Your days are counted in {_words(name)} now. {_date_there(now.today, name)}")
    return redirect("plans:settings")


def _apply(request: HttpRequest, now: Standing, part: str, form: Any) -> HttpResponse:
    moved = _keep(now, part, form)
    line = " ".join([moves_in_one_line(moved, now.catalogue), *_notes(now, form)])
    messages.success(request, f"Saved. {line}")
    return redirect("plans:settings")


def _keep(now: Standing, part: str, form: Any) -> tuple[Reason, ...]:
    told: dict[str, Any] = {"row": now.row, "catalogue": now.catalogue, "today": now.today}
    asked = PARTS[part].asked
    if isinstance(form, Days):
        moved = preview(now, asked(now.runner, form))
        change_days(**told, after_easy_runs=form.cleaned_data["after_easy_runs"], place=form.place)
        return moved
    return change(**told, ask=lambda then: asked(then.runner, form))


def _seen(form: Any) -> str:
    """A word for the answers of a (valid) form: what is applied is what was looked at."""
    answers = {name: value for name, value in form.cleaned_data.items() if name not in ("tap", "start")}
    return sha256(repr(sorted(answers.items())).encode()).hexdigest()[:16]


def _notes(now: Standing, form: Any) -> list[str]:
    """What changes beside the plan. Compared with what the form began with, as the user may hold the new already."""
    if not isinstance(form, Days):
        return []
    told, notes = form.place, []
    if told["time_zone"] != form.initial["time_zone"]:
        notes.append(_date_there(now.today, told["time_zone"]))
    if told["week_start"] != form.initial["week_start"]:
        notes.append(f"Your weeks start on {told['week_start'].capitalize()} from the next one on.")
    if told["units"] != form.initial["units"]:
        notes.append("Weights are shown in " + ("pounds." if told["units"] == "lb" else "kilograms."))
    return notes


def _words(zone: str) -> str:
    return zone.replace("_", " ")


def _date_there(today: date, zone: str) -> str:
    """Whether the date of today is another in a time zone."""
    there = timezone.localdate(timezone=ZoneInfo(zone))
    return f"Today {'stays' if there == today else 'becomes'} {there:%A}, {there.day} {there:%B}."


def _days(runner: types.Runner, form: Days) -> types.Runner:
    starts = 6 if form.cleaned_data["week_start"] == "sunday" else 0
    return replace(runner, after_easy_runs=form.cleaned_data["after_easy_runs"], week_starts_on=starts)


PARTS: Mapping[str, Part] = {
    "runs": Part(
        "Your runs",
        lambda now, data: Runs(data, now.runner.weekly_runs),
        lambda runner, form: replace(runner, weekly_runs=form.told),
    ),
    "equipment": Part(
        "Equipment",
        lambda now, data: Owned(data, Equipment.objects.order_by("position"), now.runner.equipment),
        lambda runner, form: replace(runner, equipment=form.told),
    ),
    "training": Part(
        "Training", lambda now, data: Training(data, now.row), lambda runner, form: replace(runner, **form.told)
    ),
    "days": Part("Days and units", lambda now, data: Days(data, now.row), _days),
}
