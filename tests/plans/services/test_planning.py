"""Plans as rows: begun, opened, changed, taken back; always what the core says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from plans.core.types import DAY, WEEK, Illness, Level, Refused, RunKind, because
from plans.models import Absence, DatedRun, DayChoice, PlanChange, PlannedWeek, Prescription, Runner, Session, WeeklyRun
from plans.services.planning import change, latest_change, open_weeks, preview, start, undo
from plans.services.standing import standing
from plans.services.told import tell, told
from tests.factories import RunnerFactory

MONDAY = date(2026, 11, 23)
RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def stands(row, catalogue):
    """Where the runner stands on a day."""

    def on(today):
        row.refresh_from_db()
        return standing(PlannedWeek.objects.latest_of(row), catalogue, today)

    return on


def days(plan):
    return [str(session.date) for session in plan.sessions]


def telling(**answers):
    return lambda now: replace(now.runner, **answers)


class TestStart:
    def test_stores_this_week_and_what_is_expected_of_the_next(self, row, stands):
        assert list(Session.objects.values_list("date", flat=True)) == [
            date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 4)
        ]  # fmt: skip
        week = PlannedWeek.objects.get()
        assert (week.number, week.first_day) == (0, MONDAY)
        assert stands(MONDAY).weeks(2)[1].sessions == stands(MONDAY).weeks(3)[1].sessions

    def test_a_prescription_says_what_it_was_in_words(self, row):
        first = Prescription.objects.between(row, MONDAY, MONDAY)[0]
        assert (first.name, first.sets, first.reason) == (
            "Squat", [5, 5], "A handful to begin with: two easy sets a session.",
        )  # fmt: skip

    def test_happens_once(self, row, catalogue):
        start(row=row, catalogue=catalogue, first=MONDAY + WEEK)
        row.refresh_from_db()
        assert row.started_on == MONDAY
        assert PlannedWeek.objects.count() == 1

    def test_next_week_begins_whole(self, catalogue):
        row = RunnerFactory(runs=RUNS)
        start(row=row, catalogue=catalogue, first=MONDAY + WEEK)
        assert PlannedWeek.objects.get().first_day == MONDAY + WEEK
        assert Session.objects.earliest("date").date == MONDAY + WEEK

    def test_no_start_without_consent(self, catalogue):
        from django.db import IntegrityError, transaction

        row = RunnerFactory(agreed_at=None)
        with pytest.raises(IntegrityError, match="runner_starts_with_consent"), transaction.atomic():
            start(row=row, catalogue=catalogue, first=MONDAY)
        assert not PlannedWeek.objects.exists()


class TestStanding:
    def test_is_what_was_stored(self, stands):
        now = stands(MONDAY)
        assert days(now.plan) == ["2026-11-23", "2026-11-27"]
        assert (now.missed, now.opened) == ((), ())
        assert [len(plan.sessions) for plan in now.weeks(4)] == [2, 2, 2, 2]

    def test_a_missed_session_finds_another_day_and_nothing_is_written(self, stands):
        before = list(Session.objects.values_list("pk", "date"))
        now = stands(MONDAY + DAY)
        assert [session.date for session in now.missed] == [MONDAY]
        assert days(now.plan) == ["2026-11-25", "2026-11-27"]
        assert list(Session.objects.values_list("pk", "date")) == before

    def test_shows_the_week_that_would_open(self, stands):
        now = stands(MONDAY + WEEK)
        assert [lived.plan.week for lived in now.opened] == [1]
        assert days(now.plan) == ["2026-11-30", "2026-12-04"]
        assert PlannedWeek.objects.count() == 1

    def test_a_day_before_the_week_is_a_forecast_of_it(self, stands):
        assert days(stands(MONDAY - DAY).plan) == ["2026-11-23", "2026-11-27"]

    @pytest.mark.parametrize("weeks", [1, 30])
    def test_costs_the_same_after_any_time(self, row, catalogue, weeks, django_assert_num_queries):
        for number in range(weeks):
            open_weeks(row=row, catalogue=catalogue, today=MONDAY + number * WEEK)
        assert row.user
        with django_assert_num_queries(4):
            standing(PlannedWeek.objects.latest_of(row), catalogue, MONDAY + (weeks - 1) * WEEK)


class TestOpenWeeks:
    def test_late_leaves_no_session_that_nobody_planned(self, row, catalogue, stands):
        today = MONDAY + WEEK + 4 * DAY
        shown = stands(today)
        open_weeks(row=row, catalogue=catalogue, today=today)
        assert stands(today).missed == shown.missed
        assert stands(today).plan == shown.plan

    def test_after_any_days_shows_what_was_shown_before(self, catalogue, row, stands):
        for days in range(1, 25, 3):
            today = MONDAY + days * DAY
            shown = stands(today)
            open_weeks(row=row, catalogue=catalogue, today=today)
            assert [each.date for each in stands(today).missed] == [each.date for each in shown.missed], today

    def test_stores_every_week_that_began_once(self, row, catalogue, stands):
        shown = stands(MONDAY + 3 * WEEK + 2 * DAY)
        assert open_weeks(row=row, catalogue=catalogue, today=shown.today)
        assert not open_weeks(row=row, catalogue=catalogue, today=shown.today)
        assert list(PlannedWeek.objects.order_by("number").values_list("number", flat=True)) == [0, 1, 2, 3]
        again = stands(shown.today)
        assert again.plan == shown.plan
        assert again.opened == ()

    def test_keeps_what_was_behind_the_last_two_weeks_only(self, row, catalogue):
        open_weeks(row=row, catalogue=catalogue, today=MONDAY + 3 * WEEK)
        kept = PlannedWeek.objects.order_by("number").values_list("number", flat=True)
        assert list(kept.filter(history__isnull=False)) == [2, 3]

    def test_its_sessions_take_the_place_of_what_was_expected(self, row, catalogue):
        open_weeks(row=row, catalogue=catalogue, today=MONDAY + WEEK)
        assert [str(day) for day in Session.objects.order_by("date").values_list("date", flat=True)] == [
            "2026-11-23", "2026-11-27", "2026-11-30", "2026-12-04", "2026-12-07", "2026-12-11",
        ]  # fmt: skip


class TestChange:
    def test_plans_anew_and_stores_what_was_told(self, row, catalogue, stands):
        friday = date(2026, 11, 27)
        change(row=row, catalogue=catalogue, today=MONDAY, ask=telling(dated_runs={friday: RunKind.EASY}))
        assert DatedRun.objects.get().kind == "easy"
        assert "2026-11-27" not in days(stands(MONDAY).plan)
        assert not Session.objects.filter(date=friday).exists()

    def test_a_session_that_stays_keeps_its_row(self, row, catalogue):
        monday = Session.objects.get(date=MONDAY).pk
        change(row=row, catalogue=catalogue, today=MONDAY, ask=telling(blocked=frozenset({date(2026, 11, 27)})))
        assert Session.objects.get(date=MONDAY).pk == monday

    def test_a_preview_says_the_same_and_writes_nothing(self, row, catalogue, stands):
        now = stands(MONDAY)
        runner = replace(now.runner, blocked=frozenset({date(2026, 11, 27)}))
        said = preview(now, runner)
        assert not Absence.objects.exists()
        assert change(row=row, catalogue=catalogue, today=MONDAY, ask=lambda _now: runner) == said

    def test_what_changes_nothing_leaves_no_trace(self, row, catalogue):
        change(row=row, catalogue=catalogue, today=MONDAY, ask=lambda now: now.runner)
        assert not PlanChange.objects.exists()

    def test_a_refusal_changes_nothing(self, row, catalogue):
        def refuse(now):
            raise Refused(because("nothing_moves"))

        with pytest.raises(Refused):
            change(row=row, catalogue=catalogue, today=MONDAY, ask=refuse)
        assert not PlanChange.objects.exists()

    def test_in_a_week_that_is_not_stored_yet_it_opens_it(self, row, catalogue):
        change(row=row, catalogue=catalogue, today=MONDAY + WEEK, ask=telling(minutes=20))
        assert list(PlannedWeek.objects.order_by("number").values_list("number", flat=True)) == [0, 1]

    def test_that_moves_nothing_still_opens_the_week(self, row, catalogue):
        change(row=row, catalogue=catalogue, today=MONDAY + WEEK, ask=lambda now: now.runner)
        assert PlannedWeek.objects.count() == 2
        assert not PlanChange.objects.exists()


class TestUndo:
    def test_takes_back_the_change_that_was_meant_and_no_other(self, row, catalogue):
        for day in (date(2026, 11, 27), date(2026, 11, 28)):
            change(row=row, catalogue=catalogue, today=MONDAY, ask=run_on(day))
        meant = latest_change(row).pk
        undo(row=row, catalogue=catalogue, today=MONDAY, change=meant)
        with pytest.raises(Refused):
            undo(row=row, catalogue=catalogue, today=MONDAY, change=meant)
        assert PlanChange.objects.filter(undone_at=None).count() == 1

    def test_takes_an_illness_back_that_was_told_of_days_long_past(self, row, catalogue):
        ill = (Illness(MONDAY - 20 * DAY, MONDAY - 10 * DAY, below=True),)
        change(row=row, catalogue=catalogue, today=MONDAY, ask=telling(ill=ill))
        take_back(row, catalogue)
        assert not Absence.objects.exists()

    @pytest.mark.parametrize(
        "answers",
        [
            {"dated_runs": {date(2026, 11, 27): RunKind.EASY}},
            {"weekly_runs": {0: RunKind.LONG, 4: RunKind.HARD}},
            {"blocked": frozenset(MONDAY + place * DAY for place in range(10))},
            {"ill": (Illness(MONDAY, MONDAY + 13 * DAY, below=True),)},
            {"pinned": frozenset({date(2026, 11, 25)}), "skipped": frozenset({date(2026, 11, 27)})},
            {"short_dates": frozenset({MONDAY})},
            {"minutes": 15, "level": Level.STRONG, "sessions_per_week": 3, "equipment": frozenset({"band"})},
            {"after_easy_runs": True},
        ],
    )
    def test_brings_back_everything_as_it_was(self, row, catalogue, stands, answers):
        before = state(row)
        stood = stands(MONDAY)
        change(row=row, catalogue=catalogue, today=MONDAY, ask=telling(**answers))
        assert stands(MONDAY).present.runner == replace(stood.present.runner, **answers)
        take_back(row, catalogue)
        assert state(row) == before
        assert stands(MONDAY).plan == stood.plan

    def test_goes_back_one_change_after_the_other(self, row, catalogue, stands):
        stood = [stands(MONDAY).plan]
        for day in (date(2026, 11, 27), date(2026, 11, 28)):
            change(row=row, catalogue=catalogue, today=MONDAY, ask=run_on(day))
            stood.append(stands(MONDAY).plan)
        for plan in reversed(stood[:-1]):
            take_back(row, catalogue)
            assert stands(MONDAY).plan.sessions == plan.sessions
        with pytest.raises(Refused):
            take_back(row, catalogue)

    def test_what_is_past_stays(self, row, catalogue, stands):
        change(row=row, catalogue=catalogue, today=MONDAY, ask=run_on(date(2026, 11, 27)))
        take_back(row, catalogue, today=MONDAY + WEEK)
        assert DatedRun.objects.filter(date=date(2026, 11, 27)).exists()


def take_back(row, catalogue, today=MONDAY):
    last = latest_change(row)
    return undo(row=row, catalogue=catalogue, today=today, change=last.pk if last else 0)


def run_on(day):
    def ask(now):
        runner = now.runner
        return replace(runner, dated_runs={**runner.dated_runs, day: RunKind.EASY})

    return ask


def state(row):
    """Everything that is told and prescribed, without keys."""
    tables = {
        WeeklyRun: ("weekday", "kind"),
        DatedRun: ("date", "kind"),
        DayChoice: ("date", "strength", "short"),
        Absence: ("kind", "first", "last"),
        Session: ("date", "slot", "reasons"),
        Prescription: ("session__date", "position", "exercise", "variation", "sets", "load_grams", "reason"),
    }
    rows = {
        model: sorted(model.objects.for_runner(row).values_list(*fields), key=repr) for model, fields in tables.items()
    }
    runner = Runner.objects.values("sessions_per_week", "minutes", "level", "after_easy_runs").get(pk=row.pk)
    return rows, runner, sorted(row.equipment.values_list("slug", flat=True))


class TestWall:
    def test_a_change_touches_nobody_else(self, row, catalogue):
        other = RunnerFactory(runs=RUNS)
        start(row=other, catalogue=catalogue, first=MONDAY)
        before = state(other)
        change(row=row, catalogue=catalogue, today=MONDAY, ask=telling(weekly_runs={}, blocked=frozenset({MONDAY})))
        take_back(row, catalogue)
        assert state(other) == before


class TestTold:
    def test_what_is_told_comes_back_in_one_query(self, row, django_assert_num_queries):
        before = told(row, MONDAY)
        after = replace(
            before,
            weekly_runs={0: RunKind.RACE},
            dated_runs={MONDAY: None, MONDAY + DAY: RunKind.LONG},
            pinned=frozenset({MONDAY + 2 * DAY}),
            skipped=frozenset({MONDAY + 3 * DAY}),
            short_dates=frozenset({MONDAY + 2 * DAY, MONDAY + 4 * DAY}),
            blocked=frozenset({MONDAY + 5 * DAY, MONDAY + 6 * DAY, MONDAY + 8 * DAY}),
            ill=(Illness(MONDAY - 30 * DAY, MONDAY, below=False), Illness(MONDAY, MONDAY, below=True)),
            equipment=frozenset({"band", "dumbbell"}),
            minutes=45,
        )
        tell(row, before, after, MONDAY)
        with django_assert_num_queries(1):
            assert told(row, MONDAY) == after

    def test_what_is_long_past_is_not_read(self, row):
        DatedRun.objects.create(runner=row, date=MONDAY - timedelta(days=1), kind="race")
        assert told(row, MONDAY).dated_runs == {}
