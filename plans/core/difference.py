"""What a change moved: two readings of the same weeks, compared session by session."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.core.plan import Session, WeekPlan
from plans.core.types import DAY, WEEK, Reason, because

_NOTICED = 3  # minutes that a session is longer or shorter by before that is worth saying


@dataclass(frozen=True, slots=True)
class _Week:
    """A week's days that changed, and the sessions of both readings that are the same slot: as it was, as it is."""

    after: WeekPlan
    moves: tuple[tuple[date, date], ...]
    lost: tuple[date, ...]
    gained: tuple[date, ...]
    pairs: tuple[tuple[Session, Session], ...]


def difference(before: Sequence[WeekPlan], after: Sequence[WeekPlan], today: date) -> tuple[Reason, ...]:
    """What moved from today on, the most important first; `nothing_moves` where nothing did.

    Weeks that only one of the two holds are passed over. Where a week gains or loses a session, that it shares out its
    exercises anew is not told as well.
    """
    weeks = {plan.week: plan for plan in before}
    both = [(weeks[plan.week], plan) for plan in after if plan.week in weeks]
    if not both:
        return (because("nothing_moves"),)
    if any(new.stopped and not old.stopped for old, new in both):
        return (because("strength_stops"),)
    this_week = both[0][1].first_day
    this_week += (today - this_week).days // 7 * WEEK
    compared = [_compared(old, new, today) for old, new in both]
    return (*_days(compared, this_week), *_contents(compared, this_week)) or (because("nothing_moves"),)


def difference_of_session(
    before: Sequence[WeekPlan], after: Sequence[WeekPlan], today: date, day: date
) -> tuple[Reason, ...]:
    """The same where a session of `day` was done and counts no more, or counts again: it is the same session, which is
    to be done once more or is done, and not one more or one less."""
    was, now = (any(plan.session_on(day) for plan in plans) for plans in (before, after))
    others = difference(_without(before, day), _without(after, day), today)
    if was is now:
        return tuple(_in_its_place(others, after, day))
    own = because("session_again", date=day, to=day) if now else because("session_counts", date=day)
    return (own, *(reason for reason in others if reason.code != "nothing_moves"))


def _without(plans: Sequence[WeekPlan], day: date) -> list[WeekPlan]:
    return [replace(plan, sessions=tuple(each for each in plan.sessions if each.date != day)) for plan in plans]


def _in_its_place(moved: Sequence[Reason], plans: Sequence[WeekPlan], day: date) -> Iterator[Reason]:
    """The first session that the week of `day` gains is that of `day`."""
    week = next((plan.first_day for plan in plans if plan.first_day <= day < plan.first_day + WEEK), None)
    for reason in moved:
        dates = reason.facts.get("dates")
        if reason.code == "session_gained" and week and isinstance(dates, tuple) and dates[0] < week + WEEK:
            yield because("session_again", date=day, to=dates[0])
            if dates[1:]:
                yield because(reason.code, **{**reason.facts, "dates": dates[1:]})
        else:
            yield reason


def _compared(before: WeekPlan, after: WeekPlan, today: date) -> _Week:
    old = {session.date: session for session in before.sessions if session.date >= today}
    new = {session.date: session for session in after.sessions if session.date >= today}
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    moves = [(day, to) for day in gone for to in come if old[day].slot == new[to].slot]
    gone = [day for day in gone if day not in {day for day, _ in moves}]
    come = [to for to in come if to not in {to for _, to in moves}]
    moves += zip(gone, come, strict=False)
    slots = {session.slot: session for session in old.values()}
    return _Week(
        after=after,
        moves=tuple(sorted(moves)),
        lost=tuple(gone[len(come) :]),
        gained=tuple(come[len(gone) :]),
        pairs=tuple((slots[session.slot], session) for session in new.values() if session.slot in slots),
    )


def _days(weeks: Sequence[_Week], this_week: date) -> Iterator[Reason]:
    for week in weeks:
        for day, to in week.moves:
            yield because("session_moves", date=day, to=to, this_week=this_week)
    if lost := tuple(day for week in weeks for day in week.lost):
        sessions = next(_count(week.after) for week in weeks if week.lost)
        yield because("session_lost", dates=lost, sessions=sessions, this_week=this_week)
    if gained := tuple(day for week in weeks for day in week.gained):
        yield because("session_gained", dates=gained, this_week=this_week)


def _count(plan: WeekPlan) -> int:
    """The week's sessions, done and to come."""
    return len(plan.days.sessions) - sum(note.code == "nothing_left" for note in plan.notes)


def _contents(weeks: Sequence[_Week], this_week: date) -> Iterator[Reason]:
    pairs = [pair for week in weeks for pair in week.pairs]
    for halved in (True, False):
        if dates := tuple(new.date for old, new in pairs if _halved(old) is not halved and _halved(new) is halved):
            first, last = _whole_weeks(weeks, dates)
            facts = {"dates": dates, "starts": first, "ends": last, "this_week": this_week}
            yield because("sessions_halved" if halved else "sessions_whole", **facts)
    as_before = [week for week in weeks if not week.lost and not week.gained]
    pairs = [(old, new) for week in as_before for old, new in week.pairs if _halved(old) == _halved(new)]
    other = [(old, new) for old, new in pairs if _exercises(old) != _exercises(new)]
    sets = [(old, new) for old, new in pairs if (old, new) not in other and old.prescriptions != new.prescriptions]
    if len(other) == 1:
        yield _changed(*other[0], this_week)
    elif other:
        yield because("exercises_change", sessions=len(other))
    if sets:
        yield because("sets_change", sessions=len(sets), amount=_amount(sets), exercises=_other_sets(sets))


def _changed(old: Session, new: Session, this_week: date) -> Reason:
    return because(
        "session_changes",
        date=new.date,
        without=tuple(slug for slug in _exercises(old) if slug not in _exercises(new)),
        added=tuple(slug for slug in _exercises(new) if slug not in _exercises(old)),
        took=old.minutes if _minutes(old, new) else new.minutes,
        takes=new.minutes,
        this_week=this_week,
    )


def _halved(session: Session) -> bool:
    return any(reason.code == "halved" for reason in session.reasons)


def _whole_weeks(weeks: Sequence[_Week], dates: Sequence[date]) -> tuple[date, date]:
    """The first and the last day of the week that holds the dates, or of the dates where more than one does."""
    for week in weeks:
        first, last = week.after.first_day, week.after.first_day + WEEK - DAY
        if first <= min(dates) and max(dates) <= last:
            return first, last
    return min(dates), max(dates)


def _exercises(session: Session) -> dict[str, None]:
    """In order; the order itself makes no difference."""
    return dict.fromkeys(each.exercise for each in session.prescriptions)


def _other_sets(pairs: Sequence[tuple[Session, Session]]) -> tuple[str, ...]:
    """The exercises that any of the sessions asks other sets of."""
    changed = (now.exercise for old, new in pairs for now in new.prescriptions if now not in old.prescriptions)
    return tuple(dict.fromkeys(changed))


def _minutes(old: Session, new: Session) -> bool:
    return abs(old.minutes - new.minutes) >= _NOTICED


def _amount(pairs: Sequence[tuple[Session, Session]]) -> str:
    """Whether the sessions ask for less or more, by the time it takes, or neither."""
    took = [sum(each.seconds for each in old.prescriptions) for old, _ in pairs]
    takes = [sum(each.seconds for each in new.prescriptions) for _, new in pairs]
    if all(now < then for then, now in zip(took, takes, strict=True)):
        return "less"
    return "more" if all(now > then for then, now in zip(took, takes, strict=True)) else "other"
