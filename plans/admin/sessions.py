"""Sessions as support reads them: what was asked, what was done of it, and what was said of the knee."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import F, Prefetch

from plans.admin.answers import day_in_words, of_ten
from plans.admin.health import KEPT, Words
from plans.charts.sheet import sets_in_words
from plans.core.document import from_document
from plans.core.types import Measure, Reason, Version
from plans.core.wording import kilograms
from plans.core.words import counted
from plans.models import KneeReport, Prescription, Runner, Session, SetLog

Held = tuple[Session, list[Any]]  # a session and its prescriptions, in the order of training

_EACH_SIDE = " on each side"


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of a session: its name, “asked 5 + 5, done 5 + 4 with 8 kg”, and why as much."""

    name: str
    sets: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShownSession:
    """`state` says whether it was missed, started or finished; empty for one that is still to come."""

    day: date
    state: str
    whys: list[str]
    knee: list[str]
    lines: list[Line]


def sessions_between(runner: Runner, first: date, last: date, *, health: bool) -> list[Held]:
    """Of some days, with the sets that were logged, and what was said of the knee for who may see it. Two queries,
    three with `health`."""
    stored = Prescription.objects.between(runner, first, last).select_related("session")
    stored = stored.annotate(slug=F("exercise__slug"))
    stored = stored.prefetch_related(Prefetch("logs", SetLog.objects.for_runner(runner).order_by("number")))
    if health:
        reports = (
            KneeReport.objects.for_runner(runner)
            .filter(deleted_at=None)
            .annotate(slug=F("exercise__slug"))
            .order_by("pk")
        )
        stored = stored.prefetch_related(Prefetch("session__knee_reports", reports))
    together = (list(lines) for _, lines in groupby(stored, key=lambda each: each.session_id))
    return [(lines[0].session, lines) for lines in together]


def shown_session(
    held: Held, words: Words, today: date, doses: Mapping[str, Sequence[Reason]] | None = None
) -> ShownSession:
    """Without `doses` its exercises come without reasons: they are not decided before their week."""
    row, lines = held
    logged = any(_counting(each) for each in lines)
    reasons = from_document(tuple[Reason, ...], row.reasons)
    was_done = logged or (row.finished_at is not None and row.deleted_at is None)
    return ShownSession(
        day=row.date,
        state=_state(row, today, logged=logged, hurt=words.whole and _hurt(row)),
        whys=words.of_session(row.date, reasons),
        knee=_knee(row, words) if row.date <= today else [],
        lines=[_line(each, words, doses, was_done=was_done) for each in lines],
    )


def _state(row: Session, today: date, *, logged: bool, hurt: bool) -> str:
    """Whoever may not see what concerns health reads that one of which nothing but pain was told was missed."""
    if row.deleted_at:
        return f"Deleted by the runner on {day_in_words(row.deleted_at.date())}"
    is_missed = row.slot is not None and row.date < today and not (logged or hurt or row.finished_at)
    said = [
        *(["missed"] if is_missed else []),
        *(["one more than planned"] if row.slot is None else []),
        *([f"started {_moment(row.started_at, row.date)}"] if row.started_at else []),
        *([f"finished {_moment(row.finished_at, row.date)}"] if row.finished_at else []),
        *(["no set logged"] if row.started_at and not logged else []),
    ]
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


def _moment(at: datetime, day: date) -> str:
    """“18:05 UTC”, with the date where that is another day."""
    return f"{at:%H:%M} UTC" if at.date() == day else f"{day_in_words(at.date())}, {at:%H:%M} UTC"


def _hurt(row: Any) -> bool:
    return any(report.moment == KneeReport.Moment.DURING for report in row.knee_reports.all())


def _knee(row: Any, words: Words) -> list[str]:
    """What was said of a session, or that it is kept from view: alike whether anything was said."""
    if not words.whole:
        return [f"Knee and effort: {KEPT}"]
    reports = row.knee_reports.all()
    if row.deleted_at or not (reports or row.effort or row.started_at):
        return []
    pain = {report.moment: report.pain for report in reports if report.exercise_id is None}
    during, morning = (of_ten(pain.get(each)) for each in (KneeReport.Moment.DURING, KneeReport.Moment.MORNING))
    return [
        f"Knee: {during}; the next morning: {morning}; effort: {of_ten(row.effort)}",
        *(f"Pain with the {words.names[each.slug]}: {of_ten(each.pain)}" for each in reports if each.exercise_id),
    ]


def _line(row: Any, words: Words, doses: Mapping[str, Sequence[Reason]] | None, *, was_done: bool) -> Line:
    version = from_document(Version, row.version)
    sets = sets_in_words(row.sets, version.measure) + (_EACH_SIDE if version.one_sided else "")
    sets += _with(row.load_grams)
    if was_done:
        sets = f"asked {sets}, {_done(_counting(row), version)}"
    corrected = {log.corrects for log in row.logs.all()}
    gone = [log.uuid in corrected for log in row.logs.all() if log.deleted_at is not None]
    for count, how in ((sum(gone), "corrected"), (gone.count(False), "taken back")):
        sets += f"; {counted(count, 'set')} {how}" if count else ""
    name = f"{row.name}, for this session alone" if row.once else row.name
    return Line(name, sets, "" if doses is None else words.of_dose(row.reason, doses.get(row.slug, ())))


def _counting(row: Any) -> list[SetLog]:
    """The sets of an exercise without those that were taken back."""
    return [log for log in row.logs.all() if log.deleted_at is None]


def _done(logs: list[SetLog], version: Version) -> str:
    """“done 5 + 4 with 8 kg”, “done 5 left, 4 right + 5 on each side”."""
    if not logs:
        return "not done"
    loads = {log.load_grams for log in logs}
    if len(loads) > 1:
        return "done " + " + ".join(_amounts([log], version) + _with(log.load_grams) for log in logs)
    return f"done {_amounts(logs, version)}{_with(loads.pop())}"


def _amounts(logs: list[SetLog], version: Version) -> str:
    if all(log.right in (None, log.amount) for log in logs):
        same = sets_in_words([log.done[0] for log in logs], version.measure)
        return same + (_EACH_SIDE if version.one_sided else "")
    return " + ".join(_sides(log, " s" if version.measure is Measure.HOLD else "") for log in logs)


def _sides(log: SetLog, unit: str) -> str:
    if log.right == log.amount:
        return f"{log.amount}{unit}{_EACH_SIDE}"
    return f"{log.amount}{unit} left, {log.right}{unit} right"


def _with(grams: int | None) -> str:
    return f" with {kilograms(grams)}" if grams else ""
