"""Plan anew once something that happened is known: the one way for all that is done, told of the knee, or chosen.

What belongs to the week before opens the present one once more, with what was chosen since; nothing that was done
moves. What lies further back is kept, and changes nothing that is open.
"""

from dataclasses import replace
from datetime import date

from plans.core.planner import plan_week
from plans.models import PlannedWeek, Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.happened import choices_since
from plans.services.keeping import keep
from plans.services.standing import Standing, standing


def standing_for(row: Runner, catalogue: PlannedCatalogue, today: date, day: date) -> Standing:
    """Where a runner stands, with everything known of `day`: that of the week before opens the present one anew.

    Four queries, six for the week before.
    """
    week = PlannedWeek.objects.latest_of(row)
    if day < week.first_day and (before := PlannedWeek.objects.before(week)):
        return standing(before, catalogue, today, choices_since(row, week.first_day))
    return standing(week, catalogue, today)


def plan_anew(row: Runner, catalogue: PlannedCatalogue, today: date, day: date) -> Standing:
    """Store what a change of what happened on `day` makes of the plan, and answer it."""
    now = standing_for(row, catalogue, today, day)
    present = replace(now.present, previous=now.plan)
    now = replace(now, plan=plan_week(present, today), given=present)
    keep(now)
    return now
