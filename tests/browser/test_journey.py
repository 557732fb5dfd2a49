"""From “I run Tuesday, Wednesday, Thursday, Saturday and Sunday” to a plan of one's own."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import expect

from plans.models import Runner

RUNS = {"Tuesday": 1, "Wednesday": 2, "Thursday": 1, "Saturday": 1, "Sunday": 3}
A_TAP, A_LETTER = 1.5, 0.3  # seconds of somebody who is not in a hurry


class Hand:
    """Taps and types as a person does, and counts the seconds that a person would take."""

    def __init__(self, page):
        self.page, self.seconds = page, 0.0

    def tap(self, target, times=1):
        for _ in range(times):
            target.click()
        self.seconds += A_TAP * times

    def type(self, target, text):
        target.fill(text)
        self.seconds += A_TAP + A_LETTER * len(text)

    def go_on(self):
        self.tap(self.page.locator(".btn--tap"))


@pytest.fixture
def monday():
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=True):
        yield


def walk(site, page):
    hand = Hand(page)
    page.goto(site)
    for day, taps in RUNS.items():
        for _ in range(taps):
            hand.tap(page.get_by_role("button", name=re.compile(f"^{day}")))
    expect(page.locator("#h-days")).to_have_text("Strength on Monday and Friday")
    hand.go_on()
    expect(page.get_by_text("Your week is kept and comes along.")).to_be_visible()
    hand.type(page.get_by_label("E-mail"), "ana@example.org")
    hand.type(page.get_by_label("Password", exact=True), "three easy runs")
    hand.go_on()
    for heading in ("Which days do you run?", "What do you have?", "How do you train?"):
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
    # Each tap takes back the request of the one before, which htmx notes as an error.
    assert [complaint for complaint in complaints if not re.match("htmx:(afterRequest|sendAbort)", complaint)] == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_once_more_without_javascript(monday, site, page):
    walk(site, page)
    is_on_today(site, page)
