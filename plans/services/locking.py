from django.db import connection

from plans.models import Runner

_CHANGED = "UPDATE plans_runner SET version = version + 1 WHERE id = %s"


def lock(row: Runner) -> None:
    """How every writer begins: until its transaction ends other writers of the runner's wait, and what was kept of the
    runner's pages counts no more. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [row.pk])


def locked(row: Runner) -> Runner:
    """The same, and the runner as it is now. Two queries."""
    lock(row)
    return Runner.objects.select_related("user").get(pk=row.pk)
