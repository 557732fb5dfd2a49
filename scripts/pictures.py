"""Take the pictures of the README anew, of an account of `manage.py demo`: python -m scripts pictures.

They are of one day, whenever they are taken. It needs Debian's chromium-headless-shell or chromium.
"""

import io
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import time_machine
from playwright.sync_api import Page, ViewportSize, sync_playwright

from scripts.lanes import chromium
from scripts.serve import prepare

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)  # a Friday with a session
ACCOUNT = "three-weeks@demo.kneecoach.example"
FOLDER = Path("docs/pictures")
PHONE: ViewportSize = {"width": 390, "height": 844}
NAMES = ("today", "session", "plan", "progress")


def main(_arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as data, time_machine.travel(NOW, tick=True):
        os.environ["DATA_DIR"] = data
        prepare()
        password = demo()
        FOLDER.mkdir(exist_ok=True)
        with served() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            for name in NAMES:
                context = browser.new_context(viewport=PHONE)
                page = context.new_page()
                log_in(page, address, password)
                open_page(page, name, address)
                page.screenshot(path=FOLDER / f"{name}.png")
                print(FOLDER / f"{name}.png")
                context.close()
            browser.close()


def demo() -> str:
    """Make the accounts; their password."""
    from django.core.management import call_command

    said = io.StringIO()
    call_command("demo", today=NOW.date(), stdout=said)
    return said.getvalue().split()[-1]


@contextmanager
def served() -> Iterator[str]:
    """The address of the site, served by a thread of this process, for which it is NOW."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from kneecoach.wsgi import application

    server = ThreadedWSGIServer(("localhost", 0), WSGIRequestHandler)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()


def log_in(page: Page, address: str, password: str) -> None:
    page.goto(f"{address}/account/login/")
    page.get_by_label("E-mail").fill(ACCOUNT)
    page.get_by_label("Password", exact=True).fill(password)
    page.locator(".btn--tap").click()
    page.wait_for_url(f"{address}/today/")


def open_page(page: Page, name: str, address: str) -> None:
    if name == "session":
        page.locator(".now__start").click()
        page.wait_for_url(f"{address}/sessions/*/")
        page.locator(".set__go:visible").click()
    else:
        page.goto(f"{address}/{name}/")
    page.wait_for_timeout(1500)
