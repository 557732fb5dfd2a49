"""Queries that are written out, in words that any database reads.

Every page of a runner asks them at the first look, and to put them together anew costs far more than their answers.
Where order matters tables stand in a CROSS JOIN: SQLite, which does not count its rows, takes them as they stand.
"""

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection


def ask(query: str, *values: int | date) -> list[tuple[Any, ...]]:
    """The rows that a query finds, for the values of its `%s`. Documents come as texts, on SQLite dates as well."""
    with connection.cursor() as cursor:
        cursor.execute(query, [_adapted(each) for each in values])
        return cursor.fetchall()


def as_date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_moment(value: datetime | None) -> datetime | None:
    """SQLite does not say that its times are those of UTC."""
    return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def _adapted(value: int | date) -> int | str | date | None:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
