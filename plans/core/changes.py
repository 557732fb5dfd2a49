"""What a runner can change: take another version or load, swap an exercise, come back after clearance, take an offer.

Each takes a present and gives the changed one, or raises Refused with the reason; planning again shows what it does.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from plans.core import calendar
from plans.core.plan import Offer, Slot, WeekPlan
from plans.core.planner import plan_week
from plans.core.prescribing import SHORT_VERSION
from plans.core.present import Present, pool_of, version_in_use, week_input
from plans.core.progress import dose_of, eased_by_clearance
from plans.core.selection import PER_PATTERN
from plans.core.types import DAY, Catalogue, Exercise, Refused, RunKind, Runner, because
from plans.core.versions import check_rung, loaded_with, settled, switched


def take(present: Present, today: date, exercise: str, variation: str | None, load_grams: int | None = None) -> Present:
    """Another version of an exercise, another load, or both, from the next session on.

    `variation` None is the exercise itself, `load_grams` None leaves the load. Raises Refused where a rule stands
    against it, also when the sessions would overrun the minutes.
    """
    catalogue, runner = present.catalogue, present.runner
    found = _exercise(catalogue, exercise)
    new = found.version(variation)
    history = settled(present.history, catalogue, runner)
    old = version_in_use(found, runner, history)
    if old is None:
        raise Refused(because("cannot_be_done", exercise=exercise, variation=variation))
    sessions = (*history.sessions, *present.held)
    if new != old:
        check_rung(found, old, new, runner, sessions)
        history = switched(history, found, old, new)
    if load_grams is not None:
        history = loaded_with(history, found, new, load_grams, sessions)
    changed = replace(present, history=history)
    _check_minutes(plan_week(present, today), plan_week(changed, today), exercise)
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
    return replace(present, history=eased_by_clearance(present.history, present.catalogue))


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


def _check_minutes(before: WeekPlan, after: WeekPlan, exercise: str, besides: str | None = None) -> None:
    """Raises Refused where a change would push something out or cannot have its dose."""
    held = [set(slot.held) - {besides} for slot in before.slots]
    lost = any(names - set(slot.held) for names, slot in zip(held, after.slots, strict=False))
    dose = dose_of(after, exercise)
    lowered = dose is not None and any(reason.code == "minutes" for reason in dose.reasons)
    if lost or dose is None or (lowered and dose.decided < (dose.reference or 0)):
        raise Refused(because("overruns", exercise=exercise))
