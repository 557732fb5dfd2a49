"""What a session did, once it is over: to the week, to each exercise, to the knee; and when the next one is."""

from collections.abc import Iterator
from dataclasses import dataclass

from plans.charts.today import next_session
from plans.core import wording
from plans.core.changes import Step, next_steps
from plans.core.feedback import Knee, verdict
from plans.core.plan import Dose, Session
from plans.core.types import Measure, Verdict, because
from plans.core.words import number
from plans.models import SetLog
from plans.services.doing import Doing, Part
from plans.services.standing import Standing


@dataclass(frozen=True, slots=True)
class Row:
    """An exercise: what was `done` of it in the session, set by set; what of the week's dose is done by now; and what
    next week asks for at most, "" where its sessions do not hold it."""

    name: str
    done: str
    this_week: str
    next_week: str


@dataclass(frozen=True, slots=True)
class Offered:
    """Something harder that may be taken from the next session on, in a sentence and on a button."""

    sentence: str
    button: str
    exercise: str
    variation: str | None
    load_grams: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """`headline` is the week in a few words, `effect` what the answers come to; `stopped`: strength stops."""

    headline: str
    next: Session | None
    rows: list[Row]
    offers: list[Offered]
    effect: str
    stopped: bool


def summary_of(now: Standing, whole: Doing) -> Summary:
    """Of a session that is finished. No query."""
    stopped = now.plan.stopped
    return Summary(
        headline=_headline(now, whole),
        next=None if stopped else _next(now, whole),
        rows=[] if stopped else list(_rows(now, whole)),
        offers=[] if stopped else [_offered(now, step) for step in next_steps(now.present, now.today)],
        effect=wording.sentence(stopped) if stopped else effect_of(now, whole),
        stopped=stopped is not None,
    )


def _next(now: Standing, whole: Doing) -> Session | None:
    """After a session of a day that has passed, today's may be the next."""
    today = now.plan.session_on(now.today) if whole.row.date < now.today else None
    return today or next_session(now)


def effect_of(now: Standing, whole: Doing) -> str:
    """What the answers of a session come to: of its exercises the most severe counts."""
    sessions = (*now.present.history.sessions, *now.held)
    first = now.plan.first_day if whole.row.date >= now.plan.first_day else now.runner.first_day(whole.row.date)
    knee = Knee(first, sessions, now.runner.baseline)
    verdicts = [verdict(part.slug, now.catalogue.exercises, knee) for part in whole.parts]
    result, reason = max(verdicts, key=lambda each: each[0], default=(Verdict.PROGRESS, None))
    if reason is None and now.present.history.partial and not now.plan.week:
        return "All well. Your first whole week begins with a handful once more, and grows from there."
    if reason is None:
        return "All well: what was done in full may grow next week, by a tenth at most."
    text = wording.sentence(reason, now.catalogue.spoken)
    if whole.row.date >= now.plan.first_day:  # what a week says of the one before it, said beforehand
        text = text.replace("this week", "next week")
    if result is Verdict.EASIER:
        return f"{text} What was stopped in the session stays out for the rest of this week."
    return text


def _headline(now: Standing, whole: Doing) -> str:
    if whole.row.slot is None:
        return wording.sentence(because("unplanned"))
    if whole.row.date < now.plan.first_day:
        return "Logged for last week"
    done = sum(each.slot is not None for each in now.held)
    return f"{number(done)} of {number(max(done, len(now.plan.days.sessions)))} done this week".capitalize()


def _rows(now: Standing, whole: Doing) -> Iterator[Row]:
    doses = {dose.exercise: dose for dose in now.plan.doses}
    following = {dose.exercise: dose for dose in now.weeks(2)[1].doses}
    for part in whole.parts:
        done = sum(work.credit for held in now.held for work in held.works if work.exercise == part.slug)
        yield _row(part, done, doses.get(part.slug), following.get(part.slug))


def _row(part: Part, done: int, dose: Dose | None, following: Dose | None) -> Row:
    unit = " s" if part.version.measure is Measure.HOLD else ""
    return Row(
        name=part.row.name,
        done=f"{' + '.join(map(_set, part.logs))}{unit}" if part.logs else "not done",
        this_week=f"{done} of {dose.dose}{unit}" if dose and dose.dose else "",
        next_week=f"{following.dose}{unit}" if following and following.dose else "",
    )


def _set(log: SetLog) -> str:
    """“5”, or “5 left, 4 right” where the sides differ."""
    return str(log.amount) if log.right in (None, log.amount) else f"{log.amount} left, {log.right} right"


def _offered(now: Standing, step: Step) -> Offered:
    slug = step.variation or step.exercise
    grams = step.load[1] if step.load else None
    name = now.catalogue.spoken.get(slug, now.catalogue.name_of(slug))
    said = wording.step("heavier" if step.load else "harder", name, grams)
    return Offered(said, "Take more weight" if step.load else "Take it", step.exercise, step.variation, grams)
