"""A runner looks at the plan, opens a day, moves its session and takes that back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from plans.models import DatedRun
from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from tests.browser.conftest import flaws
from tests.factories import RunnerFactory

RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}
SEVEN = dict.fromkeys(("monday", "wednesday", "friday", "saturday"), "easy") | RUNS


@pytest.fixture
def monday():
    """Of next week: its days lie ahead whatever today is."""
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
def plan(site, context, monday):
    """The address of the plan of somebody whose first week is this one, logged in."""

    def address(runs=RUNS):
        row = RunnerFactory(runs=runs)
        DatedRun.objects.create(runner=row, date=monday + timedelta(days=13), kind="race")
        start(row=row, catalogue=planned_catalogue(), first=monday - timedelta(days=7))
        client = Client()
        client.force_login(row.user)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
        return f"{site}/plan/"

    return address


def lane(page, day):
    return page.locator(f"#d-{day}")


def test_a_tap_opens_a_day_a_second_moves_it_a_third_takes_it_back(plan, page, monday, complaints):
    friday, saturday = monday + timedelta(days=4), monday + timedelta(days=5)
    page.goto(plan())
    page.evaluate("window.sameDocument = true")
    lane(page, friday).click()
    expect(page.locator("#h-day")).to_be_focused()
    expect(page.locator("#h-day")).to_have_text(f"Friday {friday.day} {friday:%B}")
    expect(page.get_by_text("Why Friday?")).to_be_visible()
    expect(page).to_have_url(re.compile(f"day={friday}"))

    page.get_by_role("link", name="Move", exact=True).click()
    expect(page.locator("#h-sheet")).to_be_focused()
    page.get_by_role("button", name=f"Saturday {saturday.day} {saturday:%B}").click()
    expect(lane(page, saturday)).to_have_accessible_name(re.compile(r"^Sat \d+: strength, \d+ minutes$"))
    expect(page.locator("#said")).to_contain_text("session moves to Saturday.")
    expect(page).to_have_url(re.compile(rf"/plan/\?day={saturday}$"))

    page.locator("#said").get_by_role("button", name="Undo").click()
    expect(lane(page, friday)).to_have_accessible_name(re.compile(r"^Fri \d+: strength"))
    expect(page.locator("#said")).to_contain_text("Taken back.")
    assert page.evaluate("window.sameDocument")
    page.reload()
    expect(lane(page, saturday)).to_have_accessible_name(re.compile(r"^Sat \d+: free$"))
    assert complaints == []


def test_by_keyboard_days_off_show_what_is_left_before_leaving(plan, page, monday):
    page.goto(plan())
    page.get_by_role("link", name="Days off").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Days off")).to_be_focused()
    page.get_by_label("First day").fill(monday.isoformat())
    page.get_by_label("Last day").fill((monday + timedelta(days=20)).isoformat())
    page.get_by_label("Ill, below the neck").check()
    expect(page.locator("thead .is-it")).to_have_text("Ill below the neck")
    expect(page.locator("tr.is-it")).to_contain_text("3 weeks")
    expect(page.get_by_label("First day")).to_have_value(monday.isoformat())
    page.get_by_role("button", name="Take these days off").press("Enter")
    expect(lane(page, monday)).to_have_accessible_name(re.compile(r"^Mon \d+: ill$"))
    expect(page.get_by_role("button", name="Remove ill, below the neck")).to_be_visible()


def test_a_lost_connection_and_an_answer_of_somebody_else_are_said(plan, page, monday, context):
    page.goto(plan())
    context.set_offline(True)
    lane(page, monday).click()
    expect(page.locator("#lost")).to_be_visible()
    context.set_offline(False)
    page.route("**/plan/?*", lambda route: route.fulfill(status=200, body="<h1>Welcome to the hotel</h1>"))
    lane(page, monday).click()
    expect(page.locator("#failed")).to_be_visible()
    expect(page.get_by_role("heading", name="Four weeks")).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_everything_works_without_javascript(plan, page, monday):
    friday, saturday = monday + timedelta(days=4), monday + timedelta(days=5)
    page.goto(plan())
    lane(page, friday).click()
    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_role("button", name=f"Saturday {saturday.day} {saturday:%B}").click()
    expect(page.get_by_role("status")).to_contain_text("session moves to Saturday.")
    expect(page).to_have_url(re.compile(f"day={saturday}#day$"))
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(lane(page, friday)).to_have_accessible_name(re.compile(r"^Fri \d+: strength"))
    page.get_by_role("link", name="Days off").click()
    page.get_by_label("First day").fill(monday.isoformat())
    page.get_by_label("Last day").fill(monday.isoformat())
    page.get_by_role("button", name="See what it means").click()
    page.get_by_role("button", name="Take these days off").click()
    expect(lane(page, monday)).to_have_accessible_name(re.compile(r"^Mon \d+: away$"))


@pytest.mark.looks
@pytest.mark.parametrize("runs", [RUNS, SEVEN, {}], ids=["three runs", "seven runs", "no run"])
def test_can_be_read_in_both_themes_and_all_widths(plan, page, monday, runs):
    address = plan(runs)
    for query in ("", f"?day={monday}&ask=move", "?ask=race", "?ask=away"):
        page.goto(f"{address}{query}")
        if query == "?ask=away":
            page.get_by_label("First day").fill(str(monday))
            page.get_by_label("Last day").fill(str(monday))
            page.get_by_role("button", name="See what it means").click()
            expect(page.get_by_role("button", name="Take these days off")).to_be_visible()
        assert flaws(page) == [], query
