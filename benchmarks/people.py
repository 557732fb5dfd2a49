"""Runners to measure with, in the database of the settings: python -m benchmarks.people [weeks] [how many] [late].

Prints a session key for each of the first few. The `weeks` behind them are played by the planner, and every session
before today was done: started, each set logged as it was asked for, finished, and the knee quiet then and the next
morning. `late` is how many weeks have begun since the latest that is stored. Of more runners than there are kinds the
rest are copies, with sets and answers of their own for all that they did.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

import benchmarks.ready  # noqa: F401
from exercises.models import Equipment
from kneecoach.accounts.models import User
from plans.core.history import begin
from plans.core.living import Lived
from plans.core.planner import if_all_goes_well, plan_week
from plans.core.present import Present
from plans.core.types import WEEK, WEEKDAYS
from plans.models import EndedWeek, KneeReport, PlannedWeek, Prescription, Runner, Session, SetLog, WeeklyRun
from plans.services.catalogue import PlannedCatalogue, planned_catalogue
from plans.services.ended import add_up
from plans.services.keeping import keep
from plans.services.standing import Standing
from plans.services.told import told

SHAPES: tuple[dict[str, str], ...] = (
    {"tuesday": "easy", "thursday": "hard", "sunday": "long"},
    {"tuesday": "easy", "wednesday": "hard", "thursday": "easy", "saturday": "easy", "sunday": "long"},
    {
        "monday": "easy",
        "tuesday": "hard",
        "wednesday": "easy",
        "thursday": "hard",
        "saturday": "easy",
        "sunday": "long",
    },
    {},
)
OWNED = ((), ("wall", "step"), ("dumbbell", "band", "step", "wall"))
COPIED = 500  # rows of runners at a time
EVENING = time(18, tzinfo=UTC)  # when sessions are done
TAKES, SLEPT = timedelta(minutes=25), timedelta(hours=13)


def main(arguments: list[str]) -> None:
    weeks, count, late = (int(argument) for argument in (*arguments, *("1", "1", "0")[len(arguments) :]))
    for row in runners(weeks, min(count, len(SHAPES) * len(OWNED)), late):
        print(session_of(row.user))
    copy_to(count)


def runners(weeks: int, count: int, late: int, **answers: int) -> Iterator[Runner]:
    """Runners with so many weeks behind the latest, each a different one."""
    catalogue, taken = planned_catalogue(), Runner.objects.count()
    today = datetime.now(UTC).date()
    monday = today - timedelta(days=today.weekday()) - late * WEEK
    for number in range(taken, taken + count):
        with transaction.atomic():
            row = lived(number, catalogue, monday - weeks * WEEK, weeks, **answers)
            _finish(row, today)
            _log([row])
            add_up(row, 0, PlannedWeek.objects.latest_of(row).number)
            yield row


def lived(number: int, catalogue: PlannedCatalogue, first: date, weeks: int, **answers: int) -> Runner:
    """A runner for whom every week since `first` is stored, as if everything had been done."""
    row = _runner(number, first, **answers)
    runner = told(row, first)
    present = Present(catalogue.exercises, runner, begin(runner))
    for _ in range(weeks + 1):
        plan = plan_week(present, present.history.starts_on)
        present = replace(present, previous=plan)
        keep(Standing(row, catalogue, plan.first_day, first, runner, plan, opened=(Lived(present),), given=present))
        present = if_all_goes_well(present, plan)
    return row


def copy_to(count: int) -> None:
    """More runners like those that are there, until there are so many."""
    originals = list(Runner.objects.select_related("user"))
    number = len(originals)
    while number < count:
        some = [originals[each % len(originals)] for each in range(number, min(count, number + COPIED))]
        _copy(some, number)
        number += len(some)


def session_of(user: User) -> str:
    """The key of a session in which the user is logged in."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _runner(number: int, first: date, **answers: int) -> Runner:
    user = User.objects.create_user(f"runner{number}@example.org")
    begun: dict[str, Any] = {"agreed_at": datetime.now(UTC), "started_on": first, "steps_answered": 5}
    row = Runner.objects.create(user=user, baseline=0, **begun, **answers)
    runs = SHAPES[number % len(SHAPES)]
    WeeklyRun.objects.bulk_create(
        WeeklyRun(runner=row, weekday=WEEKDAYS.index(day), kind=kind) for day, kind in runs.items()
    )
    row.equipment.set(Equipment.objects.filter(slug__in=OWNED[number % len(OWNED)]))
    return row


def _finish(row: Runner, today: date) -> None:
    """Every session before today is started and finished."""
    past = list(Session.objects.for_runner(row).filter(date__lt=today))
    for each in past:
        each.started_at, each.finished_at = _evening(each.date), _evening(each.date) + TAKES
    Session.objects.bulk_update(past, ["started_at", "finished_at"], batch_size=COPIED)


def _log(rows: list[Runner]) -> None:
    """The sets and answers of finished sessions."""
    asked = Prescription.objects.filter(runner__in=rows, session__finished_at__isnull=False).select_related("session")
    SetLog.objects.bulk_create(
        SetLog(
            runner_id=each.runner_id,
            uuid=uuid4(),
            prescription=each,
            number=number,
            amount=amount,
            right=amount if each.version["one_sided"] else None,
            load_grams=each.load_grams,
            at=_evening(each.session.date),
            date=each.session.date,
        )
        for each in asked
        for number, amount in enumerate(each.sets, 1)
    )
    done = Session.objects.filter(runner__in=rows, finished_at__isnull=False)
    KneeReport.objects.bulk_create(
        KneeReport(
            runner_id=each.runner_id,
            session=each,
            date=each.date,
            moment=moment,
            pain=0,
            at=_evening(each.date) + after,
        )
        for each in done
        for moment, after in ((KneeReport.Moment.DURING, TAKES), (KneeReport.Moment.MORNING, SLEPT))
    )


def _evening(day: date) -> datetime:
    return datetime.combine(day, EVENING)


@transaction.atomic
def _copy(originals: list[Runner], number: int) -> None:
    users = User.objects.bulk_create(
        User(email=f"runner{number + place}@example.org", password="") for place in range(len(originals))
    )
    rows = Runner.objects.bulk_create(
        Runner(user=user, baseline=0, agreed_at=row.agreed_at, started_on=row.started_on, steps_answered=5)
        for user, row in zip(users, originals, strict=True)
    )
    for model in (WeeklyRun, PlannedWeek, Session):
        _copy_rows(model, originals, rows)
    _copy_with_sessions(Prescription, "session", originals, rows)
    _copy_with_sessions(EndedWeek, "over", originals, rows)
    _log(rows)


def _copy_rows(model: Any, originals: list[Runner], rows: list[Runner]) -> None:
    kept = {row.pk: list(model.objects.for_runner(row)) for row in set(originals)}
    copies = []
    for original, row in zip(originals, rows, strict=True):
        for each in kept[original.pk]:
            fields = {field.attname: getattr(each, field.attname) for field in model._meta.concrete_fields}
            copies.append(model(**fields | {"id": None, "runner_id": row.pk}))
    model.objects.bulk_create(copies)


def _copy_with_sessions(model: Any, to_session: str, originals: list[Runner], rows: list[Runner]) -> None:
    """The same of a table that refers to sessions."""
    kept = {row.pk: list(model.objects.for_runner(row).select_related(to_session)) for row in set(originals)}
    sessions = {
        (runner, day): pk
        for pk, runner, day in Session.objects.filter(runner__in=rows).values_list("pk", "runner", "date")
    }
    copies = []
    for original, row in zip(originals, rows, strict=True):
        for each in kept[original.pk]:
            fields = {field.attname: getattr(each, field.attname) for field in model._meta.concrete_fields}
            session = getattr(each, to_session)
            own = {"id": None, "runner_id": row.pk, f"{to_session}_id": session and sessions[row.pk, session.date]}
            copies.append(model(**fields | own))
    model.objects.bulk_create(copies)


if __name__ == "__main__":
    main(sys.argv[1:])
