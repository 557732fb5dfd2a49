"""Django's classes as the type checker sees them: generic there, but not while running."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, QueryDict

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    _ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
    ModelForm = forms.ModelForm
    InlineFormSet = forms.BaseInlineFormSet


class ModelAdmin(_ModelAdmin):
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """What is ticked without being a number is nothing."""
        if request.method == "POST":
            request.POST = _with_numbers_ticked(request.POST)  # type: ignore[assignment]
        return super().changelist_view(request, extra_context)


def _with_numbers_ticked(data: QueryDict) -> QueryDict:
    ticked = data.getlist(ACTION_CHECKBOX_NAME)
    numbers = [each for each in ticked if each.isascii() and each.isdecimal() and len(each) < 19]
    if numbers == ticked:
        return data
    cleaned = data.copy()
    cleaned.setlist(ACTION_CHECKBOX_NAME, numbers)
    return cleaned
