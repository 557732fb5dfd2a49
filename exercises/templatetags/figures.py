import json
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from exercises.figures.reading import parse
from exercises.figures.render import still
from exercises.reading import Entry

register = template.Library()


@register.simple_tag
def figure(entry: Entry, which: str, label: str = "") -> str:
    """The still picture of the pose `which` ("start" or "end"), read out as `label`; nothing without a movement."""
    return _drawn(json.dumps(entry.movement), which, label) if entry.movement else ""


@lru_cache(maxsize=1024)
def _drawn(movement: str, which: str, label: str) -> SafeString:
    drawing = still(parse(json.loads(movement)), which)
    return render_to_string("exercises/figure.html", {"drawing": drawing, "label": label})
