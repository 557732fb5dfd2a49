from datetime import date

from django.db import connection

from plans.models import Runner

_CHANGED = "UPDATE plans_runner SET version = version + 1, past_version = past_version + %s WHERE id = %s"


def lock(row: Runner, *, past: bool = True) -> None:
    """How every writer begins: until its transaction ends other writers of the runner's wait, and what was kept of the
    runner's pages counts no more. One query.

    A writer of one session alone says that it leaves the `past` as it is, and calls `wrote` once it knows of which day
    the session is.
    """
    _changed(row, past=past)


def locked(row: Runner, *, past: bool = True) -> Runner:
    """The same, and the runner as it is now. Two queries."""
    lock(row, past=past)
    return Runner.objects.select_related("user").get(pk=row.pk)


def wrote(row: Runner, day: date) -> None:
    """Something of a day was written after a lock that left the past as it is. The day is compared with what is today
    by now: a writer may have waited over midnight. One query if it is past, none otherwise."""
    if day < row.today():
        _changed(row, past=True)


def _changed(row: Runner, *, past: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [int(past), row.pk])
