"""The one thing to do on a day: its session, or when the next one is; what the knee is asked; what is new."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from plans.charts.sheet import Row, sheet
from plans.charts.skyline import Day, week_of
from plans.charts.week import Why, because_in_words
from plans.core import calendar, feedback
from plans.core.plan import Session, WeekPlan
from plans.core.prescribing import SHORT_VERSION
from plans.core.present import week_input
from plans.core.types import DAY, Action, Held
from plans.core.wording import RUN_NAMES, sentence
from plans.core.wording_dose import why_so_many
from plans.core.words import counted, joined
from plans.services.catalogue import PlannedCatalogue
from plans.services.happened import Stored
from plans.services.standing import Standing

_LOOKS_AHEAD = 4  # weeks
_NEW = 2 * DAY  # for as long a week is new, and a session is asked about


@dataclass(frozen=True, slots=True)
class News:
    """A sentence, and the day of a session that it says was missed and that can still be logged."""

    text: str
    log: date | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A session of today that was started: the key of its row, how many of its sets are done, of how many that a sore
    knee has left, and the names of the exercises that it has `ended`; `over` once it is finished."""

    pk: int
    done: int
    sets: int
    ended: str
    over: bool


@dataclass(frozen=True, slots=True)
class Open:
    """A session of a day that has passed which was not finished, or of which only the knee is not told."""

    pk: int
    day: date
    is_finished: bool


@dataclass(frozen=True, slots=True)
class Now:
    """A runner's day.

    `session` is today's but for what a sore knee has ended, with its `rows`, their number in words, and whether it
    is or can be the `short` one; `begun` where it was started. Without a session to do, `heading` and `lines` say
    what the day is for, and `next` when strength comes. `stopped` asks to see a clinician; `flagged`: for a reason
    told today. `asks` is the day of the session after which the knee is asked about, `open` one that was not
    finished. `logs`: the day before can still be logged. `begins`: the week on show is the first and still to come.
    `undo` is the key of the change that the last of the news tells, which can be taken back.
    """

    day: date
    place: str
    session: Session | None
    begun: Begun | None
    rows: list[Row]
    size: str
    short: bool
    can_be_short: bool
    heading: str
    lines: list[str]
    next: Session | None
    stopped: bool
    flagged: bool
    asks: date | None
    open: Open | None
    logs: date | None
    begins: bool
    days: list[Day]
    whys: list[Why]
    notes: list[str]
    news: list[News]
    undo: int | None


def now_of(now: Standing, change: tuple[int, str] | None) -> Now:
    """The day of who stands there; `change` is the key of the latest change and what it moved, if that is new."""
    plan, stored = now.plan, now.stored_on(now.today)
    ended = feedback.ended(stored.held, now.catalogue.exercises) if stored and stored.held else frozenset[str]()
    begun = _begun(stored, ended, now.catalogue) if stored and _is_begun(stored, plan) else None
    session = _to_do(now, stored, begun, ended)
    heading, lines = ("", []) if session else _without_session(now, begun)
    news = [*_news(now), *([News(change[1])] if change else [])]
    return Now(
        day=now.today,
        place=_place(now),
        session=session,
        begun=begun,
        rows=_rows(now, session) if session else [],
        size=counted(len(session.prescriptions), "exercise") if session else "",
        short=now.today in now.runner.short_dates,
        can_be_short=session is not None and begun is None and session.minutes > SHORT_VERSION,
        heading=heading,
        lines=lines,
        next=None if session or plan.stopped else next_session(now),
        stopped=plan.stopped is not None,
        flagged=any(flag.date == now.today for flag in now.flags),
        asks=_asks(now),
        open=_open(now),
        logs=_logs(now, news),
        begins=now.today < plan.first_day and not plan.week,
        days=week_of(now.runner, plan, now.today, _dates(now.missed), _dates(now.held), now.going),
        whys=[Why(each.date, because_in_words(each.reasons)) for each in plan.sessions if each.date >= now.today],
        notes=[sentence(note, now.catalogue.spoken) for note in plan.notes if note != plan.stopped],
        news=news,
        undo=change[0] if change else None,
    )


def next_session(now: Standing) -> Session | None:
    """The next one after today; looks at the weeks to come only where this one and the next hold nothing more."""
    later = [each for each in (*now.plan.sessions, *now.expected) if each.date > now.today]
    if later:
        return later[0]
    return next((each for plan in now.weeks(_LOOKS_AHEAD)[1:] for each in plan.sessions), None)


def _dates(sessions: Iterable[Session | Held]) -> set[date]:
    return {each.date for each in sessions}


def _is_begun(stored: Stored, plan: WeekPlan) -> bool:
    is_due = stored.held or stored.is_extra or plan.session_on(stored.session.date)
    return stored.is_started and bool(is_due)


def _begun(stored: Stored, ended: Collection[str], catalogue: PlannedCatalogue) -> Begun:
    works = stored.held.works if stored.held else ()
    done = {work.exercise: len(work.done) for work in works}
    sets = sum(
        done.get(each.exercise, 0) if each.exercise in ended else len(each.sets)
        for each in stored.session.prescriptions
    )
    ways = [each.variation or each.exercise for each in stored.session.prescriptions if each.exercise in ended]
    names = [catalogue.spoken.get(way, way.replace("-", " ")) for way in ways]
    over = stored.is_finished and stored.held is not None
    return Begun(stored.pk, sum(done.values()), sets, joined(names) if names else "", over)


def _to_do(now: Standing, stored: Stored | None, begun: Begun | None, ended: Collection[str]) -> Session | None:
    """Today's session while it is not over, without the exercises that a sore knee has `ended`."""
    if begun and stored:
        left = tuple(each for each in stored.session.prescriptions if each.exercise not in ended)
        return None if begun.over or now.plan.stopped else replace(stored.session, prescriptions=left)
    return now.plan.session_on(now.today)


def _rows(now: Standing, session: Session) -> list[Row]:
    doses = {dose.exercise: dose for dose in now.plan.doses}
    whys = {
        each.exercise: why_so_many(each, doses[each.exercise])
        for each in session.prescriptions
        if each.exercise in doses
    }
    return sheet([session], now.catalogue, whys)


def _asks(now: Standing) -> date | None:
    """The day of the last session, while the morning after it is not told and no other followed."""
    held = now.held or (_last_week(now) if now.today < now.plan.first_day + _NEW else ())
    last = next((each for each in reversed(held) if each.date <= now.today), None)
    if last is None or last.next_morning is not None or not DAY <= now.today - last.date <= _NEW:
        return None
    return last.date


def _open(now: Standing) -> Open | None:
    """The last session, where it is not finished, or the knee not told, and it is not long ago."""
    lately = [each for each in now.stored if each.held and DAY <= now.today - each.session.date <= _NEW]
    unsaid = [each for each in lately if not each.is_finished or (each.held and each.held.knee is None)]
    return Open(unsaid[-1].pk, unsaid[-1].session.date, unsaid[-1].is_finished) if unsaid else None


def _last_week(now: Standing) -> tuple[Held, ...]:
    return now.present.history.sessions[-1:]


def _logs(now: Standing, news: list[News]) -> date | None:
    """Yesterday, where nothing was done on it and no line of the news says so already."""
    yesterday = now.today - DAY
    held = [*now.held, *(_last_week(now) if yesterday < now.plan.first_day else ())]
    known = {each.date for each in held} | {each.log for each in news}
    began = now.row.started_on is not None and now.row.started_on <= yesterday
    return yesterday if began and yesterday not in known else None


def _place(now: Standing) -> str:
    """“week 9. Session 2 of 2.”"""
    plan = now.plan
    if now.today < plan.first_day:
        return ""
    if plan.stopped:
        return f"week {plan.week + 1}."
    week = f"week {plan.week + 1}."
    days = plan.days.sessions
    return f"{week} Session {days.index(now.today) + 1} of {len(days)}." if now.today in days else week


def _without_session(now: Standing, begun: Begun | None) -> tuple[str, list[str]]:
    plan, runner, today = now.plan, now.runner, now.today
    if plan.stopped:
        return "Stop", [sentence(plan.stopped)]
    if begun:
        return "Done", ["That was today’s session. Tell us tomorrow morning how your knee took it."]
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


def _news(now: Standing) -> Iterator[News]:
    """What became of missed sessions, and what a new week asks for."""
    to_come = {each.slot: each.date for each in now.plan.sessions}
    for place, session in enumerate(now.missed, 1):
        found = "this week has no other day for it"
        if session.slot in to_come:
            found = f"it moves to {to_come[session.slot]:%A}"
        if again := next((each for each in now.missed[place:] if each.slot == session.slot), None):
            found = f"it moved to {again.date:%A}"
        yield News(f"{session.date:%A}’s session did not happen: {found}.", session.date)
    if now.plan.week and now.today - now.plan.first_day < _NEW:
        yield from _new_week(now)


def _new_week(now: Standing) -> Iterator[News]:
    actions = Counter(dose.action for dose in now.plan.doses if dose.dose)
    names = {
        Action.START: "new", Action.GROW: "up by a tenth at most", Action.HOLD: "as last week",
        Action.REDUCE: "less than last week", Action.AWAY: "less after the time away",
    }  # fmt: skip
    said = [f"{counted(actions[action], 'exercise')} {words}" for action, words in names.items() if actions[action]]
    if said:
        yield News(f"A new week: {joined(said)}.")
