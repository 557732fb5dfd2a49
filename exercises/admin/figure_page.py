"""The page on which an exercise's movement is edited, and the preview that follows it."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from exercises import editing
from exercises.admin import locking
from exercises.admin.figure_data import data_of, press, rows
from exercises.admin.figure_form import MovementForm
from exercises.admin.one_part import editable, say
from exercises.figures.muscles import Roles
from exercises.figures.render import Drawing, Scene
from exercises.figures.sheet import STANDING, sheet_of
from exercises.models import Exercise, Revision
from exercises.reading import entry_of, parts_of

PAGE = "admin/exercises/movement.html"
NO_SUCH = "That exercise has no figure any more; choose another to copy from."
ROWS = ("pose", "beat", "prop", "held")


def movement_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """The form as the exercise has it; with POST, what its buttons do: only “save” and “drop” write."""
    do = request.POST.get("do", "")
    if do in ("save", "drop"):
        with transaction.atomic():
            editing.held(Exercise.objects.filter(pk=pk))
            return _written(model_admin, request, editable(model_admin, request, pk), drop=do == "drop")
    exercise = editable(model_admin, request, pk)
    if request.method != "POST":
        return _page(model_admin, request, exercise, data_of(_present(exercise)))
    if do != "copy":
        return _page(model_admin, request, exercise, press(request.POST, do))
    copied = _copied(request.POST)
    return _page(model_admin, request, exercise, copied or request.POST, why_not="" if copied else NO_SUCH)


def preview_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """What is typed, drawn, or why it cannot be. Nothing is written."""
    exercise = editable(model_admin, request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(_url(exercise))
    if not getattr(request, "htmx", False):
        return _page(model_admin, request, exercise, request.POST)
    form = MovementForm(request.POST)
    return render(request, f"{PAGE}#answer", {"form": form, "drawings": _drawings(form, exercise)})


def _present(exercise: Exercise) -> Any:
    """The sheet of its own movement, else of the one that it shows, else of a body that stands."""
    movement = exercise.stated("movement")
    return sheet_of(movement) if movement else STANDING


def _copied(data: QueryDict) -> QueryDict | None:
    """The form with the movement of another exercise, if that has one; what else the form carries stays."""
    slug = data.get("copy_from", "")
    other = Exercise.objects.filter(slug=slug, movement__isnull=False).first() if slug.isprintable() else None
    if other is None:
        return None
    copied = data_of(sheet_of(other.movement))
    for name in ("seen", "copy_from"):
        copied[name] = data.get(name, "")
    return copied


def _page(
    model_admin: Any,
    request: HttpRequest,
    exercise: Exercise,
    data: QueryDict,
    conflict: Revision | None = None,
    why_not: str = "",
) -> HttpResponse:
    form = MovementForm(data)
    focus = _focus(form, request.POST)
    if focus in form.fields:
        form.fields[focus].widget.attrs["autofocus"] = True
    context = {
        "title": f"Figure of “{exercise}”",
        "opts": model_admin.opts,
        "shelf": model_admin.index_name,
        "original": exercise,
        "form": form,
        "drawings": _drawings(form, exercise),
        "seen": locking.seen(data, exercise),
        "conflict": conflict,
        "why_not": locking.sentence(conflict, str(exercise)) if conflict else why_not,
        "others": _others(exercise),
        "copied": data.get("copy_from") or (exercise.parent.slug if exercise.parent else ""),
        "focus": focus,
    }
    return render(request, PAGE, {**model_admin.admin_site.each_context(request), **context})


def _focus(form: MovementForm, before: QueryDict) -> str:
    """Where the keyboard is after a row was added or removed: its first field, or the button that adds one."""
    verb, _, what = before.get("do", "").partition(" ")
    if verb == "add" and what in ROWS:
        new = [key for key in rows(form.data, what) if key not in rows(before, what)]
        fields = [name for name, field in form.fields.items() if not field.widget.is_hidden]
        return next((name for key in new for name in fields if name.startswith(f"{key}-")), "")
    kind = next((kind for kind in ROWS if what in rows(before, kind)), "")
    return f"add {kind}" if verb == "remove" else ""


def _others(exercise: Exercise) -> list[tuple[str, str]]:
    """The slugs and names of all other exercises that have a movement, by name. One query."""
    others = Exercise.objects.filter(movement__isnull=False).exclude(pk=exercise.pk).order_by("name")
    return list(others.values_list("slug", "name"))


def _drawings(form: MovementForm, exercise: Exercise) -> list[tuple[str, Drawing]]:
    """The poses by name, drawn with the muscles that work; none while something is refused. One query."""
    if not form.is_valid() or form.movement is None:
        return []
    shown = {pose.name for pose in form.movement.poses}
    scene = Scene(form.movement, _roles(exercise))
    return [(form.pose_name(pose), scene.pose(pose)) for pose in form.poses if pose in shown]


def _roles(exercise: Exercise) -> Roles:
    return entry_of(exercise, parts_of([exercise.pk, exercise.parent_id or 0], ["muscle"])).roles


def _written(model_admin: Any, request: HttpRequest, exercise: Exercise, *, drop: bool) -> HttpResponse:
    """Saves or drops, unless something is refused or somebody else was first."""
    data = request.POST
    form = None if drop else MovementForm(data)
    conflict = locking.overtaken(data, exercise)
    if conflict or (form and not form.is_valid()):
        return _page(model_admin, request, exercise, data, conflict)
    movement = form.named.data if form else None
    if form and exercise.movement and sheet_of(exercise.movement) == form.named:
        movement = exercise.movement  # as it was written
    revision = editing.draw(exercise, movement, request.user)
    say(
        model_admin, request, exercise, revision, f"The figure of “{exercise}” is {'saved' if movement else 'removed'}."
    )
    return HttpResponseRedirect(_url(exercise))


def _url(exercise: Exercise) -> str:
    return reverse("admin:exercises_exercise_movement", args=[exercise.pk])
