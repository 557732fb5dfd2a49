"""Many runners, made in the database of the settings: python -m benchmarks.price.crowd runners [those to be like …].

Those to be like are keys of runners that are there; until there are so many runners, copies of them are added, with
every row that they have and a log-in each, which opens nothing. A copy's keys are those of its original plus a multiple
of the largest, so that each table takes one statement, with all constraints in place. Prints in JSON how many rows each
table has.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model, UUIDField
from django.utils import timezone

import benchmarks.ready  # noqa: F401
from kneecoach.accounts.models import User
from plans.models import EndedWeek, KneeReport, PlannedWeek, Prescription, Runner, Session, SetLog, WeeklyRun

EmailAddress, LogIn = apps.get_model("account.EmailAddress"), apps.get_model("sessions.Session")
# In the order in which they refer to each other.
COPIED: tuple[type[Model], ...] = (
    User,
    EmailAddress,
    Runner,
    Runner.equipment.through,
    WeeklyRun,
    PlannedWeek,
    Session,
    Prescription,
    SetLog,
    KneeReport,
    EndedWeek,
)
OWNER = {User: ("id", "account"), EmailAddress: ("user_id", "account"), Runner: ("id", "runner")}
AT_ONCE = 10_000  # copies in a transaction
LOGGED_IN = timedelta(days=14)
RANDOM = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}


def main(total: int, originals: Sequence[int]) -> None:
    fill(total, originals)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
    print(json.dumps({model._meta.db_table: model._default_manager.count() for model in [*COPIED, LogIn]}))


def fill(total: int, originals: Sequence[int]) -> None:
    """Copies of the runners with these keys, in turn, until there are so many runners."""
    missing = total - Runner.objects.count()
    steps = {model: _largest_key(model) for model in COPIED}
    for first in range(0, missing, AT_ONCE):
        _copy(originals, range(first, min(first + AT_ONCE, missing)), steps)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), COPIED):
            cursor.execute(statement)


def _largest_key(model: type[Model]) -> int:
    return model._default_manager.aggregate(largest=Max("pk"))["largest"] or 0


@transaction.atomic
def _copy(originals: Sequence[int], places: Iterable[int], steps: dict[type[Model], int]) -> None:
    accounts = dict(Runner.objects.values_list("pk", "user"))
    chosen = [(originals[place % len(originals)], 1 + place // len(originals)) for place in places]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copied (runner bigint, account bigint, number bigint)")
        cursor.executemany(
            "INSERT INTO copied VALUES (%s, %s, %s)", [(runner, accounts[runner], number) for runner, number in chosen]
        )
        for model in COPIED:
            cursor.execute(_statement(model, steps))
        _log_in(cursor)
        cursor.execute("DROP TABLE copied")


def _log_in(cursor: Any) -> None:
    """A session each, and for every other one a counter of tries that has run out: the cache would empty itself before
    it held one of each."""
    key, at, now = f"'' || {RANDOM[connection.vendor]}", connection.ops.adapt_datetimefield_value, timezone.now()
    session = "django_session (session_key, session_data, expire_date)"
    cursor.execute(f"INSERT INTO {session} SELECT {key}, '', %s FROM copied", [at(now + LOGGED_IN)])  # noqa: S608
    counter, every_other = "cache (cache_key, value, expires)", "number %% 2 = 0"
    cursor.execute(f"INSERT INTO {counter} SELECT {key}, '', %s FROM copied WHERE {every_other}", [at(now)])  # noqa: S608


def _statement(model: type[Model], steps: dict[type[Model], int]) -> str:
    """All copies of a table's rows."""
    table, fields = model._meta.db_table, model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, steps) for field in fields)
    column, owner = OWNER.get(model, ("runner_id", "runner"))
    rows = f'copied JOIN "{table}" original ON original."{column}" = copied.{owner}'
    order = f'copied.number, copied.{owner}, original."id"'
    return f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM {rows} ORDER BY {order}'  # noqa: S608


def _value(field: Any, steps: dict[type[Model], int]) -> str:
    """What a copy has in a column."""
    column = f'original."{field.column}"'
    if step := steps.get(field.model if field.primary_key else field.related_model):
        return f"{column} + copied.number * {step}"
    if field.column == "email":
        return f"'copy' || (copied.account + copied.number * {steps[User]}) || '@example.org'"
    return RANDOM[connection.vendor] if isinstance(field, UUIDField) else column


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(key) for key in sys.argv[2:]])
