"""One runner's page: what was told, the weeks, the changes; and the address, which is opened on the record."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.core.document import from_document
from plans.core.types import DAY, WEEK, Illness, Reason, RunKind
from plans.core.wording import sentence, spoken
from plans.models import Absence, DatedRun, DayChoice, ExerciseChoice, PlanChange, PlannedWeek
from plans.services.planning import change, open_weeks, undo
from tests.factories import RunnerFactory
from tests.plans.admin.conftest import MONDAY
from tests.plans.admin.training import page, text, train

FRIDAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel("2026-11-23T12:00Z", tick=False):
        yield


@pytest.fixture
def told(ana, catalogue):
    """Ana after changing much: a race on Friday, away a week later, ill after that."""

    def tell(now):
        away = frozenset({date(2026, 11, 30), date(2026, 12, 1)})
        ill = (Illness(date(2026, 12, 3), date(2026, 12, 4), below=False),)
        return replace(now.runner, dated_runs={FRIDAY: RunKind.RACE}, blocked=away, ill=ill)

    change(row=ana, catalogue=catalogue, today=MONDAY, ask=tell)
    return ana


class TestReading:
    def test_what_was_told(self, desk, told):
        shown = page(desk, told)
        assert "Started on Mon 23 Nov 2026" in shown
        assert "Time zone UTC Week starts on Monday" in shown
        assert "Usual week Tuesday easy, Thursday hard, Sunday long" in shown
        assert "Level New to strength Equipment Step or chair, Wall" in shown
        assert "Fri 27 Nov 2026 Race" in shown
        assert "Mon 30 Nov 2026 to Tue 1 Dec 2026 Away" in shown

    def test_the_week_its_sessions_and_what_is_expected(self, desk, ana):
        shown = page(desk, ana)
        assert "Week 1: 23 to 29 November" in shown
        assert "Monday 23 November" in shown
        assert "Squat 5 + 5 A handful to begin with: two easy sets a session." in shown
        assert "Expected next: 30 November to 6 December" in shown

    def test_changes_in_words_and_whether_they_were_taken_back(self, desk, told, catalogue):
        moved = from_document(tuple[Reason, ...], PlanChange.objects.get().what)
        assert " ".join(sentence(each, spoken(catalogue.names)) for each in moved) in page(desk, told)
        assert "Taken back" not in page(desk, told)
        undo(row=told, catalogue=catalogue, today=MONDAY, change=PlanChange.objects.get().pk)
        assert "Taken back" in page(desk, told)

    def test_who_has_not_finished_the_setup(self, desk, ana):
        PlannedWeek.objects.all().delete()
        type(ana).objects.update(started_on=None, steps_answered=3, baseline=None, agreed_at=None)
        shown = page(desk, ana)
        assert "Started on not yet; 3 answers of the setup" in shown
        assert "No week has been opened yet." in shown

    @pytest.mark.parametrize("weeks", [1, 9])
    def test_a_long_history_is_paged(self, desk, ana, catalogue, weeks):
        open_weeks(row=ana, catalogue=catalogue, today=MONDAY + (weeks - 1) * WEEK)
        shown = page(desk, ana)
        assert shown.count("Opened ") == min(weeks, 4)
        if weeks > 4:
            last = page(desk, ana, "?weeks=3")
            assert "Week 1: 23 to 29 November" in last
            assert "Expected" not in last
            assert "Week 9" not in last

    @pytest.mark.parametrize(("who", "limit"), [("desk", 20), ("ward", 21)])
    def test_a_long_history_costs_the_same(self, request, ana, catalogue, who, limit):
        client = request.getfixturevalue(who)

        def queries():
            with CaptureQueriesContext(connection) as counted:
                page(client, ana)
            return len(counted)

        def live(weeks, days):
            train(ana, catalogue, weeks)
            for day in days:
                DatedRun.objects.create(runner=ana, date=day, kind="easy")
                DayChoice.objects.create(runner=ana, date=day, strength="pinned", short=True)
                PlanChange.objects.create(runner=ana, what=[], before={})

        live(1, [MONDAY])
        once = queries()
        live(6, [MONDAY + place * DAY for place in range(1, 60)])
        assert ExerciseChoice.objects.count() == 7
        assert once == queries() <= limit

    def test_nothing_of_anybody_else(self, desk, ana, told):
        other = RunnerFactory()
        shown = page(desk, other)
        assert "Race" not in shown
        assert "No week has been opened yet." in shown


class TestHealth:
    def test_is_kept_from_view(self, desk, told):
        shown = page(desk, told)
        assert "Knee at the start Kept from view" in shown
        assert "Days ill Kept from view" in shown
        assert "Warning signs, sharp pain Kept from view" in shown
        assert "2 of 10" not in shown
        assert "Ill" not in shown

    def test_looks_the_same_whether_there_is_any(self, desk, ana):
        before = page(desk, ana)
        Absence.objects.create(runner=ana, kind="ill", first=MONDAY, last=FRIDAY)
        type(ana).objects.update(baseline=9)
        assert page(desk, ana) == before

    def test_is_seen_with_the_permission(self, ward, told):
        shown = page(ward, told)
        assert "Knee at the start 2 of 10" in shown
        assert "Thu 3 Dec 2026 to Fri 4 Dec 2026 Ill" in shown


class TestAddress:
    def test_is_masked_until_it_is_opened_and_after(self, desk, helper, ana):
        assert "a…@m….org" in page(desk, ana)
        assert ana.user.email not in desk.get(f"/admin/plans/runner/{ana.pk}/change/").content.decode()
        answer = desk.post(f"/admin/plans/runner/{ana.pk}/address/")
        assert ana.user.email in text(answer)
        assert "no-store" in answer["Cache-Control"]
        assert ana.user.email not in page(desk, ana)

    def test_who_opened_whose_and_when_is_in_the_history(self, desk, helper, ana):
        desk.post(f"/admin/plans/runner/{ana.pk}/address/")
        entry = LogEntry.objects.get()
        assert (entry.user, entry.object_id, entry.get_change_message()) == (
            helper, str(ana.pk), "Opened the e-mail address.",
        )  # fmt: skip
        history = text(desk.get(f"/admin/plans/runner/{ana.pk}/history/"))
        assert "support@example.org Opened the e-mail address." in history
        assert ana.user.email not in history

    def test_looking_leaves_no_trace_and_does_not_open_it(self, desk, ana):
        for path in ("", f"{ana.pk}/change/", f"{ana.pk}/history/"):
            desk.get(f"/admin/plans/runner/{path}")
        assert desk.get(f"/admin/plans/runner/{ana.pk}/address/").status_code == 405
        assert not LogEntry.objects.exists()

    def test_is_not_opened_from_elsewhere(self, helper, ana):
        client = Client(enforce_csrf_checks=True)
        client.force_login(helper)
        answer = client.post(f"/admin/plans/runner/{ana.pk}/address/")
        assert answer.status_code == 403
        assert ana.user.email not in answer.content.decode()
        assert not LogEntry.objects.exists()
