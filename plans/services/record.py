"""What is behind a runner: rows to the values that the page of progress shows. Reads; writes nothing."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import Q

from plans.core.document import from_document
from plans.core.plan import Dose
from plans.core.record import Kept, Life, Week, kept_weeks
from plans.core.types import WEEK, RunKind
from plans.models import PlannedWeek, Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.happened import Stored, stored_sessions
from plans.services.queries import as_date, ask
from plans.services.standing import Standing, last_day, standing_after

Sides = tuple[int, int]
Imported = tuple[date, str, int]  # a day, an exercise, and what was done of it
ByWeek = Mapping[int, Mapping[str, int]]  # a week's number, its exercises, and what was done of them


@dataclass(frozen=True, slots=True)
class Record:
    """A runner's latest `weeks`, the present one last; `before` are those before the first of all, as far back as sets
    were imported. `sides`: by exercise, in the `weeks`, the reps or seconds of the left and of the right where they
    count by themselves. `over` is the key of the latest session of these weeks that is finished. Of the whole time
    `life`, and `kept` week by week; `first` are the doses of the first week.

    Imported sets are in no part of it but their weeks' `imported`."""

    now: Standing
    weeks: tuple[Week, ...]
    sides: dict[str, Sides]
    life: Life
    kept: tuple[Kept, ...]
    first: tuple[Dose, ...]
    before: tuple[Week, ...] = ()
    over: int | None = None


def record(row: Runner, catalogue: PlannedCatalogue, today: date, weeks: int | None) -> Record:
    """`weeks` is how many to look back on, the present one among them; None for all. Five queries, however long the
    history."""
    after = today - weeks * WEEK if weeks else date.min
    rows = _rows(row, after)
    latest, shown = rows[-1], [each for each in rows if each.first_day > after]
    begins = min([latest.first_day, *(each.first_day for each in shown[:1])])
    stored, flags = stored_sessions(row, begins, last_day(latest))
    recent = [each for each in stored if each.session.date >= latest.first_day]
    now = standing_after(latest, catalogue, today, recent, flags)
    opened = list(_opened(now, shown, after))
    found = _found(row, after)
    life, imported = _life(found, now), _by_week(_imported(found), opened)
    return Record(
        now=now,
        weeks=tuple(_weeks(opened, stored, imported)),
        before=tuple(_before(opened, imported, after)),
        sides=_sides(each for each in stored if opened and each.session.date >= opened[0][1]),
        life=life,
        kept=kept_weeks(life),
        first=_doses(rows[0]) if rows[0].number == 0 else (),
        over=next((each.pk for each in reversed(stored) if each.is_finished and each.held), None),
    )


Opened = tuple[int, date, tuple[Dose, ...]]  # a week's number, its first day, and its doses


def _rows(row: Runner, after: date) -> list[PlannedWeek]:
    """The weeks that began after a day, the first of all and the latest, oldest first."""
    weeks = PlannedWeek.objects.for_runner(row)
    latest = weeks.order_by("-number").values("number")[:1]
    rows = list(weeks.filter(Q(first_day__gt=after) | Q(number=0) | Q(number=latest)).order_by("number"))
    for each in rows:
        each.runner = row
    return rows


def _opened(now: Standing, shown: Sequence[PlannedWeek], after: date) -> Iterator[Opened]:
    """Those that are stored, and those that have begun since; of the present one the doses as they stand."""
    for each in shown:
        is_present = each is now.week and not now.opened
        yield each.number, each.first_day, now.plan.doses if is_present else _doses(each)
    for lived in now.opened:
        if lived.plan.first_day > after:
            yield lived.plan.week, lived.plan.first_day, lived.plan.doses


def _doses(week: PlannedWeek) -> tuple[Dose, ...]:
    return from_document(tuple[Dose, ...], week.plan["doses"])


def _weeks(opened: Sequence[Opened], stored: Sequence[Stored], imported: ByWeek) -> Iterator[Week]:
    """The weeks, each with what was done in it."""
    held = [each.held for each in stored if each.held]
    ends = [first for _, first, _ in opened[1:]] + [date.max]
    for (number, first, doses), end in zip(opened, ends, strict=True):
        own = tuple(each for each in held if first <= each.date < end)
        yield Week(number, first, doses, own, imported.get(number, {}))


def _before(opened: Sequence[Opened], imported: ByWeek, after: date) -> Iterator[Week]:
    """Weeks before the first of all, oldest first."""
    if not opened or opened[0][0] != 0:
        return
    for number in range(min(imported, default=0), 0):
        first = opened[0][1] + number * WEEK
        if first > after:
            yield Week(number, first, (), (), imported.get(number, {}))


def _by_week(imported: Iterable[Imported], opened: Sequence[Opened]) -> ByWeek:
    """By the number of the week, which is less for each week before those that have opened."""
    weeks: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    begins = [first for _, first, _ in opened]
    for day, exercise, amount in imported if opened else ():
        place = bisect(begins, day) - 1
        number = opened[place][0] if place >= 0 else opened[0][0] + (day - begins[0]).days // WEEK.days
        weeks[number][exercise] += amount
    return {number: dict(sums) for number, sums in weeks.items()}


def _sides(stored: Iterable[Stored]) -> dict[str, Sides]:
    """Left and right of each exercise of which both count."""
    sides: dict[str, Sides] = {}
    for each in stored:
        for exercise, (left, right) in each.sides.items():
            before = sides.get(exercise, (0, 0))
            sides[exercise] = before[0] + left, before[1] + right
    return sides


# Written out: put together anew each time it would cost more than its answer. What is looked for within it names the
# runner by the key: PostgreSQL would else look for all runners' at once where it thinks that they are few.
_LIFE = """
SELECT 'week', first_day, CAST(NULL AS date), number, 0, '' FROM plans_plannedweek WHERE runner_id = %s
UNION ALL
SELECT 'session', session."date", NULL, session.slot, CASE WHEN EXISTS (
  SELECT 1 FROM plans_prescription prescription CROSS JOIN plans_setlog log
  WHERE prescription.runner_id = %s AND prescription.session_id = session.id
    AND log.runner_id = %s AND log.prescription_id = prescription.id
    AND log.deleted_at IS NULL AND log.amount + COALESCE(log."right", 0) > 0
) THEN CASE WHEN session.finished_at IS NULL THEN 1 ELSE 2 END ELSE 0 END, ''
FROM plans_session session WHERE session.runner_id = %s
UNION ALL
SELECT COALESCE(NULLIF(kind, ''), 'none'), "date", NULL, 0, 0, '' FROM plans_datedrun WHERE runner_id = %s
UNION ALL
SELECT 'ill', "first", "last", 0, 0, '' FROM plans_absence WHERE runner_id = %s AND kind <> 'away'
UNION ALL
SELECT 'harder', (
  SELECT session."date" FROM plans_session session
  CROSS JOIN plans_prescription prescription
  CROSS JOIN exercises_exercise variation
  WHERE session.runner_id = %s AND prescription.runner_id = session.runner_id AND prescription.session_id = session.id
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


_RUNS = ("none", *RunKind)


Found = dict[str, list[tuple[date, Any, int, int, str]]]  # by kind


def _found(row: Runner, after: date) -> Found:
    """The whole life, and the imported sets after a day. One query."""
    found: Found = defaultdict(list)
    for kind, first, *more in ask(_LIFE, *[row.pk] * 9, after):
        if first:
            found[kind].append((as_date(first), *more))
    return found


def _imported(found: Found) -> list[Imported]:
    """By day and exercise the reps or seconds of the weaker side, oldest first."""
    return sorted((day, exercise, min(one, other)) for day, _, one, other, exercise in found["imported"])


def _life(found: Found, now: Standing) -> Life:
    """What the weeks hold that have begun since the latest that is stored is added. Today's session is done once it is
    finished."""
    weeks = [first for first, *_ in found["week"]] + [lived.plan.first_day for lived in now.opened]
    sessions = [(day, slot, done > (day == now.today)) for day, _, slot, done, _ in found["session"]]
    sessions += [
        (each.date, each.slot, False) for lived in now.opened for each in (*lived.missed, *lived.plan.sessions)
    ]
    return Life(
        weeks=tuple(sorted(weeks)),
        sessions=tuple(sorted(sessions, key=itemgetter(0))),
        runs={day: RunKind(kind) if kind != "none" else None for kind in _RUNS for day, *_ in found[kind]},
        ill=tuple((first, as_date(last)) for first, last, *_ in found["ill"]),
        harder=next((day for day, *_ in found["harder"]), None),
    )
