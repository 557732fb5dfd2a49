"""What was deleted can be restored for 30 days; then what it held goes, and no more stays than that it was."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from plans.models import KneeReport, Runner, Session, SetLog
from plans.models.sessions import RESTORED_WITHIN
from plans.services.locking import lock

log = logging.getLogger(__name__)


def forget_deleted(now: datetime) -> Iterator[bool]:
    """Empty what was deleted more than 30 days ago, a transaction for each runner; says of each whether it is done.

    What fails for one is logged and does not keep the others waiting. Sets keep their UUID, so that a tap that comes
    late is still known. What a set says in truth keeps what it corrects.
    """
    before = now - RESTORED_WITHIN
    keys = {key for due in _due(before) for key in due.values_list("runner", flat=True).distinct()}
    for key in sorted(keys):
        try:
            _forget(key, before)
        except Exception:
            log.exception("What runner %s deleted could not be emptied.", key)
            yield False
        else:
            yield True


@transaction.atomic
def _forget(key: int, before: datetime) -> None:
    row = Runner.objects.filter(pk=key).first()
    if row is None:
        return  # the account is gone meanwhile
    lock(row)
    sets, sessions, reports = (due.filter(runner=row) for due in _due(before))
    while sets.update(amount=None, right=None, load_grams=None):
        pass  # what was corrected follows what corrected it
    sessions.update(started_at=None, finished_at=None, effort=None)
    reports.delete()


def _due(before: datetime) -> tuple[QuerySet[Any], QuerySet[Any], QuerySet[Any]]:
    """Sets, sessions and answers that were deleted before a moment and hold something yet."""
    right = SetLog.objects.filter(runner=OuterRef("runner"), corrects=OuterRef("uuid"), amount__isnull=False)
    return (
        SetLog.objects.filter(~Exists(right), deleted_at__lte=before, amount__isnull=False),
        Session.objects.filter(deleted_at__lte=before, started_at__isnull=False),
        KneeReport.objects.filter(deleted_at__lte=before),
    )
