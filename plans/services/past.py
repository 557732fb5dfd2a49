"""The sessions behind a runner, to look through and to put right. Reads; writes nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from plans.models import KneeReport, Prescription, Runner, Session, SetLog
from plans.models.sessions import RESTORED_WITHIN
from plans.services.doing import Doing, assembled

A_PAGE = 12
MOST_DELETED = 100  # that are listed


@dataclass(frozen=True, slots=True)
class Search:
    """Of one exercise with its variations, or of one variation, by its slug; from and to a date; which page, from 1."""

    exercise: str = ""
    first: date | None = None
    last: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Past:
    """A page of sessions, the latest first, with how many there are in all, and how many of them were missed."""

    sessions: tuple[Doing, ...]
    total: int
    missed: int


@dataclass(frozen=True, slots=True)
class Trained:
    """An exercise that some session held, and the variation of it, if any, by slug and name."""

    slug: str
    name: str
    variation: str | None
    variation_name: str | None


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted `at` a moment and can be restored: a session, one set of it, or, of a session that was begun
    again since (`is_earlier`), all that had been deleted with it."""

    at: datetime
    session: Session
    log: SetLog | None = None
    is_earlier: bool = False


def past(row: Runner, today: date, search: Search) -> Past:
    """Five queries, however many sessions there are."""
    found = _matching(row, today, search)
    start = (search.page - 1) * A_PAGE
    sessions = list(found.order_by("-date")[start : start + A_PAGE])
    asked = Prescription.objects.for_runner(row).filter(session__in=sessions)
    rows = list(asked.select_related("exercise", "variation").order_by("position"))
    logs = SetLog.objects.for_runner(row).filter(prescription__in=rows).order_by("number", "pk")
    reports = KneeReport.objects.for_runner(row).filter(session__in=sessions, deleted_at=None)
    counted = found.aggregate(total=Count("pk"), missed=Count("pk", filter=_missed(row, today)))
    return Past(tuple(_put_together(sessions, rows, logs, reports)), **counted)


def trained(row: Runner, today: date) -> list[Trained]:
    """What can be searched for, in the order of the catalogue. One query."""
    asked = Prescription.objects.for_runner(row).filter(session__runner=row, session__date__lte=today)
    columns = ("exercise__slug", "exercise__name", "variation__slug", "variation__name")
    places = ("exercise__position", "variation__position")
    found = asked.order_by(*places).values_list(*columns, *places).distinct()
    return [Trained(*each[: len(columns)]) for each in found]


def deleted(row: Runner, now: datetime) -> list[Deleted]:
    """The latest first. Three queries."""
    since = now - RESTORED_WITHIN
    sessions = Session.objects.for_runner(row).filter(deleted_at__gt=since).order_by("-deleted_at")[:MOST_DELETED]
    found = [Deleted(each.deleted_at, each) for each in sessions if each.deleted_at]
    earlier = list(_earlier(row, since)[:MOST_DELETED])
    found += [Deleted(at, Session(pk=pk, date=day), is_earlier=True) for pk, day, at in earlier]
    together = {(pk, at) for pk, _, at in earlier}
    found += [
        Deleted(each.deleted_at, each.prescription.session, each)
        for each in _sets(row, since)[:MOST_DELETED]
        if each.deleted_at and (each.prescription.session_id, each.deleted_at) not in together
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)[:MOST_DELETED]


def is_earlier(row: Runner, session: int, at: datetime) -> bool:
    """Whether a session that was begun again had been deleted at a moment before that, with something of it that can
    still be restored. One query."""
    return any((pk, moment) == (session, at) for pk, _, moment in _earlier(row, at - timedelta(microseconds=1)))


def _earlier(row: Runner, since: datetime) -> QuerySet[Any]:
    """The key and date of each session that was begun again, and when it had been deleted before that: several sets, or
    an answer, went at that moment. A set that was deleted by itself went alone."""
    of_session = "prescription__session_id", "prescription__session__date", "deleted_at"
    sets = SetLog.objects.for_runner(row).filter(deleted_at__gt=since, amount__isnull=False)
    sets = sets.exclude(prescription__session__deleted_at=F("deleted_at"))
    several = sets.values_list(*of_session).alias(together=Count("pk")).filter(together__gt=1)
    answers = KneeReport.objects.for_runner(row).filter(deleted_at__gt=since)
    answers = answers.exclude(session__deleted_at=F("deleted_at"))
    found: QuerySet[Any] = several.union(answers.values_list("session_id", "session__date", "deleted_at"))
    return found.order_by("-deleted_at")


def _sets(row: Runner, since: datetime) -> QuerySet[SetLog]:
    """Those in whose place nothing stands and that went alone, of sessions that are there."""
    own = SetLog.objects.for_runner(row)
    right = own.filter(corrects=OuterRef("uuid"))
    other = own.filter(prescription=OuterRef("prescription"), number=OuterRef("number"), deleted_at=None)
    beside = own.filter(deleted_at=OuterRef("deleted_at"), amount__isnull=False).exclude(pk=OuterRef("pk"))
    found: QuerySet[SetLog] = own.filter(
        ~Exists(right),
        ~Exists(other),
        ~Exists(beside.filter(prescription__session=OuterRef("prescription__session"))),
        deleted_at__gt=since,
        amount__isnull=False,
        prescription__session__deleted_at=None,
    )
    return found.select_related("prescription__session").order_by("-deleted_at", "-pk")


def _matching(row: Runner, today: date, search: Search) -> QuerySet[Session]:
    """Of today what was begun; of days before also what was missed."""
    begun = Q(date__lt=today) | Q(date=today, started_at__isnull=False)
    found: QuerySet[Session] = Session.objects.for_runner(row).filter(begun, deleted_at=None)
    if search.first:
        found = found.filter(date__gte=search.first)
    if search.last:
        found = found.filter(date__lte=search.last)
    holding = Prescription.objects.for_runner(row).filter(_of(search.exercise), session=OuterRef("pk"))
    return found.filter(Exists(holding))


def _missed(row: Runner, today: date) -> Q:
    """Planned for a day that has passed, with nothing done of it and no pain told."""
    some = Q(amount__gt=0) | Q(right__gt=0)
    done = SetLog.objects.for_runner(row).filter(some, prescription__session=OuterRef("pk"), deleted_at=None)
    told = KneeReport.objects.for_runner(row).filter(session=OuterRef("pk"), moment="during", deleted_at=None)
    return Q(~Exists(done), ~Exists(told), date__lt=today, slot__isnull=False)


def _of(slug: str) -> Q:
    return Q(exercise__slug=slug) | Q(variation__slug=slug) if slug else Q()


def _put_together(
    sessions: list[Session], rows: list[Prescription], logs: Iterable[SetLog], reports: Iterable[KneeReport]
) -> Iterable[Doing]:
    by_session: dict[int, tuple[list[Any], list[Any], list[Any]]] = defaultdict(lambda: ([], [], []))
    own = {row.pk: row.session_id for row in rows}
    together = {session.pk: session for session in sessions}
    for row in rows:
        row.session = together[row.session_id]
        by_session[row.session_id][0].append(row)
    for log in logs:
        by_session[own[log.prescription_id]][1].append(log)
    for report in reports:
        by_session[report.session_id or 0][2].append(report)
    return (assembled(*by_session[session.pk]) for session in sessions)
