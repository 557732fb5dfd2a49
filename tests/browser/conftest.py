import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone

from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from plans.services.training import start_session
from scripts.lanes import chromium
from tests import logged
from tests.conftest import load_delivered
from tests.factories import RunnerFactory

# Playwright's synchronous interface runs an event loop in this thread, beside which Django refuses to use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = Axe().axe_script
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]
NARROW = {"width": 320, "height": 640}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
NO_SECOND_TAP = 650  # milliseconds after which a tap is a new one


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": chromium(), "args": FLAGS}


@pytest.fixture
def browser_context_args():
    return {"viewport": PHONE, "reduced_motion": "reduce", "color_scheme": "light"}


@pytest.fixture(scope="session", autouse=True)
def _log(tmp_path_factory):
    """All that these tests make the site log, as it does in production, has nothing in it that was typed in them."""
    file = tmp_path_factory.mktemp("log") / "lines"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.logged.remember"]
    with logged.written_to(file):
        yield
    lines = file.read_text().splitlines()
    assert lines or not logged.typed
    assert logged.leaks(lines) == []


@pytest.fixture
def site(live_server, transactional_db):
    """The address of a running site with the catalogue as it is delivered."""
    load_delivered()
    return live_server.url


@pytest.fixture
def complaints(page):
    """What the browser has complained of on this page, policy violations included. Empty is what we want. That a tap
    takes back the request of the one before htmx notes as an error, and we do not."""
    heard: list[str] = []

    def hear(message):
        if message.type == "error" and not message.text.startswith(("htmx:afterRequest", "htmx:sendAbort")):
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


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


def flaws(page, *sizes) -> list[str]:
    """What is wrong with the page in both themes on screens of these sizes, if not said otherwise on all: what axe
    finds, that something hidden is seen, and that it can be scrolled sideways."""
    wrong = []
    for size in sizes or (NARROW, PHONE, DESK):
        page.set_viewport_size(size)
        for theme in ("light", "dark"):
            turn(page, theme)
            found = [*findings(page), *unhidden(page), *([f"overflow {by}"] if (by := overflow(page)) > 0 else [])]
            wrong += [f"{size['width']}, {theme}: {each}" for each in found]
    return wrong


def turn(page, theme):
    """To a theme, without the time that colours take to change."""
    page.emulate_media(color_scheme=theme)
    page.evaluate(
        "document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finish())"
    )


def findings(page) -> list[str]:
    """What axe finds wrong with the page, in words."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(
        """async () => (await axe.run({resultTypes: ["violations"]})).violations
        .map(({id, help, nodes}) => `${id}: ${help}; ${nodes[0].target}`)"""
    )


def unhidden(page) -> list[str]:
    """What the page hides and the browser shows all the same, as the style sheets have it."""
    return page.evaluate(
        """() => [...document.querySelectorAll("[hidden]")].filter((each) => each.checkVisibility())
        .map((each) => `not hidden: ${each.cloneNode().outerHTML}`)"""
    )


def overflow(page) -> int:
    """By how many pixels the page can be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
