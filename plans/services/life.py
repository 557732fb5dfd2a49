"""The whole time of a runner, up to the present week: rows to the core's values. Reads; writes nothing."""

from collections import defaultdict
from datetime import date
from typing import Any

from plans.core.record import Life
from plans.core.types import RunKind
from plans.models import Runner
from plans.services.ended import EDITION, Ended
from plans.services.queries import as_date, ask

Imported = tuple[date, str, int]  # a day, an exercise, and what was done of it, on the weaker side

_Found = dict[str, list[tuple[date, Any, int, int, str, int, int | None]]]  # by kind

_RUNS = ("none", *RunKind)

# Written out: put together anew each time it would cost more than its answer. Of weeks that are not looked at the day
# and the numbers are enough.
_LIFE = """
SELECT 'week', first_day, harder, planned, done,
  CASE WHEN first_day > %s OR number = 0 THEN week ELSE '' END, number, over_id
FROM plans_endedweek WHERE runner_id = %s AND number < %s AND edition = %s
UNION ALL
SELECT COALESCE(NULLIF(kind, ''), 'none'), "date", NULL, 0, 0, '', 0, 0 FROM plans_datedrun WHERE runner_id = %s
UNION ALL
SELECT 'ill', "first", "last", 0, 0, '', 0, 0 FROM plans_absence WHERE runner_id = %s AND kind <> 'away'
UNION ALL
SELECT 'imported', imported."date", NULL, SUM(imported.amount), SUM(COALESCE(imported."right", imported.amount)),
  exercise.slug, 0, 0
FROM plans_importedset imported JOIN exercises_exercise exercise ON exercise.id = imported.exercise_id
WHERE imported.runner_id = %s AND imported."date" > %s GROUP BY imported."date", exercise.slug
"""


def life_before(row: Runner, number: int, after: date) -> tuple[list[Ended], Life, list[Imported]]:
    """The weeks before that with the `number`, those that are added up, oldest first, without their `week` unless
    they began after `after` or are the first of all; what was told of runs and illnesses, for later days too; and by
    day and exercise the sets that were imported of the days after `after`, oldest first. One query."""
    found: _Found = defaultdict(list)
    for kind, first, *more in ask(_LIFE, after, row.pk, number, EDITION, row.pk, row.pk, row.pk, after):
        found[kind].append((as_date(first), *more))
    return _ended(found), _told(found), _imported(found)


def _ended(found: _Found) -> list[Ended]:
    return sorted(
        Ended(number, first_day, planned, done, harder and as_date(harder), over, week)
        for first_day, harder, planned, done, week, number, over in found["week"]
    )


def _told(found: _Found) -> Life:
    return Life(
        runs={day: RunKind(kind) if kind != "none" else None for kind in _RUNS for day, *_ in found[kind]},
        ill=tuple((first, as_date(last)) for first, last, *_ in found["ill"]),
    )


def _imported(found: _Found) -> list[Imported]:
    return sorted((day, exercise, min(one, other)) for day, _, one, other, exercise, *_ in found["imported"])
