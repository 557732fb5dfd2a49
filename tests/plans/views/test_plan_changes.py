"""What each tap on the plan asks for, what the planner answers, and the way back."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pytest_django.asserts import assertContains, assertRedirects

from plans.models import Absence, DatedRun, DayChoice, PlanChange
from tests.plans.views.reading import CHANGE, PLAN, UNDO, ask, kept, line, of, strength, text, undo, weeks

pytestmark = pytest.mark.usefixtures("delivered")

MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def client(row):
    return of(row)


class TestActions:
    @pytest.mark.parametrize(
        ("do", "day", "fields", "first_week"),
        [
            ("run", "2026-11-27", {"kind": "easy"}, ["Mon 23", "Sat 28"]),
            ("run", "2026-11-26", {"kind": "none"}, ["Mon 23", "Fri 27"]),
            ("run", "2026-11-24", {"kind": "long"}, ["Mon 23", "Fri 27"]),
            ("instead", "2026-11-23", {}, ["Wed 25", "Fri 27"]),
            ("skip", "2026-11-27", {}, ["Mon 23", "Sat 28"]),
            ("move", "2026-11-27", {"to": "2026-11-28"}, ["Mon 23", "Sat 28"]),
            ("pin", "2026-11-28", {}, ["Mon 23", "Sat 28"]),
            ("shorten", "2026-11-27", {}, ["Mon 23", "Fri 27"]),
            ("away", "2026-11-23", {"last": "2026-11-29", "kind": "away"}, []),
            ("away", "2026-11-27", {"last": "2026-11-27", "kind": "ill"}, ["Mon 23", "Sat 28"]),
        ],
    )
    def test_changes_the_week_at_once_and_is_undone(self, row, client, do, day, fields, first_week):
        before, shown = kept(row), weeks(client)
        response = ask(client, do, day, **fields)
        assert response.status_code == 303
        assert [each for each in strength(client) if each.split()[1] in map(str, range(23, 30))] == first_week
        assert PlanChange.objects.for_runner(row).count() == 1
        assertRedirects(undo(client, row, day=day), f"{PLAN}?day={day}#day", status_code=303)
        assert kept(row) == before
        assert weeks(client) == shown

    @pytest.mark.parametrize(
        ("do", "day", "back"),
        [("pin", "2026-11-27", "unpin"), ("skip", "2026-11-27", "unskip"), ("shorten", "2026-11-27", "lengthen")],
    )
    def test_each_choice_of_a_day_can_be_unmade(self, row, client, do, day, back):
        before = kept(row)
        ask(client, do, day)
        assert DayChoice.objects.for_runner(row).exists()
        ask(client, back, day)
        assert kept(row)[:3] == before[:3]

    def test_a_run_goes_back_to_the_usual_week(self, row, client):
        ask(client, "run", "2026-11-24", kind="hard")
        assertContains(client.get(f"{PLAN}?day=2026-11-24"), "As usual")
        ask(client, "usual", "2026-11-24")
        assert not DatedRun.objects.for_runner(row).exists()

    def test_says_in_one_line_what_moved_with_undo_beside_it(self, client):
        response = client.post(CHANGE, {"do": "move", "day": "2026-11-27", "to": "2026-11-28"}, follow=True)
        assert line(response) == "Friday’s session moves to Saturday. Undo"
        assertRedirects(response, f"{PLAN}?day=2026-11-28#day", status_code=303)
        assertContains(client.get(PLAN), "Last change: Friday’s session moves to Saturday.")

    @pytest.mark.parametrize(("days", "offered"), [(4, True), (6, True), (8, False)])
    def test_what_has_passed_for_a_week_is_not_offered_to_be_undone(self, client, row, days, offered):
        client.post(CHANGE, {"do": "move", "day": "2026-11-27", "to": "2026-11-28"}, follow=True)
        PlanChange.objects.update(at=MORNING)
        with time_machine.travel(MORNING + timedelta(days=days), tick=False):
            page = of(row).get(PLAN).content.decode()
        assert ("Last change: Friday’s session moves to Saturday." in page) is offered
        assert (f'action="{UNDO}"' in page) is offered

    def test_a_race_on_sunday_halves_the_week_before_and_keeps_clear_of_it(self, row, client):
        ask(client, "run", "2026-12-13", kind="race", ask="race")
        third = weeks(client)[2]
        assert third[0] == "Race week 7–13 Dec"
        assert third[1] == "2 sessions, halved"
        assert third[2][-1] == "Sun 13: race"
        assert not third[2][5].startswith("Sat 12: strength")
        ask(client, "usual", "2026-12-13")
        assert weeks(client)[2][0] == "7–13 Dec"

    def test_the_long_run_moved_by_two_taps(self, row, client):
        ask(client, "run", "2026-11-29", kind="none")
        ask(client, "run", "2026-11-28", kind="long")
        assert [lane for lane in weeks(client)[0][2] if "long" in lane] == ["Sat 28: long run"]
        undo(client, row)
        undo(client, row)
        assert [lane for lane in weeks(client)[0][2] if "long" in lane] == ["Sun 29: long run"]

    def test_ill_for_two_weeks_below_the_neck(self, row, client):
        ask(client, "away", "2026-11-23", last="2026-12-06", kind="ill-below", ask="away")
        assert [week[1] for week in weeks(client)] == ["no sessions", "no sessions", "2 sessions", "2 sessions"]
        assert weeks(client)[0][2][0] == "Mon 23: ill"
        assert Absence.objects.get().kind == "ill-below"
        assertContains(client.get(PLAN), "I’m back")
        ask(client, "back", "2026-11-30", last="2026-12-06")
        assert [week[1] for week in weeks(client)] == ["no sessions", "2 sessions", "2 sessions", "2 sessions"]
        assert Absence.objects.get().last == date(2026, 11, 29)

    def test_what_is_further_off_is_listed_and_can_be_removed(self, row, client):
        ask(client, "run", "2027-04-18", kind="race", ask="race")
        ask(client, "away", "2027-01-02", last="2027-01-09", kind="away")
        page = text(client.get(PLAN).content.decode())
        assert "Away 2 January to 9 January 2027 Remove" in page
        assert "Race Sunday 18 April 2027 Remove" in page
        ask(client, "usual", "2027-04-18")
        ask(client, "back", "2027-01-02", last="2027-01-09")
        assert not DatedRun.objects.exists()
        assert not Absence.objects.exists()

    def test_what_changes_nothing_offers_no_undo(self, client):
        client.post(CHANGE, {"do": "run", "day": "2026-11-27", "kind": "easy"}, follow=True)
        response = client.post(CHANGE, {"do": "run", "day": "2026-11-27", "kind": "easy"}, follow=True)
        assert line(response) == "Easy run on Friday 27 November. Nothing else moves."


class TestMoving:
    def test_shows_where_a_session_may_go_and_why_not_elsewhere(self, client):
        page = client.get(f"{PLAN}?ask=move&day=2026-11-27").content.decode()
        sheet = text(re.search(r'<div class="ask".*?</div>', page, re.DOTALL)[0])
        assert "Saturday 28 November" in sheet
        assert "Sunday 29 November Your long run is on that day." in sheet
        assert re.findall(r'name="to" value="([^"]*)"', page) == ["2026-11-25", "2026-11-28"]
        assert page.count('class="is-place"') + page.count("is-place") >= 2

    @pytest.mark.parametrize(
        ("to", "sentence"),
        [
            ("2026-11-29", "Your long run is on that day."),
            ("2026-11-23", "Another session is there."),
            ("2026-12-02", "A session can move within its week."),
        ],
    )
    def test_is_refused_where_a_rule_stands_against_it(self, row, client, to, sentence):
        before = kept(row)
        response = ask(client, "move", "2026-11-27", to=to, ask="move")
        assertContains(response, sentence, status_code=409)
        assert kept(row) == before
        assert not PlanChange.objects.exists()

    def test_a_day_without_a_session_has_nothing_to_move(self, client):
        response = ask(client, "move", "2026-11-25", to="2026-11-28")
        assertContains(response, "There is no session on Wednesday that could move.", status_code=409)


class TestDateLine:
    def test_a_flight_over_the_date_line_neither_loses_nor_doubles_a_session(self, begin):
        """Auckland to Honolulu around midnight and back: Wednesday, Tuesday once more, Wednesday."""
        row = begin(user__time_zone="Pacific/Auckland")
        client = of(row)
        with time_machine.travel(datetime(2026, 11, 25, 0, 30, tzinfo=ZoneInfo("Pacific/Auckland")), tick=False):
            assertContains(client.get(PLAN), "Wednesday 25 November</h2>")
            stood = strength(client)
            assert stood[:3] == ["Mon 23", "Wed 25", "Fri 27"]
            ask(client, "pin", "2026-11-27")
            row.user.time_zone = "Pacific/Honolulu"
            row.user.save()
            assertContains(client.get(PLAN), "Tuesday 24 November</h2>")
            assert strength(client)[-7:] == stood[-7:]
            ask(client, "skip", "2026-11-27")
            row.user.time_zone = "Pacific/Auckland"
            row.user.save()
            undo(client, row)
            undo(client, row)
            assert strength(client) == stood
