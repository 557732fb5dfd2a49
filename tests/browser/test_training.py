"""From the landing page through both sessions of the week, the questions about the knee, and into the next weeks."""

import re
from datetime import UTC, datetime, time

import pytest
import time_machine
from playwright.sync_api import expect

from plans.core.types import FlagKind
from plans.models import Runner
from plans.services.catalogue import planned_catalogue
from tests.browser.conftest import NO_SECOND_TAP, log_in
from tests.browser.test_journey import is_on_today, walk
from tests.plans.lives.cases import EIGHT_WEEKS, TWO_WEEKS
from tests.plans.lives.living import Life, simulated


class Thumb:
    """The hands of a runner in a browser: taps what is on the screen."""

    def __init__(self, row, _catalogue, clock, site, page, script=True):
        self.row, self.clock, self.site, self.page, self.script = row, clock, site, page, script

    def wakes_on(self, day):
        if self.script:
            self.page.wait_for_load_state("networkidle")
        self.clock.move_to(datetime.combine(day, time(9), UTC))

    def morning(self, session, pain):
        self.page.goto(f"{self.site}/today/")
        expect(self.page.get_by_role("heading", name="How is the knee this morning?")).to_be_visible()
        self._tap(str(pain))
        expect(self.page.locator(".said")).to_be_visible()

    def start(self, day):
        self.page.goto(f"{self.site}/today/")
        self._tap("Start")
        expect(self.page).to_have_url(re.compile(r"/sessions/\d+/"))
        return int(re.search(r"/sessions/(\d+)/", self.page.url)[1])

    def log(self, session, part, number, amount):
        dock = self.page.locator(f"#do-{part.row.pk}")
        if not dock.is_visible():
            self.page.locator("[data-open]:visible").filter(has_text=part.row.name).last.click()
        if part.version.measure == "hold" and self.script:
            dock.get_by_role("button", name="Log without the timer").click()
        else:
            dock.locator(".set__go").click()
        expect(dock.locator(f'li[data-number="{number}"] .unsent')).to_have_count(0)
        if self.script:
            self.page.wait_for_timeout(NO_SECOND_TAP)

    def swap(self, session, part, other):
        self.page.get_by_role("link", name="Swap").locator("visible=true").click()
        name = other.capitalize()
        self._tap(f"Today only: {name}")
        expect(self.page.get_by_role("heading", level=1, name=name)).to_be_visible()

    def finish(self, session, pain, effort):
        button = self.page.get_by_role("button", name=re.compile("^Finish"))
        button.locator("visible=true").first.click()
        self._tap("skip" if pain is None else str(pain))
        expect(self.page.get_by_role("heading", name="How hard was it?")).to_be_visible()
        self._tap("skip" if effort is None else str(effort))
        self.page.get_by_role("link", name="Done", exact=True).click()
        expect(self.page.get_by_role("heading", name="Done")).to_be_visible()

    def flag(self, kind):
        assert kind is FlagKind.RED
        self.page.goto(f"{self.site}/knee/")
        self._tap("Yes to one of these: stop my plan")

    def take(self, slug, variation, grams):
        """On the page of the last session, which offers it."""
        last = self.row.sessions.filter(finished_at__isnull=False).latest("date")
        self.page.goto(f"{self.site}/sessions/{last.pk}/finish/?ask=nothing")
        name = (variation or slug).replace("-", " ")
        self._tap(re.compile(f"^Take it.*: {name}"))

    def _tap(self, name):
        self.page.get_by_role("button", name=name, exact=isinstance(name, str)).locator("visible=true").first.click()


@pytest.fixture
def monday(settings):
    """The clock on that day. Nobody is logged out while it is moved."""
    settings.SESSION_COOKIE_AGE = 200 * 24 * 60 * 60
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=True) as clock:
        yield clock


class Ana(Life):
    """Who came from the landing page."""

    def __init__(self, given, row, hands):
        self.catalogue = planned_catalogue()
        self.case = self.read(given)
        self.row, self.hands, self.today, self.slept_on = row, hands, None, None


def goes_on(monday, site, page, script):
    walk(site, page)
    is_on_today(site, page)
    row = Runner.objects.select_related("user").get(user__email="ana@example.org")
    assert (row.minutes, row.sessions_per_week, row.user.time_zone) == (30, 2, "UTC")
    hands = Thumb(row, planned_catalogue(), monday, site, page, script=script)
    given = TWO_WEEKS | {"baseline": row.baseline}
    assert Ana(given, row, hands).lived() == simulated(given)


@pytest.mark.browser_context_args(timezone_id="UTC")
def test_a_week_of_training_and_the_next_come_to_what_the_simulator_says(monday, site, page):
    goes_on(monday, site, page, script=True)


@pytest.mark.browser_context_args(java_script_enabled=False, timezone_id="UTC")
def test_and_without_javascript(monday, site, page):
    goes_on(monday, site, page, script=False)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_eight_weeks_with_all_that_happens_come_to_what_the_simulator_says(monday, site, page):
    life = Life(EIGHT_WEEKS, Thumb, clock=monday, site=site, page=page, script=False)
    log_in(life.row.user, page.context, site)
    assert life.lived() == simulated(EIGHT_WEEKS)
