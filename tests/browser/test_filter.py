import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = pytest.mark.looks

LIST = reverse("exercises:list")


@pytest.fixture
def shown(page):
    return page.locator(".cards h2")


def test_results_follow_what_is_typed_and_the_address_with_them(site, page, shown, complaints):
    page.goto(site + LIST)
    expect(shown).to_have_count(10)
    page.evaluate("window.sameDocument = true")

    page.get_by_role("searchbox").press_sequentially("bridge", delay=20)

    expect(shown).to_have_text(["Glute bridge"])
    expect(page).to_have_url(re.compile(r"\?q=bridge"))
    expect(page.get_by_role("status")).to_have_text("1 exercise found.")
    assert page.evaluate("window.sameDocument")

    page.reload()
    expect(shown).to_have_text(["Glute bridge"])
    expect(page.get_by_role("searchbox")).to_have_value("bridge")
    assert complaints == []


def test_one_request_goes_out_after_typing_stops(site, page, shown):
    page.goto(site + LIST)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if LIST in request.url else None)
    page.get_by_role("searchbox").press_sequentially("squat", delay=30)
    expect(shown.first).to_have_text("Squat")
    expect(page.get_by_role("status")).to_contain_text("found")
    assert len(asked) == 1


def test_equipment_and_muscles_are_ticked_and_cleared(site, page, shown):
    page.goto(site + LIST)
    page.get_by_text("By muscle and equipment").click()
    page.get_by_label("Nothing but the floor").check()
    page.get_by_label("Adductors").check()
    expect(shown).to_have_text(["Squat"])
    expect(page).to_have_url(re.compile("muscle=adductors&have=nothing"))

    page.get_by_role("link", name="Show all").click()
    expect(shown).to_have_count(10)
    expect(page).to_have_url(site + LIST)


def test_a_variation_that_fits_is_named_on_the_card(site, page):
    page.goto(f"{site}{LIST}?q=clamshell")
    page.get_by_role("link", name="Clamshell").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clamshell")


def test_a_wrong_question_is_answered_in_the_page(site, page, complaints):
    page.goto(site + LIST)
    page.get_by_role("searchbox").fill("x" * 61)
    expect(page.locator("#results")).to_contain_text("Search for at most 60 characters; this is 61.")
    expect(page.get_by_role("searchbox")).to_have_value("x" * 61)
    page.get_by_role("searchbox").fill("squat")
    expect(page.locator(".cards h2").first).to_have_text("Squat")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_everything_works_without_javascript(site, page, shown):
    page.goto(site + LIST)
    page.get_by_role("searchbox").fill("wall")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=wall"))
    expect(shown.first).to_be_visible()
    page.get_by_text("By muscle and equipment").click()
    page.get_by_label("Wall", exact=True).check()
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("have=wall"))
    expect(page.get_by_label("Wall", exact=True)).to_be_checked()
    expect(page.get_by_text("exercises", exact=False).first).to_be_visible()


def test_the_way_from_the_list_down_the_ladder_and_on(site, page):
    page.goto(site + LIST)
    page.get_by_role("link", name="Squat", exact=True).click()
    page.get_by_role("link", name="Chair squat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chair squat")
    expect(page.locator(".is-here")).to_contain_text("Chair squat")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lunge")
    page.get_by_role("link", name="Previous").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Squat")
