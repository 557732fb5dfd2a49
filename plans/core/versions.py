"""Another version or load: the table of changes of section 4, applied to a history."""

from dataclasses import replace

from plans.core.history import History, Standing
from plans.core.options import pick_version
from plans.core.plan import Prescription
from plans.core.progression import SMALLEST, Change, Track, changed, reference, reloaded, session_top
from plans.core.types import Action, Catalogue, Exercise, Held, Refused, Runner, Version, Work, because

_OWN_HISTORY = 8  # weeks for which a version that was used keeps its own history
_MILD, _FIRM = 2, 8  # the pain and the effort up to which a harder rung may be taken


def settled(history: History, catalogue: Catalogue, runner: Runner) -> History:
    """The history with versions that can no longer be done exchanged for the best that can.

    It is a harder one only where nothing else is left, with the dose of a harder rung. Versions that are no longer in
    the catalogue can no longer be done either.
    """
    equipment = runner.usable_equipment
    for slug, standing in history.standings.items():
        exercise = catalogue.get(slug)
        if exercise is None:
            continue
        old = exercise.find(standing.variation)
        if old is not None and old.can_be_done(equipment):
            continue
        new = pick_version(exercise, runner.level, equipment, old.rung if old else None)
        if new is not None:
            history = switched(history, exercise, old or _gone(standing, new), new)
    return history


def _gone(standing: Standing, new: Version) -> Version:
    """Stands for a version that is no longer in the catalogue: how hard it was is not known, so it was the easier."""
    return replace(new, variation=standing.variation, rung=new.rung - 1, one_sided=False)


def switched(history: History, exercise: Exercise, old: Version, new: Version, after: int = 0) -> History:
    """The history with another version in use from the next session on, and the dose that the table gives it.

    A version used in the last eight weeks goes on with its own history; a harder one asks for no more than the easier
    one did, whose answers came later. It keeps its load. `after`: how many sessions the week has seen.
    """
    harder = new.rung > old.rung
    before = history.reference(exercise.slug, old)
    own = used_lately(history, exercise.slug, new)
    tracks = dict(history.tracks)
    if own:
        track, reference_of_it = own
        dose, action = reference_of_it, Action.HOLD
        if harder and before is not None:
            dose = max(SMALLEST[new.measure], min(dose, before))
    elif before is not None:
        track, reference_of_it = tracks.get((exercise.slug, old.variation), Track()), before
        dose, action = changed(before, old, new)
    if own or before is not None:
        reason = because("changed", exercise=exercise.slug, variation=new.variation, harder=action is Action.REDUCE)
        change = Change(action, reference_of_it, reason, after=after)
        tracks[exercise.slug, new.variation] = track.set_to(dose, history.week, change)
    standing = history.standings.get(exercise.slug, Standing(None))
    lately = _works(history.sessions, exercise.slug, new) if own else []
    standing = replace(standing, variation=new.variation, load_grams=lately[-1].load_grams if lately else None)
    return replace(history, tracks=tracks, standings={**history.standings, exercise.slug: standing})


def used_lately(history: History, slug: str, version: Version) -> tuple[Track, int] | None:
    """The track of a version that was trained in the last eight weeks, and its reference."""
    track = history.track(slug, version)
    if track is None or track.trained is None or history.week - track.trained > _OWN_HISTORY:
        return None
    before = reference(track, history.touched)
    return (track, before) if before is not None else None


def loaded_with(
    history: History, exercise: Exercise, version: Version, grams: int, sessions: tuple[Held, ...], after: int = 0
) -> History:
    """The history with another load, in grams, and the dose that the table gives it. Raises Refused.

    `after`: how many sessions the week has seen.
    """
    if not version.loaded:
        raise Refused(because("not_loaded", exercise=exercise.slug))
    standing = history.standings.get(exercise.slug, Standing(version.variation))
    standings = {**history.standings, exercise.slug: replace(standing, load_grams=grams)}
    before = history.reference(exercise.slug, version)
    if standing.load_grams in (None, grams) or before is None:
        return replace(history, standings=standings)
    old = standing.load_grams
    if grams > old and not ready(sessions, exercise.slug, version, of_range=True):
        raise Refused(because("load_too_early", exercise=exercise.slug))
    track = history.tracks[exercise.slug, version.variation]
    count = sessions_of(history, exercise.slug, version)
    dose, action = reloaded(before, version, old, grams, count)
    reason = because("load", old=old, new=grams, exercise=exercise.slug)
    track = track.set_to(dose, history.week, Change(action, before, reason, after=after))
    tracks = {**history.tracks, (exercise.slug, version.variation): track}
    return replace(history, standings=standings, tracks=tracks)


def for_once(prescription: Prescription, version: Version) -> Prescription:
    """The same sets in an easier or equal version, for one session; half of them each side where it takes one leg."""
    halved = version.one_sided and not prescription.per_side
    sets = tuple(max(1, each // 2) for each in prescription.sets) if halved else prescription.sets
    return Prescription(prescription.exercise, version, sets)


def sessions_of(history: History, slug: str, version: Version) -> int:
    """In how many sessions a version was held last; at least 1."""
    track = history.track(slug, version)
    return track.entries[-1].sessions if track and track.entries else 1


def check_rung(
    exercise: Exercise, old: Version, new: Version, runner: Runner, history: History, sessions: tuple[Held, ...]
) -> None:
    """Raises Refused for a version that cannot be done, or that is harder too early or by more than one rung.

    One rung is the next that exists and can be done. It may be taken after the top (of the range, or of what the
    minutes allow) in two sessions running, with pain of 2 at most and effort of 8 at most. A harder one that was used
    in the last eight weeks needs no more than such answers.
    """
    equipment = runner.usable_equipment
    if not new.can_be_done(equipment):
        raise Refused(because("cannot_be_done", exercise=exercise.slug, variation=new.variation))
    if new.rung <= old.rung:
        return
    if used_lately(history, exercise.slug, new) and _works(sessions, exercise.slug, new):
        if not all(_is_mild(each, work) for each, work in _last_two(sessions, exercise.slug)):
            raise Refused(because("back_too_early", exercise=exercise.slug, variation=new.variation))
        return
    above = [each.rung for each in exercise.versions if each.rung > old.rung and each.can_be_done(equipment)]
    if new.rung > min(above):
        raise Refused(because("two_rungs", exercise=exercise.slug, variation=new.variation))
    if not ready(sessions, exercise.slug, old):
        raise Refused(because("harder_too_early", exercise=exercise.slug, variation=new.variation))


def ready(sessions: tuple[Held, ...], slug: str, version: Version, *, of_range: bool = False) -> bool:
    """Whether the last two sessions that held the exercise were done in full at its top, with little pain and effort.

    `of_range`: only the top of the range counts, not what the minutes allow.
    """
    last = _last_two(sessions, slug)
    return len(last) == 2 and all(_at_top(each, work, version, of_range) for each, work in last)


def _works(sessions: tuple[Held, ...], slug: str, version: Version) -> list[Work]:
    """What was done of a version, as far as sessions are kept: eight weeks."""
    works = [work for each in sessions if (work := each.work(slug)) and work.credit]
    return [work for work in works if work.variation == version.variation]


def _last_two(sessions: tuple[Held, ...], slug: str) -> list[tuple[Held, Work]]:
    return [(each, work) for each in sessions if each.slot is not None and (work := each.work(slug))][-2:]


def _at_top(held: Held, work: Work, version: Version, of_range: bool) -> bool:
    return (
        work.variation == version.variation
        and work.credit == work.asked
        and (work.asked >= session_top(version) if of_range else work.at_top)
        and _is_mild(held, work)
    )


def _is_mild(held: Held, work: Work) -> bool:
    pains = (held.knee, work.pain or 0)
    return all(pain is not None and pain <= _MILD for pain in pains) and (held.effort or 0) <= _FIRM
