"""What a session brought is found by what it belongs to: five years of sets cost nothing.

The indexes are there on every database; SQLite says in words that can be relied on that it searches by them.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.core.types import DAY, WEEK
from plans.services.doing import doing
from plans.services.happened import stored_sessions
from tests.plans.services.training import MONDAY, log_all

LOGS = "SEARCH log USING INDEX set_log_of_prescription (prescription_id=? AND runner_id=?)"
OF_SESSION = "kneereport USING INDEX knee_report_of_session (session_id=? AND runner_id=?)"
BY_PAIN = "kneereport USING INDEX knee_report_by_pain (runner_id=? AND pain>?)"
OF_RUNNER = "SEARCH report USING INDEX knee_report_of_runner (runner_id=? AND date>? AND date<?)"
INDEXES = {
    "plans_setlog": {"set_log_of_prescription"},
    "plans_kneereport": {"knee_report_of_session", "knee_report_by_pain", "knee_report_of_runner"},
}


@pytest.fixture
def session(on):
    hands = on(MONDAY)
    session = hands.start(MONDAY)
    log_all(hands, session)
    return session


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "indexes"), INDEXES.items(), ids=INDEXES)
def test_the_indexes_are_there(table, indexes):
    with connection.cursor() as cursor:
        assert indexes <= connection.introspection.get_constraints(cursor, table).keys()


def searched(read, *by) -> bool:
    """Whether what `read` asks for is searched by these, and nothing is read from end to end."""
    with CaptureQueriesContext(connection) as captured:
        read()
    if connection.vendor != "sqlite":
        return bool(captured.captured_queries)
    with connection.cursor() as cursor:
        said = [cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}").fetchall() for query in captured.captured_queries]
    found = "\n".join(row[-1] for rows in said for row in rows)
    return "SCAN" not in found and all(each in found for each in by)


def test_a_session_finds_its_own_sets(row, session):
    assert searched(lambda: doing(row, session), LOGS, OF_SESSION, BY_PAIN)


def test_days_find_theirs_and_every_flag(row, session):
    assert searched(
        lambda: stored_sessions(row, MONDAY, MONDAY + 2 * WEEK - DAY), LOGS, OF_RUNNER, f"plans_{OF_SESSION}"
    )
