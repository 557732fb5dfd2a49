import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from exercises.figures.reading import parse
from exercises.figures.render import Drawing, Scene
from exercises.figures.words import moving_in_words
from exercises.models import Still

register = template.Library()


class Moves(Protocol):
    """What has a figure: a movement as JSON values or None, the picture that stands in for it, if any, and the muscles
    that work in it, by slug and by name."""

    @property
    def name(self) -> str: ...
    @property
    def movement(self) -> Any: ...
    @property
    def still(self) -> Still | None: ...
    @property
    def roles(self) -> Mapping[str, str]: ...
    @property
    def primary(self) -> Sequence[str]: ...
    @property
    def secondary(self) -> Sequence[str]: ...


@register.simple_tag
def figure(entry: Moves, which: str, label: str = "") -> str:
    """The still picture of the pose `which` (“start”, “end”, or “middle” for half way to it), read out as `label`;
    nothing without a movement.

    A picture that stands in for the figure takes the place of its end, and nothing that of its start.
    """
    if entry.still:
        return picture(entry.still) if which == "end" else ""
    return _still(*_asked(entry), which, label) if entry.movement else ""


@register.simple_tag
def moving(entry: Moves) -> str:
    """The picture that moves, read out with the muscles that work; nothing without a movement."""
    label = moving_in_words(entry.name, entry.primary, entry.secondary)
    return _moving(*_asked(entry), label) if entry.movement else ""


Asked = tuple[str, tuple[tuple[str, str], ...]]  # something that can be kept by: a movement as JSON, and the roles


def _asked(entry: Moves) -> Asked:
    return json.dumps(entry.movement), tuple(sorted(entry.roles.items()))


@lru_cache(maxsize=64)
def _scene(movement: str, roles: tuple[tuple[str, str], ...]) -> Scene:
    return Scene(parse(json.loads(movement)), dict(roles))


@register.simple_tag
def picture(still: Still) -> SafeString:
    """A picture, in place of a figure."""
    return render_to_string("exercises/picture.html", {"still": still})


@lru_cache(maxsize=1024)
def _still(movement: str, roles: tuple[tuple[str, str], ...], which: str, label: str) -> SafeString:
    return _rendered(_scene(movement, roles).pose(which), label)


@lru_cache(maxsize=256)
def _moving(movement: str, roles: tuple[tuple[str, str], ...], label: str) -> SafeString:
    return _rendered(_scene(movement, roles).moving(), label)


def _rendered(drawing: Drawing, label: str) -> SafeString:
    return render_to_string("exercises/figure.html", {"drawing": drawing, "label": label})
