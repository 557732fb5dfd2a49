"""The weeks to come as they are stored when a week opens: what would be planned, or left aside."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.core.planner import forecast
from plans.core.record import as_weeks
from plans.core.types import DAY, WEEK
from plans.models import PlannedWeek, Runner
from plans.services import ahead
from plans.services.ahead import digest, weeks_ahead
from plans.services.catalogue import planned_catalogue
from plans.services.planning import change, open_weeks
from plans.services.record import record
from plans.services.replanning import plan_anew
from plans.services.standing import standing
from tests.conftest import nothing_kept
from tests.plans.lives.cases import CASES
from tests.plans.lives.living import Life, Services
from tests.plans.lives.test_any import any_life
from tests.plans.services.training import MONDAY, log_all, trained

pytestmark = pytest.mark.usefixtures("delivered")

IN_ANOTHER_PROCESS = """
import benchmarks.ready
from datetime import date
from plans.core.case import read_case
from plans.core.history import begin
from plans.core.planner import if_all_goes_well, plan_week
from plans.core.present import Present
from plans.services.ahead import digest
from plans.services.catalogue import PlannedCatalogue
from tests.core.catalogue import CATALOGUE
from tests.plans.lives.cases import EIGHT_WEEKS
runner = read_case(EIGHT_WEEKS, CATALOGUE).runner
present = Present(CATALOGUE, runner, begin(runner))
for _ in range(6):
    present = if_all_goes_well(present, plan_week(present, present.history.starts_on))
print(digest(present, PlannedCatalogue(CATALOGUE, {}, {}, {})))
"""


def now_of(row, catalogue, today):
    """As the page of progress reads it."""
    return standing(PlannedWeek.objects.latest_with_coming_of(row), catalogue, today)


def fits(now):
    return now.week.coming_from == digest(now.following, now.catalogue)


def planned(now):
    return as_weeks(forecast(now.following, now.today, 12))


@pytest.fixture
def look(row, catalogue):
    """Whether the weeks to come that are stored fit on a day; those that a page shows are what would be planned."""

    def looks(today, catalogue=catalogue):
        now = now_of(Runner.objects.select_related("user").get(pk=row.pk), catalogue, today)
        assert weeks_ahead(now.following, now) == planned(now)
        return fits(now)

    return looks


class Looking(Services):
    """Looks each morning, the week opened if one begins; notes whether what is stored fits, and whether it was new."""

    def __init__(self, row, catalogue):
        super().__init__(row, catalogue)
        self.fitting = []

    def wakes_on(self, day):
        super().wakes_on(day)
        is_new = open_weeks(row=self.row, catalogue=self.catalogue, today=day)
        now = now_of(self.row, self.catalogue, day)
        assert weeks_ahead(now.following, now) == planned(now)
        self.fitting.append((is_new, fits(now)))


LIVES = CASES | {f"any {seed}": any_life(seed) for seed in range(8)}


@pytest.mark.parametrize("given", LIVES.values(), ids=LIVES)
def test_each_week_of_a_life_opens_with_the_weeks_to_come(given):
    life = Life(given, Looking)
    life.lived()
    opened = [fitting for is_new, fitting in life.hands.fitting if is_new]
    assert len(opened) == life.case.weeks - 1
    assert all(opened)


def test_the_page_plans_nothing_until_something_else_is_told(row, client, catalogue, monkeypatch):
    asked = []
    monkeypatch.setattr(ahead, "forecast", lambda *given: asked.append(given) or forecast(*given))

    def page():
        nothing_kept()
        with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
            client.force_login(row.user)
            return client.get("/progress/").content.decode().split("<main", 1)[1].split("</main>")[0]

    stored = page()
    assert not asked
    PlannedWeek.objects.update(coming_from="")
    assert page() == stored
    assert len(asked) == 1
    plan_otherwise(row, catalogue, MONDAY)
    assert page() != stored
    assert len(asked) == 2


def plan_otherwise(row, catalogue, today):
    change(row=row, catalogue=catalogue, today=today, ask=lambda now: replace(now.runner, minutes=15))


def test_a_week_that_goes_as_planned_with_calm_answers_leaves_them_as_they_are(on, look):
    assert look(MONDAY)
    [session] = trained(on, MONDAY, pain=2)
    assert look(MONDAY)
    on(MONDAY + DAY).morning(session, 2)
    trained(on, MONDAY + 4 * DAY, pain=0)
    assert look(MONDAY + 4 * DAY)
    assert look(MONDAY + 6 * DAY)


def test_pain_and_what_is_missed_or_told_make_others_of_them(on, look, row, catalogue):
    trained(on, MONDAY, pain=4)
    assert not look(MONDAY)
    assert not look(MONDAY + 6 * DAY), "Friday's session was missed"
    open_weeks(row=row, catalogue=catalogue, today=MONDAY + WEEK)
    assert look(MONDAY + WEEK)
    plan_otherwise(row, catalogue, MONDAY + WEEK)
    assert not look(MONDAY + WEEK)


def test_a_week_that_has_begun_unseen_has_none(look):
    assert not look(MONDAY + WEEK)


def test_what_is_told_late_of_last_week_opens_this_one_anew_with_them(on, look, row, catalogue):
    trained(on, MONDAY)
    open_weeks(row=row, catalogue=catalogue, today=MONDAY + WEEK)
    before = PlannedWeek.objects.latest_with_coming_of(row).coming_from
    log_all(on(MONDAY + WEEK), on(MONDAY + WEEK).start(MONDAY + 4 * DAY))
    plan_anew(row, catalogue, MONDAY + WEEK, MONDAY + 4 * DAY)
    assert look(MONDAY + WEEK)
    assert PlannedWeek.objects.latest_with_coming_of(row).coming_from != before


def test_another_catalogue_another_planner(look, catalogue, monkeypatch):
    assert look(MONDAY, planned_catalogue())
    assert look(MONDAY, replace(catalogue, names={})), "words make no difference"
    slugs = list(catalogue.exercises)
    assert not look(MONDAY, replace(catalogue, exercises={slug: catalogue.exercises[slug] for slug in slugs[1:]}))
    monkeypatch.setattr(ahead, "_planner", lambda: "another")
    assert not look(MONDAY)


def test_days_that_lie_far_back_make_no_difference(look, row, catalogue):
    """They are read when the week opens, and not any more once it has."""
    row.daychoices.create(date=MONDAY + DAY, strength="skipped")
    row.datedruns.create(date=MONDAY + 2 * DAY, kind="easy")
    for number in (1, 2):
        open_weeks(row=row, catalogue=catalogue, today=MONDAY + number * WEEK)
        assert look(MONDAY + number * WEEK)


def test_only_the_latest_week_has_them(row, catalogue):
    for number in (1, 2, 3):
        open_weeks(row=row, catalogue=catalogue, today=MONDAY + number * WEEK)
    weeks = PlannedWeek.objects.for_runner(row).order_by("number")
    assert [(bool(each.coming_from), bool(each.coming)) for each in weeks] == [(False, False)] * 3 + [(True, True)]
    assert list(weeks.filter(history__isnull=False).values_list("number", flat=True)) == [2, 3]


def test_only_a_record_reads_them(row, catalogue):
    latest = PlannedWeek.objects.latest_of(row)
    assert latest.get_deferred_fields() == {"coming_from", "coming"}
    found = record(row, catalogue, MONDAY, 12)
    with CaptureQueriesContext(connection) as queries:
        assert fits(found.now)
    assert not queries.captured_queries


def test_it_is_the_same_in_every_process():
    said = {
        subprocess.run(
            [sys.executable, "-c", IN_ANOTHER_PROCESS],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
    assert len(said.pop().strip()) == 64
