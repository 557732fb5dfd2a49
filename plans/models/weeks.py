from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone

from plans.models.owned import Owned, OwnedQuerySet, columns
from plans.models.sessions import Session

if TYPE_CHECKING:
    from plans.models.runner import Runner


class PlannedWeekQuerySet(OwnedQuerySet["PlannedWeek"]):
    def latest_of(self, runner: "Runner") -> "PlannedWeek":
        """The week that was opened last, without what is coming. Raises DoesNotExist before the first. One query."""
        return self._only(runner, _LATEST)

    def latest_with_coming_of(self, runner: "Runner") -> "PlannedWeek":
        """The same with what is coming."""
        return self._only(runner, _LATEST_WITH_COMING)

    def _only(self, runner: "Runner", query: str) -> "PlannedWeek":
        week = next(iter(self.raw(query, [runner.pk])), None)
        if week is None:
            raise PlannedWeek.DoesNotExist(f"Runner {runner.pk} has no week yet.")
        week.runner = runner
        return week

    def before(self, week: "PlannedWeek") -> "PlannedWeek | None":
        """The week before one, while what was behind the runner then is kept. One query."""
        before = self.for_runner(week.runner).filter(number=week.number - 1, history__isnull=False).first()
        if before is not None:
            before.runner = week.runner
        return before


class PlannedWeek(Owned):
    """A week that has opened: its doses are fixed.

    `plan` is the week as it stands, as `plans.core.document` writes it, without its sessions, which are rows of their
    own. `history` is what was behind the runner when it opened, which the next week is planned from; it is kept for
    the last two weeks and empty before, as it could be worked out again from what happened. `planned_on` is the morning
    for which the plan was last made; what the runner did from that day on may not be part of it yet. `coming` are the
    weeks after it as they were forecast when it opened, the text of a document, and `coming_from` says in short what
    they were planned from; only the latest week has them.
    """

    number = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    planned_on = models.DateField()
    plan = models.JSONField()
    history = models.JSONField(null=True)
    opened_at = models.DateTimeField(default=timezone.now)
    coming_from = models.CharField(max_length=64, default="", db_default="", editable=False)
    coming = models.TextField(default="", db_default="", editable=False)

    objects: ClassVar[Any] = PlannedWeekQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="planned_week_number_once", fields=["runner", "number"]),
            models.UniqueConstraint(name="planned_week_first_day_once", fields=["runner", "first_day"]),
        ]

    def __str__(self) -> str:
        return f"Week {self.number + 1} from {self.first_day}"


class EndedWeek(Owned):
    """A week that is over, added up from its sessions by `plans.services.ended`, so that who looks back need not go
    through every set: it says nothing that they do not.

    Of its sessions so many were `planned` and `done`. `harder` is the day of the first that was done in a harder
    variation, `over` the latest that is finished. `week` is a `Week` of `plans.core.record` as
    `plans.core.document` writes it; `edition` says how it was added up.
    """

    edition = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    planned = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField()
    harder = models.DateField(null=True)
    over = models.ForeignKey(Session, models.SET_NULL, null=True, related_name="+", db_index=False)
    week = models.TextField()

    class Meta:
        indexes = [models.Index(name="ended_week_of_session", fields=["over", "runner"])]
        constraints = [models.UniqueConstraint(name="ended_week_once", fields=["runner", "number"])]

    def __str__(self) -> str:
        return f"Week {self.number + 1} from {self.first_day}, over"


# Written out: every page of a runner begins with one of them at the first look.
_LAST = "SELECT {} FROM plans_plannedweek week WHERE week.runner_id = %s ORDER BY week.number DESC LIMIT 1"
_LATEST = _LAST.format(columns(PlannedWeek, "week", without=("coming_from", "coming")))
_LATEST_WITH_COMING = _LAST.format(columns(PlannedWeek, "week"))
