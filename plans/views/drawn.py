"""A session as it is drawn: once for everybody what is the same, and once for a runner until anything changes."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from exercises.kept import shared
from exercises.models import Article
from exercises.texts import texts
from plans.charts.session import Drawn, PartShown, Resting, SessionShown, is_to_do, resting, session_shown
from plans.services.doing import Doing
from plans.services.instructions import Instructions, instructions
from plans.services.sets import Said
from plans.views.coached import Visit
from plans.views.pieces import Piece, around_parts, bar, filled, gap, pieces, ring, split


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
    drawn: Piece
    resting: Resting | None

    def at(self, request: HttpRequest, visit: Visit, said: list[str], now: datetime) -> SafeString:
        """For a request, at a moment."""
        rest = self.resting.at(now) if self.resting else None
        told = render_to_string("plans/session.html#told", {"said": said}) if said else ""
        own: dict[str, str] = {"token": get_token(request), "told": told, "ring": ring(rest)}
        for pk, drawn in _drawn(visit, self.shows).items():
            own |= {_figure(pk): drawn.figure, _moves(pk): drawn.moves}
        return filled(self.drawn, own)


def look_at(visit: Visit, whole: Doing, asked: int = 0, typed: Said | None = None) -> Look:
    """`asked` is the place of an exercise to open, `typed` a set that was not logged; one that is not to be done any
    more is left out. At most two queries."""
    typed = typed if typed and is_to_do(whole, typed) else None
    shown = session_shown(whole, units=visit.row.user.units, asked=asked, typed=typed)
    shows = tuple(dict.fromkeys(part.shows for part in shown.parts))
    drawn = {pk: _without_figures(pk, each) for pk, each in _drawn(visit, shows).items()}
    own: dict[str, str] = {
        "session": str(shown.pk),
        "bar": bar(shown.progress, session=shown.pk),
        "last": drawn[shows[-1]].figure if shows[-1] in drawn else "",
        **{name: gap(name) for name in ("token", "told", "ring")},
    }
    for part in shown.parts:
        own |= _own(visit, shown, part, drawn.get(part.shows))
    return Look(
        pk=shown.pk,
        day=whole.row.date,
        is_begun=whole.row.started_at is not None,
        is_over=whole.row.finished_at is not None,
        is_stopped=whole.is_stopped(visit.today),
        typed=typed is not None,
        shows=shows,
        drawn=split(filled(around_parts(shown), own)),
        resting=resting(whole),
    )


def _own(visit: Visit, shown: SessionShown, part: PartShown, drawn: Drawn | None) -> dict[str, str]:
    """Of an exercise its section and what peeks of it."""
    is_now, is_first = part.place == shown.place, part.place == 1
    more = {
        "hidden": "" if is_now else " hidden",
        "warm": shared(visit.change, "warm-up", lambda: _warm_up(visit)) if shown.fresh and is_first else "",
        "ring": gap("ring") if is_now else "",
    }
    if drawn:
        more |= {name: gap(name) for name in (_figure(part.shows), _moves(part.shows))}
    section, peek = pieces(("section", "peek"), part, drawn, session=shown.pk, token=gap("token"), more=more)
    return {f"section {part.place}": section, f"peek {part.place}": peek}


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
    """Figures are larger than all the rest, and are filled in when the page is sent."""
    return replace(drawn, figure=gap(_figure(pk)), moves=gap(_moves(pk)) if drawn.moves else "")


def _figure(pk: int) -> str:
    return f"figure {pk}"


def _moves(pk: int) -> str:
    return f"moves {pk}"


def _draw(shown: Instructions) -> Drawn:
    figure, moves, steps = (
        render_to_string(f"plans/session.html#{part}", {"shown": shown}) for part in ("figure", "moves", "steps")
    )
    return Drawn(shown.cue, figure, moves, steps)
