"""The writers of how a runner's days are counted and weights shown: time zone, start of the week, units."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from django.db import transaction

from plans.core.types import Reason
from plans.models import PlannedWeek, Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.keeping import keep
from plans.services.locking import locked
from plans.services.planning import change, replan
from plans.services.standing import standing

_OF_A_MACHINE = {"localtime", "Factory"}  # names that some systems have: what they say is another time on each


@cache
def known_zones() -> frozenset[str]:
    """The names of time zones that an account can have, old ones among them, as browsers and files still say them."""
    return frozenset(available_timezones() - _OF_A_MACHINE)


def save_place(*, row: Runner, **changed: str) -> bool:
    """Keep the time zone, the start of the week or the units with the runner's user; True if any is another."""
    fields = [name for name, value in changed.items() if getattr(row.user, name) != value]
    for name in fields:
        setattr(row.user, name, changed[name])
    if fields:
        row.user.save(update_fields=fields)
    return bool(fields)


@transaction.atomic
def change_days(
    *, row: Runner, catalogue: PlannedCatalogue, today: date, after_easy_runs: bool, place: Mapping[str, str]
) -> tuple[Reason, ...]:
    """Whether strength may follow easy runs, and the place; answers what the first moved."""
    moved = change(
        row=row,
        catalogue=catalogue,
        today=today,
        ask=lambda now: replace(now.runner, after_easy_runs=after_easy_runs),
    )
    move_place(row=row, catalogue=catalogue, **place)
    return moved


@transaction.atomic
def move_place(*, row: Runner, catalogue: PlannedCatalogue, **changed: str) -> None:
    """The same for somebody with a plan, which is made anew where weeks begin on another day."""
    row = locked(row)
    if save_place(row=row, **changed):
        now = standing(PlannedWeek.objects.latest_of(row), catalogue, row.today())
        keep(replan(now, now.runner))
