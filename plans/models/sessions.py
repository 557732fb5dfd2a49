from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from exercises.models import Exercise
from plans.models.owned import Owned, OwnedQuerySet

EFFORT = (1, 10)
PAIN = (0, 10)
AMOUNT = (0, 999)  # reps or seconds of one set
LOAD = (1, 500_000)  # grams
RESTORED_WITHIN = timedelta(days=30)  # what was deleted can be brought back; after that its contents go


class Session(Owned):
    """A strength session on a date. `slot` is its place among its week's, None for one that is unplanned; `reasons` say
    why it is on that date.

    One that is planned for a date that has passed, with nothing done of it and nothing told, was missed. So is one that
    has `deleted_at`: what was done of it, and told, counts no more; begun again, it has it no longer.
    """

    date = models.DateField()
    slot = models.PositiveSmallIntegerField(null=True)
    reasons = models.JSONField(default=list)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    effort = models.PositiveSmallIntegerField(
        null=True, validators=[MinValueValidator(EFFORT[0]), MaxValueValidator(EFFORT[1])]
    )
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="session_deleted", fields=["runner", "deleted_at"], condition=Q(deleted_at__isnull=False))
        ]
        constraints = [
            models.UniqueConstraint(name="session_once_a_date", fields=["runner", "date"]),
            models.CheckConstraint(name="session_effort_1_to_10", condition=Q(effort=None) | Q(effort__range=EFFORT)),
            models.CheckConstraint(
                name="session_finished_was_started", condition=Q(finished_at=None) | Q(started_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Session on {self.date}"


class PrescriptionQuerySet(OwnedQuerySet["Prescription"]):
    def between(self, runner: Any, first: date, last: date) -> Self:
        """Of the sessions of some days, in the order of training. One query."""
        return (
            self.for_runner(runner)
            .filter(session__runner=runner, session__date__range=(first, last))
            .order_by("session__date", "session_id", "position")
        )


class Prescription(Owned):
    """One exercise of a session as it was shown: what was prescribed does not change with the catalogue.

    `sets` are reps or seconds, per side for one-sided exercises; `version` is the way to do it as it was then, as
    `plans.core.document` writes it; `name`, `reason` and its short form `why` are in words. `once`: the runner took an
    easier variation for this session alone.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="prescriptions")
    position = models.PositiveSmallIntegerField()
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    variation = models.ForeignKey(Exercise, models.PROTECT, null=True, related_name="+", db_index=False)
    sets = models.JSONField()
    load_grams = models.PositiveIntegerField(null=True)
    at_top = models.BooleanField(default=False)
    version = models.JSONField()
    name = models.CharField(max_length=60)
    reason = models.TextField()
    why = models.CharField(max_length=120, blank=True)
    once = models.BooleanField(default=False)

    objects: ClassVar[Any] = PrescriptionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="prescription_of_variation", fields=["variation", "runner"])]
        constraints = [
            models.UniqueConstraint(name="prescription_once_a_place", fields=["runner", "session", "position"]),
            models.UniqueConstraint(name="prescription_once_a_session", fields=["runner", "session", "exercise"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.sets}"


class SetLog(Owned):
    """A set that was done, under the `uuid` that was made with its button; that stays for ever, so that the same tap
    counts once.

    `number` is its place among the sets of its exercise, from 1. `amount` are reps, or seconds of a hold, of the left
    side where sides count by themselves; `right` is the other side's then. `date` is the runner's own when it was
    logged. One that was taken back, deleted or corrected has `deleted_at`: it counts no more. What puts it right is a
    row of its own, done when it was, that `corrects` its `uuid`. When its time is over, no more than that it was stays
    of one that nothing puts right.
    """

    uuid = models.UUIDField()
    prescription = models.ForeignKey(Prescription, models.RESTRICT, related_name="logs", db_index=False)
    number = models.PositiveSmallIntegerField()
    amount = models.PositiveSmallIntegerField(null=True)
    right = models.PositiveSmallIntegerField(null=True)
    load_grams = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    date = models.DateField()
    deleted_at = models.DateTimeField(null=True)
    corrects = models.UUIDField(null=True)

    class Meta:
        indexes = [
            # Found by what it belongs to, with or without the runner: deleting a prescription asks for its logs too.
            models.Index(name="set_log_of_prescription", fields=["prescription", "runner"]),
            models.Index(
                name="set_log_deleted",
                fields=["runner", "deleted_at"],
                condition=Q(deleted_at__isnull=False, amount__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="set_log_uuid_once", fields=["runner", "uuid"]),
            models.UniqueConstraint(
                name="set_log_number_once", fields=["runner", "prescription", "number"], condition=Q(deleted_at=None)
            ),
            models.UniqueConstraint(
                name="set_log_corrected_once", fields=["runner", "corrects"], condition=Q(corrects__isnull=False)
            ),
            models.CheckConstraint(name="set_log_counts_from_1", condition=Q(number__range=(1, 20))),
            models.CheckConstraint(
                name="set_log_amount_bounded",
                condition=(Q(amount=None) | Q(amount__range=AMOUNT)) & (Q(right=None) | Q(right__range=AMOUNT)),
            ),
            models.CheckConstraint(
                name="set_log_empty_was_deleted",
                condition=Q(amount__isnull=False) | Q(right=None, load_grams=None, deleted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="set_log_corrects_another", condition=Q(corrects=None) | ~Q(corrects=F("uuid"))
            ),
            models.CheckConstraint(
                name="set_log_load_bounded", condition=Q(load_grams=None) | Q(load_grams__range=LOAD)
            ),
        ]

    def __str__(self) -> str:
        return f"Set {self.number}: {self.amount}"

    @property
    def done(self) -> tuple[int, int | None]:
        """Left or both sides, and right where sides count by themselves; nothing of one that is empty."""
        return self.amount or 0, self.right


class KneeReport(Owned):
    """What the knee said.

    `during` is the worst pain of a session, or of one exercise of it; `morning` that of the morning after it. Flags
    stop everything: a warning sign (`red`) or sharp pain; `cleared` is the runner's word that a clinician cleared it.
    `date` is the session's, or the flag's own. With the session that it is of an answer is deleted, and has
    `deleted_at`.
    """

    class Moment(models.TextChoices):
        DURING = "during", "During the session"
        MORNING = "morning", "The morning after"
        RED = "red", "A warning sign"
        SHARP = "sharp", "Sharp pain"
        CLEARED = "cleared", "Cleared by a clinician"

    date = models.DateField()
    moment = models.CharField(max_length=7, choices=Moment)
    pain = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(PAIN[1])])
    session = models.ForeignKey(Session, models.RESTRICT, null=True, related_name="knee_reports", db_index=False)
    exercise = models.ForeignKey(Exercise, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="knee_report_of_runner", fields=["runner", "date"]),
            models.Index(name="knee_report_of_session", fields=["session", "runner"]),  # flags have none
            models.Index(name="knee_report_by_pain", fields=["runner", "pain"]),
            models.Index(
                name="knee_report_deleted", fields=["runner", "deleted_at"], condition=Q(deleted_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="knee_report_once_a_moment",
                fields=["runner", "session", "moment"],
                condition=Q(exercise=None, session__isnull=False, deleted_at=None),
            ),
            models.UniqueConstraint(
                name="knee_report_once_an_exercise",
                fields=["runner", "session", "exercise"],
                condition=Q(exercise__isnull=False, deleted_at=None),
            ),
            models.CheckConstraint(
                name="knee_report_moment_known",
                condition=Q(moment__in=["during", "morning", "red", "sharp", "cleared"]),
            ),
            models.CheckConstraint(
                name="knee_report_pain_of_a_session",
                condition=Q(
                    moment__in=["during", "morning"], pain__isnull=False, pain__range=PAIN, session__isnull=False
                )
                | Q(moment__in=["red", "sharp", "cleared"], pain=None),
            ),
            models.CheckConstraint(
                name="knee_report_deleted_of_a_session", condition=Q(deleted_at=None) | Q(session__isnull=False)
            ),
            models.CheckConstraint(
                name="knee_report_exercise_hurts_during", condition=Q(exercise=None) | Q(moment="during")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_moment_display()}, {self.date}"


class ExerciseChoice(Owned):
    """What a runner chose of exercises, in the order of the keys.

    `take`: this `variation` (None: the exercise itself) and load from then on. `replace`: the `other` exercise from
    then on; `swap`: in the session of `day` alone. `date` is the runner's own, `after` how many sessions its week had
    seen by then. `before` is enough to take it back on the same day: the week as it stood, as `plans.core.document`
    writes it, what the choice made of the history behind it, and the row of the session.
    """

    class Kind(models.TextChoices):
        TAKE = "take", "Another variation or load"
        REPLACE = "replace", "Another exercise"
        SWAP = "swap", "Another exercise, once"

    kind = models.CharField(max_length=7, choices=Kind)
    date = models.DateField()
    after = models.PositiveSmallIntegerField()
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    variation = models.ForeignKey(Exercise, models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey(Exercise, models.PROTECT, null=True, related_name="+")
    load_grams = models.PositiveIntegerField(null=True)
    day = models.DateField(null=True)
    before = models.JSONField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(name="exercise_choice_of_runner", fields=["runner", "date"])]
        constraints = [
            models.CheckConstraint(
                name="exercise_choice_whole",
                condition=Q(kind="take", other=None, day=None)
                | Q(kind="replace", other__isnull=False, day=None)
                | Q(kind="swap", other__isnull=False, day__isnull=False),
            ),
            models.CheckConstraint(
                name="exercise_choice_load_bounded", condition=Q(load_grams=None) | Q(load_grams__range=LOAD)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.date}"
