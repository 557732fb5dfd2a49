"""What happened in a runner's sessions: rows to the values that the core plans from. The one place for it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from plans.core import plan as core
from plans.core.document import from_text
from plans.core.living import Choice
from plans.core.planner import work_of
from plans.core.progress import weaker_side
from plans.core.types import Flag, FlagKind, Held, Reason, Version, Work
from plans.models import ExerciseChoice, KneeReport, Runner
from plans.services.queries import as_date, ask

Done = tuple[int, int | None]  # of one set: the left or both sides, and the right where sides count by themselves


@dataclass(frozen=True, slots=True)
class Stored:
    """A session as it is stored. `slot` is None for one that is unplanned; `held` is what was done of it or hurt, None
    while nothing was; `is_touched`: a set or a report belongs to it, whether it counts or not, so it stays; `is_done`:
    a set of it was done, if on one side only; `is_harder`: one of a variation up the ladder. `sides` are the reps or
    seconds left and right, by exercise, of those where sides count by themselves."""

    pk: int
    session: core.Session
    slot: int | None
    held: Held | None
    is_touched: bool
    is_done: bool
    is_harder: bool
    is_started: bool
    is_finished: bool
    sides: Mapping[str, tuple[int, int]]

    @property
    def is_extra(self) -> bool:
        """Whether the runner began it on a day for which the plan had none."""
        return any(reason.code in ("another_day", "unplanned") for reason in self.session.reasons)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A prescription with the key of its row."""

    key: int
    prescription: core.Prescription
    once: bool


@dataclass(slots=True)
class _Brought:
    """What a session brought: the sets by prescription, the answers of the session and by exercise."""

    sets: dict[int, list[Done]] = field(default_factory=lambda: defaultdict(list))
    knee: int | None = None
    morning: int | None = None
    pains: dict[str, int] = field(default_factory=dict)


def stored_sessions(row: Runner, first: date, last: date) -> tuple[list[Stored], tuple[Flag, ...]]:
    """The sessions of some days, in order, with what was done of them; and every flag so far. Two queries."""
    brought, flags = _brought(row, first, last)
    rows = ask(_SESSIONS, row.pk, first, last)
    return [_stored(list(own), brought.get(pk)) for pk, own in groupby(rows, key=itemgetter(0))], flags


def work(
    prescription: core.Prescription, sets: Sequence[Done], pain: int | None, *, credited: bool, once: bool
) -> Work:
    """What was done of an exercise. Of an unplanned session nothing was asked, so nothing is credited."""
    done = weaker_side(sets, prescription.per_side)
    if credited:
        return work_of(prescription, done, pain, once=once)
    return Work(prescription.exercise, prescription.variation, (), done, prescription.load_grams, pain=pain)


def choices_since(row: Runner, first: date) -> tuple[Choice, ...]:
    """What was chosen of exercises from a date on. One query."""
    found = ExerciseChoice.objects.for_runner(row).filter(date__gte=first).order_by("pk")
    fields = ("date", "after", "exercise__slug", "variation__slug", "load_grams", "other__slug", "day")
    return tuple(Choice(*each) for each in found.values_list(*fields))


_OF_A_SESSION = 7  # columns of them
_SESSIONS = """
SELECT session.id, session."date", session.slot, session.reasons, session.effort,
  session.started_at IS NOT NULL AND session.deleted_at IS NULL,
  session.finished_at IS NOT NULL AND session.deleted_at IS NULL,
  prescription.id, exercise.slug, prescription.version, prescription.sets, prescription.load_grams,
  prescription.at_top, prescription.once
FROM plans_session session
CROSS JOIN plans_prescription prescription
CROSS JOIN exercises_exercise exercise
WHERE session.runner_id = %s AND session."date" BETWEEN %s AND %s
  AND prescription.runner_id = session.runner_id AND prescription.session_id = session.id
  AND exercise.id = prescription.exercise_id
ORDER BY session."date", session.id, prescription.position
"""
_BROUGHT = """
SELECT CASE WHEN log.deleted_at IS NULL THEN 'set' ELSE 'gone' END,
  session.id, log.prescription_id, log.amount, log."right", NULL, session."date"
FROM plans_session session
CROSS JOIN plans_prescription prescription
CROSS JOIN plans_setlog log
WHERE session.runner_id = %s AND session."date" BETWEEN %s AND %s
  AND prescription.runner_id = session.runner_id AND prescription.session_id = session.id
  AND log.runner_id = session.runner_id AND log.prescription_id = prescription.id
UNION ALL
SELECT CASE WHEN report.deleted_at IS NULL THEN report.moment ELSE 'gone' END,
  report.session_id, report.id, report.pain, NULL, exercise.slug, report."date"
FROM plans_kneereport report LEFT JOIN exercises_exercise exercise ON exercise.id = report.exercise_id
WHERE report.runner_id = %s AND report."date" BETWEEN %s AND %s AND report.session_id IS NOT NULL
UNION ALL
SELECT moment, NULL, id, NULL, NULL, NULL, "date" FROM plans_kneereport WHERE runner_id = %s AND session_id IS NULL
"""


def _brought(row: Runner, first: date, last: date) -> tuple[dict[int, _Brought], tuple[Flag, ...]]:
    """What the sessions of some days brought, by the key of the session, and the flags in order."""
    sessions: dict[int, _Brought] = defaultdict(_Brought)
    flags = []
    days = row.pk, first, last
    for kind, session, key, number, right, exercise, day in ask(_BROUGHT, *days, *days, row.pk):
        if session is None:
            flags.append((as_date(day), key, FlagKind(kind)))
            continue
        brought = sessions[session]
        if kind == "set":
            brought.sets[key].append((number, right))
        elif kind == KneeReport.Moment.MORNING:
            brought.morning = number
        elif kind == KneeReport.Moment.DURING and exercise is None:
            brought.knee = number
        elif kind == KneeReport.Moment.DURING:
            brought.pains[exercise] = number
    return sessions, tuple(Flag(day, kind) for day, _, kind in sorted(flags))


def _stored(rows: list[tuple[Any, ...]], brought: _Brought | None) -> Stored:
    pk, day, slot, reasons, effort, started, finished, *_ = rows[0]
    asked = [_asked(*each[_OF_A_SESSION:]) for each in rows]
    prescriptions = tuple(each.prescription for each in asked)
    session = core.Session(as_date(day), -1 if slot is None else slot, prescriptions, _reasons(reasons))
    held = _held(session.date, slot, asked, brought, effort) if brought else None
    sides = _sides(asked, brought) if brought else {}
    done = [(each, sets) for each in asked if brought for sets in brought.sets.get(each.key, ())]
    return Stored(
        pk=pk,
        session=session,
        slot=slot,
        held=held,
        is_touched=brought is not None,
        is_done=any(left + (right or 0) for _, (left, right) in done),
        is_harder=any(left for each, (left, _) in done if each.prescription.version.rung > 0),
        is_started=bool(started),
        is_finished=bool(finished),
        sides=sides,
    )


def _sides(asked: Iterable[_Asked], brought: _Brought) -> dict[str, tuple[int, int]]:
    return {
        each.prescription.exercise: (sum(left for left, _ in sets), sum(right or 0 for _, right in sets))
        for each in asked
        if each.prescription.per_side and (sets := brought.sets.get(each.key))
    }


def _held(day: date, slot: int | None, asked: Iterable[_Asked], brought: _Brought, effort: int | None) -> Held | None:
    works = [_work(each, brought, credited=slot is not None) for each in asked]
    if not any(sum(each.done) for each in works) and not brought.pains and brought.knee is None:
        return None
    swapped = brought.pains.keys() - {each.exercise for each in works}
    works += [Work(slug, None, (), (), pain=brought.pains[slug]) for slug in sorted(swapped)]
    return Held(day, tuple(works), slot, brought.knee, brought.morning, effort)


def _work(asked: _Asked, brought: _Brought, *, credited: bool) -> Work:
    sets, pain = brought.sets.get(asked.key, ()), brought.pains.get(asked.prescription.exercise)
    return work(asked.prescription, sets, pain, credited=credited, once=asked.once)


def _asked(key: int, slug: str, version: str, sets: str, grams: int | None, at_top: bool, once: bool) -> _Asked:
    prescription = core.Prescription(slug, _version(version), tuple(json.loads(sets)), grams, bool(at_top))
    return _Asked(key, prescription, bool(once))


@lru_cache(maxsize=1024)
def _version(text: str) -> Version:
    """The ways to do exercises are few, and written in every prescription."""
    return from_text(Version, text)


@lru_cache(maxsize=1024)
def _reasons(text: str) -> tuple[Reason, ...]:
    """The reasons for a day are few as well; nobody changes what they know."""
    return from_text(tuple[Reason, ...], text)
