"""Somebody without an account tries the planner: seven taps, and the plan."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import flaws

pytestmark = pytest.mark.looks

SIX = "monday=easy&tuesday=hard&wednesday=easy&thursday=hard&saturday=easy&sunday=long"
EVERY_DAY = SIX.replace("&saturday", "&friday=easy&saturday")


@pytest.fixture
def headline(page):
    return page.locator("#h-days")


def tap(page, day, times=1):
    for _ in range(times):
        page.get_by_role("button", name=re.compile(f"^{day}")).click()


def test_taps_on_the_days_bring_the_plan_and_the_address(site, page, headline, complaints):
    page.goto(site)
    expect(headline).to_have_text("Strength on Monday and Thursday")
    page.evaluate("window.sameDocument = true")

    tap(page, "Tuesday")
    tap(page, "Thursday", 2)
    tap(page, "Sunday", 3)

    expect(headline).to_have_text("Strength on Monday and Friday")
    expect(page).to_have_url(f"{site}/?tuesday=easy&thursday=hard&sunday=long")
    expect(page.get_by_text("Why Friday?").first).to_be_visible()
    expect(page.get_by_text("Why not Wednesday?")).to_be_visible()
    expect(page.locator("#said")).to_have_text("Strength on Monday and Friday.")
    assert page.evaluate("window.sameDocument")

    page.reload()
    expect(headline).to_have_text("Strength on Monday and Friday")
    expect(page.get_by_role("button", name="Thursday hard")).to_be_visible()
    # Each tap takes back the request of the one before, which htmx notes as an error.
    assert [complaint for complaint in complaints if not re.match("htmx:(afterRequest|sendAbort)", complaint)] == []


def test_a_fourth_tap_takes_the_run_away(site, page, headline):
    page.goto(f"{site}/?tuesday=easy")
    tap(page, "Tuesday", 3)
    expect(page.get_by_role("button", name="Tuesday none")).to_be_visible()
    expect(page).to_have_url(f"{site}/")


def test_no_tap_is_lost_on_a_slow_network(site, page, headline):
    def slowly(route):
        page.wait_for_timeout(300)
        route.continue_()

    page.goto(site)
    page.route("**/?*", slowly)
    tap(page, "Tuesday", 2)
    tap(page, "Saturday", 3)
    expect(page).to_have_url(f"{site}/?tuesday=hard&saturday=long")
    expect(page.get_by_role("button", name="Tuesday hard")).to_be_visible()


def test_an_offer_between_two_taps_leaves_one_week_in_form_address_and_plan(site, page, headline):
    def slowly(route):
        page.wait_for_timeout(400)
        route.continue_()

    page.goto(f"{site}/?{SIX}")
    page.route("**/?*", slowly)
    tap(page, "Saturday")
    page.get_by_role("link", name="Rest on Monday").click()
    expect(page.get_by_role("button", name="Monday none")).to_be_visible()
    tap(page, "Tuesday")
    expect(page).to_have_url(f"{site}/?tuesday=long&wednesday=easy&thursday=hard&saturday=easy&sunday=long")
    page.unroute("**/?*")
    shown = headline.text_content()
    page.reload()
    expect(headline).to_have_text(shown)


def test_what_is_kept_is_what_was_tapped_though_its_plan_is_on_the_way(site, page):
    page.goto(f"{site}/?monday=easy")
    page.route("**/?monday=easy&*", lambda _route: None)
    tap(page, "Sunday")
    page.get_by_role("button", name="Keep this plan").click()
    expect(page.get_by_role("link", name="See it again")).to_have_attribute("href", "/?monday=easy&sunday=easy#week")


def test_an_answer_of_somebody_else_does_not_take_the_place_of_the_plan(site, page, headline):
    page.goto(site)
    page.route("**/?*", lambda route: route.fulfill(status=200, body="<h1>Welcome to the hotel</h1>"))
    tap(page, "Tuesday")
    expect(page.get_by_role("alert")).to_contain_text("No answer that we can read")
    expect(headline).to_have_text("Strength on Monday and Thursday")
    page.unroute("**/?*")
    tap(page, "Tuesday")
    expect(page).to_have_url(f"{site}/?tuesday=hard")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_lost_connection_is_said_and_forgotten(site, page, context):
    page.goto(site)
    expect(page.locator("#lost")).to_be_hidden()
    context.set_offline(True)
    tap(page, "Tuesday")
    expect(page.get_by_role("alert")).to_contain_text("No connection")
    context.set_offline(False)
    tap(page, "Tuesday")
    expect(page).to_have_url(f"{site}/?tuesday=hard")
    expect(page.locator("#lost")).to_be_hidden()


def test_equipment_and_minutes_are_folded_away_and_count_at_once(site, page, headline):
    page.goto(site)
    bell = page.get_by_label("Dumbbell")
    expect(bell).to_be_hidden()
    page.get_by_text("Equipment and minutes").click()
    expect(page.get_by_label("Wall")).to_be_checked()
    page.get_by_label("10", exact=True).check()
    bell.check()
    expect(page).to_have_url(re.compile("have=dumbbell&have=step&have=wall&minutes=10"))
    expect(page.locator("#answer")).to_contain_text("10")


@pytest.mark.parametrize(
    ("query", "button", "days"),
    [
        (SIX, "Rest on Monday", "Strength on Monday and Friday"),
        (SIX, "Strength after easy runs", "Strength on Monday and Friday"),
        (EVERY_DAY, "Strength after easy runs", "Strength on Monday and Friday"),
    ],
)
def test_a_full_week_is_answered_honestly_and_each_offer_can_be_taken(site, page, headline, query, button, days):
    page.goto(f"{site}/?{query}")
    page.get_by_role("link", name=button).click()
    expect(headline).to_have_text(days)
    expect(headline).to_be_focused()
    expect(headline).to_be_in_viewport()
    expect(page).not_to_have_url(f"{site}/?{query}")
    page.go_back()
    expect(page).to_have_url(f"{site}/?{query}")
    expect(page.get_by_role("link", name=button)).to_be_visible()


def test_a_start_keeps_what_was_said_of_equipment_and_minutes(site, page, headline):
    page.goto(site)
    page.get_by_text("Equipment and minutes").click()
    page.get_by_label("10", exact=True).check()
    expect(page).to_have_url(f"{site}/?minutes=10")
    page.get_by_role("link", name="4 runs").click()
    expect(page).to_have_url(f"{site}/?tuesday=easy&thursday=hard&saturday=easy&sunday=long&minutes=10")
    expect(page.get_by_role("button", name="Thursday hard")).to_be_visible()
    page.get_by_role("link", name="clear them").click()
    expect(page).to_have_url(f"{site}/?minutes=10")


def test_keeping_the_plan_leads_to_the_sign_up_and_back_to_the_same_week(site, page, headline):
    page.goto(f"{site}/?tuesday=easy&minutes=15")
    page.get_by_role("button", name="Keep this plan").click()
    expect(page).to_have_url(re.compile("/account/signup/"))
    page.get_by_role("link", name="See it again").click()
    expect(page).to_have_url(f"{site}/?tuesday=easy&minutes=15#week")
    page.goto(site)
    page.get_by_role("link", name="the week you kept").click()
    expect(page).to_have_url(f"{site}/?tuesday=easy&minutes=15#week")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_everything_works_without_javascript(site, page, headline):
    page.goto(site)
    tap(page, "Tuesday", 2)
    tap(page, "Sunday", 3)
    expect(page).to_have_url(f"{site}/?tuesday=hard&sunday=long#week")
    expect(headline).to_have_text("Strength on Wednesday and Friday")

    page.get_by_text("Equipment and minutes").click()
    page.get_by_label("15", exact=True).check()
    page.get_by_label("Band").check()
    page.get_by_role("button", name="Show my days").click()
    expect(page).to_have_url(f"{site}/?tuesday=hard&sunday=long&have=step&have=wall&have=band&minutes=15#week")

    page.goto(f"{site}/?{SIX}")
    page.get_by_role("link", name="Rest on Monday").click()
    expect(headline).to_have_text("Strength on Monday and Friday")
    page.get_by_role("button", name="Keep this plan").click()
    expect(page.get_by_text("Your week is kept and comes along.")).to_be_visible()


def test_by_keyboard_enter_in_a_box_shows_the_days_and_taps_none(site, page):
    page.goto(site)
    page.get_by_text("Equipment and minutes").click()
    page.get_by_label("Band").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Monday none")).to_be_visible()
    page.get_by_role("button", name="Monday none").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/?monday=easy")
    expect(page.get_by_role("button", name="Monday easy")).to_be_focused()


def test_every_answer_can_be_read_in_both_themes_and_all_widths(site, page):
    for query in [SIX, EVERY_DAY, f"{EVERY_DAY}&after_easy=on&short=monday", "have=nothing&minutes=10", "monday=slow"]:
        page.goto(f"{site}/?{query}")
        page.get_by_text("Equipment and minutes").click()
        assert flaws(page) == [], query


def test_two_days_and_what_keeps_them_are_on_the_first_screen_of_a_phone_after_one_tap(site, page, headline):
    page.goto(site)
    page.get_by_role("link", name="3 runs").click()
    expect(headline).to_have_text("Strength on Monday and Friday")
    expect(headline).to_be_in_viewport()
    expect(page.get_by_role("button", name="Keep this plan")).to_be_in_viewport(ratio=1)
