"""What only a browser can show: dragging, the keyboard, the preview's own tab, and a policy that nothing breaks."""

# ruff: noqa: F401, F811
# Fixtures are imported by name, and named again as arguments.

import pytest
from django.conf import settings
from playwright.sync_api import expect

from exercises.models import Exercise
from tests.browser.conftest import (
    DESK,
    PHONE,
    browser_type_launch_args,
    complaints,
    findings,
    flaws,
    site,
)
from tests.exercises.admin.typing_in import steps

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args():
    return {"viewport": DESK, "reduced_motion": "reduce", "color_scheme": "light"}


@pytest.fixture
def desk(site, page, complaints, client, editor):
    """The administration of the delivered catalogue, open in a browser in which an editor has logged in."""
    client.force_login(editor)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    page.goto(f"{site}/admin/")
    expect(page.get_by_role("heading", name="What would you like to do?")).to_be_visible()
    yield page
    assert complaints == []


def names(page) -> list[str]:
    return page.locator("#result_list .field-shown_name a").all_inner_texts()[:4]


def test_an_editor_changes_a_step_looks_publishes_and_takes_it_back(desk, site):
    desk.get_by_role("navigation", name="Administration").get_by_role("link", name="Exercises").click()
    desk.get_by_role("link", name="Squat", exact=True).click()
    desk.locator("[name=steps-0-text]").fill("Stand like a tree.")
    with desk.expect_popup() as popup:
        desk.get_by_role("button", name="Preview").click()
    preview = popup.value
    expect(preview.get_by_text("Stand like a tree.")).to_be_visible()
    expect(preview.get_by_text("Preview.")).to_be_visible()
    assert findings(preview) == []
    preview.close()
    assert steps(Exercise.objects.get(slug="squat"))[0][1] != "Stand like a tree."

    desk.get_by_role("button", name="Publish changes").click()
    with desk.expect_popup() as popup:
        desk.get_by_role("link", name="See it on the site").click()
    expect(popup.value.get_by_text("Stand like a tree.")).to_be_visible()
    desk.get_by_role("link", name="Take it back").click()
    assert findings(desk) == []
    desk.get_by_role("button", name="Take it back").click()
    expect(desk.get_by_text("is as it was on")).to_be_visible()
    assert steps(Exercise.objects.get(slug="squat"))[0][1] != "Stand like a tree."


def test_exercises_are_dragged_into_order(desk, site):
    desk.goto(f"{site}/admin/exercises/exercise/")
    assert names(desk) == ["Squat", "Lunge", "Step-up", "Deadlift"]
    rows = desk.locator("#result_list tbody tr")
    handle, target = rows.nth(0).locator(".mover__handle").bounding_box(), rows.nth(2).bounding_box()
    desk.mouse.move(handle["x"] + 4, handle["y"] + 4)
    desk.mouse.down()
    desk.mouse.move(handle["x"] + 4, target["y"] + target["height"] - 4, steps=8)
    desk.mouse.up()
    expect(desk.get_by_role("status")).to_have_text("“Squat” is now at place 3. 2 others made room.")
    assert names(desk) == ["Lunge", "Step-up", "Squat", "Deadlift"]
    desk.reload()
    assert names(desk) == ["Lunge", "Step-up", "Squat", "Deadlift"]


def test_a_drag_that_is_given_up_moves_nothing(desk, site):
    desk.goto(f"{site}/admin/exercises/exercise/")
    rows = desk.locator("#result_list tbody tr")
    handle, target = rows.nth(0).locator(".mover__handle").bounding_box(), rows.nth(2).bounding_box()
    desk.mouse.move(handle["x"] + 4, handle["y"] + 4)
    desk.mouse.down()
    desk.mouse.move(handle["x"] + 4, target["y"] + target["height"] - 4, steps=8)
    desk.keyboard.press("Escape")
    desk.mouse.up()
    assert names(desk) == ["Squat", "Lunge", "Step-up", "Deadlift"]
    assert Exercise.objects.get(slug="squat").position == 1


def test_exercises_are_put_in_order_by_keyboard(desk, site):
    desk.goto(f"{site}/admin/exercises/exercise/")
    up = desk.get_by_role("button", name="Move “Deadlift” up")
    up.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_have_text("“Deadlift” is now at place 3. 1 other made room.")
    expect(up).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_have_text("“Deadlift” is now at place 2. 1 other made room.")
    desk.reload()
    assert names(desk) == ["Squat", "Deadlift", "Lunge", "Step-up"]


def test_steps_are_added_and_put_in_order(desk, site):
    squat = Exercise.objects.get(slug="squat")
    before = [text for _, text in steps(squat)]
    desk.goto(f"{site}/admin/exercises/exercise/{squat.pk}/change/")
    group = desk.locator("#steps-group")
    group.get_by_role("button", name="Add a step").click()
    expect(group.locator("textarea").last).to_be_focused()
    desk.keyboard.type("Breathe out.")
    down = group.locator("[data-line]", has=desk.locator("[name=steps-0-text]")).get_by_role("button").last
    down.focus()
    desk.keyboard.press("Enter")
    expect(group.get_by_role("status")).to_contain_text("is now line 2. Not saved yet.")
    expect(down).to_be_focused()
    desk.get_by_role("button", name="Publish changes").click()
    expect(desk.get_by_text("The changes to “Squat” are published.")).to_be_visible()
    assert [text for _, text in steps(squat)] == [before[1], before[0], *before[2:], "Breathe out."]


@pytest.mark.looks
def test_every_page_is_accessible_fits_and_keeps_the_policy(desk, site, complaints):
    squat = f"/admin/exercises/exercise/{Exercise.objects.get(slug='squat').pk}"
    variation = f"/admin/exercises/exercise/{Exercise.objects.get(slug='chair-squat').pk}"
    lists = ["exercise/", "exercise/?of=both", "exercise/?q=bridge", "article/", "equipment/", "revision/"]
    own = [f"{squat}/change/", f"{squat}/history/", f"{squat}/delete/", f"{variation}/change/", f"{variation}/delete/"]
    wrong = {}
    for address in ["/admin/", *(f"/admin/exercises/{each}" for each in lists), "/admin/exercises/exercise/add/", *own]:
        desk.goto(site + address)
        wrong[address] = [*complaints, *flaws(desk, PHONE, DESK)]
        complaints.clear()
    assert {address: found for address, found in wrong.items() if found} == {}
