"""The one thing to do on a day: its session, or when the next one is; and what is new since yesterday."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.charts.sheet import Row, sheet
from plans.charts.skyline import Day, week_of
from plans.charts.week import Why, because_in_words
from plans.core import calendar
from plans.core.plan import Session
from plans.core.prescribing import SHORT_VERSION
from plans.core.present import week_input
from plans.core.types import DAY, Action
from plans.core.wording import RUN_NAMES, sentence, spoken
from plans.core.words import counted, joined
from plans.services.standing import Standing

_LOOKS_AHEAD = 4  # weeks
_NEW = 2 * DAY  # for as long a week is new


@dataclass(frozen=True, slots=True)
class Now:
    """A runner's day.

    `session` is today's, with its `rows`, their number in words, and whether it is or can be the `short` one; without
    it `heading` and `lines` say what the day is for, and `next` when strength comes. `stopped` asks to see a clinician.
    `begins`: the week on show is the first and still to come. `news` are sentences, `undo` is the key of the change
    that the last of them tells, which can be taken back.
    """

    day: date
    place: str
    session: Session | None
    rows: list[Row]
    size: str
    short: bool
    can_be_short: bool
    heading: str
    lines: list[str]
    next: Session | None
    stopped: bool
    begins: bool
    days: list[Day]
    whys: list[Why]
    notes: list[str]
    news: list[str]
    undo: int | None


def now_of(now: Standing, change: tuple[int, str] | None) -> Now:
    """The day of who stands there; `change` is the key of the latest change and what it moved, if that is new.

    Looks at the weeks to come only where this one and the next hold nothing more.
    """
    plan, session = now.plan, now.plan.session_on(now.today)
    heading, lines = ("", []) if session else _without_session(now)
    missed = {each.date for each in now.missed}
    return Now(
        day=now.today,
        place=_place(now),
        session=session,
        rows=sheet([session], now.catalogue) if session else [],
        size=counted(len(session.prescriptions), "exercise") if session else "",
        short=now.today in now.runner.short_dates,
        can_be_short=session is not None and session.minutes > SHORT_VERSION,
        heading=heading,
        lines=lines,
        next=None if session or plan.stopped else _next(now),
        stopped=plan.stopped is not None,
        begins=now.today < plan.first_day and not plan.week,
        days=week_of(now.runner, plan, now.today, missed),
        whys=[Why(each.date, because_in_words(each.reasons)) for each in plan.sessions if each.date >= now.today],
        notes=[sentence(note, spoken(now.catalogue.names)) for note in plan.notes if note is not plan.stopped],
        news=[*_news(now), *([change[1]] if change else [])],
        undo=change[0] if change else None,
    )


def _place(now: Standing) -> str:
    """“week 9. Session 2 of 2.”"""
    plan = now.plan
    if now.today < plan.first_day:
        return ""
    week = f"week {plan.week + 1}."
    place = plan.days.sessions.index(now.today) + 1 if plan.session_on(now.today) else 0
    return f"{week} Session {place} of {len(plan.days.sessions)}." if place else week


def _without_session(now: Standing) -> tuple[str, list[str]]:
    plan, runner, today = now.plan, now.runner, now.today
    if plan.stopped:
        return "Stop", [sentence(plan.stopped)]
    if now.row.started_on and today < now.row.started_on:
        return "Soon", ["Your plan has not begun yet. Until then, run as you like."]
    if any(illness.first <= today <= illness.last for illness in runner.ill):
        return "Get well", ["You are ill, so there is no strength. What you lose comes back step by step."]
    if today in runner.blocked:
        return "Away", ["You are away today, so there is no strength."]
    if run := runner.run_on(today):
        return "Run day", [f"Your {RUN_NAMES[run]} is today; strength waits."]
    return "Rest day", _why_rest(now)


def _why_rest(now: Standing) -> list[str]:
    reason = calendar.why_not(week_input(now.present, now.today), now.plan.days).get(now.today)
    if reason is None:
        return []
    text = sentence(reason)
    return [f"Today is {text[:1].lower()}{text[1:]}"]


def _next(now: Standing) -> Session | None:
    later = [each for each in (*now.plan.sessions, *now.expected) if each.date > now.today]
    if later:
        return later[0]
    return next((each for plan in now.weeks(_LOOKS_AHEAD)[1:] for each in plan.sessions), None)


def _news(now: Standing) -> Iterator[str]:
    """What became of missed sessions, and what a new week asks for."""
    later = {each.slot: each.date for each in now.plan.sessions}
    for session in now.missed:
        to = later.get(session.slot)
        found = f"it moves to {to:%A}" if to else "this week has no other day for it"
        yield f"{session.date:%A}’s session did not happen: {found}."
    if now.plan.week and now.today - now.plan.first_day < _NEW:
        yield from _new_week(now)


def _new_week(now: Standing) -> Iterator[str]:
    actions = Counter(dose.action for dose in now.plan.doses if dose.dose)
    names = {
        Action.START: "new", Action.GROW: "up by a tenth at most", Action.HOLD: "as last week",
        Action.REDUCE: "less than last week", Action.AWAY: "less after the time away",
    }  # fmt: skip
    said = [f"{counted(actions[action], 'exercise')} {words}" for action, words in names.items() if actions[action]]
    if said:
        yield f"A new week: {joined(said)}."
