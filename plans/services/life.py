"""The days of a runner's whole time, up to the present week: rows to the core's value. Reads; writes nothing."""

from collections import defaultdict
from datetime import date
from operator import itemgetter
from typing import Any

from plans.core.record import Life
from plans.core.types import RunKind
from plans.models import Runner
from plans.services.queries import as_date, ask

Imported = tuple[date, str, int]  # a day, an exercise, and what was done of it, on the weaker side

_Found = dict[str, list[tuple[date, Any, int, int, str]]]  # by kind

_RUNS = ("none", *RunKind)

# Written out: put together anew each time it would cost more than its answer. For whether a session was done the first
# of its sets is enough: PostgreSQL would go through all for an EXISTS. Where one is asked it names the runner by the
# key, or else all runners' sets would be gone through. A harder variation is looked for from the day of the first.
_LIFE = """
SELECT 'week', first_day, CAST(NULL AS date), number, 0, ''
FROM plans_plannedweek WHERE runner_id = %s AND first_day <= %s
UNION ALL
SELECT 'session', session."date", NULL, session.slot, COALESCE((
  SELECT 1 FROM plans_prescription prescription CROSS JOIN plans_setlog log
  WHERE prescription.runner_id = session.runner_id AND prescription.session_id = session.id
    AND log.runner_id = session.runner_id AND log.prescription_id = prescription.id
    AND log.deleted_at IS NULL AND log.amount + COALESCE(log."right", 0) > 0
  LIMIT 1
), 0), ''
FROM plans_session session WHERE session.runner_id = %s AND session."date" < %s
UNION ALL
SELECT COALESCE(NULLIF(kind, ''), 'none'), "date", NULL, 0, 0, '' FROM plans_datedrun WHERE runner_id = %s
UNION ALL
SELECT 'ill', "first", "last", 0, 0, '' FROM plans_absence WHERE runner_id = %s AND kind <> 'away'
UNION ALL
SELECT 'harder', (
  SELECT session."date" FROM plans_session session
  CROSS JOIN plans_prescription prescription
  CROSS JOIN exercises_exercise variation
  WHERE session.runner_id = %s AND session."date" < %s AND session."date" >= (
      SELECT MIN("date") FROM plans_session WHERE runner_id = %s AND id IN (
        SELECT DISTINCT session_id FROM exercises_exercise variation CROSS JOIN plans_prescription prescription
        WHERE variation.rung > 0 AND prescription.variation_id = variation.id AND prescription.runner_id = %s))
    AND prescription.runner_id = session.runner_id AND prescription.session_id = session.id
    AND variation.id = prescription.variation_id AND variation.rung > 0 AND EXISTS (
      SELECT 1 FROM plans_setlog log WHERE log.runner_id = %s
        AND log.prescription_id = prescription.id AND log.deleted_at IS NULL AND log.amount > 0)
  ORDER BY session."date" LIMIT 1
), NULL, 0, 0, ''
UNION ALL
SELECT 'imported', imported."date", NULL, SUM(imported.amount), SUM(COALESCE(imported."right", imported.amount)),
  exercise.slug
FROM plans_importedset imported JOIN exercises_exercise exercise ON exercise.id = imported.exercise_id
WHERE imported.runner_id = %s AND imported."date" > %s GROUP BY imported."date", exercise.slug
"""


def life_before(row: Runner, until: date, after: date) -> tuple[Life, list[Imported]]:
    """The weeks up to that which began on `until`, the sessions before it, and all that was told, for later days too;
    and by day and exercise the sets that were imported of the days after `after`, oldest first. One query."""
    found: _Found = defaultdict(list)
    of = row.pk
    for kind, first, *more in ask(_LIFE, of, until, of, until, of, of, of, until, of, of, of, of, after):
        if first:
            found[kind].append((as_date(first), *more))
    return _life(found), _imported(found)


def _life(found: _Found) -> Life:
    return Life(
        weeks=tuple(sorted(first for first, *_ in found["week"])),
        sessions=tuple(
            sorted(((day, slot, bool(done)) for day, _, slot, done, _ in found["session"]), key=itemgetter(0))
        ),
        runs={day: RunKind(kind) if kind != "none" else None for kind in _RUNS for day, *_ in found[kind]},
        ill=tuple((first, as_date(last)) for first, last, *_ in found["ill"]),
        harder=next((day for day, *_ in found["harder"]), None),
    )


def _imported(found: _Found) -> list[Imported]:
    return sorted((day, exercise, min(one, other)) for day, _, one, other, exercise in found["imported"])
