"""The pieces of a session's page, each drawn once for everybody: what is one runner's own is filled in afterwards.

A piece is text with gaps, split at them: what stands at the odd places are the names of the gaps.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe

from plans.charts.session import Drawn, PartShown, Progress, Rest, SessionShown

Piece = Sequence[str]

_EDGE = "\0"  # of a gap: no form and no file lets it into a text
# Keys while a piece is drawn, since an address takes nothing but a number.
_SESSION, _PART = 8_888_888_888_888_881, 8_888_888_888_888_882
NOTHING_MORE: Mapping[str, str] = {}


def gap(name: str) -> SafeString:
    """What a piece is drawn with where something is filled in."""
    return mark_safe(f"{_EDGE}{name}{_EDGE}")  # noqa: S308 - a name of ours


def split(drawn: str) -> Piece:
    return tuple(drawn.split(_EDGE))


def filled(piece: Piece, own: Mapping[str, str]) -> SafeString:
    """`own` has what goes into which gap, drawn as well."""
    texts = list(piece)
    texts[1::2] = [own[name] for name in piece[1::2]]
    return mark_safe("".join(texts))  # noqa: S308 - rendered parts


def pieces(
    names: tuple[str, ...],
    part: PartShown,
    drawn: Drawn | None,
    *,
    session: int,
    token: str,
    more: Mapping[str, str] = NOTHING_MORE,
) -> list[SafeString]:
    """Some of the template's partials, drawn for an exercise of the session with that key; `more` fills the gaps that
    belong to where it stands on the page."""
    own = {"session": str(session), "part": str(part.pk), "token": token, **more}
    own |= {_set(line.number): str(line.uuid) for line in part.lines if line.uuid}
    if part.entry:
        own[_set(0)] = str(part.entry.uuid)
    return [filled(piece, own) for piece in _pieces(names, part.anybodys(_PART), drawn, get_script_prefix())]


def bar(progress: Progress, *, session: int, instead: bool = False) -> SafeString:
    """How far the session is; `instead` of what the page shows of it."""
    return filled(_bar(progress, instead, get_script_prefix()), {"session": str(session)})


def around_parts(shown: SessionShown) -> Piece:
    """What stands around the exercises: its gaps are “section” and “peek” of each place, and those of the page."""
    states = tuple(
        "now" if part.place == shown.place else "next" if part.place == shown.next else "" if part.entry else "over"
        for part in shown.parts
    )
    return _session(shown.place, shown.next, shown.fresh, states, get_script_prefix())


def page(day: date, session: int, drawn: str) -> SafeString:
    """The whole page, with the session in it."""
    return filled(_page(day, get_script_prefix()), {"session": str(session), "drawn": drawn})


@lru_cache(maxsize=1024)
def ring(rest: Rest | None) -> str:
    return str(render_to_string("plans/session.html#ring", {"rest": rest}))


def _set(number: int) -> str:
    """The gap for the tap that logged a set, or will log the next (0)."""
    return f"set {number}"


def _piece(partial: str, context: dict[str, Any], sets: Sequence[int] = ()) -> Piece:
    text: str = render_to_string(f"plans/session.html{partial}", context)
    named = {str(_SESSION): "session", str(_PART): "part", **{str(UUID(int=number)): _set(number) for number in sets}}
    for key, name in named.items():
        text = text.replace(key, gap(name))
    return split(text)


# Links begin with the prefix.
@lru_cache(maxsize=2048)
def _bar(progress: Progress, instead: bool, prefix: str) -> Piece:  # noqa: ARG001
    return _piece("#bar", {"now": {"pk": _SESSION}, "progress": progress, "instead": instead})


@lru_cache(maxsize=2048)
def _pieces(names: tuple[str, ...], part: PartShown, drawn: Drawn | None, prefix: str) -> tuple[Piece, ...]:  # noqa: ARG001
    shown = {name: gap(name) for name in ("hidden", "warm", "ring")}
    context = {**shown, "now": {"pk": _SESSION}, "part": part, "drawn": drawn, "csrf_token": gap("token")}
    return tuple(_piece(f"#{name}", context, range(len(part.lines) + 1)) for name in names)


@lru_cache(maxsize=2048)
def _session(place: int, following: int, fresh: bool, states: tuple[str, ...], prefix: str) -> Piece:  # noqa: ARG001
    parts = [
        {"place": number, "state": state, "section": gap(f"section {number}"), "peek": gap(f"peek {number}")}
        for number, state in enumerate(states, 1)
    ]
    now = {"pk": _SESSION, "place": place, "next": following, "fresh": fresh}
    gaps = {name: gap(name) for name in ("bar", "told", "last", "ring")}
    return _piece("#session", {**gaps, "now": now, "parts": parts, "csrf_token": gap("token")})


@lru_cache(maxsize=64)
def _page(day: date, prefix: str) -> Piece:  # noqa: ARG001
    return _piece("", {"day": day, "pk": _SESSION, "session": gap("drawn")})
