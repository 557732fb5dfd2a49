from django.db.models import F

from plans.models import Runner


def lock(row: Runner) -> None:
    """How every writer begins: until its transaction ends other writers of the runner's wait, and what was kept of the
    runner's pages counts no more. One query."""
    Runner.objects.filter(pk=row.pk).update(version=F("version") + 1)


def locked(row: Runner) -> Runner:
    """The same, and the runner as it is now. Two queries."""
    lock(row)
    return Runner.objects.select_related("user").get(pk=row.pk)
