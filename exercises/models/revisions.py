"""The history of the catalogue."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Revision(models.Model):
    """What one entry of the catalogue looked like after one change, as the objects a fixture would hold.

    `entry` names the root object, such as "exercises.exercise:squat", so that it outlives a deletion. `content` is
    empty after a deletion.
    """

    class Action(models.TextChoices):
        DELIVERED = "delivered", "Delivered with Kneecoach"
        CREATED = "created", "Created"
        CHANGED = "changed", "Changed"
        PUBLISHED = "published", "Published"
        UNPUBLISHED = "unpublished", "Unpublished"
        MOVED = "moved", "Moved"
        TAKEN_BACK = "taken back", "Taken back"
        DELETED = "deleted", "Deleted"

    entry = models.CharField(max_length=80)
    action = models.CharField(max_length=11, choices=Action)
    content = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(name="revision_of_an_entry", fields=["entry", "-id"])]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="revision_action_known",
                condition=Q(
                    action__in=[
                        "delivered",
                        "created",
                        "changed",
                        "published",
                        "unpublished",
                        "moved",
                        "taken back",
                        "deleted",
                    ]
                ),
                violation_error_message="There is no such kind of change.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}, {self.get_action_display().lower()}"
