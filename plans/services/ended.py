"""Weeks that are over, added up: what looks back reads of them instead of every set. The one place that writes them.

Whoever changes something of a week that is over adds it up once more, when all is written.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from plans.core.document import from_document, to_text
from plans.core.plan import Dose
from plans.core.record import Week, both_sides, counted
from plans.core.types import DAY
from plans.models import EndedWeek, PlannedWeek, Runner
from plans.services.happened import Stored, stored_sessions
from plans.services.queries import ask


class Ended(NamedTuple):
    """A week that is over, as an `EndedWeek` has it."""

    number: int
    first_day: date
    planned: int
    done: int
    harder: date | None
    over_id: int | None
    week: str


# Written out, as every set that is logged asks it.
_FOLLOWING = """
SELECT number FROM plans_plannedweek WHERE runner_id = %s AND first_day > %s ORDER BY first_day LIMIT 1
"""
_ADDED_UP = ("edition", "first_day", "planned", "done", "harder", "over", "week")
EDITION = 1  # of how weeks are added up, raised when they come to something else: rows of another count as missing


def ended_weeks(row: Runner, first: int, until: int) -> list[Ended]:
    """From the number `first` on to before `until`, those that are over: worked out, whatever is stored of them. Three
    queries."""
    own = PlannedWeek.objects.for_runner(row).filter(number__range=(first, until)).order_by("number")
    weeks = list(own.values_list("number", "first_day", "plan"))
    if not weeks[1:]:
        return []
    stored, _ = stored_sessions(row, weeks[0][1], weeks[-1][1] - DAY)
    return [
        _ended(number, first_day, doses(plan), [each for each in stored if first_day <= each.session.date < following])
        for (number, first_day, plan), (_, following, _) in pairwise(weeks)
    ]


def add_up(row: Runner, first: int, until: int) -> None:
    """Store the same. Four queries, none where `until` is not after `first`."""
    if first < until:
        EndedWeek.objects.bulk_create(
            [EndedWeek(runner=row, edition=EDITION, **each._asdict()) for each in ended_weeks(row, first, until)],
            update_conflicts=True,
            unique_fields=["runner", "number"],
            update_fields=_ADDED_UP,
        )


def add_up_before(row: Runner, present: int, opened: int) -> None:
    """Once so many weeks have `opened`, the last with the number `present`: those that are over by that, and any that
    are not added up yet. Five queries."""
    before = max(0, present - opened)
    known = EndedWeek.objects.for_runner(row).filter(edition=EDITION, number__lt=before).count()
    add_up(row, before if known == before else 0, present)


def add_up_on(row: Runner, day: date) -> None:
    """Once something has changed that is of a `day`: its week, if another has opened since. One query, four more where
    one has."""
    for (following,) in ask(_FOLLOWING, row.pk, day):
        add_up(row, following - 1, following)


def week_of(
    number: int,
    first_day: date,
    asked: tuple[Dose, ...],
    stored: Sequence[Stored],
    imported: Mapping[str, int] | None = None,
) -> Week:
    """A week with what the sessions that are `stored` of it hold."""
    held = tuple(each.held for each in stored if each.held)
    return Week(number, first_day, asked, held, imported or {}, both_sides(each.sides for each in stored))


def doses(plan: Mapping[str, object]) -> tuple[Dose, ...]:
    """Of a week's `plan` as it is stored."""
    return from_document(tuple[Dose, ...], plan["doses"])


def latest_over(stored: Sequence[Stored]) -> int | None:
    """The key of the latest session that is finished."""
    return next((each.pk for each in reversed(stored) if each.is_finished and each.held), None)


def _ended(number: int, first_day: date, asked: tuple[Dose, ...], stored: Sequence[Stored]) -> Ended:
    planned, done = counted([(each.session.date, each.slot, each.is_done) for each in stored])
    return Ended(
        number=number,
        first_day=first_day,
        planned=planned,
        done=done,
        harder=next((each.session.date for each in stored if each.is_harder), None),
        over_id=latest_over(stored),
        week=to_text(week_of(number, first_day, asked, stored)),
    )
