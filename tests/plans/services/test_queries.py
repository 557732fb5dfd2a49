"""What a session brought is found by what it belongs to: five years of sets cost nothing."""

from copy import copy
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.core.types import DAY, WEEK
from plans.models import KneeReport, Prescription, Session, SetLog
from plans.services.doing import doing
from plans.services.happened import stored_sessions
from tests.plans.services.training import MONDAY, log_all

SESSIONS_OF_YEARS = 500


@pytest.fixture
def session(on):
    hands = on(MONDAY)
    session = hands.start(MONDAY)
    log_all(hands, session)
    fill_years(hands.row, session)
    return session


def fill_years(row, session):
    """Put sessions of the years before into the tables, each with what was done of it."""
    asked = Prescription.objects.filter(session=session)[0]
    asked.pk = None

    def made(model, rows):
        return model.objects.bulk_create(rows)

    days = [MONDAY - number * DAY for number in range(1, SESSIONS_OF_YEARS + 1)]
    sessions = made(Session, (Session(runner=row, date=day) for day in days))
    asked_then = [copy(asked) for _ in sessions]
    for each, then in zip(asked_then, sessions, strict=True):
        each.session = then
    made(Prescription, asked_then)
    made(
        SetLog,
        (
            SetLog(runner=row, uuid=uuid4(), prescription=each, number=number, amount=5, date=each.session.date)
            for each in asked_then
            for number in (1, 2)
        ),
    )
    made(KneeReport, (KneeReport(runner=row, date=e.date, session=e, moment="during", pain=1) for e in sessions))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE plans_session, plans_prescription, plans_setlog, plans_kneereport")


def searches(read) -> str:
    """How the database searches the tables of what `read` asks for.

    PostgreSQL reads a small table, as that of exercises is, from end to end unless that is switched off.
    """
    with CaptureQueriesContext(connection) as captured:
        read()
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        said = []
        for query in captured.captured_queries:
            cursor.execute(f"{explain} {query['sql']}")
            said += [row[-1] for row in cursor.fetchall()]
    return "\n".join(said)


def reads_from_end_to_end(found: str) -> bool:
    return ("SCAN " if connection.vendor == "sqlite" else "Seq Scan") in found


@pytest.mark.parametrize("index", ["set_log_of_prescription", "knee_report_of_session", "knee_report_by_pain"])
def test_a_session_finds_its_own_sets(row, session, index):
    found = searches(lambda: doing(row, session))
    assert index in found
    assert not reads_from_end_to_end(found)


@pytest.mark.parametrize("index", ["set_log_of_prescription", "knee_report_of_session", "knee_report_of_runner"])
def test_days_find_theirs_and_every_flag(row, session, index):
    found = searches(lambda: stored_sessions(row, MONDAY, MONDAY + 2 * WEEK - DAY))
    assert index in found
    assert not reads_from_end_to_end(found)


def test_reading_from_end_to_end_is_noticed(row, session):
    def read():
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM plans_setlog WHERE amount > 3")

    assert reads_from_end_to_end(searches(read))
