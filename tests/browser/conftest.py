import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import load_delivered

# Playwright's synchronous interface runs an event loop in this thread, beside which Django refuses to use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = "/usr/bin/chromium"
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
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def browser_context_args():
    return {"viewport": PHONE, "reduced_motion": "reduce", "color_scheme": "light"}


@pytest.fixture
def site(live_server, transactional_db):
    """The address of a running site with the catalogue as it is delivered."""
    load_delivered()
    return live_server.url


@pytest.fixture
def complaints(page):
    """What the browser has complained of on this page, policy violations included. Empty is what we want."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def findings(page) -> list[str]:
    """What axe finds wrong with the page, in words."""
    return [
        f"{found['id']}: {found['help']}; {found['nodes'][0]['target']}"
        for found in Axe().run(page).response["violations"]
    ]


def overflow(page) -> int:
    """By how many pixels the page can be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
