"""A runner goes while others of their devices still write."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from plans.models import Prescription, Runner, Session, SetLog
from plans.services.catalogue import planned_catalogue
from plans.services.leaving import forget_runner
from plans.services.planning import start
from plans.services.sets import Said, log_set
from plans.services.training import start_session
from tests.at_once import at_once
from tests.conftest import load_delivered
from tests.factories import RunnerFactory

MONDAY, NINE = date(2026, 11, 23), datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.usefixtures("transactional_db")
def test_sets_that_are_logged_at_the_same_moment_leave_nothing_behind():
    load_delivered()
    row = RunnerFactory(runs={"tuesday": "easy"})
    start(row=row, catalogue=planned_catalogue(), first=MONDAY)
    session = start_session(row=row, catalogue=planned_catalogue(), today=MONDAY, day=MONDAY, now=NINE)
    parts = Prescription.objects.filter(session=session).select_related("exercise", "variation")

    def logs(part):
        way = (part.variation or part.exercise).slug
        right = 5 if part.version["one_sided"] else None
        try:
            log_set(runner=row, session=session, said=Said(uuid4(), part.pk, way, 1, 5, right), now=NINE)
        except Session.DoesNotExist:
            return "gone"
        return "logged"

    taps = [lambda part=part: logs(part) for part in parts]
    answers = at_once(*taps, lambda: forget_runner(user=row.user))
    assert set(answers) <= {"logged", "gone", None}
    assert not (Runner.objects.exists() or SetLog.objects.exists())
    forget_runner(user=row.user)
