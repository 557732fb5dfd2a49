"""The pieces of a session's page, each drawn once for everybody: what is one runner's own stands in afterwards."""

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe

from plans.charts.session import Drawn, PartShown, Progress, Rest

# What takes the place of keys while a piece is drawn, as long as nothing else on the page.
_SESSION, _PART = 8_888_888_888_888_881, 8_888_888_888_888_882
_TOKEN = "the-token-of-this-request"  # noqa: S105 - a word in its place
# The same of what an exercise has while it is on the screen, or first.
HIDDEN, WARM, RING = " whether-it-is-hidden", "the-warm-up-stands-here", "the-ring-of-this-exercise"

NOTHING_MORE: Mapping[str, str] = {}


def pieces(
    names: tuple[str, ...],
    part: PartShown,
    drawn: Drawn | None,
    *,
    session: int,
    token: str,
    more: Mapping[str, str] = NOTHING_MORE,
) -> list[SafeString]:
    """Some of the template's partials, drawn for an exercise of the session with that key; `more` is what stands in for
    what, beside its keys."""
    own = {
        **more,
        str(_SESSION): str(session),
        str(_PART): str(part.pk),
        _TOKEN: token,
        **{str(UUID(int=line.number)): str(line.uuid) for line in part.lines if line.uuid},
    }
    if part.entry:
        own[str(UUID(int=0))] = str(part.entry.uuid)
    return [with_own(text, own) for text in _pieces(names, part.anybodys(_PART), drawn, get_script_prefix())]


def bar(progress: Progress, *, session: int, instead: bool = False) -> SafeString:
    """How far the session is; `instead` of what the page shows of it."""
    return with_own(_bar(progress, instead, get_script_prefix()), {str(_SESSION): str(session)})


@lru_cache(maxsize=1024)
def ring(rest: Rest | None) -> str:
    return str(render_to_string("plans/session.html#ring", {"rest": rest}))


def with_own(text: str, own: Mapping[str, str]) -> SafeString:
    """What is rendered, with words of its own in the place of others."""
    for stand_in, words in own.items():
        text = text.replace(stand_in, words)
    return mark_safe(text)  # noqa: S308 - rendered parts


@lru_cache(maxsize=2048)
def _bar(progress: Progress, instead: bool, prefix: str) -> str:  # noqa: ARG001 - links begin with it
    shown = {"now": {"pk": _SESSION}, "progress": progress, "instead": instead}
    return str(render_to_string("plans/session.html#bar", shown))


@lru_cache(maxsize=2048)
def _pieces(
    names: tuple[str, ...],
    part: PartShown,
    drawn: Drawn | None,
    prefix: str,  # noqa: ARG001 - links begin with it
) -> tuple[str, ...]:
    shown = {"now": {"pk": _SESSION}, "part": part, "drawn": drawn, "csrf_token": _TOKEN}
    shown |= {"hidden": HIDDEN, "warm": WARM, "ring": RING}
    return tuple(str(render_to_string(f"plans/session.html#{name}", shown)) for name in names)
