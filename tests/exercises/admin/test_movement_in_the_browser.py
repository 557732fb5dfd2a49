"""The form of a figure in a browser: the preview follows, refuses at the field, and what is saved is seen."""

# ruff: noqa: F401, F811
# Fixtures are imported by name, and named again as arguments.

import pytest
from playwright.sync_api import expect

from exercises.models import Exercise
from tests.browser.conftest import DESK, PHONE, browser_type_launch_args, complaints, findings, flaws, site
from tests.exercises.admin.test_in_the_browser import browser_context_args, desk

pytestmark = [pytest.mark.browser, pytest.mark.looks]


@pytest.fixture
def form(desk, site):
    """The address of the figure of the squat, open."""
    address = f"{site}/admin/exercises/exercise/{Exercise.objects.get(slug='squat').pk}/movement/"
    desk.goto(address)
    return address


def bones(page, pose="End"):
    drawn = page.locator("#preview").get_by_role("figure", name=pose).locator(".bone")
    return [bone.get_attribute("d") for bone in drawn.all()]


def test_a_knee_is_bent_refused_and_saved(desk, site, form):
    before, start = bones(desk), bones(desk, "Start")
    knee = desk.get_by_label("Near knee, bent by: End")
    knee.fill("100")
    expect(desk.locator(f'#preview .bone[d="{before[-2]}"]')).to_have_count(0)
    bent = bones(desk)
    assert bones(desk, "Start") == start

    knee.fill("190")
    refusal = "Near knee: 190° is more than a knee bends; it takes 0 to 150°."
    expect(desk.locator("#why-end-near_knee")).to_have_text(refusal)
    expect(desk.locator("#preview").get_by_role("link", name=refusal)).to_be_visible()
    expect(knee).to_be_focused()
    expect(knee).to_have_attribute("aria-invalid", "true")
    assert findings(desk) == []
    desk.get_by_role("button", name="Publish changes").click()
    expect(desk.get_by_role("alert")).to_contain_text("Nothing is saved yet.")
    expect(knee).to_have_value("190")
    assert Exercise.objects.get(slug="squat").movement["poses"]["end"]["near_knee"] == 112

    knee.fill("100")
    expect(desk.locator("#why-end-near_knee")).to_be_empty()
    expect(knee).not_to_have_attribute("aria-invalid", "true")
    assert bones(desk) == bent
    desk.get_by_role("button", name="Publish changes").click()
    expect(desk.get_by_text("The figure of “Squat” is saved.")).to_be_visible()
    with desk.expect_popup() as popup:
        desk.get_by_role("link", name="See it on the site").click()
    expect(popup.value.locator(f'.bone[d="{bent[-2]}"]').first).to_be_attached()


def test_a_pose_is_added_by_keyboard_without_leaving_the_page(desk, form):
    add = desk.get_by_role("button", name="Add a pose")
    add.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Name of the pose")).to_be_focused()
    expect(desk.locator("#preview")).to_contain_text("Not shown, since no time has it: pose 1.")
    desk.get_by_role("button", name="Remove pose 1").click()
    expect(desk.get_by_label("Name of the pose")).to_have_count(0)
    expect(add).to_be_focused()


def test_an_empty_field_shows_what_it_stands_for(desk, form):
    desk.get_by_label("Near knee, bent by: Start").fill("20")
    knee = desk.get_by_label("Near knee, bent by: End")
    knee.fill("")
    expect(knee).to_have_attribute("placeholder", "20")


def test_enter_shows_it_and_saves_nothing(desk, form):
    before = bones(desk)
    knee = desk.get_by_label("Near knee, bent by: End")
    knee.fill("100")
    knee.press("Enter")
    expect(desk.locator(f'#preview .bone[d="{before[-2]}"]')).to_have_count(0)
    expect(knee).to_be_focused()
    assert desk.url == form
    assert Exercise.objects.get(slug="squat").movement["poses"]["end"]["near_knee"] == 112


def test_both_pages_are_accessible_fit_and_keep_the_policy(desk, form, complaints):
    for address in (form, form.replace("movement", "picture")):
        desk.goto(address)
        assert [*complaints, *flaws(desk, PHONE, DESK)] == []
        complaints.clear()
