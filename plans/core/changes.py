"""What a runner can change: take another version or load, exchange exercises, come back after clearance, take an offer.

Each takes a present and gives the changed one, or raises Refused with the reason; planning again shows what it does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from plans.core import calendar
from plans.core.options import Pool, covered
from plans.core.plan import Dose, Offer, Slot, WeekPlan
from plans.core.planner import plan_week
from plans.core.prescribing import SHORT_VERSION
from plans.core.present import Present, pool_of, room, version_in_use, week_input
from plans.core.progress import dose_of, eased_by_clearance
from plans.core.progression import heaviest
from plans.core.selection import PER_PATTERN, Block, ordered
from plans.core.types import DAY, GROUPS, Action, Catalogue, Exercise, Refused, RunKind, Runner, Version, because
from plans.core.versions import check_rung, loaded_with, sessions_of, settled, switched


@dataclass(frozen=True, slots=True)
class Step:
    """Something harder that may be taken: a variation, or more of the weight in use. `load` is in grams: what it is
    now and the heaviest that would do."""

    exercise: str
    variation: str | None
    load: tuple[int, int] | None = None


def take(present: Present, today: date, exercise: str, variation: str | None, load_grams: int | None = None) -> Present:
    """Another version of an exercise, another load, or both, from the next session on.

    `variation` None is the exercise itself, `load_grams` None leaves the load. Raises Refused where a rule stands
    against it, also when the sessions would overrun the minutes.
    """
    return _taken(present, plan_week(present, today), today, exercise, variation, load_grams)


def next_steps(present: Present, today: date) -> tuple[Step, ...]:
    """What `take` accepts today of the week's exercises that is harder: variations and heavier loads.

    Variations are one rung up, or were used lately. There are none while everything is stopped, in the days before a
    race, and of an exercise whose dose is lower this week.
    """
    plan = plan_week(present, today)
    return tuple(step for dose in plan.doses for step in next_steps_of(dose, present, plan, today))


def next_steps_of(dose: Dose, present: Present, plan: WeekPlan, today: date) -> Iterator[Step]:
    """The same of the exercise of one `dose` in the `plan` of today."""
    if plan.stopped or plan.touched or dose.action in (Action.REDUCE, Action.AWAY):
        return
    history = settled(present.history, present.catalogue, present.runner)
    exercise, now = present.catalogue[dose.exercise], dose.version
    for each in exercise.versions:
        if each.rung > now.rung and _accepts(present, plan, today, exercise, each):
            yield Step(exercise.slug, each.variation)
    standing = history.standings.get(exercise.slug)
    load, before = standing.load_grams if standing else None, history.reference(exercise.slug, now)
    if now.loaded and load and before:
        most = heaviest(before, now, load, sessions_of(history, exercise.slug, now))
        if most > load and _accepts(present, plan, today, exercise, now, most):
            yield Step(exercise.slug, now.variation, (load, most))


def replaced(present: Present, today: date, old: str, new: str) -> Present:
    """Another exercise in the block, in all of the old one's places from the next session on.

    It has its own history or starts, with its share of the new weekly dose. Raises Refused where a rule stands
    against it: the block holds it already or does not hold the old one, it cannot be done, a third of its pattern, a
    group that nothing else trains, a pattern of the day before or after, the minutes.
    """
    _exercise(present.catalogue, new)
    plan, pool = plan_week(present, today), pool_of(present)
    block = plan.block
    if block is None or not any(old in session for session in block.sessions):
        raise Refused(because("not_in_block", exercise=old))
    if new not in pool:
        raise Refused(because("cannot_be_done", exercise=new, variation=None))
    held = [*block.sessions, *(slot.held for slot in plan.slots)]
    if any(new in session for session in held):
        raise Refused(because("already_held", exercise=new))
    changed_block = replace(
        block,
        sessions=tuple(_in_place(pool, session, old, new) if old in session else session for session in block.sessions),
        left=frozenset((place, new if slug == old else slug) for place, slug in block.left),
    )
    _check_block(present, pool, block, changed_block, new)
    slots = tuple(_exchanged(present, pool, plan, index, old, new) for index in range(len(plan.slots)))
    days = [session.date for session in plan.sessions if old in plan.slots[session.slot].held]
    if (
        old in pool
        and pool[new].pattern is not pool[old].pattern
        and any(_neighbours(plan, present, day) for day in days)
    ):
        raise Refused(because("pattern_next_day", exercise=new))
    history = replace(present.history, block=changed_block)
    changed = replace(present, history=history, previous=replace(plan, slots=slots, block=changed_block))
    _check_minutes(plan, plan_week(changed, today), new, besides=old, expected=bool(days))
    return changed


def swap(present: Present, today: date, day: date, old: str, new: str) -> Present:
    """Another exercise in the session of one day, once. It must not be in the week yet. Raises Refused."""
    _exercise(present.catalogue, new)
    plan = plan_week(present, today)
    session = plan.session_on(day)
    pool = pool_of(present)
    if session is None or old not in plan.slots[session.slot].held:
        raise Refused(because("not_in_session", exercise=old, date=day))
    if new not in pool:
        raise Refused(because("cannot_be_done", exercise=new, variation=None))
    if any(new in slot.exercises or new in slot.added for slot in plan.slots):
        raise Refused(because("already_held", exercise=new))
    rest = [slug for slug in plan.slots[session.slot].held if slug != old]
    if sum(pool[slug].pattern is pool[new].pattern for slug in rest) >= PER_PATTERN:
        raise Refused(because("pattern_full", exercise=new))
    if pool[new].pattern is not pool[old].pattern and _neighbours(plan, present, day):
        raise Refused(because("pattern_next_day", exercise=new))
    slot = plan.slots[session.slot]
    slot = Slot(slot.place, slot.exercises, slot.out | ({old} & set(slot.exercises)), _added(slot, old, new))
    slots = (*plan.slots[: session.slot], slot, *plan.slots[session.slot + 1 :])
    changed = replace(present, previous=replace(plan, slots=slots))
    _check_minutes(plan, plan_week(changed, today), new, besides=old)
    return changed


def cleared(present: Present) -> Present:
    """A clinician cleared the knee (rows 1 and 2): what is to come returns at reduce."""
    return replace(present, history=eased_by_clearance(present.history, present.catalogue, len(present.held)))


def offers(present: Present, plan: WeekPlan, today: date) -> Iterator[Offer]:
    """What can be done about a week that is short: at most three offers, each of which helps.

    The easiest run made a rest day; strength after an easy run; a ten-minute version on the free day.
    """
    if plan.stopped or not plan.days.short_by:
        return
    if rest := _rest_day(present, plan, today):
        yield rest
    stacked = replace(present, runner=replace(present.runner, after_easy_runs=True))
    days = calendar.choose_days(week_input(stacked, today))
    new = [day for day in days.sessions if day not in plan.days.sessions]
    if days.short_by < plan.days.short_by and new:
        yield Offer("after_easy_run", new[0])
    long = [session for session in plan.sessions if session.minutes > SHORT_VERSION]
    if long:
        yield Offer("ten_minutes", long[0].date)


def take_offer(present: Present, offer: Offer) -> Present:
    """The present with an offer taken; planning again shows it."""
    return replace(present, runner=offered(present.runner, offer))


def offered(runner: Runner, offer: Offer) -> Runner:
    """The runner's inputs with an offer taken."""
    if offer.code == "rest_day":
        return replace(runner, dated_runs={**runner.dated_runs, offer.date: None})
    if offer.code == "after_easy_run":
        return replace(runner, after_easy_runs=True)
    return replace(runner, short_dates=runner.short_dates | {offer.date})


def _rest_day(present: Present, plan: WeekPlan, today: date) -> Offer | None:
    """The easiest run of the week whose date, made free, lets the week hold more; the cheapest such week."""
    runs = week_input(present, today).runs
    best = None
    for place in range(7):
        day = plan.first_day + place * DAY
        kind = runs.get(day)
        if kind is None or kind is RunKind.RACE or day < today:
            continue
        offer = Offer("rest_day", day)
        days = calendar.choose_days(week_input(take_offer(present, offer), today))
        if days.short_by < plan.days.short_by:
            rank = (tuple(RunKind).index(kind), days.cost, day)
            best = min(best, (rank, offer), key=lambda each: each[0]) if best else (rank, offer)
    return best[1] if best else None


def _exercise(catalogue: Catalogue, slug: str) -> Exercise:
    if slug not in catalogue:
        raise Refused(because("no_such_exercise", exercise=slug))
    return catalogue[slug]


def _neighbours(plan: WeekPlan, present: Present, day: date) -> bool:
    dates = {session.date for session in plan.sessions} | {each.date for each in present.held}
    dates |= {each.date for each in present.history.sessions[-2:]}
    return day - DAY in dates or day + DAY in dates


def _added(slot: Slot, old: str, new: str) -> tuple[str, ...]:
    return (*(slug for slug in slot.added if slug != old), new)


def _check_minutes(
    before: WeekPlan, after: WeekPlan, exercise: str, besides: str | None = None, *, expected: bool = True
) -> None:
    """Raises Refused where a change would push something out or lower its dose, or cannot have its own.

    `expected`: whether the week is to hold the exercise.
    """
    held = [set(slot.held) - {besides} for slot in before.slots]
    lost = any(names - set(slot.held) for names, slot in zip(held, after.slots, strict=False))
    if lost or _lowered(after) - _lowered(before) or (expected and dose_of(after, exercise) is None):
        raise Refused(because("overruns", exercise=exercise))


def _lowered(plan: WeekPlan) -> set[str]:
    """The exercises of which the minutes take more than growth."""
    limited = [dose for dose in plan.doses if any(reason.code == "minutes" for reason in dose.reasons)]
    return {dose.exercise for dose in limited if dose.reference is None or dose.decided < dose.reference}


def _taken(
    present: Present, before: WeekPlan, today: date, exercise: str, variation: str | None, load_grams: int | None
) -> Present:
    """The same, given the plan of today."""
    catalogue, runner = present.catalogue, present.runner
    found = _exercise(catalogue, exercise)
    new = found.version(variation)
    history = settled(present.history, catalogue, runner)
    history = replace(history, block=before.block or history.block)  # a block that begins today is not chosen anew
    old = version_in_use(found, runner, history)
    if old is None:
        raise Refused(because("cannot_be_done", exercise=exercise, variation=variation))
    sessions = (*history.sessions, *present.held)
    if new != old:
        check_rung(found, old, new, runner, history, sessions)
        history = switched(history, found, old, new, len(present.held))
    if load_grams is not None:
        history = loaded_with(history, found, new, load_grams, sessions, len(present.held))
    changed = replace(present, history=history)
    _check_minutes(before, plan_week(changed, today), exercise, expected=dose_of(before, exercise) is not None)
    return changed


def _accepts(
    present: Present, plan: WeekPlan, today: date, exercise: Exercise, version: Version, grams: int | None = None
) -> bool:
    try:
        _taken(present, plan, today, exercise.slug, version.variation, grams)
    except Refused:
        return False
    return True


def _in_place(pool: Pool, slugs: Iterable[str], old: str, new: str) -> tuple[str, ...]:
    return ordered(pool, (new if slug == old else slug for slug in slugs if slug == old or slug in pool))


def _exchanged(present: Present, pool: Pool, plan: WeekPlan, index: int, old: str, new: str) -> Slot:
    """A slot with the new exercise in the old one's place.

    One that is done keeps what it was; the share of the new dose that falls on it is left out.
    """
    slot = plan.slots[index]
    if old not in slot.exercises:
        return slot
    if any(each.slot == index for each in present.held):
        return replace(slot, exercises=(*slot.exercises, new), out=slot.out | {new})
    out = frozenset(new if slug == old else slug for slug in slot.out)
    return replace(slot, exercises=_in_place(pool, slot.exercises, old, new), out=out)


def _check_block(present: Present, pool: Pool, before: Block, after: Block, new: str) -> None:
    """Raises Refused where a block with a new exercise would break a rule of its own."""
    groups = [covered(pool, (slug for session in block.sessions for slug in session)) for block in (before, after)]
    if missing := groups[0] - groups[1]:
        raise Refused(because("groups_missing", exercise=new, groups=tuple(each for each in GROUPS if each in missing)))
    limit = room(present.runner.minutes)
    for place, session in enumerate(after.sessions):
        if new not in session:
            continue
        if sum(pool[slug].pattern is pool[new].pattern for slug in session) > PER_PATTERN:
            raise Refused(because("pattern_full", exercise=new))
        if new in after.held(place) and sum(pool[slug].now for slug in after.held(place)) > limit:
            raise Refused(because("overruns", exercise=new))
