"""What a runner does and what comes of it, for tests of the services."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from plans.core.types import Refused
from plans.models import PlannedWeek, SetLog
from plans.services.doing import doing
from plans.services.standing import standing

MONDAY = date(2026, 11, 23)  # a session; the next is on Friday
MONTH = timedelta(days=30)
RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}


def noon(day):
    return datetime.combine(day, time(12), UTC)


def log_all(hands, session):
    for part in doing(hands.row, session).parts:
        for number, amount in enumerate(part.row.sets, start=1):
            hands.log(session, part, number, amount)


def trained(on, *days, pain=1):
    """The keys of sessions of some days, each done in full and finished."""
    sessions = []
    for day in days:
        session = on(day).start(day)
        log_all(on(day), session)
        on(day).finish(session, pain, None)
        sessions.append(session)
    return sessions


def stands(row, catalogue, today):
    return standing(PlannedWeek.objects.latest_of(row), catalogue, today)


def days(row, catalogue, today):
    return [str(session.date) for session in stands(row, catalogue, today).plan.sessions]


def refusal(asked):
    with pytest.raises(Refused) as refused:
        asked()
    return refused.value.reason.code


def sets(session, slug="squat"):
    """Of an exercise the sets that count, in order."""
    found = SetLog.objects.filter(prescription__session=session, prescription__exercise__slug=slug, deleted_at=None)
    return list(found.order_by("number"))


def doses(row, catalogue, today, week=1):
    """The doses of a week, by exercise; this week is 0."""
    return {dose.exercise: dose.dose for dose in stands(row, catalogue, today).weeks(4)[week].doses}
