"""The page of progress."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db.models import F

from plans.charts import progress
from plans.charts.growth import _ends, _label, _places
from plans.core.changes import Step
from plans.core.record import Week
from plans.core.types import WEEK, FlagKind
from plans.models import PlannedWeek, Runner, Session
from plans.services.catalogue import planned_catalogue
from plans.services.doing import doing
from plans.services.planning import open_weeks
from plans.services.standing import standing
from plans.services.transfer.importing_sets import bring_sets
from tests.plans.lives.living import Services
from tests.plans.services.training import log_all
from tests.plans.views.conftest import MONDAY
from tests.plans.views.reading import text

pytestmark = pytest.mark.usefixtures("delivered")


def at(days):
    return datetime(MONDAY.year, MONDAY.month, MONDAY.day, 12, tzinfo=UTC) + timedelta(days=days)


@pytest.fixture
def page(row, client):
    def words(days, asked="", **headers):
        with time_machine.travel(at(days), tick=False):
            client.force_login(row.user)
            return client.get(f"/progress/{asked}", headers=headers).content.decode()

    return words


@pytest.fixture
def trained(row):
    """Does sessions of some days in full; `pain` is the knee's answer, then and the next morning."""

    def train(*days, pain=1):
        hands = Services(row, planned_catalogue())
        for number in days:
            hands.wakes_on(MONDAY + timedelta(days=number))
            open_weeks(row=row, catalogue=hands.catalogue, today=hands.today)
            session = hands.start(hands.today)
            log_all(hands, session)
            hands.finish(session, pain, 5)
            hands.wakes_on(hands.today + timedelta(days=1))
            hands.morning(session, pain)

    return train


def test_before_the_first_session_each_chart_says_what_it_will_show(page):
    words = page(0)
    assert "<b>0 of 20</b>" in words
    assert "Squat, reps this week. Your first week with it." in words
    assert "The first session fills the first square." in words
    assert "After your first session the muscles that worked are drawn here" in words
    assert "Each session asks how your knee was" in words


def test_what_was_done_last_week_what_is_the_most_and_why(page, trained):
    trained(0, 4)
    words = page(7)
    assert "<b>0 of 22</b>" in words
    assert "Squat, reps this week. Last week 20. At most 22, a tenth above 20." in words
    assert "<b>Why 22 this week?</b> All went well: at most a tenth more than 20." in words
    trained(7)
    assert "<b>11 of 22</b>" in page(8)


def test_after_a_week_with_half_of_it_done(page, trained):
    trained(0, 4, 7)
    assert "Last week 11. At most 22, a tenth above 20." in page(14)


def test_weeks_that_were_not_there_are_told_as_they_were(page, trained):
    trained(0, 4)
    words = page(21, "?weeks=4")
    assert "Last week 0. At most 22, a tenth above 20." in words
    assert "Your first week" not in words


def test_another_way_to_do_it_is_told_in_its_own_words(page, trained, row):
    trained(0, 4)
    hands = Services(row, planned_catalogue())
    hands.wakes_on(MONDAY + timedelta(days=7))
    open_weeks(row=row, catalogue=hands.catalogue, today=hands.today)
    hands.take("calf-raise", "supported-calf-raise", None)
    words = page(7, "?exercise=calf-raise")
    assert "Supported calf raise, reps this week. A new way to do it." in words
    assert words.count("<br>Calf raise, reps") == 1
    assert words.count("<br>Supported calf raise, reps") == 13
    assert "<br>Squat, reps" not in page(7, "?exercise=squat")


def test_a_week_kept_and_the_share_of_the_last_four(page, trained):
    trained(0, 4, 7)
    words = page(14)
    assert "75&nbsp;% of the last 2 weeks." in words
    assert "Week 1: two sessions done, 3 runs" in words
    assert "Week 2: one session done, one session missed, 3 runs" in words


def test_the_knee_and_what_it_did(page, trained):
    trained(0, pain=4)
    trained(4)
    words = page(8)
    assert '<th scope="row">Mon 23 Nov 2026</th><td>4</td><td>4</td>' in words
    assert "<b>Week 2</b>" in words


def test_a_session_of_today_counts_once_it_is_finished(page, trained, row):
    trained(0)
    hands = Services(row, planned_catalogue())
    hands.wakes_on(MONDAY + timedelta(days=4))
    session = hands.start(hands.today)
    log_all(hands, session)
    assert "<b>0</b>" in page(4)
    assert "Week 1: one session done, one session to come, 3 runs" in page(4)
    hands.finish(session, 1, 5)
    assert "<b>1</b>" in page(4)


def test_another_exercise_and_another_period_are_a_fragment(page, trained):
    trained(0, 4, 7, 11)
    whole, part = page(14, "?exercise=calf-raise&weeks=4"), page(14, "?exercise=calf-raise&weeks=4", HX_Request="true")
    assert 'id="open-calf-raise" aria-current="true"' in whole
    assert 'id="period-4" aria-current="true"' in whole
    assert part.strip().startswith('<div id="progress">')
    assert part.strip() in whole


@pytest.mark.parametrize("asked", ["?exercise=nothing&weeks=7", "?exercise=%00&weeks=", "?weeks=99999999999999999999"])
def test_what_is_not_there_is_the_usual(page, asked):
    assert page(0, asked) == page(0)


def test_a_set_that_was_logged_in_another_tab_is_there_on_the_next_look(page, trained):
    assert "<b>0 of 20</b>" in page(0)
    trained(0)
    assert "<b>10 of 20</b>" in page(0)


def test_without_a_plan_to_grow(client, row, page):
    Session.objects.all().delete()
    assert page(0).count("<h1") == 1


def imports(row, *lines):
    """What a table says: day, exercise, set, reps."""
    raw = "session,exercise,set,amount\n" + "\n".join(lines)
    return bring_sets(user=row.user, catalogue=planned_catalogue(), raw=raw.encode(), now=at(14))


def part_of(words, name):
    return re.search(rf'<section class="part" aria-labelledby="{name}">.*?</section>', words, re.DOTALL)[0]


def row_of(words, day):
    """The row of the week from a day, in words."""
    return next(text(row) for row in re.findall(r"<tr.*?</tr>", words, re.DOTALL) if f"from {day}" in row)


def scale_of(words):
    """The most that a column of the large chart reaches: the highest number of its tables."""
    tables = re.findall(r"<table.*?</table>", words, re.DOTALL)[:2]
    return max(int(number) for table in tables for number in re.findall(r"<td>(\d+)", table))


def dates_beneath(words, name):
    """Of a chart, without the columns that have none."""
    block = re.search(rf'<(\w+) class="{name}.*?</\1>', words, re.DOTALL)[0]
    return [each for each in map(text, re.findall(r"<(?:li|span)\b.*?</(?:li|span)>", block, re.DOTALL)) if each]


def test_each_chart_says_when(page, trained):
    trained(0, 4, 7)
    words = page(14, "?weeks=4")
    assert dates_beneath(words, "growth__weeks") == ["7 Dec", "28 Dec", "18 Jan", "8 Feb"]
    assert '<span class="multi__when">from 23 Nov 2026</span>' in words
    knee = re.search(r'<div class="knee__days">.*?</div>', words, re.DOTALL)[0]
    assert text(knee) == "Mon 23 Nov 2026 to Mon 30 Nov 2026"


@pytest.mark.parametrize(("now", "count"), [(0, 13), (3, 16), (11, 24), (51, 64), (103, 116)])
def test_dates_beneath_a_chart_keep_apart_and_within_it(now, count):
    weeks = [Week(place, MONDAY + place * WEEK, (), ()) for place in range(count)]
    labelled = [place for place, week in enumerate(weeks) if _label(week, place, now, count)]
    room = count / 5  # columns that a date on a phone takes
    apart = count / 4 if count > 52 else room  # with its year it is longer
    assert now in labelled
    assert all(other - place >= apart for place, other in pairwise(labelled))
    assert all(place == 0 or room / 2 <= place + 0.5 <= count - room / 2 for place in labelled)


def test_after_a_stop_what_was_done_is_still_there(page, trained, row, client):
    trained(0)
    hands = Services(row, planned_catalogue())
    hands.wakes_on(MONDAY + timedelta(days=1))
    hands.flag(FlagKind.RED)
    for days in (1, 8):
        words = page(days, "?exercise=squat")
        assert "Squat, reps this week. Not in the plan this week." in words
        assert "<b>Why nothing this week?</b> A warning sign: no strength since" in words
        assert words.count('class="multi__h"') == 4
        assert row_of(words, "23 Nov 2026").startswith("1 from 23 Nov 2026")
        assert " 10 " in row_of(words, "23 Nov 2026")
    with time_machine.travel(at(1), tick=False):
        assert "Squat" in client.get("/plan/print/").content.decode()


def test_little_that_is_left_still_looks_like_a_bar(page, trained, row):
    trained(0)
    hands = Services(row, planned_catalogue())
    hands.wakes_on(MONDAY + timedelta(days=4))
    session = hands.start(hands.today)
    squat = doing(row, session).parts[0]
    for number, amount in enumerate(squat.row.sets, 1):
        hands.log(session, squat, number, amount - (number == 1))
    words = page(4, "?exercise=squat")
    assert "<b>19 of 20</b>" in words
    foot, height = map(int, re.search(r'class="bar--left" d="M\d+ (\d+)v-(\d+)h', words).groups())
    assert height >= 35
    assert foot - height == 1000 - 920 * 20 // scale_of(words), "its top is that of what was asked"


def test_a_forecast_that_ends_says_why(page, trained, row):
    trained(0, 4)
    assert "Why does it end?" not in page(7)
    dose = standing(PlannedWeek.objects.latest_of(row), planned_catalogue(), MONDAY + WEEK).plan.doses[0]
    weeks = _places([Week(place, MONDAY + place * WEEK, (), ()) for place in range(3)], [])

    def ends(*tops, others=("lunge",)):
        """`tops`: of each week whether it is at its top, None without it; `others` are in the weeks without it."""
        asked = [
            {"squat": replace(dose, at_top=top)} if top is not None else dict.fromkeys(others, dose) for top in tops
        ]
        return _ends("squat", [replace(week, asked=each) for week, each in zip(weeks, asked, strict=True)])

    assert ends(False, None, True) == ends(None, None, None) == ""
    assert ends(False, True, None, others=()) == "", "nothing is asked for: a week away"
    assert ends(False, True, None) == (
        "From 7 Dec 2026 on another exercise has its turn: this one will have spent a block of four weeks at its top."
    )
    assert ends(True, False, None) == "From 7 Dec 2026 on another exercise has its turn."


def test_the_numbers_go_back_in_time_and_what_is_to_come_has_a_table_of_its_own(page, trained):
    trained(0, 4, 7)
    past, ahead = page(14, "?weeks=4").split("To come, if all goes well</h3>")
    begins = [re.findall(r'<span class="dim small"> from ([^<]*)', part) for part in (past, ahead)]
    assert begins[0] == ["7 Dec 2026", "30 Nov 2026", "23 Nov 2026"]
    assert begins[1][:2] == ["14 Dec 2026", "21 Dec 2026"]
    assert len(begins[1]) == 12


def test_where_something_harder_can_be_taken_it_leads_there(page, trained, client, monkeypatch):
    steps = {"squat": (Step("squat", "goblet-squat"),)}
    monkeypatch.setattr(progress, "next_steps_of", lambda dose, *_: steps.get(dose.exercise, ()))
    link = re.compile(r'href="(/sessions/\d+/finish/\?ask=nothing)#harder"[^>]*>Take something harder<')
    assert not link.search(page(0, "?exercise=squat")), "no session is over that could offer it"
    trained(0, 4)
    address = link.search(page(7, "?exercise=squat"))[1]
    assert not link.search(page(7, "?exercise=calf-raise"))
    with time_machine.travel(at(7), tick=False):
        assert client.get(address).status_code == 200
    assert (
        address
        == f"/sessions/{Session.objects.filter(finished_at__isnull=False).latest('date').pk}/finish/?ask=nothing"
    )


def test_imported_sets_are_shown_and_count_for_nothing(page, trained, row):
    trained(0, 4, 7)
    usual = page(14)
    with time_machine.travel(at(14)):
        assert not imports(row, "2026-11-24,squat,1,30", "2026-11-09,squat,1,12", "2026-11-10,leg-press,1,8").wrong
    words = page(14)
    assert "from a table, not counted" in words
    assert row_of(words, "23 Nov 2026") == row_of(usual, "23 Nov 2026").replace("20 20 –", "20 + 30 from a table 20 –")
    assert "Not in the plan." in page(14, "?exercise=leg-press")
    assert row_of(words, "9 Nov 2026") == "Before from 9 Nov 2026 0 + 12 from a table – –"
    assert "from a table" not in usual
    assert 'id="open-leg-press"' in words
    assert "Leg press, reps this week. Not in the plan this week." in page(14, "?exercise=leg-press")
    for name in ("h-kept", "h-bal", "h-knee"):
        assert part_of(words, name) == part_of(usual, name)


def test_weeks_before_the_first_are_shown_as_far_back_as_sets_go(page, row):
    with time_machine.travel(at(14)):
        imports(row, "2026-08-03,squat,1,12", "2025-08-04,squat,1,12")
    assert [page(14, f"?weeks={weeks}").count(">Before<") for weeks in ("4", "12", "52", "all")] == [0, 0, 16, 68]


@pytest.mark.parametrize("weeks", [1, 60])
def test_at_most_eight_queries_and_three_while_nothing_changes(row, client, weeks, django_assert_max_num_queries):
    catalogue = planned_catalogue()
    for number in range(1, weeks):
        open_weeks(row=row, catalogue=catalogue, today=MONDAY + number * WEEK)
    with time_machine.travel(at(7 * (weeks - 1)), tick=False):
        client.force_login(row.user)
        client.get("/progress/?weeks=all")
        Runner.objects.update(version=F("version") + 1)
        for asked in ("?weeks=all", "?weeks=12", "?weeks=4&exercise=squat"):
            with django_assert_max_num_queries(8):
                assert client.get(f"/progress/{asked}").status_code == 200
            with django_assert_max_num_queries(3):
                assert client.get(f"/progress/{asked}").status_code == 200
