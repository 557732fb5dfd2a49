"""Plan anew once something that happened is known: the one way for all that is done, told of the knee, or chosen.

What belongs to the week before opens the present one once more, with what was chosen since; nothing that was done
moves. What lies further back is kept, and changes nothing that is open.
"""

from dataclasses import replace
from datetime import date

from plans.core.plan import WeekPlan
from plans.core.planner import plan_week
from plans.models import PlannedWeek, Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.ended import add_up_on
from plans.services.happened import choices_since
from plans.services.keeping import keep
from plans.services.standing import Standing, standing


def standing_for(row: Runner, catalogue: PlannedCatalogue, today: date, day: date) -> Standing:
    """Where a runner stands, with everything known of `day`: that of the week before opens the present one anew.

    Four queries, six for the week before.
    """
    week = PlannedWeek.objects.latest_of(row)
    if day < week.first_day and (before := PlannedWeek.objects.before(week)):
        return standing(before, catalogue, today, choices_since(row, week.first_day), (week.first_day,))
    return standing(week, catalogue, today)


def planned_since(row: Runner) -> date:
    """The first day of which what happened is planned with: of the week before the one that was opened last. Two
    queries."""
    week = PlannedWeek.objects.latest_of(row)
    return (PlannedWeek.objects.before(week) or week).first_day


def _without_days_to_come(plan: WeekPlan, today: date) -> WeekPlan:
    """The rest of the week may be chosen as if what was logged late had been known."""
    days = replace(plan.days, sessions=tuple(day for day in plan.days.sessions if day < today))
    return replace(plan, days=days)


def plan_anew(row: Runner, catalogue: PlannedCatalogue, today: date, day: date, *, afresh: bool = False) -> Standing:
    """Store what a change of what happened on `day` makes of the plan, and of the sums of its week; answer the plan.
    `afresh`: the days to come have to be chosen once more, whatever they were."""
    now = standing_for(row, catalogue, today, day)
    previous = _without_days_to_come(now.plan, today) if afresh else now.plan
    present = replace(now.present, previous=previous)
    now = replace(now, plan=plan_week(present, today), given=present)
    keep(now)
    add_up_on(row, day)
    return now
