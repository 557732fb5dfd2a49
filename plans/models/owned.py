"""What every table below the runner has in common."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from plans.models.runner import Runner


M = TypeVar("M", bound=models.Model)


def columns(model: type[models.Model], table: str, without: Collection[str] = ()) -> str:
    """A model's columns, for a query that is written out. They are named, as a newer version that serves beside this
    one may have added others, and PostgreSQL refuses a plan that it kept where there is more than it was made for."""
    named = (field.column for field in model._meta.local_concrete_fields if field.column not in without)
    return ", ".join(f'{table}."{column}"' for column in named)


class OwnedQuerySet(models.QuerySet[M]):
    def for_runner(self, runner: "Runner") -> Self:
        """The rows of one runner: every query on them begins with this."""
        return self.filter(runner=runner)


class Owned(models.Model):
    """A row that belongs to one runner and goes with the account."""

    runner = models.ForeignKey(
        "plans.Runner", models.CASCADE, editable=False, db_index=False, related_name="%(class)ss"
    )

    objects: ClassVar[Any] = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True
