"""The page on which a picture takes the place of an exercise's figure."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from exercises import editing
from exercises.admin import locking
from exercises.admin.fields import OneLine
from exercises.admin.one_part import editable, say
from exercises.models import Exercise, Picture, Revision, Still
from exercises.pictures import KINDS, Refused, picture_of

NEEDED = "Choose a picture: a PNG, JPEG or WebP file of at most 5 MB."


class PictureForm(forms.Form):
    words = forms.CharField(
        label="What it shows",
        max_length=160,
        widget=OneLine,
        help_text="For those who do not see it, such as “A runner in a deep squat, arms forward”.",
        error_messages={
            "required": "Say what the picture shows, for those who do not see it; it takes 1 to 160 letters."
        },
    )
    file = forms.FileField(
        label="Picture",
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f"image/{kind.lower()}" for kind in KINDS)}),
        help_text="PNG, JPEG or WebP, at most 5 MB. It is kept upright and at most 1200 pixels long, and nothing else "
        "that the file says, such as where it was taken.",
        error_messages={"empty": "The file is empty; it takes PNG, JPEG or WebP."},
    )

    def __init__(self, *args: Any, present: Still | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = present

    def clean_file(self) -> Picture | None:
        """None: the picture stays the one there is."""
        file = self.cleaned_data["file"]
        if file is None and self.present:
            return None
        if file is None:
            raise ValidationError(NEEDED)
        try:
            return picture_of(file, file.size)
        except Refused as error:
            raise ValidationError(str(error)) from error

    @property
    def still(self) -> Still:
        """What was typed, once it is valid."""
        shown: Any = self.cleaned_data["file"] or self.present
        return Still(shown.name, self.cleaned_data["words"])


def picture_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    exercise = editable(model_admin, request, pk)
    if request.method != "POST":
        initial = {"words": exercise.picture_words}
        return _page(model_admin, request, exercise, PictureForm(present=_present(exercise), initial=initial))
    drop = request.POST.get("do") == "drop"
    form = PictureForm(request.POST, request.FILES, present=_present(exercise))
    if not drop and not form.is_valid():  # which draws the picture, so that nobody waits for it
        return _page(model_admin, request, exercise, form, locking.overtaken(request.POST, exercise))
    with transaction.atomic():
        editing.held(Exercise.objects.filter(pk=pk))
        exercise = editable(model_admin, request, pk)
        conflict = locking.overtaken(request.POST, exercise)
        if not conflict:
            return _written(model_admin, request, exercise, None if drop else form)
    return _page(model_admin, request, exercise, form, conflict)


def _present(exercise: Exercise) -> Still | None:
    return Still(exercise.picture_id, exercise.picture_words) if exercise.picture_id else None


def _written(model_admin: Any, request: HttpRequest, exercise: Exercise, form: PictureForm | None) -> HttpResponse:
    """Of a valid form, or without one the picture is removed."""
    if form is None:
        revision = editing.show_picture(exercise, None, request.user)
        words = f"The picture of “{exercise}” is removed; its figure is back."
    else:
        revision = editing.show_picture(exercise, form.still, request.user, new=form.cleaned_data["file"])
        words = f"The picture of “{exercise}” is saved."
    say(model_admin, request, exercise, revision, words)
    return HttpResponseRedirect(reverse("admin:exercises_exercise_picture", args=[exercise.pk]))


def _page(
    model_admin: Any, request: HttpRequest, exercise: Exercise, form: PictureForm, conflict: Revision | None = None
) -> HttpResponse:
    context = {
        "title": f"Picture of “{exercise}”",
        "opts": model_admin.opts,
        "shelf": model_admin.index_name,
        "original": exercise,
        "form": form,
        "still": _present(exercise),
        "seen": locking.seen(request.POST, exercise),
        "conflict": conflict,
        "why_not": locking.sentence(conflict, str(exercise)) if conflict else "",
    }
    template = "admin/exercises/picture.html"
    return render(request, template, {**model_admin.admin_site.each_context(request), **context})
