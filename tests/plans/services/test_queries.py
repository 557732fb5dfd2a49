"""What a session brought is found by what it belongs to: five years of sets cost nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.core.types import DAY, WEEK
from plans.services.doing import doing
from plans.services.happened import stored_sessions
from tests.plans.services.training import MONDAY, log_all

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="reads what SQLite says of its searches")


@pytest.fixture
def session(on):
    hands = on(MONDAY)
    session = hands.start(MONDAY)
    log_all(hands, session)
    return session


def searches(read) -> str:
    """How the tables of what `read` asks for are searched."""
    with CaptureQueriesContext(connection) as captured:
        read()
    with connection.cursor() as cursor:
        said = [cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}").fetchall() for query in captured.captured_queries]
    return "\n".join(row[-1] for rows in said for row in rows)


def test_a_session_finds_its_own_sets(row, session):
    found = searches(lambda: doing(row, session))
    assert "SEARCH log USING INDEX set_log_of_prescription (prescription_id=? AND runner_id=?)" in found
    assert "kneereport USING INDEX knee_report_of_session (session_id=? AND runner_id=?)" in found
    assert "kneereport USING INDEX knee_report_by_pain (runner_id=? AND pain>?)" in found
    assert "SCAN" not in found


def test_days_find_theirs_and_every_flag(row, session):
    found = searches(lambda: stored_sessions(row, MONDAY, MONDAY + 2 * WEEK - DAY))
    assert "SEARCH log USING INDEX set_log_of_prescription (prescription_id=? AND runner_id=?)" in found
    assert "SEARCH report USING INDEX knee_report_of_runner (runner_id=? AND date>? AND date<?)" in found
    assert "plans_kneereport USING INDEX knee_report_of_session (session_id=? AND runner_id=?)" in found
    assert "SCAN" not in found
