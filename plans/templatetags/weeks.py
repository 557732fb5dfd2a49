from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe

from plans.charts.sheet import Row
from plans.charts.skyline import Lane

register = template.Library()


@register.simple_tag
def skyline(lanes: list[Lane]) -> SafeString:
    """The seven lanes of a week. Each is drawn once: there are few kinds of days, and many weeks."""
    return mark_safe("".join(_lane(lane) for lane in lanes))  # noqa: S308 - rendered parts


@register.simple_tag
def sheet(rows: list[Row]) -> SafeString:
    """The rows of a week's training sheet, each drawn once."""
    prefix = get_script_prefix()
    return mark_safe("".join(_row(row, prefix) for row in rows))  # noqa: S308 - rendered parts


@lru_cache(maxsize=1024)
def _lane(lane: Lane) -> SafeString:
    return render_to_string("plans/week.html#lane", {"lane": lane})


@lru_cache(maxsize=1024)
def _row(row: Row, prefix: str) -> SafeString:  # noqa: ARG001 - its links begin with the prefix
    return render_to_string("plans/week.html#row", {"row": row})
