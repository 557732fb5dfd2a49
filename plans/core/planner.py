"""Puts it together, week by week: days, exercises, doses, and the reasons.

`plan_week` is the one way to plan: in the morning of a week's first day, after any change, and for weeks to come. It
takes the history before the week and the present as it is; the same present gives the same plan, and what need not
move stays. `forecast` plays it forward as if everything were done without pain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from plans.core import calendar, feedback
from plans.core.calendar import EASED_IN
from plans.core.history import beginning, next_first_day
from plans.core.options import covered
from plans.core.plan import Dose, Prescription, Session, WeekPlan
from plans.core.prescribing import prescribe
from plans.core.present import Present, pool_of, race_after, race_reason, room, version_in_use, week_input
from plans.core.progress import close_week
from plans.core.selection import minutes_needed
from plans.core.slots import Morning, Slots, slots_of
from plans.core.types import GROUPS, Action, Catalogue, Held, Reason, Work, because
from plans.core.versions import settled

_LEAVING = ("left", "shortened")  # notes about exercises that a session goes without


def plan_week(present: Present, today: date) -> WeekPlan:
    """The week after the history, as it is to be on the morning of `today`.

    Done sessions are part of its days and slots and never change. Planning again with the plan as `previous` gives the
    same plan. `today` may lie before the week (a forecast); then all of it is planned.
    """
    present = replace(present, history=settled(present.history, present.catalogue, present.runner))
    sessions = (*present.history.sessions, *present.held)
    stopped = feedback.stopped(sessions, present.flags, max(today, present.history.starts_on))
    week = week_input(present, today, stopped=stopped is not None)
    days = calendar.choose_days(week)
    if stopped:
        return _standstill(present, days, stopped)
    still = race_reason(present, days.sessions)
    morning = Morning(present, today, week, days, pool_of(present), still, _is_fresh(present, today))
    slots = slots_of(morning)
    if slots is None:
        notes = (*days.reasons, *days.warnings)
        return WeekPlan(week.first_day, present.history.week, days, None, (), (), (), notes)
    return _filled(morning, slots)


def forecast(present: Present, today: date, weeks: int) -> tuple[WeekPlan, ...]:
    """This week's plan and those of the weeks to come, as if everything were done as planned and without pain."""
    plan = plan_week(present, today)
    return (plan, *forecast_after(present, plan, today, weeks - 1))


def forecast_after(present: Present, plan: WeekPlan, today: date, weeks: int) -> tuple[WeekPlan, ...]:
    """The same without the week of the present, the plan of which is given."""
    return tuple(following for _, following in weeks_after(present, plan, today, weeks))


def weeks_after(present: Present, plan: WeekPlan, today: date, weeks: int) -> tuple[tuple[Present, WeekPlan], ...]:
    """The same, each week with the present that it is planned from."""
    following: list[tuple[Present, WeekPlan]] = []
    while len(following) < weeks:
        present = if_all_goes_well(present, plan)
        plan = plan_week(present, today)
        following.append((present, plan))
    return tuple(following)


def if_all_goes_well(present: Present, plan: WeekPlan) -> Present:
    """The present when the week after begins, if what is left of the `plan` is done without pain."""
    held = (*present.held, *(as_planned(session) for session in plan.sessions))
    return next_week(present, plan, held, next_first_day(present.history, present.runner, held))


def next_week(present: Present, plan: WeekPlan, held: Sequence[Held], first_day: date) -> Present:
    """The present when the week after begins, on its `first_day`: `plan` as it stood last, and the sessions that were
    held in it."""
    history = close_week(present.history, plan, held, present.catalogue, present.runner)
    return replace(present, history=beginning(history, first_day), held=(), previous=None)


def as_planned(session: Session) -> Held:
    """A planned session, done in full and without pain."""
    works = tuple(work_of(each, each.sets) for each in session.prescriptions)
    return Held(session.date, works, session.slot, knee=0, next_morning=0)


def as_finished(held: Held, catalogue: Catalogue) -> Held:
    """A session that goes on, as if the rest of it were done in full and without pain, but for what the knee ended."""
    over = feedback.ended(held, catalogue)
    works = tuple(work if work.exercise in over else replace(work, done=_with_rest(work)) for work in held.works)
    return replace(held, works=works, knee=held.knee or 0, next_morning=0)


def _with_rest(work: Work) -> tuple[int, ...]:
    """What was done, and the sets that are still asked for: any may be done first."""
    left = list(work.sets)
    for amount in work.done[: len(left)]:
        left.remove(amount if amount in left else left[0])
    return tuple(sorted((*work.done, *left), reverse=True))


def work_of(prescription: Prescription, done: tuple[int, ...], pain: int | None = None, *, once: bool = False) -> Work:
    return Work(
        exercise=prescription.exercise,
        variation=prescription.variation,
        sets=prescription.sets,
        done=done,
        load_grams=prescription.load_grams,
        at_top=prescription.at_top,
        pain=pain,
        once=once,
    )


def _is_fresh(present: Present, today: date) -> bool:
    """Whether the week is planned from the start: nothing has happened in it yet."""
    if present.previous is None or not present.previous.slots:
        return True
    swapped = any(slot.added for slot in present.previous.slots)
    return not present.held and not swapped and today <= max(present.history.starts_on, present.runner.joined)


def _standstill(present: Present, days: calendar.Days, stopped: Reason) -> WeekPlan:
    """Rows 1 and 2: no session to come, until the runner says that a clinician cleared it."""
    history, previous = present.history, present.previous
    block = previous.block if previous else history.block
    slugs = dict.fromkeys(slug for session in (block.sessions if block else ()) for slug in session)
    versions = {dose.exercise: dose.version for dose in (previous.doses if previous else ())}
    doses = []
    for slug in slugs:
        if slug in present.catalogue:
            version = versions.get(slug) or version_in_use(present.catalogue[slug], present.runner, history)
            if version is not None:
                before = history.reference(slug, version)
                doses.append(Dose(slug, version, 0, 0, Action.STOP, before, None, (stopped,), 0))
    first_day = history.starts_on
    slots = previous.slots if previous else ()
    notes = (stopped, *days.reasons)
    return WeekPlan(first_day, history.week, days, block, slots, (), tuple(doses), notes, stopped=stopped)


def _filled(morning: Morning, slots: Slots) -> WeekPlan:
    """The slots with their doses, the sessions with their sets, and what there is to say."""
    week = prescribe(morning, slots)
    reasons = calendar.why(morning.week, morning.days)
    sessions, empty = [], []
    for day, slot in sorted(week.slots.dates.items()):
        if week.prescriptions[slot]:
            race = race_after(morning.present.runner, day)
            halved = (because("halved", date=race),) if slot in week.halved else ()
            why = (*reasons.get(day, ()), *halved, *_cleared(week.prescriptions[slot], week.doses))
            sessions.append(Session(day, slot, week.prescriptions[slot], why))
        else:
            empty.append(because("nothing_left", date=day))
    dates = [*(each.date for each in morning.present.held), *(session.date for session in sessions)]
    used = {each.slot for each in morning.present.held} | set(week.slots.dates.values())
    undated = [(slot, held) for slot, held in enumerate(week.prescriptions) if slot not in used and held]
    return WeekPlan(
        first_day=morning.week.first_day,
        week=morning.present.history.week,
        days=morning.days,
        block=week.slots.block,
        slots=week.slots.slots,
        sessions=tuple(sessions),
        doses=week.doses,
        notes=(
            *morning.days.reasons,
            *morning.days.warnings,
            *_eased_in(morning.present),
            *empty,
            *_with_earlier(morning, week.notes),
            *_missing(morning, sessions),
        ),
        undated=tuple(undated),
        touched=any(race_after(morning.present.runner, day) for day in dates),
    )


def _eased_in(present: Present) -> Iterator[Reason]:
    """One session a week is for easing in: the third week says that this is over."""
    if present.runner.sessions_per_week == 1 and present.history.week == EASED_IN:
        yield because("eased_in")


def _cleared(prescriptions: tuple[Prescription, ...], doses: tuple[Dose, ...]) -> tuple[Reason, ...]:
    """Why a session after clearance asks for less than the week's first morning said."""
    held = {each.exercise for each in prescriptions}
    given = [reason for dose in doses if dose.exercise in held for reason in dose.reasons if reason.code == "cleared"]
    return tuple(sorted(given, key=lambda reason: not reason.facts["less"])[:1])


def _with_earlier(morning: Morning, notes: tuple[Reason, ...]) -> Iterator[Reason]:
    """The notes about exercises with those of earlier in the week: what left for want of minutes is still gone."""
    previous = morning.present.previous if not morning.fresh else None
    runner = morning.present.runner
    left = [
        note
        for note in (previous.notes if previous else ())
        if (note.code == "left" and note.facts["minutes"] == runner.minutes)
        or (note.code == "shortened" and note.facts["date"] in runner.short_dates & set(morning.days.sessions))
    ]
    yield from (note for note in notes if note.code not in _LEAVING)
    yield from left
    yield from (note for note in notes if note.code in _LEAVING and note not in left)


def _missing(morning: Morning, sessions: list[Session]) -> Iterator[Reason]:
    """The groups that the week does not train although the equipment allows it, with the minutes that would do.

    When nothing more is to come, only what was said before.
    """
    present, pool = morning.present, morning.pool
    trained = covered(pool, (each.exercise for session in sessions for each in session.prescriptions))
    trained = trained.union(*(_groups_of(each, present.catalogue) for each in present.held))
    missing = tuple(group for group in GROUPS if group in covered(pool, pool) - trained)
    if missing and sessions:
        count = len(present.held) + len(sessions)
        yield because("uncovered", groups=missing, minutes=minutes_needed(pool, count, room(present.runner.minutes)))
    elif present.previous:
        yield from (note for note in present.previous.notes if note.code == "uncovered" and missing)


def _groups_of(held: Held, catalogue: Catalogue) -> frozenset[str]:
    """What a session trained, in the versions in which it was done; one that is gone trained what the exercise does."""
    works = [(catalogue[each.exercise], each) for each in held.works if sum(each.done) and each.exercise in catalogue]
    versions = (exercise.find(work.variation) or exercise.versions[0] for exercise, work in works)
    return frozenset().union(*(version.primary for version in versions))
