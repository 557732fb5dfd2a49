from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from exercises.models import Exercise
from plans.models.owned import Owned, OwnedQuerySet

if TYPE_CHECKING:
    from plans.models.runner import Runner


class PlannedWeekQuerySet(OwnedQuerySet["PlannedWeek"]):
    def latest_of(self, runner: "Runner") -> "PlannedWeek":
        """The week that was opened last. Raises DoesNotExist before the first. One query."""
        week = self.for_runner(runner).order_by("-number").first()
        if week is None:
            raise PlannedWeek.DoesNotExist(f"Runner {runner.pk} has no week yet.")
        week.runner = runner
        return week


class PlannedWeek(Owned):
    """A week that has opened: its doses are fixed.

    `plan` is the week as it stands, as `plans.core.document` writes it, without its sessions, which are rows of their
    own. `history` is what was behind the runner when it opened, which the next week is planned from; it is kept for
    the last two weeks and empty before, as it could be worked out again from what happened.
    """

    number = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    plan = models.JSONField()
    history = models.JSONField(null=True)
    opened_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = PlannedWeekQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="planned_week_number_once", fields=["runner", "number"]),
            models.UniqueConstraint(name="planned_week_first_day_once", fields=["runner", "first_day"]),
        ]

    def __str__(self) -> str:
        return f"Week {self.number + 1} from {self.first_day}"


class Session(Owned):
    """A strength session on a date. `slot` is its place among its week's, `reasons` why it is on that date.

    One that is planned for a date that has passed was missed.
    """

    date = models.DateField()
    slot = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(name="session_once_a_date", fields=["runner", "date"])]

    def __str__(self) -> str:
        return f"Session on {self.date}"


class PrescriptionQuerySet(OwnedQuerySet["Prescription"]):
    def between(self, runner: "Runner", first: date, last: date) -> Self:
        """Of the sessions of some days, in the order of training. One query."""
        return (
            self.for_runner(runner)
            .filter(session__runner=runner, session__date__range=(first, last))
            .order_by("session__date", "session_id", "position")
        )


class Prescription(Owned):
    """One exercise of a session as it was shown: what was prescribed does not change with the catalogue.

    `sets` are reps or seconds, per side for one-sided exercises; `version` is the way to do it as it was then, as
    `plans.core.document` writes it; `name` and `reason` are in words.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="prescriptions")
    position = models.PositiveSmallIntegerField()
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    variation = models.ForeignKey(Exercise, models.PROTECT, null=True, related_name="+")
    sets = models.JSONField()
    load_grams = models.PositiveIntegerField(null=True)
    at_top = models.BooleanField(default=False)
    version = models.JSONField()
    name = models.CharField(max_length=60)
    reason = models.TextField()

    objects: ClassVar[Any] = PrescriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="prescription_once_a_place", fields=["runner", "session", "position"]),
            models.UniqueConstraint(name="prescription_once_a_session", fields=["runner", "session", "exercise"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.sets}"
