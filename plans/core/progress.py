"""What happened: weeks are closed one by one, each into the history that the next is planned from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from plans.core.feedback import Knee, verdict
from plans.core.history import History, Key, Standing
from plans.core.plan import Dose, WeekPlan
from plans.core.progression import SMALLEST, Change, Entry, Track, changed, reduced
from plans.core.selection import Block, pick_version
from plans.core.types import (
    Action,
    Catalogue,
    Exercise,
    Held,
    Runner,
    Verdict,
    Version,
    because,
)
from plans.core.versions import settled

_LOOK_BACK = timedelta(days=56)  # sessions kept for answers; the rules look back a fortnight or three weeks
_TOUCHED = 12  # weeks for which it is kept that a race touched them


def weaker_side(sides: Iterable[tuple[str, int]], one_sided: bool) -> tuple[int, ...]:
    """What was done of one exercise in one session, from its logged sets in any order: pairs of side and amount.

    One-sided exercises count the smaller side. The amounts come largest first.
    """
    by_side: dict[str, list[int]] = {}
    for side, amount in sides:
        by_side.setdefault(side if one_sided else "", []).append(amount)
    if one_sided and len(by_side) < 2:
        return ()
    fewest = min(by_side.values(), key=lambda amounts: (sum(amounts), sorted(amounts)), default=[])
    return tuple(sorted(fewest, reverse=True))


def close_week(history: History, plan: WeekPlan, held: Sequence[Held], catalogue: Catalogue, runner: Runner) -> History:
    """The history with one more week: `plan` as it stood last, and the sessions that were held in it."""
    sessions = tuple(each for each in history.sessions if each.date >= plan.first_day - _LOOK_BACK)
    history = settled(history, catalogue, runner)
    history = replace(
        history,
        week=plan.week + 1,
        sessions=sessions + tuple(held),
        tracks=_closed_tracks(history, plan, held),
        touched=frozenset({week for week in history.touched if week > plan.week - _TOUCHED} | {plan.week})
        if plan.touched
        else history.touched,
        block=_closed_block(plan, held),
        standings=_counted(history, plan, held),
    )
    return _answered(history, plan, held, catalogue, runner)


def eased_by_clearance(history: History, catalogue: Catalogue) -> History:
    """Rows 1 and 2: after a clinician cleared it, everything returns at reduce."""
    tracks = dict(history.tracks)
    for slug, standing in history.standings.items():
        if slug not in catalogue:
            continue
        version = catalogue[slug].version(standing.variation)
        before = history.reference(slug, version)
        if before is not None:
            track = tracks[slug, version.variation]
            # What the answers of the last sessions reduced already is not reduced twice.
            lately = track.change if not any(each.week >= track.reset for each in track.entries) else None
            dose = before if lately and lately.action is Action.REDUCE else reduced(before, version)
            change = Change(Action.REDUCE, before, because("cleared", reference=before))
            tracks[slug, version.variation] = track.set_to(dose, history.week, change)
    return replace(history, tracks=tracks)


def _closed_tracks(history: History, plan: WeekPlan, held: Sequence[Held]) -> dict[Key, Track]:
    """Each version's track with the week's entry: what was asked, and what was credited session by session."""
    tracks, closed = dict(history.tracks), set()
    works = [work for each in held if each.slot is not None for work in each.works if work.sets]
    for dose in plan.doses:
        if not dose.dose:
            continue
        key = dose.exercise, dose.version.variation
        closed.add(key)
        track = tracks.get(key, Track())
        own = [work for work in works if work.exercise == dose.exercise]
        # After a change in the middle of the week, what was done before it counts as its share of the new dose.
        changed_now = track.reset == plan.week
        earned = [min(work.credit, dose.share) if changed_now else work.credit for work in own]
        asked = dose.decided if changed_now else dose.dose
        tracks[key] = track.closed(Entry(plan.week, asked, sum(earned), dose.sessions, max(earned, default=0)))
    # What was done before another version was taken, or before everything stopped.
    for key in {(work.exercise, work.variation) for work in works} - closed:
        own = [work for work in works if (work.exercise, work.variation) == key]
        earned = [work.credit for work in own]
        entry = Entry(plan.week, sum(work.asked for work in own), sum(earned), len(own), max(earned))
        tracks[key] = tracks.get(key, Track()).closed(entry)
    return tracks


def _closed_block(plan: WeekPlan, held: Sequence[Held]) -> Block | None:
    block = plan.block
    if block is None:
        return None
    trained = list(block.trained or (None,) * len(block.sessions))
    for each in held:
        if each.slot is not None:
            trained[plan.slots[each.slot].place] = each.date
    if plan.touched:
        return replace(block, trained=tuple(trained))
    asked = [dose for dose in plan.doses if dose.dose]
    return replace(
        block,
        trained=tuple(trained),
        topped=block.topped | {dose.exercise for dose in asked if dose.at_top},
        growing=block.growing | {dose.exercise for dose in asked if not dose.at_top},
    )


def _counted(history: History, plan: WeekPlan, held: Sequence[Held]) -> dict[str, Standing]:
    """Uses, and the versions that the week settled on; last week's verdicts have had their say."""
    standings = {slug: replace(each, verdict=Verdict.PROGRESS, reason=None) for slug, each in history.standings.items()}
    for dose in plan.doses:
        if dose.exercise not in standings:
            standings[dose.exercise] = Standing(dose.version.variation)
    trained = {work.exercise for each in held for work in each.works if work.done}
    for slug in trained & standings.keys():
        standings[slug] = replace(standings[slug], uses=standings[slug].uses + 1)
    return standings


def _answered(history: History, plan: WeekPlan, held: Sequence[Held], catalogue: Catalogue, runner: Runner) -> History:
    """What the week's answers do to each exercise: a hold is remembered, a reduction resets its track."""
    knee = Knee(plan.first_day, history.sessions, runner.baseline)
    standings, tracks = dict(history.standings), dict(history.tracks)
    swapped = {slug for slot in plan.slots if slot.added for slug in slot.out}
    for slug in {work.exercise for each in held for work in each.works} | swapped:
        standing = standings.get(slug)
        if standing is None or slug not in catalogue:
            continue
        result, reason = verdict(slug, catalogue, knee)
        if result is Verdict.PROGRESS and slug in swapped:
            result, reason = Verdict.HOLD, because("swapped")
        standing = replace(standing, verdict=result, reason=reason)
        exercise = catalogue[slug]
        before = history.reference(slug, exercise.version(standing.variation))
        if result >= Verdict.REDUCE and before is not None and reason is not None:
            standing = _reduce(standing, exercise, before, tracks, history.week, runner)
        standings[slug] = standing
    return replace(history, standings=standings, tracks=tracks)


def _reduce(
    standing: Standing, exercise: Exercise, before: int, tracks: dict[Key, Track], week: int, runner: Runner
) -> Standing:
    """Reduces an exercise from `week` on; at the smallest dose it takes an easier rung, else pauses for a week."""
    assert standing.reason is not None  # noqa: S101 - a reduction always has one
    old = exercise.version(standing.variation)
    track = tracks[exercise.slug, old.variation]
    dose = reduced(before, old)
    change = Change(Action.REDUCE, before, standing.reason)
    at_smallest = before <= SMALLEST[old.measure]
    easier = easier_version(exercise, old, runner)
    if at_smallest and easier is None:
        change = replace(change, reason=because("paused", why=standing.reason), paused=True)
    tracks[exercise.slug, old.variation] = track.set_to(dose, week, change)
    if easier is None or not (at_smallest or standing.verdict is Verdict.EASIER):
        return standing
    least = min(dose, changed(before, old, easier)[0])
    reason = because("easier", variation=easier.variation, exercise=exercise.slug, why=standing.reason)
    tracks[exercise.slug, easier.variation] = track.set_to(least, week, replace(change, reason=reason, paused=False))
    return replace(standing, variation=easier.variation, load_grams=None)


def easier_version(exercise: Exercise, version: Version, runner: Runner) -> Version | None:
    """The next easier rung that can be done, if there is one."""
    found = pick_version(exercise, runner.level, runner.usable_equipment, version.rung - 1)
    return found if found is not None and found.rung < version.rung else None


def dose_of(plan: WeekPlan, exercise: str) -> Dose | None:
    return next((dose for dose in plan.doses if dose.exercise == exercise), None)
