"""`roll_weeks`: every runner's week opens when it has begun where the runner is, once."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command

from plans.core.types import DAY, WEEK
from plans.models import PlannedWeek, Prescription, Session, SetLog
from plans.services import forgetting, rolling
from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from tests.factories import RunnerFactory, UserFactory

MONDAY = date(2026, 11, 23)
SUNDAY_NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def runner_in(delivered):
    catalogue = planned_catalogue()

    def make(zone="UTC"):
        row = RunnerFactory(user=UserFactory(time_zone=zone), runs={"tuesday": "easy"})
        start(row=row, catalogue=catalogue, first=MONDAY)
        return row

    return make


def roll(capsys, at):
    with time_machine.travel(at, tick=False):
        call_command("roll_weeks")
    return capsys.readouterr().out


def weeks(row):
    return list(PlannedWeek.objects.for_runner(row).order_by("number").values_list("first_day", flat=True))


def test_the_week_opens_when_it_has_begun_where_the_runner_is(runner_in, capsys):
    early, late = runner_in("Pacific/Auckland"), runner_in("Pacific/Honolulu")
    said = roll(capsys, SUNDAY_NOON)
    assert said.startswith("Runners whose week has opened: 1 ")
    assert weeks(early) == [MONDAY, MONDAY + WEEK]
    assert weeks(late) == [MONDAY]
    assert "Runners whose week has opened: 1 " in roll(capsys, datetime(2026, 11, 30, 11, tzinfo=UTC))
    assert weeks(late) == [MONDAY, MONDAY + WEEK]


def test_twice_does_nothing_twice(runner_in, capsys):
    row = runner_in()
    monday = datetime(2026, 11, 30, 1, tzinfo=UTC)
    roll(capsys, monday)
    rows = list(Session.objects.values("pk", "date")), list(Prescription.objects.values("pk", "sets"))
    assert "Runners whose week has opened: 0 " in roll(capsys, monday)
    assert (list(Session.objects.values("pk", "date")), list(Prescription.objects.values("pk", "sets"))) == rows
    assert weeks(row) == [MONDAY, MONDAY + WEEK]


def test_after_nights_without_it_every_week_is_opened(runner_in, capsys):
    row = runner_in()
    roll(capsys, datetime(2026, 12, 16, 1, tzinfo=UTC))
    assert weeks(row) == [MONDAY + number * WEEK for number in range(4)]


def test_one_that_fails_is_told_and_does_not_stop_the_others(runner_in, capsys, caplog):
    broken, row = runner_in(), runner_in()
    PlannedWeek.objects.for_runner(broken).update(history={"no": "history"})
    with pytest.raises(CommandError, match="Runners whose week could not be opened: 1"):
        roll(capsys, datetime(2026, 11, 30, 1, tzinfo=UTC))
    assert weeks(row) == [MONDAY, MONDAY + WEEK]
    assert f"runner {broken.pk}" in caplog.text


def test_batches_miss_nobody(runner_in, capsys, monkeypatch):
    monkeypatch.setattr(rolling, "BATCH", 2)
    rows = [runner_in() for _ in range(5)]
    assert "Runners whose week has opened: 5 " in roll(capsys, datetime(2026, 11, 30, 1, tzinfo=UTC))
    assert [len(weeks(row)) for row in rows] == [2] * 5


def test_what_it_costs_does_not_grow_with_the_history(runner_in, capsys, django_assert_max_num_queries):
    row = runner_in()
    for number in range(1, 12):
        with django_assert_max_num_queries(40):
            roll(capsys, datetime.combine(MONDAY + number * WEEK, datetime.min.time(), UTC))
    assert len(weeks(row)) == 12


def set_of(row, at, **fields):
    part = Session.objects.filter(runner=row).earliest("date").prescriptions.earliest("position")
    said = {"prescription": part, "number": 1, "amount": 5, "at": at, "date": MONDAY}
    return SetLog.objects.create(runner=row, uuid=uuid4(), **said, **fields)


def test_what_was_deleted_thirty_days_ago_is_emptied_by_the_way(runner_in, capsys):
    row, at = runner_in("Europe/Berlin"), datetime(2026, 11, 23, 12, tzinfo=UTC)
    gone, there = set_of(row, at, deleted_at=at), set_of(row, at)
    assert "gone for good: 0." in roll(capsys, at + 29 * DAY)
    assert "gone for good: 1." in roll(capsys, at + 30 * DAY)
    assert "gone for good: 0." in roll(capsys, at + 31 * DAY)
    assert [SetLog.objects.get(pk=each.pk).amount for each in (gone, there)] == [None, 5]


def test_where_that_fails_it_is_told_and_the_others_are_not_kept_waiting(runner_in, capsys, caplog, monkeypatch):
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    broken, gone = (set_of(runner_in(), at, deleted_at=at) for _ in range(2))

    def lock(row):
        if row == broken.runner:
            raise OSError("The disk is full.")

    monkeypatch.setattr(forgetting, "lock", lock)
    with pytest.raises(CommandError, match=r"^Runners of whom what they deleted could not be emptied: 1\. The log"):
        roll(capsys, at + 30 * DAY)
    assert [SetLog.objects.get(pk=each.pk).amount for each in (broken, gone)] == [5, None]
    assert f"runner {broken.runner_id} " in caplog.text
