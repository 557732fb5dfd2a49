"""A session on the floor: with a thumb, without reception, without script, by keyboard."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from plans.models import Prescription, Session, SetLog
from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from plans.services.training import start_session
from tests.browser.conftest import DESK, PHONE, findings, overflow
from tests.factories import RunnerFactory

NO_SECOND_TAP = 650  # milliseconds after which a tap is a new one
SLOW = 10_000


@pytest.fixture
def begun(site, context):
    """The address of a session of five exercises that was started today; who it is of is logged in."""

    def begin(owns=("wall", "step"), **answers):
        today, catalogue = timezone.localdate(), planned_catalogue()
        row = RunnerFactory(runs={}, owns=owns, minutes=45, **answers)
        start(row=row, catalogue=catalogue, first=today)
        pk = start_session(row=row, catalogue=catalogue, today=today, day=today, now=timezone.now())
        log_in(row.user, context, site)
        return f"{site}/sessions/{pk}/"

    return begin


def log_in(user, context, site):
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


@pytest.fixture
def thumb(page):
    """Taps what is on the screen, and counts."""

    class Thumb:
        taps = 0

        def tap(self, target):
            target.click()
            self.taps += 1

        def log(self, times=1):
            for _ in range(times):
                self.tap(page.locator(".set__go:visible"))
                page.wait_for_timeout(NO_SECOND_TAP)

    return Thumb()


def name(page):
    return page.locator("h1:visible")


def logged():
    """What is kept of sets: exercise, number, left and right."""
    return list(
        SetLog.objects.filter(deleted_at=None)
        .order_by("prescription__position", "number")
        .values_list("prescription__position", "number", "amount", "right")
    )


def whole():
    """Every set of the session as it was asked for."""
    return [
        (each.position, number, target, target if each.version["one_sided"] else None)
        for each in Prescription.objects.filter(session=Session.objects.order_by("date")[0]).order_by("position")
        for number, target in enumerate(each.sets, 1)
    ]


def saved(page, number):
    """Wait until so many sets are kept, each once, and none is waiting."""
    expect(page.locator(".unsent:visible")).to_have_count(0, timeout=SLOW)
    page.wait_for_function("() => localStorage.length === 0", timeout=SLOW)
    assert SetLog.objects.count() == number


def test_a_whole_session_in_fourteen_taps(begun, page, thumb, complaints):
    page.goto(begun())
    assert page.locator("h1:visible + p").inner_text()
    thumb.log(10)
    expect(name(page)).to_have_text("All done")
    thumb.tap(page.get_by_role("button", name="Finish", exact=True))
    thumb.tap(page.get_by_role("button", name="1", exact=True))
    expect(name(page)).to_have_text("How hard was it?")
    thumb.tap(page.get_by_role("button", name="6", exact=True))
    expect(name(page)).to_have_text(re.compile("^One of (one|two) done this week$"))
    thumb.tap(page.get_by_role("link", name="Done"))
    expect(page).to_have_url(re.compile("/today/$"))
    assert thumb.taps <= 14
    assert logged() == whole()
    session = Session.objects.order_by("date")[0]
    assert (session.effort, session.knee_reports.get().pain) == (6, 1)
    assert complaints == []


def test_what_is_tapped_is_seen_at_once_and_twice_is_once(begun, page, record_property):
    page.goto(begun())
    spent = page.evaluate("""() => new Promise((seen) => {
        const row = document.querySelector(".sets > li");
        const began = performance.now();
        new MutationObserver(() => requestAnimationFrame(() => seen(performance.now() - began)))
          .observe(row, { attributes: true });
        document.querySelector(".set__go").click();
        document.querySelector(".set__go").click();
    })""")
    record_property("milliseconds from tap to changed screen", spent)
    assert spent < 300
    saved(page, 1)
    page.wait_for_timeout(NO_SECOND_TAP)
    page.locator(".set__go:visible").dblclick()
    page.wait_for_timeout(NO_SECOND_TAP)
    saved(page, 2)
    assert [each[:2] for each in logged()] == [(0, 1), (0, 2)]


def test_numbers_sides_and_undo(begun, page, thumb):
    page.goto(begun())
    for _ in range(2):
        page.get_by_role("button", name="One rep less").locator("visible=true").click()
    thumb.log()
    page.get_by_role("button", name="Undo set 1").click()
    expect(page.locator(".sets:visible > li").first).to_have_text(re.compile("Set 1 of 2: 5 reps"))
    page.get_by_role("button", name="One rep more").locator("visible=true").click()
    page.wait_for_timeout(NO_SECOND_TAP)
    thumb.log(2)
    expect(name(page)).not_to_have_text("Squat")
    page.get_by_role("button", name="Sides differ").locator("visible=true").click()
    page.get_by_role("button", name="Right: one less").locator("visible=true").click()
    thumb.log()
    expect(page.get_by_text("5 left, 4 right")).to_be_visible()
    saved(page, 4)
    assert [each[2:] for each in logged()] == [(6, None), (5, None), (5, 4)]


def test_aeroplane_mode_costs_nothing(begun, page, context, thumb):
    page.goto(begun())
    thumb.log()
    context.set_offline(True)
    thumb.log(5)
    expect(page.get_by_text("No connection. Your sets are kept on this device")).to_be_visible()
    assert page.locator(".unsent").count() == 5
    assert SetLog.objects.count() == 1
    page.locator("[data-open]:visible").filter(has_text="Squat").click()
    expect(page.locator(".unsent:visible")).to_have_count(1)
    context.set_offline(False)
    saved(page, 6)
    assert logged() == whole()[:6]
    page.reload()
    expect(page.locator("#meter")).to_have_attribute("aria-label", "6 of 10 sets done")


def test_a_reload_other_screens_and_answers_that_get_lost(begun, page, context, browser, thumb):
    address = begun()
    page.goto(address)
    lost = ["503", "reset", "late"]

    def answer(route):
        """Three times the server is away: it refuses, is not reached, and does its work without the answer arriving."""
        how = lost.pop(0) if lost else ""
        if how == "503":
            route.fulfill(status=503, body="<h1>One moment</h1>")
        elif how == "reset":
            route.abort()
        elif how == "late":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/sets/", answer)
    thumb.log(2)
    page.reload()
    expect(page.locator("#meter")).to_have_attribute("aria-label", "2 of 10 sets done")
    saved(page, 2)
    tab, phone = context.new_page(), browser.new_context(storage_state=context.storage_state()).new_page()
    tab.goto(address)
    phone.goto(address)
    thumb.log()
    expect(tab.locator("#meter")).to_have_attribute("aria-label", "3 of 10 sets done")
    phone.locator(".set__go:visible").click()
    expect(phone.get_by_text("That set is saved already, most likely from another screen.")).to_be_visible()
    saved(phone, 3)
    expect(tab.locator(".unsent")).to_have_count(0)
    page.go_back()
    page.go_forward()
    expect(page.locator("#meter")).to_have_attribute("aria-label", "3 of 10 sets done")
    assert logged() == whole()[:3]


def test_somebody_else_on_the_device_sends_nothing(begun, page, context, site, thumb):
    address = begun()
    page.goto(address)
    owner = Session.objects.order_by("date")[0].runner.user
    other = RunnerFactory(runs={})
    start(row=other, catalogue=planned_catalogue(), first=timezone.localdate())
    log_in(other.user, context, site)
    thumb.log()
    expect(page.get_by_text("this log-in cannot save them")).to_be_visible()
    assert not SetLog.objects.exists()
    log_in(owner, context, site)
    page.goto(address)
    saved(page, 1)


def test_who_was_logged_out_goes_on_after_logging_in(begun, page, context, thumb):
    page.goto(begun())
    user = Session.objects.order_by("date")[0].runner.user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page.get_by_role("button", name="One rep less").locator("visible=true").click()
    context.clear_cookies(name="sessionid")
    thumb.log()
    expect(page).to_have_url(re.compile(r"/account/login/\?next=.*set%3D"))
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password", exact=True).fill("a long enough password")
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_text("Your set is typed in again")).to_be_visible()
    saved(page, 1)
    assert logged() == [(0, 1, 4, None)]


def test_a_hold_counts_changes_sides_and_logs_itself(begun, page):
    address = begun()
    row = Prescription.objects.filter(session__date=timezone.localdate()).order_by("position")[0]
    row.version |= {"measure": "hold", "seconds_per_rep": None, "one_sided": True}
    row.sets = [20, 20]
    row.save()
    page.clock.install()
    page.goto(address)
    spoken, button = page.locator("#spoken"), page.locator(".set__go:visible")
    button.click()
    expect(button).to_contain_text("Get ready")
    page.clock.run_for(4_000)
    expect(spoken).to_have_text("Hold left")
    page.clock.run_for(9_500)
    expect(spoken).to_have_text("10 seconds")
    page.clock.run_for(10_500)
    expect(button).to_contain_text("Change sides")
    page.clock.run_for(10_000)
    button.click()
    expect(page.locator(".sets:visible > li").first).to_contain_text(re.compile(r"20 s left, [6-9] s right"))
    page.clock.run_for(1_000)
    expect(page.locator("#rest")).to_be_visible()
    page.clock.run_for(46_000)
    expect(spoken).to_have_text("Rest over")
    page.get_by_role("button", name="Log without the timer").click()
    page.clock.run_for(1_000)
    expect(name(page)).not_to_have_text("Squat")
    assert SetLog.objects.count() == 2


def test_by_keyboard(begun, page):
    page.goto(begun())
    page.locator(".set__go:visible").focus()
    for _ in range(3):
        page.keyboard.press("Enter")
        page.wait_for_timeout(NO_SECOND_TAP)
    expect(page.locator(".set__go:visible")).to_be_focused()
    expect(page.locator("#spoken")).to_have_text(re.compile(r"^Set 1 logged\. Next: .*, 5 each side$"))
    saved(page, 3)
    page.get_by_role("link", name="This hurts").locator("visible=true").press("Enter")
    expect(page.get_by_role("heading", name="How much does it hurt?")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).not_to_be_visible()
    page.get_by_role("link", name="This hurts").locator("visible=true").press("Enter")
    page.get_by_role("button", name="7", exact=True).press("Enter")
    expect(page.locator("#told")).to_contain_text("7 of 10: stop the knee bends for today.")
    page.get_by_role("link", name="Swap").locator("visible=true").press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Instead of"))).to_be_focused()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_everything_works_without_javascript(begun, page, thumb):
    page.goto(begun())
    page.get_by_label("Reps").locator("visible=true").fill("4")
    thumb.log()
    page.get_by_role("button", name="Undo set 1").click()
    for _ in range(10):
        page.locator(".set__go:visible").click()
    expect(name(page)).to_have_text("All done")
    assert logged() == whole()
    page.get_by_role("link", name="Warning signs").click()
    expect(name(page)).to_have_text("When to stop")
    page.get_by_role("link", name="Close").click()
    page.get_by_role("button", name="Finish", exact=True).click()
    page.get_by_role("button", name="2", exact=True).click()
    page.get_by_role("button", name="skip").click()
    expect(page.get_by_text("Next session:")).to_be_visible()
    page.get_by_role("link", name="Done").click()
    expect(page).to_have_url(re.compile("/today/$"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, PHONE, DESK], ids=["320", "390", "1280"])
def test_can_be_read_in_both_themes_and_all_widths(begun, page, thumb, size, theme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    address = begun(owns=("dumbbell", "band", "step", "wall"), level="strong")

    def fine():
        assert findings(page) == []
        assert overflow(page) <= 0

    page.goto(address)
    fine()
    if size == PHONE:
        for each in (
            page.locator(".set__go:visible"),
            page.get_by_role("link", name="This hurts").locator("visible=true"),
        ):
            box = each.bounding_box()
            assert PHONE["height"] / 2 < box["y"] + box["height"] / 2 < PHONE["height"]
    thumb.log(2)
    page.get_by_role("button", name="Sides differ").locator("visible=true").click()
    fine()
    for sheet in ("This hurts", "Swap", "Say it", "Warning signs"):
        page.get_by_role("link", name=sheet).locator("visible=true").click()
        expect(page.locator("#h-sheet")).to_be_visible()
        fine()
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Steps").locator("visible=true").click()
    fine()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Finish here").click()
    fine()
    page.get_by_role("button", name="skip").click()
    fine()
    page.get_by_role("button", name="skip").click()
    fine()
