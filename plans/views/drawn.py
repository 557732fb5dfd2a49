"""A session as it is drawn: once for everybody what is the same, and once for a runner until anything changes."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from exercises.kept import shared
from exercises.models import Article
from exercises.texts import texts
from plans.charts.session import Drawn, PartShown, Resting, SessionShown, is_to_do, resting, session_shown
from plans.services.doing import Doing
from plans.services.instructions import Instructions, instructions
from plans.services.sets import Said
from plans.views.coached import Visit
from plans.views.pieces import HIDDEN, RING, WARM, bar, pieces, ring, with_own

# What takes the place of what is of one request alone, and of figures, which are larger than all the rest.
_TOKEN, _TOLD, _RING = "the-token-of-this-request", "what-is-told-stands-here", "the-ring-stands-here"
_FIGURE, _MOVES = "the-figure-of-{}-stands-here", "the-figure-that-moves-of-{}-stands-here"


@dataclass(frozen=True, slots=True)
class Look:
    """A session drawn, but for the figures of what it `shows`, by their keys; with the set that was `typed` before, if
    any. `is_over`: it is finished; `is_stopped`: so is everything, for now."""

    pk: int
    day: date
    is_begun: bool
    is_over: bool
    is_stopped: bool
    typed: bool
    shows: tuple[int, ...]
    drawn: str
    resting: Resting | None

    def at(self, request: HttpRequest, visit: Visit, said: list[str], now: datetime) -> SafeString:
        """For a request, at a moment."""
        rest = self.resting.at(now) if self.resting else None
        told = render_to_string("plans/session.html#told", {"said": said}) if said else ""
        own = {_TOKEN: get_token(request), _TOLD: told, _RING: ring(rest)}
        for pk, drawn in _drawn(visit, self.shows).items():
            own |= {_FIGURE.format(pk): drawn.figure, _MOVES.format(pk): drawn.moves}
        return with_own(self.drawn, own)


def look_at(visit: Visit, whole: Doing, asked: int = 0, typed: Said | None = None) -> Look:
    """`asked` is the place of an exercise to open, `typed` a set that was not logged; one that is not to be done any
    more is left out. At most two queries."""
    typed = typed if typed and is_to_do(whole, typed) else None
    shown = session_shown(whole, units=visit.row.user.units, asked=asked, typed=typed)
    shows = tuple(dict.fromkeys(part.shows for part in shown.parts))
    drawn = {pk: _without_figures(pk, each) for pk, each in _drawn(visit, shows).items()}
    context = {
        "now": shown,
        "bar": bar(shown.progress, session=shown.pk),
        "parts": [_own(visit, shown, part, drawn.get(part.shows)) for part in shown.parts],
        "last": mark_safe(drawn[shows[-1]].figure) if shows[-1] in drawn else "",  # noqa: S308 - rendered
        "csrf_token": _TOKEN,
        "told": _TOLD,
        "ring": _RING,
    }
    return Look(
        pk=shown.pk,
        day=whole.row.date,
        is_begun=whole.row.started_at is not None,
        is_over=whole.row.finished_at is not None,
        is_stopped=whole.is_stopped(visit.today),
        typed=typed is not None,
        shows=shows,
        drawn=render_to_string("plans/session.html#session", context),
        resting=resting(whole),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """An exercise as it is drawn for a runner: its section, what peeks of it, and how it stands in the list, as
    attributes."""

    place: int
    section: SafeString
    peek: SafeString
    state: SafeString


def _own(visit: Visit, shown: SessionShown, part: PartShown, drawn: Drawn | None) -> _Part:
    is_now, is_first = part.place == shown.place, part.place == 1
    more = {
        HIDDEN: "" if is_now else " hidden",
        WARM: shared(visit.change, "warm-up", lambda: _warm_up(visit)) if shown.fresh and is_first else "",
        RING: _RING if is_now else "",
    }
    section, peek = pieces(("section", "peek"), part, drawn, session=shown.pk, token=_TOKEN, more=more)
    state = ""
    if is_now:
        state = ' class="is-now" aria-current="step"'
    elif part.place == shown.next:
        state = ' class="is-next"'
    elif part.entry is None:
        state = ' class="is-over"'
    return _Part(part.place, section, peek, mark_safe(state))  # noqa: S308 - written above


def _warm_up(visit: Visit) -> str:
    warm_up = texts(visit.change).get(Article.Needed.WARM_UP)
    return render_to_string("plans/session.html#warming", {"warm_up": warm_up}) if warm_up else ""


def _drawn(visit: Visit, keys: tuple[int, ...]) -> dict[int, Drawn]:
    """Of each exercise by its key what is the same for everybody. One query if any was not asked for before."""
    known: dict[int, Drawn] = shared(visit.change, "drawn", dict)
    if missing := [key for key in keys if key not in known]:
        known.update((pk, _draw(each)) for pk, each in instructions(missing).items())
    return {key: known[key] for key in keys if key in known}


def _without_figures(pk: int, drawn: Drawn) -> Drawn:
    return replace(drawn, figure=_FIGURE.format(pk), moves=_MOVES.format(pk) if drawn.moves else "")


def _draw(shown: Instructions) -> Drawn:
    figure, moves, steps = (
        render_to_string(f"plans/session.html#{part}", {"shown": shown}) for part in ("figure", "moves", "steps")
    )
    return Drawn(shown.cue, figure, moves, steps)
