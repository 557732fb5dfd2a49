"""Plans to rows: the week as it stands, and its sessions as they are prescribed. The one place that writes them."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Case, F, Q, When

from exercises.models import Exercise
from plans.core import plan as core
from plans.core.document import to_document
from plans.core.history import History
from plans.core.plan import WeekPlan
from plans.core.planner import plan_week
from plans.core.types import DAY, WEEK, because
from plans.core.wording import sentence
from plans.core.wording_dose import why_so_many
from plans.models import PlannedWeek, Prescription, Runner, Session
from plans.services import ahead
from plans.services.catalogue import PlannedCatalogue
from plans.services.ended import add_up_before, add_up_on
from plans.services.happened import Stored, stored_sessions
from plans.services.standing import Standing

_WITH_HISTORY = 2  # weeks, the open one included
# What a prescription says, for the exercise of a session that it is of.
_SAID = ("position", "variation", "sets", "load_grams", "at_top", "version", "name", "reason", "why")
_OUT_OF_THE_WAY = 1000  # places, while exercises of a session change theirs


def keep(now: Standing) -> None:
    """Store what stands: the weeks that have opened, the present one as it is, and the next one's sessions as they are
    expected if all goes well, also where a session goes on. Sessions of which something was done stay as they are."""
    for lived, after in pairwise(now.opened):
        last = after.plan.first_day - DAY
        _keep_week(now.row, lived.present.history, lived.plan, last)
        _keep_sessions(now, lived.plan, (*lived.missed, *lived.plan.sessions), last)
    begins = now.following
    following = plan_week(begins, now.today)
    coming = ahead.to_store(begins, following, now) if now.opened else {}
    _keep_week(now.row, now.present.history, now.plan, now.today, **coming)
    _keep_sessions(now, now.plan, (*now.missed, *now.plan.sessions), following.first_day - DAY)
    _keep_sessions(now, following, following.sessions, following.first_day + 2 * WEEK)
    if now.opened:
        _forget_before(now.row, now.plan.week)
        add_up_before(now.row, now.plan.week, len(now.opened))
    else:
        add_up_on(now.row, now.plan.first_day)


def _forget_before(row: Runner, week: int) -> None:
    """What earlier weeks hold that only the latest need. One query."""
    earlier = PlannedWeek.objects.for_runner(row).filter(number__lt=week)
    history = Case(When(number__lte=week - _WITH_HISTORY, then=None), default=F("history"))
    earlier.filter(Q(history__isnull=False) | ~Q(coming_from="")).update(history=history, coming_from="", coming="")


def _keep_week(row: Runner, history: History, plan: WeekPlan, planned_on: date, **coming: str) -> None:
    kept = {
        "planned_on": planned_on,
        "first_day": plan.first_day,
        "plan": to_document(replace(plan, sessions=())),
        "history": to_document(history),
        **coming,
    }
    if not PlannedWeek.objects.for_runner(row).filter(number=plan.week).update(**kept):
        PlannedWeek.objects.create(runner=row, number=plan.week, **kept)


def _keep_sessions(now: Standing, plan: WeekPlan, sessions: Iterable[core.Session], last: date) -> None:
    """The rows of a week's sessions as they are to be, up to the last day that is the week's."""
    stored, _ = stored_sessions(now.row, plan.first_day, last)
    wanted = {session.date: session for session in sessions}
    done = {each.slot for each in stored if each.held}
    gone = [each for each in stored if each.session.date not in wanted and not _stays(each, done, now.today)]
    Session.objects.for_runner(now.row).filter(pk__in=[each.pk for each in gone]).delete()
    rows = {each.session.date: each for each in stored if each not in gone}
    new = [session for day, session in wanted.items() if day not in rows]
    created = Session.objects.bulk_create([session_row(now.row, session) for session in new])
    prescribe(now, plan, dict(zip([each.pk for each in created], new, strict=True)))
    open_ones = [(rows[day], session) for day, session in wanted.items() if day in rows and not rows[day].is_touched]
    _change(now, plan, [(each, session) for each, session in open_ones if each.session != session])


def _stays(stored: Stored, done: Collection[int | None], today: date) -> bool:
    """Whether a session that the plan does not hold stays all the same. Something was done of it, or may be: on a page
    that is open over midnight; and where it was begun on a day of the runner's own choice, on a phone that sends its
    sets days later, unless its place in the week is among those that are done."""
    may_be_sent = stored.is_extra and stored.slot not in done
    return stored.is_touched or (stored.is_started and (may_be_sent or stored.session.date >= today - DAY))


def _change(now: Standing, plan: WeekPlan, sessions: list[tuple[Stored, core.Session]]) -> None:
    """Sessions that hold something else, or for another reason, keep their rows."""
    Session.objects.bulk_create(
        [session_row(now.row, session) for _, session in sessions],
        update_conflicts=True,
        unique_fields=["runner", "date"],
        update_fields=["slot", "reasons"],
    )
    other = {each.pk: session for each, session in sessions if each.session.prescriptions != session.prescriptions}
    _make_way(now.row, other)
    prescribe(now, plan, other)


def _make_way(row: Runner, sessions: dict[int, core.Session]) -> None:
    """For the prescriptions of sessions by their keys. Those of exercises that stay keep their rows: a page may be open
    on them, and sets under way."""
    asked = {(pk, each.exercise) for pk, session in sessions.items() for each in session.prescriptions}
    stored = Prescription.objects.for_runner(row).filter(session__in=sessions)
    known = stored.values_list("pk", "session", "exercise__slug")
    stored.filter(pk__in=[pk for pk, *key in known if tuple(key) not in asked]).delete()
    stored.update(position=F("position") + _OUT_OF_THE_WAY)


def session_row(row: Runner, session: core.Session) -> Session:
    reasons = [to_document(reason) for reason in session.reasons]
    return Session(runner=row, date=session.date, slot=session.slot, reasons=reasons)


def take_place(row: Runner, pk: int, slot: int | None) -> None:
    """A session whose place in its week another took has this one, and keeps what it holds; with none it is one more
    than planned, and not credited."""
    reasons = [to_document(because("unplanned" if slot is None else "another_day"))]
    Session.objects.for_runner(row).filter(pk=pk).update(slot=slot, reasons=reasons)


def prescribe(now: Standing, plan: WeekPlan, sessions: dict[int, core.Session]) -> None:
    """The prescriptions of sessions by their keys, which are rows already where the exercise stays."""
    if not sessions:
        return
    fields = fields_for(now, plan, [each for session in sessions.values() for each in session.prescriptions])
    rows = [
        Prescription(runner=now.row, session_id=pk, position=position, **fields[each])
        for pk, session in sessions.items()
        for position, each in enumerate(session.prescriptions)
    ]
    Prescription.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["runner", "session", "exercise"],
        update_fields=_SAID,
    )


def fields_for(
    now: Standing, plan: WeekPlan, prescriptions: Iterable[core.Prescription]
) -> dict[core.Prescription, dict[str, Any]]:
    """What the row of each prescription says: the name and the reason as they are now. One query."""
    asked = list(prescriptions)
    slugs = {slug for each in asked for slug in (each.exercise, each.variation) if slug}
    keys = dict(Exercise.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    reasons, doses = _reasons(plan, now.catalogue), {dose.exercise: dose for dose in plan.doses}
    return {
        each: {
            "exercise_id": keys[each.exercise],
            "variation_id": keys[each.variation] if each.variation else None,
            "sets": list(each.sets),
            "load_grams": each.load_grams,
            "at_top": each.at_top,
            "version": to_document(each.version),
            "name": now.catalogue.name_of(each.variation or each.exercise),
            "reason": reasons.get(each.exercise, ""),
            "why": why_so_many(each, doses[each.exercise]) if each.exercise in doses else "",
        }
        for each in asked
    }


def _reasons(plan: WeekPlan, catalogue: PlannedCatalogue) -> dict[str, str]:
    """Why each exercise has its dose, in words."""
    names = catalogue.spoken
    return {dose.exercise: " ".join(sentence(reason, names) for reason in dose.reasons) for dose in plan.doses}
