"""The writers of what the knee says. Each plans anew at once; what acts from next week on changes nothing before."""

from datetime import date

from django.db import transaction

from exercises.models import Exercise
from plans.core.types import FlagKind
from plans.models import KneeReport, Prescription, Runner, Session
from plans.services.catalogue import PlannedCatalogue
from plans.services.locking import locked
from plans.services.replanning import plan_anew
from plans.services.standing import Standing

Moment = KneeReport.Moment


@transaction.atomic
def hurts(
    *, row: Runner, catalogue: PlannedCatalogue, today: date, session: int, prescription: int, pain: int, sharp: bool
) -> Standing:
    """One exercise of a session hurts, 0 to 10; `sharp` pain stops everything. The last answer counts.

    Raises Prescription.DoesNotExist for one of a session that is not there, or was not begun.
    """
    row = locked(row)
    rows = Prescription.objects.for_runner(row).select_related("session", "exercise")
    found = rows.get(pk=prescription, session=session, session__started_at__isnull=False, session__deleted_at=None)
    _tell(row, found.session, Moment.DURING, pain, found.exercise)
    if sharp:
        _flag(row, today, FlagKind.SHARP)
    return plan_anew(row, catalogue, today, found.session.date)


@transaction.atomic
def say_knee(*, row: Runner, catalogue: PlannedCatalogue, today: date, session: int, pain: int) -> Standing:
    """The worst knee pain during a session, 0 to 10. The last answer counts.

    Raises Session.DoesNotExist for one that is not there, or was not begun.
    """
    return _say(row, catalogue, today, session, Moment.DURING, pain)


@transaction.atomic
def say_morning(*, row: Runner, catalogue: PlannedCatalogue, today: date, session: int, pain: int) -> Standing:
    """The knee on the morning after a session, 0 to 10. The last answer counts. Raises as `say_knee` does,
    and for one of today."""
    return _say(row, catalogue, today, session, Moment.MORNING, pain, date__lt=today)


@transaction.atomic
def raise_flag(*, row: Runner, catalogue: PlannedCatalogue, today: date, kind: FlagKind) -> Standing:
    """A warning sign, or sharp pain: everything stops. Again on the same day, it does nothing."""
    row = locked(row)
    _flag(row, today, kind)
    return plan_anew(row, catalogue, today, today)


@transaction.atomic
def take_flag_back(*, row: Runner, catalogue: PlannedCatalogue, today: date) -> Standing:
    """The latest that was flagged, or cleared, today was a mistake."""
    row = locked(row)
    if last := _latest_flag(row, today):
        last.delete()
    return plan_anew(row, catalogue, today, today)


@transaction.atomic
def clear(*, row: Runner, catalogue: PlannedCatalogue, today: date) -> Standing:
    """The runner's word that a clinician cleared it, where everything is stopped: sessions begin again tomorrow."""
    row = locked(row)
    now = plan_anew(row, catalogue, today, today)
    if now.plan.stopped is None:
        return now
    _flag(row, today, FlagKind.CLEARED)
    return plan_anew(row, catalogue, today, today)


def _say(
    row: Runner,
    catalogue: PlannedCatalogue,
    today: date,
    session: int,
    moment: KneeReport.Moment,
    pain: int,
    **where: date,
) -> Standing:
    row = locked(row)
    found = Session.objects.for_runner(row).get(pk=session, started_at__isnull=False, deleted_at=None, **where)
    _tell(row, found, moment, pain)
    return plan_anew(row, catalogue, today, found.date)


def _tell(
    row: Runner, session: Session, moment: KneeReport.Moment, pain: int, exercise: Exercise | None = None
) -> None:
    KneeReport.objects.for_runner(row).update_or_create(
        runner=row,
        session=session,
        moment=moment,
        exercise=exercise,
        deleted_at=None,
        defaults={"pain": pain, "date": session.date},
    )


def _flag(row: Runner, today: date, kind: FlagKind) -> None:
    """Told again it is one; after another it counts anew."""
    last = _latest_flag(row, today)
    if last is None or last.moment != kind:
        KneeReport.objects.create(runner=row, moment=str(kind), date=today)


def _latest_flag(row: Runner, today: date) -> KneeReport | None:
    return KneeReport.objects.for_runner(row).filter(session=None, date=today).order_by("pk").last()
