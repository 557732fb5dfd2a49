"""Weeks of a file that no plan could go on from are refused, in a sentence: those that are taken break no page."""

from datetime import UTC, date, datetime
from random import Random

import pytest
import time_machine
from django.test import Client

from plans.core.types import DAY, WEEK
from plans.models import Session
from plans.services.catalogue import planned_catalogue
from plans.services.place import move_place
from plans.services.planning import open_weeks, start
from plans.services.training import start_session
from tests.factories import RunnerFactory, UserFactory
from tests.plans.services.transfer.conftest import NOON, WEDNESDAY, comparable, exported

MONDAY = WEDNESDAY - 2 * DAY
LATEST = 3
PLAN = f"weeks, row {LATEST + 1}: plan is not as Kneecoach writes it."
HISTORY = f"weeks, row {LATEST + 1}: history is not as Kneecoach writes it."
FIVE = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "easy")


@pytest.mark.parametrize(
    ("place", "line"),
    [(0, "weeks, row 1: week 0 is missing before it."), (1, "weeks, row 2: week 1 is missing before it.")],
)
def test_no_week_is_left_out(brings, document, place, line):
    del document["weeks"][place]
    assert line in brings(document)


def test_weeks_follow_each_other(brings, document):
    week = document["weeks"][1]
    week["first_day"] = week["plan"]["first_day"] = "2026-12-05"
    week["plan"]["days"]["sessions"] = []
    assert brings(document) == [f"weeks, row {row}: it does not begin where the week before it ends." for row in (2, 3)]


def test_sessions_lie_in_weeks(brings, document):
    day, late = document["sessions"][-1]["date"], "2027-06-01"
    document["sessions"][-1]["date"] = late
    for row in document["prescriptions"]:
        row["session"] = late if row["session"] == day else row["session"]
    assert brings(document) == [f"sessions: that of {late} lies in no week of the plan."]


@pytest.mark.parametrize(
    ("at", "value", "line"),
    [
        (("plan", "doses", 0, "sessions"), 0, PLAN),
        (("plan", "doses", 0, "sessions"), 8, PLAN),
        (("plan", "doses", 0, "dose"), -1, PLAN),
        (("plan", "days", "sessions", 0), "2026-12-13", PLAN),
        (("plan", "days", "sessions", 0), "2026-12-21", PLAN),
        (("plan", "slots", 0, "place"), 7, PLAN),
        (("plan", "block", "sessions"), [], PLAN),
        (("plan", "block", "trained"), [None] * 5, PLAN),
        (("history", "tracks", 0, 1, "entries", 0, "sessions"), 0, HISTORY),
        (("history", "tracks", 0, 1, "entries", 0, "week"), 9, HISTORY),
        (("history", "sessions", 0, "date"), "2026-12-20", HISTORY),
        (("history", "first_day"), "2026-11-22", f"weeks, row {LATEST + 1}: its plan is that of another week."),
    ],
)
def test_its_parts_go_together(brings, document, at, value, line):
    put(document["weeks"][LATEST], at, value)
    assert brings(document) == [line]


def leaves(value, at):
    """What is neither a list nor an object, and where."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if parts is None:
        yield at, value
    else:
        for key, each in parts:
            yield from leaves(each, (*at, key))


def other(chance, value):
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return chance.choice([0, 1, -1, value + 1, value - 1, 7, 1000])
    try:
        return str(date.fromisoformat(value) + chance.choice([-400, -7, -1, 1, 7, 400]) * DAY)
    except (TypeError, ValueError):
        return chance.choice(["", "squat", "glute-bridge", "reps", "hold", "grow", "planned", None])


def put(part, at, value):
    for each in at[:-1]:
        part = part[each]
    part[at[-1]] = value


@pytest.mark.parametrize(
    ("first", "before", "after"), [(MONDAY, "monday", "sunday"), (MONDAY - DAY, "sunday", "monday")]
)
def test_a_shorter_and_a_longer_week_come_along(brings, fresh, first, before, after):
    """Weeks begin on another day from the second on; the last day of a longer one is trained on as well."""
    row = RunnerFactory(user=UserFactory(week_start=before), runs=FIVE)
    told = {"row": row, "catalogue": planned_catalogue()}
    with time_machine.travel(datetime.combine(first, NOON.timetz()), tick=False) as clock:
        start(**told, first=first)
        clock.shift(2 * DAY)
        move_place(**told, week_start=after)
        clock.shift(WEEK - 2 * DAY)
        day = row.today()
        start_session(**told, today=day, day=day, now=datetime.now(UTC))
        clock.shift(DAY)
        open_weeks(**told, today=row.today())
        document = exported(row.user)
        assert brings(document) == []
        fresh.refresh_from_db()
        assert comparable(exported(fresh)) == comparable(document)


@pytest.mark.parametrize("seed", range(24))
def test_a_week_that_was_changed_by_chance_is_refused_or_breaks_no_page(brings, fresh, document, seed):
    chance = Random(seed)  # noqa: S311 - a change, not a secret
    week = chance.choice(document["weeks"][-2:])
    at, value = chance.choice([each for name in ("plan", "history") for each in leaves(week[name], (name,))])
    put(week, at, other(chance, value))
    if wrong := brings(document):
        assert all(line.startswith("weeks, row ") for line in wrong)
        return
    client = Client()
    client.force_login(fresh)
    over = Session.objects.filter(runner__user=fresh, finished_at__isnull=False).order_by("-date")[:2]
    pages = [f"/sessions/{each.pk}/finish/?ask=nothing" for each in over]
    for page in ("/today/", "/plan/", "/progress/?weeks=all", *pages):
        assert client.get(page).status_code == 200, page
    assert client.post("/sessions/start/", {"day": "2026-12-16"}).status_code == 303
