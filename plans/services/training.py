"""The writers of a session: start it, finish it, say how hard it was."""

from datetime import date, datetime

from django.db import transaction

from plans.core import plan as core
from plans.core.plan import Prescription
from plans.core.types import WEEK, Held, Reason, Refused, because
from plans.models import Runner, Session
from plans.services.catalogue import PlannedCatalogue
from plans.services.doing import doing
from plans.services.ended import add_up_on
from plans.services.happened import Stored
from plans.services.keeping import keep, prescribe, session_row, take_place
from plans.services.locking import lock, locked
from plans.services.replanning import plan_anew, standing_for
from plans.services.standing import Standing

Content = tuple[int | None, tuple[Prescription, ...], Reason]  # the slot, what it holds, and why it is there


@transaction.atomic
def start_session(*, row: Runner, catalogue: PlannedCatalogue, today: date, day: date, now: datetime) -> int:
    """Begin the session of a day, today or one that has passed since last week began; answers its key.

    On a day without one, or with one that was done on another day since, it is the week's next open session, or one
    more that is kept but not credited. Again, it answers the same. Raises Refused for a day that does not lie there,
    while everything is stopped, and where nothing is known that could be trained.
    """
    row = locked(row)
    stands = standing_for(row, catalogue, today, day)
    _check(stands, day)
    if day >= stands.plan.first_day:
        keep(stands)
        stands = standing_for(row, catalogue, today, day)
    stored = stands.stored_on(day)
    done = {each.slot for each in stands.stored if each.held and _same_week(each, day, stands)}
    if stored is None or not (stored.is_touched or (stored.slot is not None and stored.slot not in done)):
        pk = _put(stands, day, _content(stands, day, done), stored)
    else:
        pk = stored.pk
        if stored.held is None and stored.slot in done:
            take_place(row, pk, _content(stands, day, done)[0])
    own = Session.objects.for_runner(row).filter(pk=pk)
    own.filter(started_at=None).update(started_at=now)
    own.filter(deleted_at__isnull=False).update(started_at=now, finished_at=None, effort=None, deleted_at=None)
    add_up_on(row, day)
    return pk


@transaction.atomic
def finish(*, row: Runner, catalogue: PlannedCatalogue, today: date, session: int, now: datetime) -> None:
    """The session is over, in full or in part; what was done is planned with. Again, it does nothing.

    Raises Session.DoesNotExist, and Refused where nothing was done of it.
    """
    row = locked(row)
    whole = doing(row, session)
    if not whole.is_held:
        raise Refused(because("nothing_done"))
    begun = whole.row.started_at or now
    Session.objects.for_runner(row).filter(pk=session, finished_at=None).update(started_at=begun, finished_at=now)
    plan_anew(row, catalogue, today, whole.row.date, afresh=whole.row.date < today)


@transaction.atomic
def reopen(*, row: Runner, session: int) -> None:
    """The session goes on after all."""
    lock(row)
    own = Session.objects.for_runner(row).filter(pk=session, deleted_at=None)
    own.update(finished_at=None)
    for each in own:
        add_up_on(row, each.date)


@transaction.atomic
def say_effort(*, row: Runner, catalogue: PlannedCatalogue, today: date, session: int, effort: int | None) -> None:
    """How hard it was, 1 to 10, None where that is not said. Raises Session.DoesNotExist."""
    row = locked(row)
    whole = doing(row, session)
    Session.objects.for_runner(row).filter(pk=session, deleted_at=None).update(effort=effort)
    plan_anew(row, catalogue, today, whole.row.date)


@transaction.atomic
def settle(*, row: Runner, catalogue: PlannedCatalogue, today: date, day: date) -> None:
    """Plan with what was done on a day that has passed: the present week may rest on it."""
    plan_anew(locked(row), catalogue, today, day, afresh=True)


def _check(stands: Standing, day: date) -> None:
    if day > stands.today:
        raise Refused(because("day_to_come"))
    first = stands.week.first_day if stands.week else stands.plan.first_day
    if stands.row.started_on is None or day < max(first, stands.row.started_on, stands.plan.first_day - WEEK):
        raise Refused(because("day_long_ago"))
    if stands.plan.stopped:
        raise Refused(stands.plan.stopped)


def _same_week(stored: Stored, day: date, stands: Standing) -> bool:
    first = stands.plan.first_day
    return (stored.session.date < first) is (day < first)


def _content(stands: Standing, day: date, done: set[int | None]) -> Content:
    """What a day without a session of its own holds. Raises Refused where nothing is known."""
    if slots := _open_slots(stands, day, done):
        return (*slots[0], because("another_day"))
    if last := _last_done(stands):
        versions = ((work, stands.catalogue.exercises.get(work.exercise)) for work in last.works if any(work.done))
        found = ((work, exercise.find(work.variation)) for work, exercise in versions if exercise)
        held = tuple(Prescription(work.exercise, each, work.done, work.load_grams) for work, each in found if each)
        if held:
            return None, held, because("unplanned")
    raise Refused(because("nothing_to_train"))


def _open_slots(stands: Standing, day: date, done: set[int | None]) -> list[tuple[int, tuple[Prescription, ...]]]:
    """The sessions of the day's week that are still to be done, the next one first."""
    if day < stands.plan.first_day:
        missed = [each for each in stands.stored if _same_week(each, day, stands) and each.slot is not None]
        return [(each.slot, each.session.prescriptions) for each in missed if each.slot is not None and not each.held]
    later = [(each.slot, each.prescriptions) for each in stands.plan.sessions if each.date > day]
    return [each for each in (*later, *stands.plan.undated) if each[0] not in done]


def _last_done(stands: Standing) -> Held | None:
    """The first session of the week once more, or the last ever."""
    return next(iter((*stands.held[:1], *reversed(stands.present.history.sessions))), None)


def _put(stands: Standing, day: date, content: Content, stored: Stored | None) -> int:
    """The session's row, in place of one of the day that was done on another."""
    slot, prescriptions, reason = content
    if stored is not None:
        Session.objects.for_runner(stands.row).filter(pk=stored.pk).delete()
    session = core.Session(day, -1, prescriptions, (reason,))
    row = session_row(stands.row, session)
    row.slot = slot
    row.save()
    prescribe(stands, stands.plan, {row.pk: session})
    return row.pk
