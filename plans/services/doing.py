"""A session while it is done: what was asked, what was logged, what hurt."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from exercises.models import Exercise
from plans.core import feedback, types
from plans.core import plan as core
from plans.core.document import from_document
from plans.core.types import Flag, FlagKind, Held, Pattern, Version
from plans.models import KneeReport, Prescription, Runner, Session, SetLog
from plans.models.owned import columns
from plans.services.happened import work
from plans.services.queries import as_date, as_moment


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
    def way(self) -> str:
        """The slug of how it is done: the variation, or the exercise itself."""
        return self.version.variation or self.slug

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
    morning after, None while not answered; `hurt`: anything was told of it, also of an exercise that it holds no more.
    `taken_back` are the sets that do not count any more. Of all of the runner's sessions: the `flags` so far, and the
    `severe` ones, with no more than their date and pain."""

    row: Session
    parts: tuple[Part, ...]
    knee: int | None = None
    morning: int | None = None
    taken_back: tuple[SetLog, ...] = ()
    hurt: bool = False
    flags: tuple[Flag, ...] = ()
    severe: tuple[Held, ...] = ()

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
                [log.done for log in part.logs],
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
        return self.hurt or any(sum(work.done) for work in self.held.works)

    def is_stopped(self, today: date) -> bool:
        """Whether everything is, so that it cannot go on."""
        return feedback.stopped(self.severe, self.flags, today) is not None


def doing(runner: Runner, pk: int) -> Doing:
    """Raises Session.DoesNotExist for a session that is not there or not the runner's. Three queries."""
    rows: list[Any] = list(Prescription.objects.raw(_PRESCRIPTIONS, [runner.pk, pk]))
    if not rows:
        raise Session.DoesNotExist(f"Runner {runner.pk} has no session {pk}.")
    session = _session(rows[0])
    for row in rows:
        row.session, row.exercise = session, _exercise(row)
    logs = SetLog.objects.raw(_LOGS, [runner.pk, pk])
    reports = KneeReport.objects.raw(_REPORTS, [runner.pk, pk, runner.pk, runner.pk, feedback.SEVERE, pk])
    return assembled(rows, logs, sorted(reports, key=lambda each: (each.date, each.pk)))


# Written out (see `queries`): every tap begins with them, and to put them together anew cost more than to write the
# set.
_PRESCRIPTIONS = f"""
SELECT {columns(Prescription, "prescription")},
  exercise.slug AS slug, exercise.pattern AS pattern, session."date" AS day, session.slot AS slot,
  session.started_at AS started_at, session.finished_at AS finished_at, session.effort AS effort,
  session.deleted_at AS deleted_at
FROM plans_session session
CROSS JOIN plans_prescription prescription
CROSS JOIN exercises_exercise exercise
WHERE session.runner_id = %s AND session.id = %s
  AND prescription.runner_id = session.runner_id AND prescription.session_id = session.id
  AND exercise.id = prescription.exercise_id
ORDER BY prescription.position
"""  # noqa: S608 our own columns
_LOGS = f"""
SELECT {columns(SetLog, "log")} FROM plans_prescription prescription CROSS JOIN plans_setlog log
WHERE prescription.runner_id = %s AND prescription.session_id = %s
  AND log.runner_id = prescription.runner_id AND log.prescription_id = prescription.id
ORDER BY log.number, log.id
"""  # noqa: S608 our own columns
_REPORT = f"SELECT {columns(KneeReport, 'report')} FROM plans_kneereport report"  # noqa: S608 our own columns
_REPORTS = f"""
{_REPORT} WHERE runner_id = %s AND session_id = %s AND deleted_at IS NULL
UNION ALL {_REPORT} WHERE runner_id = %s AND session_id IS NULL
UNION ALL {_REPORT} WHERE runner_id = %s AND pain >= %s AND session_id <> %s AND deleted_at IS NULL
"""


def assembled(rows: list[Prescription], logs: Iterable[SetLog], reports: list[KneeReport]) -> Doing:
    """The rows of one session put together, the prescriptions in order and with their session and exercise."""
    session, during = rows[0].session, KneeReport.Moment.DURING
    by_prescription: dict[int, list[SetLog]] = {}
    for log in logs:
        by_prescription.setdefault(log.prescription_id, []).append(log)
    told = {(each.moment, each.exercise_id): each.pain for each in reports if each.session_id == session.pk}
    parts = tuple(
        Part(
            row=row,
            asked=_prescription(row),
            logs=tuple(log for log in by_prescription.get(row.pk, ()) if log.deleted_at is None),
            pain=told.get((during, row.exercise_id)),
        )
        for row in rows
    )
    whole = Doing(
        row=session,
        parts=parts,
        knee=told.get((during, None)),
        morning=told.get((KneeReport.Moment.MORNING, None)),
        taken_back=tuple(log for each in by_prescription.values() for log in each if log.deleted_at is not None),
        hurt=any(moment == during for moment, _ in told),
        flags=tuple(Flag(each.date, FlagKind(each.moment)) for each in reports if each.session_id is None),
        severe=_severe(reports),
    )
    ended = feedback.ended(whole.held, _patterns(rows))
    return replace(whole, parts=tuple(replace(part, ended=part.slug in ended) for part in parts)) if ended else whole


def _session(row: Any) -> Session:
    """As it was found beside a prescription; its reasons are read when they are asked for. One that is deleted was
    not begun."""
    counts = row.deleted_at is None
    fields = {
        "id": row.session_id,
        "runner_id": row.runner_id,
        "date": as_date(row.day),
        "slot": row.slot,
        "started_at": as_moment(row.started_at) if counts else None,
        "finished_at": as_moment(row.finished_at) if counts else None,
        "effort": row.effort if counts else None,
        "deleted_at": as_moment(row.deleted_at),
    }
    return Session.from_db(None, list(fields), list(fields.values()))


def _exercise(row: Any) -> Exercise:
    """The same of an exercise: its slug and its pattern."""
    return Exercise.from_db(None, ["id", "slug", "pattern"], [row.exercise_id, row.slug, row.pattern])


def _severe(reports: Iterable[KneeReport]) -> tuple[Held, ...]:
    """The sessions with severe pain in order of date, as far as that is told by single answers."""
    sessions: dict[int, Held] = {}
    for each in reports:
        if each.session_id is not None and (each.pain or 0) >= feedback.SEVERE:
            held = sessions.get(each.session_id, Held(each.date, (), None))
            in_the_morning = each.moment == KneeReport.Moment.MORNING
            held = replace(held, next_morning=each.pain) if in_the_morning else replace(held, knee=each.pain)
            sessions[each.session_id] = held
    return tuple(sessions.values())


def _patterns(rows: Iterable[Prescription]) -> types.Catalogue:
    """As much of the catalogue as says which exercises end together."""
    slugs = ((row.exercise.slug, Pattern(row.exercise.pattern)) for row in rows)
    return {slug: types.Exercise(slug, pattern, ()) for slug, pattern in slugs}


def _prescription(row: Prescription) -> core.Prescription:
    version = from_document(Version, row.version)
    return core.Prescription(row.exercise.slug, version, tuple(row.sets), row.load_grams, row.at_top)
