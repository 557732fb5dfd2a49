"""Sets that are not saved yet: without reception, on other screens, under another log-in, after the session."""

import re

from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import expect

from plans.models import Session, SetLog
from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from tests.browser.conftest import findings, log_in
from tests.browser.test_session import SLOW, logged, name, saved, whole
from tests.factories import RunnerFactory

ONLINE = "window.dispatchEvent(new Event('online'))"  # does not wait for the next try


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


def test_what_waits_is_saved_after_the_session_as_well(begun, page, context, browser, site, thumb):
    address = begun()
    phone = browser.new_context(storage_state=context.storage_state()).new_page()
    page.goto(address)
    page.route("**/sets/", lambda route: route.abort())
    thumb.log(3)
    phone.goto(address)
    phone.get_by_role("button", name="One rep less").locator("visible=true").click()
    phone.locator(".set__go:visible").click()
    saved(phone, 1)
    tab = context.new_page()
    tab.route("**/sets/", lambda route: route.abort())
    tab.goto(address)
    expect(tab.locator(".unsent")).to_have_count(2)
    phone.get_by_role("button", name="Finish here").click()
    expect(phone).to_have_url(re.compile("/finish/$"))
    page.goto(address)
    expect(page).to_have_url(re.compile("/finish/$"))
    expect(page.get_by_text("3 sets are not saved yet.")).to_be_visible()
    page.goto(f"{site}/today/")
    expect(page.get_by_text("3 sets are not saved yet.")).to_be_visible()
    assert findings(page) == []
    page.unroute("**/sets/")
    page.evaluate(ONLINE)
    told = page.locator("#unsent > .said")
    expect(told).to_contain_text("All your sets are saved now.", timeout=SLOW)
    expect(told).to_contain_text("That tap was saved before, with another number.")
    assert [each[:3] for each in logged()] == [(0, 1, 4), (0, 2, 5), (1, 1, 5)]
    expect(tab).to_have_url(re.compile("/finish/$"))
    told.get_by_role("link").click()
    expect(told).to_have_count(0)


def test_what_waits_for_an_exercise_that_was_swapped_is_refused(begun, page, context, browser, thumb):
    address = begun()
    phone = browser.new_context(storage_state=context.storage_state()).new_page()
    page.goto(address)
    page.route("**/sets/", lambda route: route.abort())
    thumb.log()
    phone.goto(address)
    phone.get_by_role("link", name="Swap").locator("visible=true").click()
    phone.get_by_role("button", name=re.compile("^Today only")).first.click()
    expect(phone.locator("#told")).to_contain_text("for today")
    other = name(phone).inner_text()
    page.unroute("**/sets/")
    page.evaluate(ONLINE)
    expect(name(page)).to_have_text(other, timeout=SLOW)
    expect(page.get_by_text("The session has changed since")).to_be_visible()
    assert not SetLog.objects.exists()
    thumb.log()
    saved(page, 1)
    expect(page.get_by_text("The session has changed since")).to_have_count(0)


def test_a_browser_that_keeps_nothing_and_forms_that_wait_for_sets(begun, page, context, complaints, thumb):
    address = begun()
    pk = Session.objects.order_by("date")[0].pk
    page.goto(address)
    page.evaluate(f"localStorage.setItem('sets of session {pk}: x', '{{')")
    page.evaluate("localStorage.setItem('sets of session 1: y', 'null')")
    page.add_init_script(
        """const kept = Storage.prototype.setItem;
        Storage.prototype.setItem = function (name, text) {
          if (!name.startsWith("unreadable")) throw new DOMException("full", "QuotaExceededError");
          kept.call(this, name, text);
        };"""
    )
    page.goto(address)
    assert page.evaluate(f"localStorage.getItem('unreadable sets of session {pk}: x')") == "{"
    answers = ["abort"]

    def answer(route):
        if answers == ["abort"]:
            route.abort()
        elif answers:
            status, body = answers.pop()
            route.fulfill(status=status, body=body, content_type="text/html")
        else:
            route.continue_()

    page.route("**/sets/", answer)
    thumb.log(2)
    expect(page.get_by_text("This browser keeps nothing.")).to_be_visible()
    expect(page.locator(".unsent")).to_have_count(2)
    page.get_by_role("link", name="This hurts").locator("visible=true").click()
    page.get_by_role("button", name="3", exact=True).click()
    waits = page.get_by_text("Some sets are not saved yet. This is sent after them")
    expect(waits).to_be_visible()
    assert findings(page) == []
    page.get_by_role("link", name="Close").locator("visible=true").click()
    expect(page.get_by_text("This browser keeps nothing.")).to_be_visible()
    page.get_by_role("link", name="This hurts").locator("visible=true").click()
    page.get_by_role("button", name="4", exact=True).click()
    expect(waits).to_be_visible()
    assert not SetLog.objects.exists()
    answers.clear()
    page.evaluate(ONLINE)
    expect(page.locator("#told")).to_contain_text("4 of 10: go on only as far as it does not get worse.", timeout=SLOW)
    assert logged() == whole()[:2]
    page.wait_for_load_state()  # without its script a tap leaves the page
    answers[:] = ["abort"]
    thumb.log(2)
    page.get_by_role("button", name="Finish here").click()
    expect(page.get_by_text("It finishes when they are.")).to_be_visible()
    anew = context.request.get(address, headers={"HX-Request": "true"}).text()
    answers[:] = [(409, anew)]  # the whole session is drawn anew, and the button that was tapped is gone
    page.evaluate(ONLINE)
    expect(page).to_have_url(re.compile("/finish/$"), timeout=SLOW)
    assert SetLog.objects.count() == 3
    assert [each for each in complaints if "ERR_FAILED" not in each and "409" not in each] == []


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
