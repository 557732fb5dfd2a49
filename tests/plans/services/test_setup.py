"""What is answered before there is a plan, as rows."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from plans.core import types
from plans.core.types import DAY, WEEK, Level, RunKind
from plans.models import PlanChange, PlannedWeek, Runner, Session, WeeklyRun
from plans.services import setup
from plans.services.catalogue import planned_catalogue
from plans.services.place import change_days, save_place
from plans.services.planning import start
from tests.factories import RunnerFactory, UserFactory

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}
KNOWN = types.Runner(joined=MONDAY, weekly_runs={1: RunKind.EASY}, equipment=frozenset({"band"}), minutes=15)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def catalogue(delivered):
    return planned_catalogue()


def weekly(row):
    return dict(WeeklyRun.objects.for_runner(row).values_list("weekday", "kind"))


class TestBegin:
    def test_a_runner_is_made_once_with_what_is_known(self, catalogue):
        user = UserFactory()
        row = setup.begin_setup(user=user, known=KNOWN)
        again = setup.begin_setup(user=user, known=types.Runner(joined=MONDAY, weekly_runs={0: RunKind.LONG}))
        assert again == row
        assert (weekly(row), row.minutes, row.steps_answered) == ({1: "easy"}, 15, 0)
        assert [each.slug for each in row.equipment.all()] == ["band"]

    def test_before_that_there_is_none_to_be_found(self):
        user = UserFactory()
        assert setup.runner_of(user).pk is None
        assert not Runner.objects.exists()


class TestAnswers:
    @pytest.fixture
    def row(self, catalogue):
        return setup.begin_setup(user=UserFactory(), known=KNOWN)

    def test_each_is_kept_and_counts_once(self, row):
        setup.answer_runs(row=row, runs={0: RunKind.HARD})
        setup.answer_equipment(row=row, owned=frozenset({"wall"}))
        setup.answer_runs(row=row, runs={5: RunKind.EASY})
        setup.answer_training(row=row, level=Level.STRONG, minutes=45, sessions_per_week=3)
        row.refresh_from_db()
        assert (weekly(row), row.level, row.minutes, row.steps_answered) == ({5: "easy"}, "strong", 45, 3)

    def test_days_being_tapped_are_no_answer_yet(self, row):
        setup.answer_runs(row=row, runs={0: RunKind.HARD}, done=False)
        row.refresh_from_db()
        assert (weekly(row), row.steps_answered) == ({0: "hard"}, 0)

    def test_consent_keeps_its_instant(self, row):
        setup.answer_safety(row=row, baseline=7, cleared=True, now=NOW)
        setup.answer_safety(row=row, baseline=2, cleared=False, now=NOW + timedelta(hours=1))
        row.refresh_from_db()
        assert (row.baseline, row.agreed_at, row.cleared_at) == (2, NOW, None)

    def test_nothing_is_answered_any_more_once_there_is_a_plan(self, catalogue):
        row = RunnerFactory(runs=RUNS, baseline=1)
        start(row=row, catalogue=catalogue, first=MONDAY)
        setup.answer_runs(row=row, runs={})
        setup.answer_safety(row=row, baseline=9, cleared=False, now=NOW)
        row.refresh_from_db()
        assert (weekly(row), row.baseline) == ({1: "easy", 3: "hard", 6: "long"}, 1)


class TestBeginnings:
    @pytest.mark.parametrize(
        ("day", "sessions"),
        [(0, [2]), (1, [2]), (4, [1, 2]), (6, [0, 2])],
    )
    def test_next_week_is_offered_where_this_one_holds_fewer(self, catalogue, day, sessions):
        row = RunnerFactory(runs=RUNS)
        offered = setup.beginnings(row, catalogue, MONDAY + day * DAY)
        assert [len(each.plan.sessions) for each in offered] == sessions
        assert [each.first for each in offered] == [MONDAY + day * DAY, MONDAY + WEEK][: len(sessions)]

    def test_is_what_the_plan_begins_with(self, catalogue):
        row = RunnerFactory(runs=RUNS)
        [_, later] = setup.beginnings(row, catalogue, MONDAY + 4 * DAY)
        start(row=row, catalogue=catalogue, first=later.first)
        week = PlannedWeek.objects.get()
        days = Session.objects.filter(date__lt=week.first_day + WEEK).order_by("date").values_list("date", flat=True)
        assert list(days) == [session.date for session in later.plan.sessions]

    def test_in_one_query(self, catalogue, django_assert_num_queries):
        row = RunnerFactory(runs=RUNS)
        with django_assert_num_queries(1):
            setup.beginnings(row, catalogue, MONDAY + 4 * DAY)


class TestPlace:
    @pytest.fixture
    def row(self, catalogue):
        row = RunnerFactory(runs=RUNS)
        start(row=row, catalogue=catalogue, first=MONDAY)
        row.refresh_from_db()
        return row

    def test_is_written_only_where_it_is_another(self, row, django_assert_num_queries):
        user = row.user
        with django_assert_num_queries(1):
            assert save_place(row=row, time_zone="Europe/Berlin", units="kg")
            assert not save_place(row=row, time_zone="Europe/Berlin")
        user.refresh_from_db()
        assert user.time_zone == "Europe/Berlin"

    def test_days_are_one_change(self, row, catalogue):
        place = {"time_zone": "Europe/Berlin", "week_start": "sunday", "units": "lb"}
        change_days(row=row, catalogue=catalogue, today=MONDAY, after_easy_runs=True, place=place)
        row.refresh_from_db()
        assert row.after_easy_runs
        assert PlanChange.objects.count() == 1
        assert (row.user.time_zone, row.user.week_start, row.user.units) == tuple(place.values())
