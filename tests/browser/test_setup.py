"""From the week of the landing page to the plan, by taps alone; and a change of it."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from plans.models import Runner, WeeklyRun
from tests.browser.conftest import DESK, findings, flaws, overflow
from tests.factories import UserFactory

WEEK = "tuesday=easy&wednesday=hard&thursday=easy&saturday=easy&sunday=long"


@pytest.fixture
def newcomer(site, context):
    """Somebody who has just signed up, with the week that was kept on the landing page."""
    user = UserFactory()
    client = Client()
    client.force_login(user)
    session = client.session
    session["kept_week"] = WEEK
    session.save()
    context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": site}])
    return user


def through_the_setup(site, page, script):
    """Every step, each looked at; the fewest taps that do it."""

    def looked_at(heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        if script:
            assert findings(page) == [], heading
            assert overflow(page) <= 0, heading

    def go_on():
        page.locator(".btn--tap").click()

    page.goto(f"{site}/setup/")
    looked_at("What do you have?")
    page.get_by_role("link", name="Change them").click()
    looked_at("Which days do you run?")
    expect(page.get_by_role("button", name="Wednesday hard")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Friday")).click()
    expect(page.get_by_role("button", name="Friday easy")).to_be_visible()
    for _ in range(3):
        page.get_by_role("button", name=re.compile("^Friday")).click()
    expect(page.get_by_role("button", name="Friday none")).to_be_visible()
    go_on()
    looked_at("What do you have?")
    page.get_by_label("Band").check()
    go_on()
    looked_at("How do you train?")
    go_on()
    looked_at("Is your knee ready?")
    page.get_by_label("None of these").check()
    page.get_by_role("radio", name="1", exact=True).check()
    page.get_by_label("I am 16 or older").check()
    page.get_by_label("I agree").check()
    go_on()
    looked_at("Your first week")
    expect(page.get_by_text("Why").first).to_be_visible()
    go_on()
    expect(page).to_have_url(re.compile(f"{site}/today/"))


def test_by_taps_from_the_kept_week_to_the_plan_and_a_change_of_it(site, page, newcomer, complaints):
    through_the_setup(site, page, script=True)
    assert complaints == []
    row = Runner.objects.get(user=newcomer)
    assert dict(WeeklyRun.objects.for_runner(row).values_list("weekday", "kind")) == {
        1: "easy", 2: "hard", 3: "easy", 5: "easy", 6: "long",
    }  # fmt: skip
    assert sorted(row.equipment.values_list("slug", flat=True)) == ["band", "step", "wall"]
    assert (row.baseline, row.cleared_at) == (1, None)

    page.goto(f"{site}/settings/")
    assert findings(page) == []
    page.get_by_role("link", name="Change your runs").click()
    page.get_by_role("button", name=re.compile("^Friday")).click()
    expect(page.get_by_role("heading", name="What moves")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".said")).to_contain_text("Saved.")
    expect(page.get_by_text("easy on Tuesday, Thursday, Friday and Saturday", exact=False)).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_the_same_without_javascript(site, page, newcomer):
    through_the_setup(site, page, script=False)
    assert Runner.objects.get(user=newcomer).started_on

    page.goto(f"{site}/settings/training/")
    page.get_by_label("15", exact=True).check()
    page.get_by_role("button", name="See what moves").click()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("15 minutes at most")).to_be_visible()


@pytest.mark.browser_context_args(timezone_id="Pacific/Auckland")
def test_the_browser_tells_where_it_is_and_none_of_these_stands_alone(site, page, newcomer):
    page.goto(f"{site}/setup/")
    page.locator(".btn--tap").click()
    expect(page).to_have_url(f"{site}/setup/training/")
    newcomer.refresh_from_db()
    assert newcomer.time_zone == "Pacific/Auckland"
    page.locator(".btn--tap").click()
    page.get_by_label("Does your knee lock").check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label("Does your knee lock")).not_to_be_checked()
    page.get_by_label("Does your knee lock").check()
    expect(page.get_by_label("None of these")).not_to_be_checked()


@pytest.mark.looks
def test_the_advice_can_be_read_in_both_themes_and_passed_with_a_clinicians_word(site, page, newcomer):
    page.goto(f"{site}/setup/")
    for _ in range(2):
        page.locator(".btn--tap").click()
    page.get_by_label("Does your knee lock").check()
    page.get_by_role("radio", name="6", exact=True).check()
    page.get_by_label("I am 16 or older").check()
    page.get_by_label("I agree").check()
    page.locator(".btn--tap").click()
    expect(page.get_by_role("heading", name="Stop, and be seen today")).to_be_in_viewport()
    assert flaws(page, DESK) == []
    page.get_by_label("A clinician has told me").check()
    page.locator(".btn--tap").click()
    expect(page).to_have_url(f"{site}/setup/start/")
    assert Runner.objects.get(user=newcomer).cleared_at
