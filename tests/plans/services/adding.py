"""Whether weeks that are over are stored as they come out anew."""

from plans.models import EndedWeek, PlannedWeek, Runner
from plans.services.ended import Ended, ended_weeks


def stored(row):
    weeks = EndedWeek.objects.for_runner(row).order_by("number")
    return [Ended(*each) for each in weeks.values_list(*Ended._fields)]


def anew(row):
    return ended_weeks(row, 0, PlannedWeek.objects.latest_of(row).number)


def check():
    """Of every runner who has a plan."""
    for row in Runner.objects.filter(plannedweeks__number=0):
        assert stored(row) == anew(row)
