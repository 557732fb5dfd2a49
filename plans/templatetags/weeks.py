from collections.abc import Collection
from datetime import date
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe

from plans.charts.sheet import Row
from plans.charts.skyline import Day, Lane

register = template.Library()


@register.simple_tag
def skyline(lanes: list[Lane]) -> SafeString:
    """The seven lanes of a week. Each is drawn once: there are few kinds of days, and many weeks."""
    return mark_safe("".join(_lane(lane) for lane in lanes))  # noqa: S308 - rendered parts


@register.simple_tag
def lanes(days: list[Day], opened: date, places: Collection[date] = (), *, at: str) -> SafeString:
    """The seven lanes of a week as links that open their days, on the page `at` an address. `places` are days that a
    session may move to."""
    return mark_safe("".join(_link(day, opened, places, at) for day in days))  # noqa: S308 - rendered parts


@register.simple_tag
def held(rows: list[Row]) -> SafeString:
    """The exercises of one session, each drawn once."""
    prefix = get_script_prefix()
    return mark_safe("".join(_held(row, prefix) for row in rows))  # noqa: S308 - rendered parts


@register.simple_tag
def sheet(rows: list[Row]) -> SafeString:
    """The rows of a week's training sheet, each drawn once."""
    prefix = get_script_prefix()
    return mark_safe("".join(_row(row, prefix) for row in rows))  # noqa: S308 - rendered parts


def _link(day: Day, opened: date, places: Collection[date], at: str) -> str:
    states = {"is-today": day.today, "is-open": day.date == opened, "is-place": day.date in places}
    classes = " ".join(name for name, holds in states.items() if holds)
    state = f' class="{classes}"' if classes else ""
    current = ' aria-current="date"' if day.today else ""
    return (
        f'<li{state}><a class="wk__day" id="d-{day.date}" href="{at}?day={day.date}#day"{current}>'
        f"{_inner(day.lane)}</a></li>"
    )


@lru_cache(maxsize=1024)
def _inner(lane: Lane) -> SafeString:
    return render_to_string("plans/week.html#inner", {"lane": lane})


@lru_cache(maxsize=1024)
def _held(row: Row, prefix: str) -> SafeString:  # noqa: ARG001 - its links begin with the prefix
    return render_to_string("plans/week.html#held", {"row": row})


@lru_cache(maxsize=1024)
def _lane(lane: Lane) -> SafeString:
    return render_to_string("plans/week.html#lane", {"lane": lane})


@lru_cache(maxsize=1024)
def _row(row: Row, prefix: str) -> SafeString:  # noqa: ARG001 - its links begin with the prefix
    return render_to_string("plans/week.html#row", {"row": row})
