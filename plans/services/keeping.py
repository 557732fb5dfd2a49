"""Plans to rows: the week as it stands, and its sessions as they are prescribed. The one place that writes them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from exercises.models import Exercise
from plans.core import plan as core
from plans.core.document import to_document
from plans.core.history import History
from plans.core.plan import WeekPlan
from plans.core.types import DAY, WEEK
from plans.core.wording import sentence, spoken
from plans.models import PlannedWeek, Prescription, Runner, Session
from plans.services.catalogue import PlannedCatalogue
from plans.services.standing import Standing, stored_sessions

_WITH_HISTORY = 2  # weeks, the open one included


def keep(now: Standing) -> None:
    """Store what stands: the weeks that have opened, the present one as it is, and the next one's sessions as they are
    expected. Of weeks that were stored already, the rows of days that have passed stay."""
    for present, after in pairwise(now.opened):
        if present.previous:
            _keep_week(now.row, present.history, present.previous, present.previous.first_day)
            last = after.history.starts_on - DAY
            _keep_sessions(now, present.previous, present.previous.sessions, present.previous.first_day, last)
    [_, following] = now.weeks(2)
    _keep_week(now.row, now.present.history, now.plan, now.today)
    since = now.plan.first_day if now.opened else max(now.today, now.plan.first_day)
    _keep_sessions(now, now.plan, (*now.missed, *now.plan.sessions), since, following.first_day - DAY)
    _keep_sessions(now, following, following.sessions, following.first_day, following.first_day + 2 * WEEK)
    if now.opened:
        forgotten = PlannedWeek.objects.for_runner(now.row).filter(number__lte=now.plan.week - _WITH_HISTORY)
        forgotten.filter(history__isnull=False).update(history=None)


def _keep_week(row: Runner, history: History, plan: WeekPlan, planned_on: date) -> None:
    kept = {
        "planned_on": planned_on,
        "first_day": plan.first_day,
        "plan": to_document(replace(plan, sessions=())),
        "history": to_document(history),
    }
    if not PlannedWeek.objects.for_runner(row).filter(number=plan.week).update(**kept):
        PlannedWeek.objects.create(runner=row, number=plan.week, **kept)


def _keep_sessions(now: Standing, plan: WeekPlan, sessions: Iterable[core.Session], since: date, last: date) -> None:
    """The rows of a week's sessions as they are to be, from a day to the last that is the week's."""
    rows = {session.date: (pk, session) for pk, session in stored_sessions(now.row, since, last)}
    wanted = {session.date: session for session in sessions if session.date >= since}
    gone = [pk for day, (pk, _) in rows.items() if day not in wanted]
    Session.objects.for_runner(now.row).filter(pk__in=gone).delete()
    new = [session for day, session in wanted.items() if day not in rows]
    other = [session for day, session in wanted.items() if day in rows and rows[day][1] != session]
    created = Session.objects.bulk_create([_session_row(now.row, session) for session in new])
    _prescribe(now, plan, dict(zip([each.pk for each in created], new, strict=True)))
    _change(now, plan, {rows[session.date][0]: session for session in other})


def _change(now: Standing, plan: WeekPlan, sessions: dict[int, core.Session]) -> None:
    """Sessions that hold something else, or for another reason, keep their rows."""
    if sessions:
        changed = [_session_row(now.row, session, pk) for pk, session in sessions.items()]
        Session.objects.for_runner(now.row).bulk_update(changed, ["slot", "reasons"])
        Prescription.objects.for_runner(now.row).filter(session__in=changed).delete()
        _prescribe(now, plan, sessions)


def _session_row(row: Runner, session: core.Session, pk: int | None = None) -> Session:
    reasons = [to_document(reason) for reason in session.reasons]
    return Session(pk=pk, runner=row, date=session.date, slot=session.slot, reasons=reasons)


def _prescribe(now: Standing, plan: WeekPlan, sessions: dict[int, core.Session]) -> None:
    """The prescriptions of sessions by their keys."""
    if not sessions:
        return
    slugs = {each.exercise for session in sessions.values() for each in session.prescriptions}
    slugs |= {each.variation for session in sessions.values() for each in session.prescriptions if each.variation}
    keys = dict(Exercise.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    reasons = _reasons(plan, now.catalogue)
    Prescription.objects.bulk_create(
        Prescription(
            runner=now.row,
            session_id=pk,
            position=position,
            exercise_id=keys[each.exercise],
            variation_id=keys[each.variation] if each.variation else None,
            sets=list(each.sets),
            load_grams=each.load_grams,
            at_top=each.at_top,
            version=to_document(each.version),
            name=now.catalogue.name_of(each.variation or each.exercise),
            reason=reasons.get(each.exercise, ""),
        )
        for pk, session in sessions.items()
        for position, each in enumerate(session.prescriptions)
    )


def _reasons(plan: WeekPlan, catalogue: PlannedCatalogue) -> dict[str, str]:
    """Why each exercise has its dose, in words."""
    names = spoken(catalogue.names)
    return {dose.exercise: " ".join(sentence(reason, names) for reason in dose.reasons) for dose in plan.doses}
