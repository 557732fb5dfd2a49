"""A session while it is done: what was asked, what was logged, what hurt."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from plans.core import feedback, types
from plans.core import plan as core
from plans.core.document import from_document
from plans.core.types import Flag, FlagKind, Held, Pattern, Version
from plans.models import KneeReport, Prescription, Runner, Session, SetLog
from plans.services.happened import work


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise of a session. `logs` are its sets in the order of their numbers, those that were taken back left
    out; `pain` is the exercise's own answer; `ended`: a sore knee has ended it for this week."""

    row: Prescription
    asked: core.Prescription
    logs: tuple[SetLog, ...] = ()
    pain: int | None = None
    ended: bool = False

    @property
    def slug(self) -> str:
        return self.row.exercise.slug

    @property
    def version(self) -> Version:
        return self.asked.version

    @property
    def missing(self) -> list[int]:
        """The numbers of the sets still to do, from 1."""
        logged = {log.number for log in self.logs}
        return [number for number in range(1, len(self.row.sets) + 1) if number not in logged]

    @property
    def is_over(self) -> bool:
        return self.ended or not self.missing


@dataclass(frozen=True, slots=True)
class Doing:
    """A session with its parts in the order of training. `knee` is the worst pain of it and `morning` that of the
    morning after, None while not answered; `taken_back` are the sets that do not count any more, `flags` every one of
    the runner's so far."""

    row: Session
    parts: tuple[Part, ...]
    knee: int | None = None
    morning: int | None = None
    taken_back: tuple[SetLog, ...] = ()
    flags: tuple[Flag, ...] = ()

    def part(self, prescription: int) -> Part | None:
        return next((part for part in self.parts if part.row.pk == prescription), None)

    @property
    def now(self) -> Part | None:
        """The first exercise with sets still to do, None when there is none."""
        return next((part for part in self.parts if not part.is_over), None)

    @property
    def logs(self) -> list[SetLog]:
        """The sets that count, the latest last."""
        return sorted((log for part in self.parts for log in part.logs), key=lambda log: (log.at, log.pk))

    @property
    def held(self) -> Held:
        """As the core knows a session that was done."""
        credited = self.row.slot is not None
        works = (
            work(
                part.asked,
                [(log.amount, log.right) for log in part.logs],
                part.pain,
                credited=credited,
                once=part.row.once,
            )
            for part in self.parts
        )
        return Held(self.row.date, tuple(works), self.row.slot, self.knee, self.morning, self.row.effort)

    @property
    def is_held(self) -> bool:
        """Whether anything was done of it, or hurt."""
        return any(part.logs or part.pain is not None for part in self.parts) or self.knee is not None


def doing(runner: Runner, pk: int) -> Doing:
    """Raises Session.DoesNotExist for a session that is not there or not the runner's. Three queries."""
    rows = list(Prescription.objects.for_runner(runner).of_session(pk))
    if not rows:
        raise Session.DoesNotExist(f"Runner {runner.pk} has no session {pk}.")
    return assembled(
        rows, SetLog.objects.raw(_LOGS, [runner.pk, pk]), KneeReport.objects.raw(_REPORTS, [runner.pk, pk])
    )


# Written out, in words that any database reads: every tap begins with them, and to put them together anew cost as much
# as to write the set.
_LOGS = """
SELECT plans_setlog.* FROM plans_setlog JOIN plans_prescription ON plans_prescription.id = prescription_id
WHERE plans_setlog.runner_id = %s AND session_id = %s ORDER BY number, plans_setlog.id
"""
_REPORTS = """
SELECT * FROM plans_kneereport WHERE runner_id = %s AND (session_id = %s OR session_id IS NULL) ORDER BY "date", id
"""


def assembled(rows: list[Prescription], logs: Iterable[SetLog], reports: Iterable[KneeReport]) -> Doing:
    """The rows of one session put together, the prescriptions in order and with their session and exercise."""
    by_prescription: dict[int, list[SetLog]] = {}
    for log in logs:
        by_prescription.setdefault(log.prescription_id, []).append(log)
    told: dict[Any, int | None] = {}
    flags = []
    for report in reports:
        if report.session_id is None:
            flags.append(Flag(report.date, FlagKind(report.moment)))
        else:
            told[report.moment, report.exercise_id] = report.pain
    during = KneeReport.Moment.DURING
    parts = tuple(
        Part(
            row=row,
            asked=_prescription(row),
            logs=tuple(log for log in by_prescription.get(row.pk, ()) if log.deleted_at is None),
            pain=told.get((during, row.exercise_id)),
        )
        for row in rows
    )
    gone = tuple(log for each in by_prescription.values() for log in each if log.deleted_at is not None)
    knee, morning = told.get((during, None)), told.get((KneeReport.Moment.MORNING, None))
    whole = Doing(rows[0].session, parts, knee, morning, gone, tuple(flags))
    ended = feedback.ended(whole.held, _patterns(rows))
    return replace(whole, parts=tuple(replace(part, ended=part.slug in ended) for part in parts)) if ended else whole


def _patterns(rows: Iterable[Prescription]) -> types.Catalogue:
    """As much of the catalogue as says which exercises end together."""
    slugs = ((row.exercise.slug, Pattern(row.exercise.pattern)) for row in rows)
    return {slug: types.Exercise(slug, pattern, ()) for slug, pattern in slugs}


def _prescription(row: Prescription) -> core.Prescription:
    version = from_document(Version, row.version)
    return core.Prescription(row.exercise.slug, version, tuple(row.sets), row.load_grams, row.at_top)
