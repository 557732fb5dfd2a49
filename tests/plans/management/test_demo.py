"""`demo`: accounts that look lived-in."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from plans.core.types import DAY, WEEK
from plans.management import demo
from plans.management.commands import demo as command
from plans.models import Absence, ExerciseChoice, KneeReport, PlanChange, PlannedWeek, Runner, Session, SetLog
from plans.services.catalogue import planned_catalogue
from tests.factories import UserFactory

TODAY = date(2026, 11, 27)
THREE_WEEKS, TWO_YEARS, SIX_DAYS = demo.LIVES
SOME_WEEKS = replace(TWO_YEARS, weeks=14, holidays={3: 8}, ill={8: 5}, misses=20)


def lived(life, seed=1):
    """What there is of a life, without what no two databases have in common."""
    catalogue, user = planned_catalogue(), UserFactory()
    row = demo.begun(user, life, catalogue, TODAY)
    days = list(demo.lived(row, life, catalogue, TODAY, seed))
    assert len(days) == (TODAY - row.started_on).days
    logs = SetLog.objects.filter(runner=row).order_by("pk")
    return row, list(logs.values_list("uuid", "date", "number", "amount", "right"))


@pytest.mark.usefixtures("delivered")
class TestLives:
    def test_the_same_seed_and_day_are_the_same_life(self):
        _, sets = lived(THREE_WEEKS)
        _, again = lived(THREE_WEEKS)
        _, another = lived(THREE_WEEKS, seed=2)
        assert sets == again
        assert {each[0] for each in sets}.isdisjoint(each[0] for each in another)

    def test_one_has_misses_a_holiday_an_illness_and_answers(self):
        row, sets = lived(SOME_WEEKS)
        assert len(PlannedWeek.objects.filter(runner=row)) == 14
        assert set(Absence.objects.filter(runner=row).values_list("kind", flat=True)) == {"away", "ill"}
        past = Session.objects.filter(runner=row, date__lt=TODAY)
        assert past.filter(finished_at__isnull=False).count() > past.filter(started_at=None).count() > 0
        assert KneeReport.objects.filter(runner=row).values_list("moment").distinct().count() == 2
        assert sets

    def test_weights_have_a_load_that_grows(self):
        row, _ = lived(replace(SIX_DAYS, weeks=25, owns=frozenset({"barbell"}), misses=0, short=0, climbs=1))
        logs = SetLog.objects.filter(runner=row, prescription__version__loaded=True)
        loads = logs.order_by("pk").values_list("prescription__exercise__slug", "load_grams")
        by_exercise = {slug: [grams for each, grams in loads if each == slug] for slug, _ in loads}
        assert by_exercise
        assert all(grams[0] == demo.FIRST_LOAD and grams == sorted(grams) for grams in by_exercise.values())
        assert any(grams[-1] > demo.FIRST_LOAD for grams in by_exercise.values())
        assert all(each.at.date() == each.date for each in ExerciseChoice.objects.filter(runner=row))

    def test_everything_is_dated_when_it_would_have_been_told(self):
        row, _ = lived(SOME_WEEKS)
        changes = PlanChange.objects.filter(runner=row)
        away, ill = (row.started_on + weeks * WEEK for weeks in (3, 8))
        assert [change.at.date() for change in changes.order_by("pk")] == [away, ill]
        assert [change.asked for change in changes.order_by("pk")] == [
            "Away from Monday 14 September to Tuesday 22 September.",
            "Ill, above the neck from Monday 19 October to Saturday 24 October.",
        ]
        answers = KneeReport.objects.filter(runner=row)
        told = {(each.moment, each.at.date() - each.date) for each in answers}
        assert told == {("during", 0 * DAY), ("morning", DAY)}
        weeks = PlannedWeek.objects.filter(runner=row, number__range=(1, 12))
        assert [each.opened_at.date() for each in weeks] == [each.first_day for each in weeks]

    def test_nobody_trains_on_a_day_with_a_run(self):
        row, sets = lived(SIX_DAYS if SIX_DAYS.weeks < 5 else replace(SIX_DAYS, weeks=4))
        assert {each[1].weekday() for each in sets}.isdisjoint(SIX_DAYS.runs)
        assert row.started_on == TODAY - TODAY.weekday() * (WEEK / 7) - 3 * WEEK


@pytest.mark.usefixtures("delivered")
class TestTheCommand:
    def test_makes_accounts_that_can_log_in(self, monkeypatch, capsys, rf):
        monkeypatch.setattr(command, "LIVES", [THREE_WEEKS, replace(SIX_DAYS, weeks=2)])
        call_command("demo", today=TODAY)
        *emails, last = capsys.readouterr().out.splitlines()
        assert emails == ["three-weeks@demo.kneecoach.example", "six-days@demo.kneecoach.example"]
        for email in emails:
            assert authenticate(rf.post("/"), email=email, password=last.split()[-1]).email == email
        assert Runner.objects.exclude(started_on=None).count() == 2

    def test_refuses_to_do_it_twice(self):
        UserFactory(email="six-days@demo.kneecoach.example")
        with pytest.raises(CommandError, match="accounts @demo"):
            call_command("demo", today=TODAY)


def test_says_what_is_missing(db):
    with pytest.raises(CommandError, match="load_catalogue"):
        call_command("demo", today=TODAY)
    assert not get_user_model().objects.exists()
