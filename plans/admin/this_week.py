"""This week's sessions of many runners, each in the week of the runner's own day."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from plans.core.types import WEEK
from plans.models import Runner, Session


def sessions_around() -> QuerySet[Any]:
    """Those that may be in somebody's present week, wherever that is."""
    today = timezone.localdate()
    return Session.objects.filter(date__range=(today - WEEK, today + WEEK)).only("runner_id", "date").order_by("date")


def of_this_week(runner: Runner) -> str:
    """“Mon 23, Fri 27”, of sessions that are loaded, or that there are none. Reads the user."""
    today = runner.today()
    first = runner.first_day_of_week(today)
    days = [session.date for session in runner.sessions.all() if first <= session.date < first + WEEK]
    return ", ".join(f"{day:%a} {day.day}" for day in days) or "no strength"
