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
from plans.services.doing import Doing, Part
from plans.services.standing import Standing


@dataclass(frozen=True, slots=True)
class Row:
    """An exercise's week: what it asks for, what next week asks for at most, each with its unit, and what it grew by.
    `next_week` is empty where it is not in next week's sessions."""

    name: str
    this_week: str
    next_week: str
    grew: str


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
        next=None if stopped else next_session(now),
        rows=[] if stopped else list(_rows(now, whole)),
        offers=[] if stopped else [_offered(now, step) for step in next_steps(now.present, now.today)],
        effect=wording.sentence(stopped) if stopped else effect_of(now, whole),
        stopped=stopped is not None,
    )


def effect_of(now: Standing, whole: Doing) -> str:
    """What the answers of a session come to: of its exercises the most severe counts."""
    sessions = (*now.present.history.sessions, *now.held)
    first = now.plan.first_day if whole.row.date >= now.plan.first_day else now.runner.first_day(whole.row.date)
    knee = Knee(first, sessions, now.runner.baseline)
    verdicts = [verdict(part.slug, now.catalogue.exercises, knee) for part in whole.parts]
    result, reason = max(verdicts, key=lambda each: each[0], default=(Verdict.PROGRESS, None))
    if reason is None:
        return "All well: what was done in full may grow next week, by a tenth at most."
    text = wording.sentence(reason, wording.spoken(now.catalogue.names))
    if whole.row.date >= now.plan.first_day:  # what a week says of the one before it, said beforehand
        text = text.replace("this week", "next week")
    if result is Verdict.EASIER:
        return f"{text} What hurt, and what loads the knee with it, is left out for the rest of this week."
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
        dose = doses.get(part.slug)
        if dose and dose.dose:
            yield _row(part, dose, following.get(part.slug))


def _row(part: Part, dose: Dose, following: Dose | None) -> Row:
    grew = dose.dose - dose.reference if dose.reference is not None else 0
    return Row(
        name=part.row.name,
        this_week=_amount(dose, dose.dose),
        next_week=_amount(following, following.dose) if following and following.dose else "",
        grew=f"{_amount(dose, grew)} more than last week" if grew > 0 else "",
    )


def _amount(dose: Dose, amount: int) -> str:
    return f"{amount} s" if dose.version.measure is Measure.HOLD else str(amount)


def _offered(now: Standing, step: Step) -> Offered:
    slug = step.variation or step.exercise
    grams = step.load[1] if step.load else None
    name = wording.spoken(now.catalogue.names).get(slug, now.catalogue.name_of(slug))
    said = wording.step("heavier" if step.load else "harder", name, grams)
    return Offered(said, "Take more weight" if step.load else "Take it", step.exercise, step.variation, grams)
