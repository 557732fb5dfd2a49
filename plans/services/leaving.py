"""The writer of the end: everything of a runner goes."""

from typing import Any

from django.db import transaction

from plans.models import EndedWeek, KneeReport, Prescription, Runner, Session, SetLog
from plans.services.locking import lock

_FIRST = (SetLog, KneeReport, Prescription, EndedWeek, Session)  # by the hundreds, and each stands on those after it


@transaction.atomic
def forget_runner(*, user: Any) -> None:
    """Nothing of what a user told and did is kept. Again, it does nothing."""
    row = Runner.objects.filter(user_id=user.pk).first()
    if row is None:
        return
    lock(row)
    for model in _FIRST:
        model.objects.for_runner(row).delete()
    row.delete()
