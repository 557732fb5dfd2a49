"""The document brought into an account in which nothing was done yet: all of it, or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from plans.core.words import joined
from plans.models import EndedWeek, ImportedSet, KneeReport, PlannedWeek, Runner, Session, SetLog
from plans.services.catalogue import PlannedCatalogue
from plans.services.ended import add_up
from plans.services.locking import locked
from plans.services.standing import standing
from plans.services.transfer.kinds import Unreadable
from plans.services.transfer.reading import Known, Read, Row, known, read
from plans.services.transfer.tables import ACCOUNT, ANSWERS, TABLES, Field, Table

_AT_ONCE = 500  # rows of an insert
_WEEKS = 4  # in which the plan is looked at
_DONE: tuple[tuple[str, Any, Q], ...] = (
    ("sessions", Session, Q(started_at__isnull=False) | Q(deleted_at__isnull=False)),
    ("sets", SetLog, Q()),
    ("answers about the knee", KneeReport, Q()),
    ("sets from a table", ImportedSet, Q()),
)  # what a file would have to be joined with
_BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class NotEmpty(Exception):
    """Something was done in the account already: `done` says what, in words."""

    def __init__(self, done: str) -> None:
        super().__init__(done)
        self.done = done


def done_already(row: Runner) -> str:
    """What was done in an account, such as “sessions and sets”; empty where it was only set up. One query."""
    if row.pk is None:
        return ""
    kinds = {
        f"has_{place}": Exists(model.objects.filter(rule, runner=OuterRef("pk")))
        for place, (_, model, rule) in enumerate(_DONE)
    }
    found = Runner.objects.filter(pk=row.pk).values_list(*kinds.values()).get()
    words = [words for (words, *_), is_there in zip(_DONE, found, strict=True) if is_there]
    return joined(words) if words else ""


def bring(*, user: Any, catalogue: PlannedCatalogue, raw: bytes, now: datetime) -> Runner:
    """Everything that a document holds, in place of what was told and planned so far. The user agrees to it `now`, if
    not before.

    Raises Unreadable, and NotEmpty; then nothing is changed.
    """
    site = known()
    found = read(raw, site)
    try:
        return _bring(user, catalogue, found, site, now)
    except (DataError, IntegrityError) as error:
        raise Unreadable(_broken_rule(str(error))) from None


@transaction.atomic
def _bring(user: Any, catalogue: PlannedCatalogue, found: Read, site: Known, now: datetime) -> Runner:
    row = locked(Runner.objects.get_or_create(user_id=user.pk)[0])
    if done := done_already(row):
        raise NotEmpty(done)
    for table in TABLES:
        table.model.objects.for_runner(row).delete()
    EndedWeek.objects.for_runner(row).delete()
    _write_answers(row, found, now)
    keys: dict[Any, int] = {}  # of sessions by date, of prescriptions by date and exercise
    for table in TABLES:
        told = found.tables[table.name]
        created = table.model.objects.bulk_create(
            [table.model(runner=row, **_columns(table, each, site, keys)) for each in told], batch_size=_AT_ONCE
        )
        if table.name == "sessions":
            keys |= {each.date: each.pk for each in created}
        elif table.name == "prescriptions":
            keys |= {(said["session"], said["exercise"]): each.pk for said, each in zip(told, created, strict=True)}
    _go_on(row, catalogue, now)
    return row


def _write_answers(row: Runner, found: Read, now: datetime) -> None:
    for field in ACCOUNT:
        setattr(row.user, field.column, found.account[field.name])
    row.user.save(update_fields=[field.column for field in ACCOUNT])
    agreed = row.agreed_at or (found.runner["agreed_at"] and now)
    for field in ANSWERS:
        setattr(row, field.column, found.runner[field.name])
    row.agreed_at = agreed
    row.save(update_fields=[field.column for field in ANSWERS])
    row.equipment.set(found.runner["equipment"])


def _columns(table: Table, row: Row, site: Known, keys: Mapping[Any, int]) -> dict[str, Any]:
    """A row as its model takes it."""
    if table.name == "sets":
        own = {"prescription_id": keys[row["session"], row["exercise"]]}
        return own | {field.column: row[field.name] for field in table.fields if "__" not in field.column}
    return dict(_column(field, row[field.name], site, keys) for field in table.fields)


def _column(field: Field, value: Any, site: Known, keys: Mapping[Any, int]) -> tuple[str, Any]:
    related, _, path = field.column.partition("__")
    if not path:
        return related, value
    return f"{related}_id", None if value is None else (site.exercises if field.slug else keys)[value]


def _go_on(row: Runner, catalogue: PlannedCatalogue, now: datetime) -> None:
    """What was read row by row must hold together as well: the plan goes on from it, and the weeks that are over are
    added up. Raises Unreadable."""
    if row.started_on is None:
        if any(model.objects.for_runner(row).exists() for model in (Session, PlannedWeek)):
            raise Unreadable("runner: started_on is missing, although there are weeks or sessions.")
        return
    try:
        latest = PlannedWeek.objects.latest_of(row)
        stands = standing(latest, catalogue, row.today(now))
        stands.weeks(_WEEKS)
        add_up(row, 0, latest.number)
    except (ObjectDoesNotExist, *_BROKEN):
        raise Unreadable("weeks: no plan can go on from them; the file was changed, or was cut short.") from None


def _broken_rule(error: str) -> str:
    """Which rule of the database was broken, as the name of the rule says it."""
    for table in TABLES:
        for rule in table.model._meta.constraints:
            if rule.name in error:
                return f"{table.name}: a row breaks the rule “{rule.name.replace('_', ' ')}”."
    return "The file says something twice, or leaves something out that belongs to it."
