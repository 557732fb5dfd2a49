from django.db import models
from django.utils import timezone

from plans.models.owned import Owned


class PlanChange(Owned):
    """One change of what the runner told, and enough to take it back.

    `what` are the reasons that say what moved, `before` what was told and how the week stood, all as
    `plans.core.document` writes it.
    """

    at = models.DateTimeField(default=timezone.now)
    what = models.JSONField()
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="plan_change_of_runner", fields=["runner", "-id"])]

    def __str__(self) -> str:
        return f"Change of {self.at:%Y-%m-%d}"
