"""The exercises of a session, each drawn once for everybody: what is one runner's own of them stands in afterwards."""

from functools import lru_cache
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe

from plans.charts.session import Drawn, PartShown, Progress

register = template.Library()

# What takes the place of keys while a piece is drawn, as long as nothing else on the page.
_SESSION, _PART = 8_888_888_888_888_881, 8_888_888_888_888_882
_TOKEN = "the-token-of-this-request"  # noqa: S105 - a word in its place


@register.simple_tag(takes_context=True)
def piece(context: template.Context, name: str, part: PartShown, drawn: Drawn | None = None) -> SafeString:
    """One of the template's partials, drawn for an exercise of the session `now`."""
    text = _piece(name, part.anybodys(_PART), drawn, get_script_prefix())
    own = {
        str(_SESSION): str(context["now"].pk),
        str(_PART): str(part.pk),
        _TOKEN: str(context.get("csrf_token", "")),
        **{str(UUID(int=line.number)): str(line.uuid) for line in part.lines if line.uuid},
    }
    if part.entry:
        own[str(UUID(int=0))] = str(part.entry.uuid)
    for stand_in, key in own.items():
        text = text.replace(stand_in, key)
    return mark_safe(text)  # noqa: S308 - rendered parts


@register.simple_tag(takes_context=True)
def bar(context: template.Context, *, instead: bool = False) -> SafeString:
    """How far the session `now` is; `instead` of what the page shows of it."""
    now = context["now"]
    text = _bar(now.progress, instead, get_script_prefix())
    return mark_safe(text.replace(str(_SESSION), str(now.pk)))  # noqa: S308 - a rendered part


@lru_cache(maxsize=2048)
def _bar(progress: Progress, instead: bool, prefix: str) -> str:  # noqa: ARG001 - links begin with it
    shown = {"now": {"pk": _SESSION}, "progress": progress, "instead": instead}
    return str(render_to_string("plans/session.html#bar", shown))


@lru_cache(maxsize=2048)
def _piece(name: str, part: PartShown, drawn: Drawn | None, prefix: str) -> str:  # noqa: ARG001 - links begin with it
    shown = {"now": {"pk": _SESSION}, "part": part, "drawn": drawn, "csrf_token": _TOKEN}
    return str(render_to_string(f"plans/session.html#{name}", shown))
