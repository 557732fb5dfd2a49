"""Muscle groups, equipment, and the texts beside the exercises."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from exercises.admin.forms import ArticleForm
from exercises.admin.lines import PointInline
from exercises.admin.listing import ListedAdmin
from exercises.models import Article, Equipment, MuscleGroup


class NamedAdmin(ListedAdmin):
    """New ones stand at the end of their list; their word in addresses never changes, since texts refer to it."""

    list_display = ["place", "name", "last_change"]
    list_display_links = ["name"]
    search_fields = ["name", "slug"]
    own_fields = ["name"]
    readonly_fields = ["address"]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        return [*self.own_fields, "address" if obj else "slug"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            last = self.siblings("").order_by("position").last()
            obj.position = last.position + 1 if last else 1
        super().save_model(request, obj, form, change)


@admin.register(MuscleGroup)
class MuscleGroupAdmin(NamedAdmin):
    index_place = 3
    index_note = "What the exercises work."


@admin.register(Equipment)
class EquipmentAdmin(NamedAdmin):
    index_place = 4
    index_note = "What a runner may have at home or in the gym."
    own_fields = ["name", "note"]


@admin.register(Article)
class ArticleAdmin(ListedAdmin):
    """Pages need them, so none is added or deleted here."""

    form = ArticleForm
    index_place = 2
    index_name = "Texts"
    index_note = "The guide, the warm-up, the questions that stop a plan, and the advice that follows."
    list_display = ["place", "title", "shown", "last_change"]
    list_display_links = ["title"]
    search_fields = ["title", "points__text"]
    fields = ["shown", "title", "lead", "address"]
    readonly_fields = ["shown", "address"]
    inlines = [PointInline]

    @admin.display(description="where it is shown")
    def shown(self, obj: Article) -> str:
        return obj.shown

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def site_url(self, obj: Any) -> str | None:
        return obj.get_absolute_url() if obj.in_guide else None
