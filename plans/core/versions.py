"""Another version or load: the table of changes of section 4, applied to a history."""

from dataclasses import replace

from plans.core.history import History, Standing
from plans.core.progression import Change, Track, changed, reference, reloaded, session_top
from plans.core.selection import pick_version
from plans.core.types import Action, Catalogue, Exercise, Held, Refused, Runner, Version, Work, because

_OWN_HISTORY = 8  # weeks after which a version that was used begins again
_MILD, _FIRM = 2, 8  # the pain and the effort up to which a harder rung may be taken


def settled(history: History, catalogue: Catalogue, runner: Runner) -> History:
    """The history with versions that can no longer be done exchanged for the best that can, never for a harder one."""
    equipment = runner.usable_equipment
    for slug, standing in history.standings.items():
        exercise = catalogue.get(slug)
        if exercise is None:
            continue
        old = exercise.version(standing.variation)
        if old.can_be_done(equipment):
            continue
        new = pick_version(exercise, runner.level, equipment, old.rung)
        if new is not None:
            history = switched(history, exercise, old, new)
    return history


def switched(history: History, exercise: Exercise, old: Version, new: Version) -> History:
    """The history with another version in use from its next week on, and the dose that the table gives it."""
    reason = because("changed", exercise=exercise.slug, variation=new.variation, harder=new.rung > old.rung)
    tracks = dict(history.tracks)
    own = tracks.get((exercise.slug, new.variation))
    before = history.reference(exercise.slug, old)
    dose, action = changed(before, old, new) if before is not None else (0, Action.HOLD)
    lately = own if own and own.trained is not None and history.week - own.trained <= _OWN_HISTORY else None
    own_before = reference(lately, history.touched) if lately else None
    if lately and own_before is not None:
        # Harder is never more than the table gives; otherwise a version goes on with its own history.
        dose, action = (min(dose, own_before), action) if new.rung > old.rung else (own_before, Action.HOLD)
        change = Change(action, own_before, reason)
        tracks[exercise.slug, new.variation] = lately.set_to(dose, history.week, change)
    elif before is not None:
        track = tracks.get((exercise.slug, old.variation), Track())
        tracks[exercise.slug, new.variation] = track.set_to(dose, history.week, Change(action, before, reason))
    standing = history.standings.get(exercise.slug, Standing(None))
    standing = replace(standing, variation=new.variation, load_grams=None)
    return replace(history, tracks=tracks, standings={**history.standings, exercise.slug: standing})


def loaded_with(
    history: History, exercise: Exercise, version: Version, grams: int, sessions: tuple[Held, ...]
) -> History:
    """The history with another load, in grams, and the dose that the table gives it. Raises Refused."""
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
    count = track.entries[-1].sessions if track.entries else 1
    dose, action = reloaded(before, version, old, grams, count)
    reason = because("load", old=old, new=grams, exercise=exercise.slug)
    track = track.set_to(dose, history.week, Change(action, before, reason))
    tracks = {**history.tracks, (exercise.slug, version.variation): track}
    return replace(history, standings=standings, tracks=tracks)


def check_rung(exercise: Exercise, old: Version, new: Version, runner: Runner, sessions: tuple[Held, ...]) -> None:
    """Raises Refused for a version that cannot be done, or that is harder too early or by more than one rung.

    One rung is the next that exists and can be done. It may be taken after the top (of the range, or of what the
    minutes allow) in two sessions running, with pain of 2 at most and effort of 8 at most.
    """
    equipment = runner.usable_equipment
    if not new.can_be_done(equipment):
        raise Refused(because("cannot_be_done", exercise=exercise.slug, variation=new.variation))
    if new.rung <= old.rung:
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
    last = [(each, work) for each in sessions if each.slot is not None and (work := each.work(slug))][-2:]
    return len(last) == 2 and all(_at_top(each, work, version, of_range) for each, work in last)


def _at_top(held: Held, work: Work, version: Version, of_range: bool) -> bool:
    pains = (held.knee, work.pain or 0)
    return (
        work.variation == version.variation
        and work.credit == work.asked
        and (work.asked >= session_top(version) if of_range else work.at_top)
        and all(pain is not None and pain <= _MILD for pain in pains)
        and (held.effort or 0) <= _FIRM
    )
