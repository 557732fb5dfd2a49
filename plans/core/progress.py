"""What happened: weeks are closed one by one, each into the history that the next is planned from."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from plans.core.feedback import Knee, is_severe, verdict
from plans.core.history import History, Key, Standing
from plans.core.options import pick_version
from plans.core.plan import Dose, WeekPlan
from plans.core.progression import SMALLEST, Change, Entry, Track, changed, reduced, reference
from plans.core.selection import Block
from plans.core.types import (
    Action,
    Catalogue,
    Exercise,
    Held,
    Runner,
    Verdict,
    Version,
    Work,
    because,
)
from plans.core.versions import settled

_LOOK_BACK = timedelta(days=56)  # sessions kept for answers; the rules look back a fortnight or three weeks
_TOUCHED = 12  # weeks for which it is kept that a race touched them


def weaker_side(sets: Sequence[tuple[int, int | None]], one_sided: bool) -> tuple[int, ...]:
    """What was done of one exercise in one session, from its logged sets in any order: of each the left or both sides,
    and the right, None where it was not done.

    One-sided exercises count the smaller side. The amounts come largest first.
    """
    left = sorted((amount for amount, _ in sets), reverse=True)
    if not one_sided:
        return tuple(left)
    right = sorted((amount or 0 for _, amount in sets), reverse=True)
    is_left = (sum(left), left[::-1]) <= (sum(right), right[::-1])
    return tuple(left if is_left else right)


def close_week(history: History, plan: WeekPlan, held: Sequence[Held], catalogue: Catalogue, runner: Runner) -> History:
    """The history with one more week: `plan` as it stood last, and the sessions that were held in it."""
    sessions = tuple(_kept(history.sessions, plan.first_day))
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


def _kept(sessions: Iterable[Held], first_day: date) -> Iterator[Held]:
    """Sessions that the rules still look at; of older ones the bad pain, since a stop lasts until it is cleared."""
    for each in sessions:
        if each.date >= first_day - _LOOK_BACK:
            yield each
        elif is_severe(each):
            yield Held(each.date, (), None, knee=each.worst, next_morning=each.next_morning)


def eased_by_clearance(history: History, catalogue: Catalogue, after: int = 0) -> History:
    """Rows 1 and 2: after a clinician cleared it, everything returns at reduce, versions not in use as well.

    `after`: how many sessions the week has seen.
    """
    tracks = dict(history.tracks)
    for (slug, variation), track in history.tracks.items():
        versions = catalogue[slug].versions if slug in catalogue else ()
        version = next((each for each in versions if each.variation == variation), None)
        before = reference(track, history.touched)
        if version is not None and before is not None:
            dose = before if _is_eased(track) else reduced(before, version)
            change = Change(Action.REDUCE, before, because("cleared", less=dose < before), after=after)
            tracks[slug, variation] = track.set_to(dose, history.week, change)
    return replace(history, tracks=tracks)


def _is_eased(track: Track) -> bool:
    """Whether the answers of the last sessions reduced it already: that is not done twice."""
    change = track.change if not any(each.week >= track.reset for each in track.entries) else None
    return change is not None and change.action is Action.REDUCE and change.reason.code not in ("changed", "load")


def _closed_tracks(history: History, plan: WeekPlan, held: Sequence[Held]) -> dict[Key, Track]:
    """Each version's track with the week's entry: what was asked, and what was credited session by session."""
    tracks, touched = dict(history.tracks), history.touched | ({plan.week} if plan.touched else set())
    closed = set()
    for dose in plan.doses:
        if dose.dose:
            key = dose.exercise, dose.version.variation
            closed.add(key)
            tracks[key] = _closed_track(tracks.get(key, Track()), plan.week, key, held, touched, dose)
    # What was done before another version was taken, or before everything stopped.
    works = [work for each in held if each.slot is not None for work in each.works if work.sets and not work.once]
    for key in {(work.exercise, work.variation) for work in works} - closed:
        tracks[key] = _closed_track(tracks.get(key, Track()), plan.week, key, held, touched)
    return tracks


def _closed_track(
    track: Track, week: int, key: Key, held: Sequence[Held], touched: Collection[int], dose: Dose | None = None
) -> Track:
    """With the week's entry; without a `dose` that of what was done of this version.

    What was done before a change in mid-week counts as its share of the new dose; a change after the week's last
    session with the exercise waits for the next.
    """
    change = track.change if track.reset == week else None
    before: list[Work] = []
    since: list[Work] = []
    for number, each in enumerate(held):
        work = each.work(key[0]) if each.slot is not None else None
        if work and work.sets and not work.once and (dose or work.variation == key[1]):
            earlier = change and (number < change.after or work.variation != key[1])
            (before if earlier else since).append(work)
    if change and before and not any(work.credit for work in since):
        closed = track.closed(_entry(week, [*before, *since]), touched)
        return replace(closed, reset=week + 1, change=replace(change, after=0))
    if dose is None:
        return track.closed(_entry(week, [*before, *since]), touched)
    earned = [min(work.credit, dose.share) for work in before] + [work.credit for work in since]
    asked = dose.decided if before else dose.dose
    return track.closed(Entry(week, asked, sum(earned), dose.sessions, max(earned, default=0)), touched)


def _entry(week: int, works: Sequence[Work]) -> Entry:
    """A week as its sessions had it."""
    earned = [work.credit for work in works]
    return Entry(week, sum(work.asked for work in works), sum(earned), len(works), max(earned))


def _closed_block(plan: WeekPlan, held: Sequence[Held]) -> Block | None:
    block = plan.block
    if block is None:
        return None
    trained = list(block.trained or (None,) * len(block.sessions))
    for each in held:
        if each.slot is not None and each.slot < len(plan.slots):  # one that stopped may lack what it had before
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
    trained = {work.exercise for each in held for work in each.works if work.done}
    new = {dose.exercise: Standing(dose.version.variation) for dose in plan.doses}
    return {
        slug: Standing(each.variation, each.load_grams, each.uses + (slug in trained))
        for slug, each in {**new, **history.standings}.items()
    }


def _answered(history: History, plan: WeekPlan, held: Sequence[Held], catalogue: Catalogue, runner: Runner) -> History:
    """What the week's answers do to each exercise: a hold is remembered, a reduction resets its track."""
    knee = Knee(plan.first_day, history.sessions, runner.baseline)
    standings, tracks = dict(history.standings), dict(history.tracks)
    swapped = {slug for slot in plan.slots if slot.added for slug in slot.out}
    swapped |= {work.exercise for each in held for work in each.works if work.once}
    for slug in {work.exercise for each in held for work in each.works} | swapped:
        standing = standings.get(slug)
        if standing is None or slug not in catalogue:
            continue
        result, reason = verdict(slug, catalogue, knee)
        if result is Verdict.PROGRESS and slug in swapped:
            result, reason = Verdict.HOLD, because("swapped")
        standing = replace(standing, verdict=result, reason=reason)
        exercise = catalogue[slug]
        version = exercise.find(standing.variation)
        if version is None:  # gone, and nothing else can be done: `settled` eases it when something can
            standings[slug] = standing
            continue
        before = history.reference(slug, version)
        if before is None:  # not one rep was done yet: less than a handful is an easier rung, or a pause
            before = SMALLEST[version.measure]
        if result >= Verdict.REDUCE and reason is not None:
            standing = _reduce(standing, exercise, version, before, tracks, history.week, runner)
        standings[slug] = standing
    return replace(history, standings=standings, tracks=tracks)


def _reduce(
    standing: Standing,
    exercise: Exercise,
    old: Version,
    before: int,
    tracks: dict[Key, Track],
    week: int,
    runner: Runner,
) -> Standing:
    """Reduces an exercise from `week` on; at the smallest dose it takes an easier rung, else pauses for a week."""
    assert standing.reason is not None  # noqa: S101 - a reduction always has one
    track = tracks.get((exercise.slug, old.variation), Track())
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
    facts = {"variation": easier.variation, "exercise": exercise.slug, "less": least < before}
    reason = because("easier", why=standing.reason, **facts)
    tracks[exercise.slug, easier.variation] = track.set_to(least, week, replace(change, reason=reason, paused=False))
    return replace(standing, variation=easier.variation, load_grams=None)


def easier_version(exercise: Exercise, version: Version, runner: Runner) -> Version | None:
    """The next easier rung that can be done, if there is one."""
    found = pick_version(exercise, runner.level, runner.usable_equipment, version.rung - 1)
    return found if found is not None and found.rung < version.rung else None


def dose_of(plan: WeekPlan, exercise: str) -> Dose | None:
    return next((dose for dose in plan.doses if dose.exercise == exercise), None)
