"""Exercises and their variations."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html

from exercises import editing
from exercises.admin import figure_page, picture_page
from exercises.admin.filters import MuscleFilter, PatternFilter, ShownFilter
from exercises.admin.forms import ExerciseForm
from exercises.admin.lines import MistakeInline, OptionInline, SourceInline, StepInline
from exercises.admin.listing import ListedAdmin
from exercises.admin.states import PREVIEW, on_site, wanted_state
from exercises.admin.variations import VariationInline
from exercises.models import Exercise, Revision
from exercises.reading import page_of
from exercises.rendering import article_of


@admin.register(Exercise)
class ExerciseAdmin(ListedAdmin):
    form = ExerciseForm
    change_form_template = "admin/exercises/exercise_form.html"
    index_place = 1
    index_note = "Names, steps, mistakes, muscles, equipment and figures; with their variations."
    list_display = ["place", "shown_name", "shown_state", "variations_link", "last_change", "site_link"]
    list_display_links = ["shown_name"]
    list_filter = [ShownFilter, "state", PatternFilter, MuscleFilter]
    list_select_related = ["parent"]
    search_fields = ["name", "slug", "steps__text"]
    search_help_text = "A word of the name, the address or a step; finds variations too."
    ordering = [
        Coalesce("parent__position", "position"),
        Coalesce("parent", "pk"),
        F("parent").asc(nulls_first=True),
        "position",
    ]
    actions = ["publish_selected", "unpublish_selected"]
    fieldsets = [
        ("What it is", {"fields": ["name", "summary", "slug"]}),
        ("Where it stands", {"fields": ["parent", "rung", "position"]}),
        ("Muscles", {"fields": ["muscles"], "description": "What the exercise works. At least one works most."}),
        (
            "Equipment",
            {
                "fields": ["needs_nothing"],
                "description": "Tick the box, or list below what it needs. Any one of the ways to do it is enough.",
            },
        ),
        (
            "Counting and rest",
            {"fields": ["measure", "seconds_per_rep", "rest_seconds", "one_sided", "loaded", "pattern"]},
        ),
        ("Around it", {"fields": ["benefit", "knee_note"]}),
        (
            "Figure as text",
            {
                "fields": ["movement"],
                "classes": ["collapse"],
                "description": "To be copied from one Kneecoach to another; the page “Figure” above is to edit it.",
            },
        ),
    ]
    inlines = [StepInline, MistakeInline, OptionInline, SourceInline, VariationInline]
    sections = [
        "What it is",
        "steps",
        "mistakes",
        "Muscles",
        "Equipment",
        "equipment options",
        "Counting and rest",
        "Around it",
        "sources",
        "variations",
        "Where it stands",
        "Figure as text",
    ]

    # --- the list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        variations = Exercise.objects.filter(parent=OuterRef("pk")).order_by().values("parent")
        number = variations.annotate(number=Count("pk")).values("number")
        rows = super().get_queryset(request).select_related("parent")
        return rows.annotate(number_of_variations=Coalesce(Subquery(number), Value(0)))

    def siblings(self, of: str) -> QuerySet[Any]:
        return Exercise.objects.filter(parent__slug=of) if of else Exercise.objects.filter(parent=None)

    def list_of(self, request: HttpRequest) -> str:
        of = request.GET.get("of", "")
        return "" if of in (ShownFilter.BOTH, ShownFilter.VARIATIONS) else of

    def can_order(self, request: HttpRequest) -> bool:
        whole_list = bool(self.list_of(request)) or "of" not in request.GET
        return self.has_change_permission(request) and whole_list and not set(request.GET) - {"of", "p"}

    def list_url(self, of: str) -> str:
        return super().list_url(of) + (f"?{urlencode({'of': of})}" if of else "")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        of = self.list_of(request)
        parent = Exercise.objects.filter(slug=of).first() if of else None
        title = f"Variations of “{parent}”" if parent else "Exercises"
        return super().changelist_view(request, {"title": title, "list_parent": parent, **(extra_context or {})})

    @admin.display(description="name")
    def shown_name(self, exercise: Exercise) -> str:
        if exercise.parent is None:
            return exercise.name
        rung = f"{exercise.rung:+d}".replace("-", "−") if exercise.rung else "±0"
        return format_html('{} <br><span class="quiet">{} · {}</span>', exercise.name, exercise.parent.name, rung)

    @admin.display(description="state")
    def shown_state(self, exercise: Exercise) -> str:
        return format_html('<span class="state state--{}">{}</span>', exercise.state, exercise.get_state_display())

    @admin.display(description="variations")
    def variations_link(self, exercise: Any) -> str:
        if exercise.parent_id:
            return ""
        number = exercise.number_of_variations
        words = "1 variation" if number == 1 else f"{number} variations"
        return format_html('<a href="?of={}">{}</a>', exercise.slug, words) if number else "none"

    @admin.display(description="on the site")
    def site_link(self, exercise: Exercise) -> str:
        if url := self.site_url(exercise):
            return format_html('<a href="{}" aria-label="“{}” on the site">On the site</a>', url, exercise)
        return "hidden with its exercise" if exercise.is_published else "–"

    @admin.action(description="Publish", permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        done, refused = editing.publish(queryset, request.user)
        if done:
            self.message_user(request, f"Published: {_names(done)}.", messages.SUCCESS)
        for each in refused:
            self.message_user(request, f"“{each.exercise}” is not published. {' '.join(each.reasons)}", messages.ERROR)
        if not done and not refused:
            self.message_user(request, "Nothing to do: they are published already.", messages.INFO)

    @admin.action(description="Unpublish", permissions=["change"])
    def unpublish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        done = editing.unpublish(queryset, request.user)
        words = f"Off the site: {_names(done)}." if done else "Nothing to do: they are drafts already."
        self.message_user(request, words, messages.SUCCESS if done else messages.INFO)

    # --- the form

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/movement/", view(self.movement_view), name="exercises_exercise_movement"),
            path("<int:pk>/movement/preview/", view(self.preview_view), name="exercises_exercise_movement_preview"),
            path("<int:pk>/picture/", view(self.picture_view), name="exercises_exercise_picture"),
            *super().get_urls(),
        ]

    def movement_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return figure_page.movement_view(self, request, pk)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return figure_page.preview_view(self, request, pk)

    def picture_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return picture_page.picture_view(self, request, pk)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Only what may have variations shows them."""
        has_room = obj and obj.parent_id is None
        return [inline for inline in self.inlines if has_room or inline is not VariationInline]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        parent = initial.get("parent")
        initial["parent"] = parent if parent and parent.isdecimal() and len(parent) < 10 else None
        return initial

    def form_title(self, form: Any, obj: Any) -> str:
        if obj is None:
            return f"Add a variation of {form.belongs_to}" if form.belongs_to else "Add an exercise"
        return f"{obj.name}, a variation of {obj.parent.name}" if obj.parent else obj.name

    def site_url(self, obj: Any) -> str | None:
        return obj.get_absolute_url() if on_site(obj) else None

    # --- saving

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.was_published = obj.is_published
        obj.state = wanted_state(request.POST, obj)
        super().save_model(request, obj, form, change)

    def what_happened(self, form: Any, change: bool) -> tuple[str, str]:
        exercise = form.instance
        if exercise.is_published and not form.was_published:
            hidden = f"“{exercise}” is published; runners see it once “{exercise.parent}” is published too."
            return Revision.Action.PUBLISHED, f"“{exercise}” is published." if on_site(exercise) else hidden
        if form.was_published and not exercise.is_published:
            return Revision.Action.UNPUBLISHED, f"“{exercise}” is off the site and a draft again."
        if exercise.is_published:
            return Revision.Action.CHANGED, f"The changes to “{exercise}” are published."
        if change:
            return Revision.Action.CHANGED, f"The draft of “{exercise}” is saved."
        return Revision.Action.CREATED, f"“{exercise}” is kept as a draft: runners do not see it yet."

    def record_others(self, request: HttpRequest, formsets: Any) -> list[Any]:
        touched = [formset.touched() for formset in formsets if formset.model is Exercise]
        rows = [row for found in touched for row in found.values()]
        return [each for each, action in rows if editing.record(each, action, request.user)]

    # --- preview

    def is_preview(self, request: HttpRequest) -> bool:
        return PREVIEW in request.POST

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.preview(request, obj) if self.is_preview(request) else super().response_change(request, obj)

    def preview(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """The page as runners would see it; rendered before everything that was saved for it is rolled back."""
        exercise = Exercise.objects.select_related("parent").with_neighbours().get(pk=obj.pk)
        return render(request, "exercises/detail.html", {**article_of(page_of(exercise, drafts=True)), "preview": True})


def _names(exercises: list[Exercise]) -> str:
    return ", ".join(f"“{exercise}”" for exercise in exercises)
