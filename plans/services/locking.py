from datetime import date

from django.db import connection

from plans.models import Runner

_CHANGED = "UPDATE plans_runner SET version = version + 1, of_present = of_present + %s WHERE id = %s"
_CHANGED_PAST = """
UPDATE plans_runner SET of_present = of_present - 1 WHERE id = %s AND %s < (
  SELECT first_day FROM plans_plannedweek WHERE runner_id = %s ORDER BY number DESC LIMIT 1)
"""


def lock(row: Runner, *, past: bool = True) -> None:
    """How every writer begins: until its transaction ends other writers of the runner's wait, and what was kept of the
    runner's pages counts no more. One query.

    A writer of one session leaves the `past` as it is, and says with `session_changed` (ended.py) on which day the
    session lies, when all is written.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [int(not past), row.pk])


def locked(row: Runner, *, past: bool = True) -> Runner:
    """The same, and the runner as it is now. Two queries."""
    lock(row, past=past)
    return Runner.objects.select_related("user").get(pk=row.pk)


def past_changed(row: Runner, day: date) -> bool:
    """Of a writer that left the past as it was: it does not, and True, if what it writes is of a day before the latest
    week that is stored. Once in a transaction. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED_PAST, [row.pk, connection.ops.adapt_datefield_value(day), row.pk])
        return cursor.rowcount > 0
