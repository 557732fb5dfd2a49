"""Your data, on paper as well, and the end of an account: with and without sessions, and with something wrong."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from tests.browser.conftest import DESK, NARROW, PHONE, flaws, log_in
from tests.factories import RunnerFactory, UserFactory


@pytest.mark.looks
@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["320", "390", "1280"])
def test_the_pages_are_for_everybody(site, page, context, size, complaints, tmp_path):
    page.set_viewport_size(size)

    def check():
        assert (flaws(page, size), complaints) == ([], []), page.url

    log_in(UserFactory(), context, site)
    page.goto(f"{site}/settings/data/")
    check()
    wrong = tmp_path / "kneecoach.json"
    wrong.write_text(json.dumps({"kneecoach": "export", "format": 7}))
    page.locator("[type=file]").set_input_files(wrong)
    page.get_by_label("I am 16 or older").check()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("Without your consent").wait_for()
    complaints.clear()  # of the status, 400
    check()
    runner = RunnerFactory(runs={"tuesday": "easy"})
    start(row=runner, catalogue=planned_catalogue(), first=timezone.localdate())
    log_in(runner.user, context, site)
    for address in ("/settings/data/", "/account/delete/"):
        page.goto(site + address)
        check()


def test_an_account_moves_and_is_deleted(site, page, context, tmp_path):
    runner, today = RunnerFactory(runs={"tuesday": "easy"}), timezone.localdate()
    start(row=runner, catalogue=planned_catalogue(), first=today)
    log_in(runner.user, context, site)
    page.goto(f"{site}/settings/")
    page.get_by_role("link", name="Open your data").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take everything").click()
    assert taken.value.suggested_filename == f"kneecoach-{today}.zip"
    taken.value.save_as(tmp_path / "kneecoach.zip")
    log_in(UserFactory(email="new@example.org"), context, site)
    page.goto(f"{site}/setup/")
    page.get_by_role("link", name="Import your data").click()
    page.locator("[type=file]").set_input_files(tmp_path / "kneecoach.zip")
    page.get_by_label("I am 16 or older").check()
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("Everything is here").wait_for()
    page.goto(f"{site}/settings/data/")
    page.get_by_role("link", name="Delete the account").click()
    page.get_by_role("button", name="Delete everything").click()
    page.locator("[type=password]").fill("a long enough password")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("Your account is deleted, and everything in it.").wait_for()
    page.goto(f"{site}/today/")
    assert "/account/login/" in page.url


@pytest.mark.looks
@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["320", "390", "1280"])
def test_a_table_is_looked_at_brought_and_taken_back(site, page, context, size, complaints, tmp_path):
    page.set_viewport_size(size)

    def check():
        assert (flaws(page, size), complaints) == ([], []), page.url

    runner, today = RunnerFactory(runs={"tuesday": "easy"}), timezone.localdate()
    start(row=runner, catalogue=planned_catalogue(), first=today)
    log_in(runner.user, context, site)
    table, day = tmp_path / "sets.csv", today - timedelta(days=10)
    table.write_text(f"session;exercise;set;amount\n{day};squat;1;12\n{day};moonwalk;1;12\n")
    page.goto(f"{site}/settings/data/")
    page.get_by_role("link", name="Import sets from a table").click()
    page.locator("[type=file]").set_input_files(table)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("heading", name="1 set to import").wait_for()
    page.get_by_text("Line 3: exercise is none that this site has").wait_for()
    check()
    page.get_by_role("button", name="Import 1 set").click()
    page.get_by_text("1 set is here.").wait_for()
    check()
    page.goto(f"{site}/progress/")
    page.get_by_text("from a table, not counted").wait_for()
    check()
    page.goto(f"{site}/settings/data/sets/")
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("1 set is gone again.").wait_for()
    page.goto(f"{site}/progress/")
    assert page.get_by_text("from a table, not counted").count() == 0


@pytest.mark.looks
def test_the_plan_on_paper(site, page, context, complaints):
    """It is for everybody on a screen; on paper nothing leads anywhere, and before the first session it is one page."""
    runner = RunnerFactory(runs={"tuesday": "easy"})
    start(row=runner, catalogue=planned_catalogue(), first=timezone.localdate())
    log_in(runner.user, context, site)
    page.goto(f"{site}/plan/")
    page.get_by_role("link", name="Print two weeks").click()
    page.get_by_role("heading", name="The coming two weeks").wait_for()
    assert (flaws(page), complaints) == ([], [])
    page.evaluate("window.print = () => { document.title = 'printing' }")
    page.get_by_role("button", name="Print").click()
    assert page.title() == "printing"
    for theme in ("light", "dark"):
        page.emulate_media(media="print", color_scheme=theme)
        for gone in (".tabs", ".top", ".foot", ".link--back", "[data-print]"):
            assert not page.locator(gone).first.is_visible(), gone
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        for paper in ("A4", "Letter"):
            printed = page.pdf(format=paper)
            assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
