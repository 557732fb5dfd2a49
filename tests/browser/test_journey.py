"""From “I run Tuesday, Wednesday, Thursday, Saturday and Sunday” to a plan of one's own."""

import re
from collections import Counter
from datetime import UTC, datetime
from math import ceil

import pytest
import time_machine
from playwright.sync_api import expect

from plans.models import Runner
from tests.browser.conftest import PHONE

RUNS = {"Tuesday": 1, "Wednesday": 2, "Thursday": 1, "Saturday": 1, "Sunday": 3}
SECONDS = {"page": 1, "tap": 1.5, "letter": 0.3, "swipe": 1}  # of somebody who is here for the first time


class Hand:
    """Taps, types and swipes as a person does, and counts it. A page begins with a look at it; what is needed next and
    is not on the screen takes a swipe for each screen that it is away."""

    def __init__(self, page, site):
        self.page, self.done = page, Counter(page=1)
        page.goto(site)

    @property
    def seconds(self):
        return sum(SECONDS[what] * times for what, times in self.done.items())

    def tap(self, target):
        self.reach(target)
        box = target.bounding_box()
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.done["tap"] += 1

    def type(self, target, text):
        self.tap(target)
        target.fill(text)
        self.done["letter"] += len(text)

    def go_on(self):
        self.page.wait_for_load_state("networkidle")  # what was tapped before may be on its way
        self.tap(self.page.locator(".btn--tap"))
        self.done["page"] += 1

    def reach(self, target):
        self.page.wait_for_load_state()  # without its style sheets nothing is where it will be tapped
        target.element_handle().wait_for_element_state("stable")
        box, screen = target.bounding_box(), PHONE["height"]
        beyond = max(box["y"] + box["height"] - screen, -box["y"])
        if beyond > 0:
            self.done["swipe"] += ceil(beyond / screen)
            target.scroll_into_view_if_needed()


@pytest.fixture
def monday():
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=True):
        yield


def walk(site, page):
    hand = Hand(page, site)
    for day, taps in RUNS.items():
        for _ in range(taps):
            hand.tap(page.get_by_role("button", name=re.compile(f"^{day}")))
    expect(page.locator("#h-days")).to_have_text("Strength on Monday and Friday")
    hand.go_on()
    expect(page.get_by_text("Your week is kept and comes along.")).to_be_visible()
    hand.type(page.get_by_label("E-mail"), "ana@example.org")
    hand.type(page.get_by_label("Password", exact=True), "three easy runs")
    hand.go_on()
    for heading in ("What do you have?", "How do you train?"):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        hand.go_on()
    hand.tap(page.get_by_label("None of these"))
    hand.tap(page.get_by_role("radio", name="0", exact=True))
    hand.tap(page.get_by_label("I am 16 or older"))
    hand.tap(page.get_by_label("I agree"))
    hand.go_on()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your first week")
    hand.go_on()
    return hand


def is_on_today(site, page):
    expect(page).to_have_url(re.compile(f"^{site}/today/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Monday")
    expect(page.get_by_text("23 November, week 1. Session 1 of 2.")).to_be_visible()
    expect(page.locator(".why").nth(0)).to_contain_text("Why Monday? No run, not the day before Wednesday’s hard run")
    expect(page.locator(".why").nth(1)).to_contain_text("Why Friday? No run, four days after Monday’s session")
    expect(page.locator(".why")).to_have_count(2)
    runner = Runner.objects.get(user__email="ana@example.org")
    assert dict(runner.weeklyruns.values_list("weekday", "kind")) == {
        1: "easy", 2: "hard", 3: "easy", 5: "easy", 6: "long",
    }  # fmt: skip


@pytest.mark.browser_context_args(timezone_id="UTC")
def test_in_under_a_minute(monday, site, page, complaints):
    hand = walk(site, page)
    is_on_today(site, page)
    assert hand.seconds < 60
    assert complaints == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_once_more_without_javascript(monday, site, page):
    hand = walk(site, page)
    is_on_today(site, page)
    assert hand.seconds < 60
