"""The writers of what is put right afterwards: correct a set, delete it or a whole session, restore either.

Each plans anew where plans rest on it. What was there before stays in the record; of what is deleted it goes after 30
days (forgetting.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from plans.core.difference import difference, difference_of_session
from plans.core.types import DAY, WEEK, Reason
from plans.models import KneeReport, PlannedWeek, Runner, Session, SetLog
from plans.models.sessions import RESTORED_WITHIN
from plans.services.catalogue import PlannedCatalogue
from plans.services.doing import Doing, doing
from plans.services.ended import add_up_on
from plans.services.happened import stored_sessions
from plans.services.keeping import take_place
from plans.services.locking import locked
from plans.services.past import is_earlier
from plans.services.planning import WEEKS
from plans.services.replanning import plan_anew, planned_since, standing_for
from plans.services.sets import NotLogged, NumberTaken, OtherContent, TakenBack

Moved = tuple[Reason, ...] | None  # what a change moves; None where it lies too far back for any plan to rest on it


@dataclass(frozen=True, slots=True)
class Correction:
    """What a set was in truth, under the `uuid` of the form that says so. As of a `SetLog`."""

    uuid: UUID
    amount: int
    right: int | None = None
    load_grams: int | None = None


class TooLate(NotLogged):
    """It was deleted more than 30 days ago, so what it held is gone."""


class SessionGone(NotLogged):
    """Its session is deleted: that is to be restored first."""


def correct_set(
    *,
    row: Runner,
    catalogue: PlannedCatalogue,
    today: date,
    session: int,
    wrong: UUID,
    said: Correction,
    now: datetime,
) -> Moved:
    """A row of its own in place of a set, which stays in the record. The same again, or what it says already, changes
    nothing.

    Raises Session.DoesNotExist, SetLog.DoesNotExist, or NotLogged with nothing written.
    """

    def change(row: Runner, whole: Doing) -> None:
        if any(log.uuid == said.uuid and (log.corrects, _content(log)) == (wrong, _said(said)) for log in whole.logs):
            return
        log = _counting(whole, wrong)
        if _content(log) == _said(said):
            return
        SetLog.objects.for_runner(row).filter(pk=log.pk).update(deleted_at=now)
        SetLog.objects.create(
            runner=row,
            uuid=said.uuid,
            prescription_id=log.prescription_id,
            number=log.number,
            amount=said.amount,
            right=said.right,
            load_grams=said.load_grams,
            at=log.at,
            date=log.date,
            corrects=log.uuid,
        )

    try:
        return _change(row, catalogue, today, session, change)
    except IntegrityError:  # the form's key is that of another set
        raise OtherContent(doing(row, session)) from None


def delete_set(
    *, row: Runner, catalogue: PlannedCatalogue, today: date, session: int, uuid: UUID, now: datetime
) -> Moved:
    """A set counts no more. Again, it does nothing. Raises Session.DoesNotExist and SetLog.DoesNotExist."""

    def change(row: Runner, whole: Doing) -> None:
        _known(whole, uuid)
        SetLog.objects.for_runner(row).filter(uuid=uuid, deleted_at=None).update(deleted_at=now)

    return _change(row, catalogue, today, session, change)


def restore_set(
    *, row: Runner, catalogue: PlannedCatalogue, today: date, session: int, uuid: UUID, now: datetime
) -> Moved:
    """A deleted set counts again. Again, it does nothing.

    Raises Session.DoesNotExist, SetLog.DoesNotExist, or NotLogged with nothing written.
    """

    def change(row: Runner, whole: Doing) -> None:
        log = _known(whole, uuid)
        if log.deleted_at is None:
            return
        if whole.row.deleted_at is not None:
            raise SessionGone(whole)
        if log.amount is None or log.deleted_at <= now - RESTORED_WITHIN:
            raise TooLate(whole)
        if _is_replaced(whole, log):
            raise NumberTaken(whole)
        SetLog.objects.for_runner(row).filter(pk=log.pk).update(deleted_at=None)

    return _change(row, catalogue, today, session, change)


def delete_session(*, row: Runner, catalogue: PlannedCatalogue, today: date, session: int, now: datetime) -> Moved:
    """What was done of a session and told of it counts no more. Again, it does nothing.

    Raises Session.DoesNotExist, also for one that was never begun.
    """

    def change(row: Runner, whole: Doing) -> None:
        if whole.row.deleted_at is not None:
            return
        if not Session.objects.for_runner(row).filter(pk=session, started_at__isnull=False).update(deleted_at=now):
            raise Session.DoesNotExist
        _sets_of(row, session).filter(deleted_at=None).update(deleted_at=now)
        _answers_to(row, session).filter(deleted_at=None).update(deleted_at=now)

    return _change(row, catalogue, today, session, change)


def restore_session(*, row: Runner, catalogue: PlannedCatalogue, today: date, session: int, now: datetime) -> Moved:
    """A deleted session counts again, with what went with it. Again, it does nothing.

    Raises Session.DoesNotExist and TooLate.
    """

    def change(row: Runner, whole: Doing) -> None:
        at = whole.row.deleted_at
        if at is None:
            return
        if at <= now - RESTORED_WITHIN:
            raise TooLate(whole)
        Session.objects.for_runner(row).filter(pk=session).update(deleted_at=None)
        _sets_of(row, session).filter(deleted_at=at, amount__isnull=False).update(deleted_at=None)
        _answers_to(row, session).filter(deleted_at=at).update(deleted_at=None)

    return _change(row, catalogue, today, session, change)


def restore_earlier(
    *, row: Runner, catalogue: PlannedCatalogue, today: date, session: int, at: datetime, now: datetime
) -> Moved:
    """What was deleted `at` a moment of a session that was begun again counts once more, in place of what was done and
    told of it since, which is deleted as a session is. Again, it does nothing. How hard it was is not known any more.

    Raises Session.DoesNotExist and TooLate.
    """

    def change(row: Runner, whole: Doing) -> None:
        if at <= now - RESTORED_WITHIN:
            raise TooLate(whole)
        if not is_earlier(row, session, at):
            return
        sets, answers = _sets_of(row, session), _answers_to(row, session)
        earlier = sets.filter(deleted_at=at, amount__isnull=False), answers.filter(deleted_at=at)
        # How the knee was is asked once a session is finished.
        finished = earlier[1].filter(exercise=None).values_list("at", flat=True).first()
        for since in (sets, answers):
            since.filter(deleted_at=None).update(deleted_at=now)
        for each in earlier:
            each.update(deleted_at=None)
        own = Session.objects.for_runner(row).filter(pk=session)
        own.update(effort=None, deleted_at=None)
        if finished:
            own.filter(finished_at=None).update(finished_at=finished)

    return _change(row, catalogue, today, session, change)


@transaction.atomic
def _change(
    row: Runner, catalogue: PlannedCatalogue, today: date, session: int, change: Callable[[Runner, Doing], None]
) -> Moved:
    """Make a change, and plan anew what rests on it. Whether a session was done at all decides whether the days to come
    are chosen once more."""
    row = locked(row)
    whole = doing(row, session)
    day = whole.row.date
    is_planned_with = day >= planned_since(row)
    before = standing_for(row, catalogue, today, today).weeks(WEEKS) if is_planned_with else ()
    change(row, whole)
    changed = doing(row, session)
    if changed.is_held:
        _give_way(row, changed)
    if not is_planned_with:
        add_up_on(row, day)
        return None
    counts_otherwise = changed.is_held is not whole.is_held
    after = plan_anew(row, catalogue, today, day, afresh=counts_otherwise).weeks(WEEKS)
    if counts_otherwise:
        return difference_of_session(before, after, today, day)
    return difference(before, after, today)


def _give_way(row: Runner, whole: Doing) -> None:
    """A session whose place in the week was taken by another since has the next open one, or is one more than
    planned."""
    day = whole.row.date
    near = PlannedWeek.objects.for_runner(row).filter(first_day__range=(day - WEEK + DAY, day + WEEK))
    begins = list(near.order_by("first_day").values_list("first_day", flat=True))
    first = max((each for each in begins if each <= day), default=None)
    if first is None:
        return
    last = min((each for each in begins if each > day), default=first + WEEK) - DAY
    others = [each for each in stored_sessions(row, first, last)[0] if each.pk != whole.row.pk]
    slots = {each.slot for each in others if each.slot is not None}
    done = {each.slot for each in others if each.slot is not None and each.held}
    if whole.row.slot in done:
        take_place(row, whole.row.pk, min(slots - done, default=None))


def _known(whole: Doing, uuid: UUID) -> SetLog:
    """A set of the session, whether it counts or not. Raises SetLog.DoesNotExist."""
    found = next((log for log in (*whole.logs, *whole.taken_back) if log.uuid == uuid), None)
    if found is None:
        raise SetLog.DoesNotExist(f"Session {whole.row.pk} has no such set.")
    return found


def _counting(whole: Doing, uuid: UUID) -> SetLog:
    """The same of one that counts. Raises TakenBack for another."""
    found = _known(whole, uuid)
    if found.deleted_at is not None:
        raise TakenBack(whole)
    return found


def _is_replaced(whole: Doing, log: SetLog) -> bool:
    """Whether another stands in its place: one that puts it right, or one that was logged since."""
    others = [each for part in whole.parts for each in part.logs if part.row.pk == log.prescription_id]
    is_corrected = any(each.corrects == log.uuid for each in (*whole.logs, *whole.taken_back))
    return is_corrected or any(each.number == log.number for each in others)


def _content(log: SetLog) -> tuple[int, int | None, int | None]:
    return (*log.done, log.load_grams)


def _said(said: Correction) -> tuple[int, int | None, int | None]:
    return said.amount, said.right, said.load_grams


def _sets_of(row: Runner, session: int) -> QuerySet[SetLog]:
    return SetLog.objects.for_runner(row).filter(prescription__runner=row, prescription__session=session)


def _answers_to(row: Runner, session: int) -> QuerySet[KneeReport]:
    return KneeReport.objects.for_runner(row).filter(session=session)
