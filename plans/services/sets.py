"""The writers of sets: log one, take it back. A set counts once, whatever happens on its way."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from plans.models import Runner, SetLog
from plans.services.doing import Doing, Part, doing
from plans.services.ended import add_up_on
from plans.services.locking import lock


@dataclass(frozen=True, slots=True)
class Said:
    """A tap: which set of which exercise (by the key of its prescription), and what was done of it.

    `amount` are reps, or seconds of a hold, of the left side where sides count by themselves; `right` is the other.
    `way` is the slug of how it was done, as the page said it.
    """

    uuid: UUID
    prescription: int
    way: str
    number: int
    amount: int
    right: int | None = None


class NotLogged(Exception):
    """A set that is not written. Carries the session as it is."""

    def __init__(self, session: Doing) -> None:
        super().__init__()
        self.session = session


class OtherContent(NotLogged):
    """The same tap said something else before."""


class NumberTaken(NotLogged):
    """Another tap logged that set already: on another screen, most likely."""


class TakenBack(NotLogged):
    """The tap was taken back, deleted or corrected since; it stays so."""


class NoSuchPart(NotLogged):
    """The session was not begun, or does not hold that exercise (any more), or not that many sets of it."""


def log_set(*, runner: Runner, session: int, said: Said, now: datetime) -> Doing:
    """Write a set once; answers the session with it. The same again answers the same, and has written to the database
    as well: an answer from a read alone could confirm what a server that took over never had.

    Raises Session.DoesNotExist, or NotLogged with nothing written. Six queries, ten of a week that is over.
    """
    try:
        return _log(runner, session, said, now)
    except IntegrityError:  # the tap belongs to another session of the runner's
        raise OtherContent(doing(runner, session)) from None


@transaction.atomic
def take_back(*, runner: Runner, session: int, uuid: UUID, now: datetime) -> Doing:
    """A set does not count any more; its tap stays known. Again, it does nothing.

    Raises Session.DoesNotExist. Six queries, ten of a week that is over.
    """
    lock(runner)
    whole = doing(runner, session)
    if not any(log.uuid == uuid for log in whole.logs):
        return whole
    SetLog.objects.for_runner(runner).filter(uuid=uuid).update(deleted_at=now)
    add_up_on(runner, whole.row.date)
    parts = tuple(replace(part, logs=tuple(log for log in part.logs if log.uuid != uuid)) for part in whole.parts)
    return replace(whole, parts=parts)


@transaction.atomic
def _log(runner: Runner, session: int, said: Said, now: datetime) -> Doing:
    lock(runner)
    whole = doing(runner, session)
    if any(log.uuid == said.uuid for log in whole.taken_back):
        raise TakenBack(whole)
    for log in whole.logs:
        if log.uuid == said.uuid:
            if _content(log) != (said.prescription, said.number, said.amount, said.right):
                raise OtherContent(whole)
            return whole
    part = _asked(whole, said)
    log = SetLog.objects.create(
        runner=runner,
        uuid=said.uuid,
        prescription=part.row,
        number=said.number,
        amount=said.amount,
        right=said.right,
        load_grams=part.row.load_grams,
        at=now,
        date=runner.today(now),
    )
    add_up_on(runner, whole.row.date)
    return _with(whole, part, log)


def _content(log: SetLog) -> tuple[int, int, int, int | None]:
    return log.prescription_id, log.number, *log.done


def _asked(whole: Doing, said: Said) -> Part:
    """The part that a tap is for. Raises NotLogged where there is none."""
    part = whole.part(said.prescription)
    begun = whole.row.started_at is not None
    if not begun or part is None or said.way != part.way or said.number > len(part.row.sets):
        raise NoSuchPart(whole)
    if part.version.one_sided != (said.right is not None):
        raise NoSuchPart(whole)
    if said.number not in part.missing:
        raise NumberTaken(whole)
    return part


def _with(whole: Doing, part: Part, log: SetLog) -> Doing:
    logs = tuple(sorted((*part.logs, log), key=lambda each: each.number))
    parts = tuple(replace(each, logs=logs) if each is part else each for each in whole.parts)
    return replace(whole, parts=parts)
