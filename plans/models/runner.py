from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from exercises.models import Equipment
from plans.models.owned import Owned

MINUTES = (5, 240)
BASELINE = (0, 10)


class Kind(models.TextChoices):
    """What kind of run, from the gentlest to the hardest."""

    EASY = "easy", "Easy"
    HARD = "hard", "Hard"
    LONG = "long", "Long"
    RACE = "race", "Race"


class Runner(models.Model):
    """Who is coached: one a user, made with the first answer of the setup.

    `steps_answered` counts the setup's answers. `started_on` is the first day of the plan, None until the setup is
    done; `agreed_at` is when the runner agreed to health data being kept, being 16 or older; `cleared_at` when the
    runner said that a clinician had cleared what stood against starting. `version` grows with every change of anything
    that is the runner's, so that what was kept knows that it is out of date.
    """

    class Level(models.TextChoices):
        BEGINNER = "beginner", "New to strength"
        REGULAR = "regular", "I train now and then"
        STRONG = "strong", "I train every week"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="runner", editable=False)
    sessions_per_week = models.PositiveSmallIntegerField(
        "sessions a week", default=2, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    minutes = models.PositiveSmallIntegerField(
        "minutes a session, at most",
        default=30,
        validators=[MinValueValidator(MINUTES[0]), MaxValueValidator(MINUTES[1])],
    )
    level = models.CharField(max_length=8, choices=Level, default=Level.BEGINNER)
    equipment = models.ManyToManyField(Equipment, blank=True, related_name="+")
    after_easy_runs = models.BooleanField("strength after easy runs", default=False)
    baseline = models.PositiveSmallIntegerField(
        "knee at the start", null=True, blank=True, validators=[MaxValueValidator(BASELINE[1])]
    )
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    cleared_at = models.DateTimeField(null=True, blank=True, editable=False)
    started_on = models.DateField(null=True, blank=True, editable=False)
    steps_answered = models.PositiveSmallIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        permissions = [("view_health", "May see what concerns health")]
        constraints = [
            models.CheckConstraint(name="runner_sessions_1_to_3", condition=Q(sessions_per_week__range=(1, 3))),
            models.CheckConstraint(name="runner_minutes_5_to_240", condition=Q(minutes__range=MINUTES)),
            models.CheckConstraint(name="runner_level_known", condition=Q(level__in=["beginner", "regular", "strong"])),
            models.CheckConstraint(
                name="runner_baseline_0_to_10", condition=Q(baseline=None) | Q(baseline__range=BASELINE)
            ),
            models.CheckConstraint(
                name="runner_starts_with_consent",
                condition=Q(started_on=None) | Q(agreed_at__isnull=False, baseline__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Runner {self.pk}"

    def first_day_of_week(self, day: date) -> date:
        """As the runner counts weeks. Reads the user."""
        return day - timedelta(days=(day.weekday() + (self.user.week_start == "sunday")) % 7)

    def today(self, now: datetime | None = None) -> date:
        """The civil date where the runner is. Reads the user."""
        return timezone.localdate(now, ZoneInfo(self.user.time_zone))


class WeeklyRun(Owned):
    """A run of the usual week; Monday is 0."""

    weekday = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="weekly_run_once_a_weekday", fields=["runner", "weekday"]),
            models.CheckConstraint(name="weekly_run_on_a_weekday", condition=Q(weekday__range=(0, 6))),
            models.CheckConstraint(
                name="weekly_run_kind_known", condition=Q(kind__in=["easy", "hard", "long", "race"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} run on weekday {self.weekday}"


class DatedRun(Owned):
    """What a date holds instead of the usual week's run; an empty kind is no run."""

    date = models.DateField()
    kind = models.CharField(max_length=4, choices=Kind, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dated_run_once_a_date", fields=["runner", "date"]),
            models.CheckConstraint(
                name="dated_run_kind_known", condition=Q(kind__in=["", "easy", "hard", "long", "race"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or 'no'} run on {self.date}"


class Absence(Owned):
    """Days without strength, first and last included."""

    class Kind(models.TextChoices):
        AWAY = "away", "Away"
        ILL = "ill", "Ill"
        ILL_BELOW = "ill-below", "Ill below the neck"

    kind = models.CharField(max_length=9, choices=Kind)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="absence_once", fields=["runner", "last", "first", "kind"]),
            models.CheckConstraint(name="absence_ends_after_it_begins", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(name="absence_kind_known", condition=Q(kind__in=["away", "ill", "ill-below"])),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.first} to {self.last}"


class DayChoice(Owned):
    """What the runner chose for one date's strength: that it is there, or is not, or takes ten minutes."""

    class Strength(models.TextChoices):
        PINNED = "pinned", "Here"
        SKIPPED = "skipped", "Not here"

    date = models.DateField()
    strength = models.CharField(max_length=7, choices=Strength, blank=True)
    short = models.BooleanField("ten minutes", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="day_choice_once_a_date", fields=["runner", "date"]),
            models.CheckConstraint(name="day_choice_known", condition=Q(strength__in=["", "pinned", "skipped"])),
            models.CheckConstraint(name="day_choice_says_something", condition=~Q(strength="") | Q(short=True)),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.strength}{' short' if self.short else ''}"
