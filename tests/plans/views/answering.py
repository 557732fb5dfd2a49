"""Answering the steps of the setup, as somebody does who has just signed up."""

from datetime import UTC, datetime

from django.urls import reverse

from plans.models import WeeklyRun

SETUP = reverse("plans:setup")
TODAY = reverse("plans:today")
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
WEEK = "tuesday=easy&wednesday=hard&thursday=easy&saturday=easy&sunday=long"
RUNS = {"tuesday": "easy", "wednesday": "hard", "thursday": "easy", "saturday": "easy", "sunday": "long"}
TRAINING = {"level": "beginner", "minutes": "30", "sessions_per_week": "2"}
WELL = {"concerns": "none", "knee": "1", "adult": "on", "agreed": "on"}
ANSWERS = {"runs": RUNS, "equipment": {"have": ["step", "wall"]}, "training": TRAINING, "safety": WELL}
START = {"time_zone": "Europe/Berlin", "week_start": "monday", "go": ""}


def step(name):
    return reverse("plans:setup_step", args=[name])


def keep_week(client, query):
    session = client.session
    session["kept_week"] = query
    session.save()


def runs_of(user):
    return dict(WeeklyRun.objects.filter(runner__user=user).order_by("weekday").values_list("weekday", "kind"))


def up_to(client, name):
    """Answer the steps before one."""
    for each, said in ANSWERS.items():
        if each == name:
            return
        assert client.post(step(each), said).status_code == 302
