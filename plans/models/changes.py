from django.db import models
from django.utils import timezone

from plans.models.owned import Owned


class PlanChange(Owned):
    """One change of what the runner told, and enough to take it back.

    `asked` says in a few words what it was, empty where what moved says it. `what` are the reasons that say what moved,
    `before` what was told and how the week stood, both as `plans.core.document` writes it.
    """

    at = models.DateTimeField(default=timezone.now)
    asked = models.CharField(max_length=200, blank=True)
    what = models.JSONField()
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="plan_change_of_runner", fields=["runner", "-id"])]

    def __str__(self) -> str:
        return f"Change of {self.at:%Y-%m-%d}"
