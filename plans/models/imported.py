from django.db import models
from django.db.models import Q

from exercises.models import Exercise
from plans.models.owned import Owned
from plans.models.sessions import AMOUNT, LOAD


class ImportedSet(Owned):
    """A set from a table that the runner brought: shown, and never credited. No session holds it, and nothing is
    planned from it.

    `amount` and `right` are those of a `SetLog`; `date` is the day that the table says, `at` the moment, if it says
    one. What was brought together has one `imported_at`, and can be taken back as one.
    """

    uuid = models.UUIDField()
    date = models.DateField()
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    variation = models.ForeignKey(Exercise, models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    amount = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField(null=True)
    load_grams = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="imported_set_uuid_once", fields=["runner", "uuid"]),
            models.UniqueConstraint(name="imported_set_number_once", fields=["runner", "date", "exercise", "number"]),
            models.CheckConstraint(name="imported_set_counts_from_1", condition=Q(number__range=(1, 20))),
            models.CheckConstraint(
                name="imported_set_amount_bounded",
                condition=Q(amount__range=AMOUNT) & (Q(right=None) | Q(right__range=AMOUNT)),
            ),
            models.CheckConstraint(
                name="imported_set_load_bounded", condition=Q(load_grams=None) | Q(load_grams__range=LOAD)
            ),
        ]

    def __str__(self) -> str:
        return f"Set {self.number} of {self.date}: {self.amount}"
