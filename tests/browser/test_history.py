"""The history on a phone: a session is found, a set put right, deleted and restored, with script and without."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from plans.models import Session, SetLog
from plans.services import correcting
from plans.services.catalogue import planned_catalogue
from plans.services.correcting import Correction
from plans.services.planning import open_weeks, start
from tests.browser.conftest import flaws, log_in
from tests.factories import RunnerFactory
from tests.plans.lives.living import Services
from tests.plans.services.training import log_all


@pytest.fixture
def trained(site, context):
    """Somebody who is logged in, with two weeks behind: each session was done in full and finished."""
    today = timezone.localdate()
    row = RunnerFactory(runs={}, user__time_zone="UTC", owns=["dumbbell", "wall", "step"], level="strong")
    start(row=row, catalogue=planned_catalogue(), first=today - timedelta(days=14))
    row.refresh_from_db()
    hands = Services(row, planned_catalogue())
    for back in range(14, 0, -1):
        hands.wakes_on(today - timedelta(days=back))
        open_weeks(row=row, catalogue=hands.catalogue, today=hands.today)
        if Session.objects.filter(runner=row, date=hands.today).exists():
            session = hands.start(hands.today)
            log_all(hands, session)
            hands.finish(session, 1, 5)
    log_in(row.user, context, site)
    return row


def last_session(row):
    return Session.objects.filter(runner=row, finished_at__isnull=False).latest("date").pk


def put_right(site, page, row):
    """From Progress to a set that says something else, is deleted and is there again."""
    page.goto(f"{site}/progress/")
    page.get_by_role("link", name="History").click()
    page.locator(".past h2 a").first.click()
    squat = page.locator("section", has=page.get_by_role("heading", name="squat")).first
    squat.get_by_role("link", name="Correct set 1").click()
    page.get_by_label("Reps").first.fill("1000")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("A set is a whole number from 0 to 999.").wait_for()
    page.get_by_label("Reps").first.fill("1")
    page.get_by_role("button", name="Save").click()
    page.locator(".said", has_text="Corrected.").wait_for()
    squat.get_by_text("corrected, was").wait_for()
    squat.get_by_role("button", name="Delete set 1").click()
    page.locator(".said", has_text="Deleted.").wait_for()
    page.goto(f"{site}/history/deleted/")
    page.get_by_role("button", name="Restore").click()
    page.locator(".said", has_text="Restored.").wait_for()
    page.get_by_role("button", name="Delete this session").click()
    page.get_by_role("heading", name="This session is deleted").wait_for()
    page.get_by_role("button", name="Restore the session").click()
    squat.get_by_text("corrected, was").wait_for()
    assert SetLog.objects.filter(runner=row, amount=1, deleted_at=None).count() == 1


def test_a_set_is_put_right(site, page, trained, complaints):
    put_right(site, page, trained)
    assert [each for each in complaints if "400" not in each] == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_set_is_put_right_without_script(site, page, trained):
    put_right(site, page, trained)


def test_what_is_chosen_shows_its_sessions_at_once(site, page, trained):
    page.goto(f"{site}/history/")
    everything = page.locator(".past__tally b").inner_text()
    page.get_by_label("Exercise").select_option("calf-raise")
    page.wait_for_url("**/history/?exercise=calf-raise")
    assert page.locator(".past__parts > li").count() == page.locator(".past > li").count()
    page.get_by_label("To", exact=True).fill("2015-01-02")
    page.get_by_role("heading", name="No session fits that").wait_for()
    assert page.locator("#found").inner_text() == "0 sessions found."
    page.reload()
    assert page.get_by_label("Exercise").input_value() == "calf-raise"
    page.get_by_role("link", name="Show everything").click()
    assert page.locator(".past__tally b").inner_text() == everything


@pytest.mark.looks
def test_the_pages_are_for_everybody(site, page, trained, complaints):
    session, told = last_session(trained), {"row": trained, "catalogue": planned_catalogue(), "now": timezone.now()}
    told["today"] = timezone.localdate()
    wrong, other, *_ = SetLog.objects.filter(prescription__session=session)
    said = Correction(uuid4(), 1, wrong.right)
    correcting.correct_set(**told, session=session, wrong=wrong.uuid, said=said)
    correcting.delete_set(**told, session=session, uuid=other.uuid)
    gone = Session.objects.filter(runner=trained, finished_at__isnull=False).earliest("date").pk
    correcting.delete_session(**told, session=gone)
    loaded = SetLog.objects.filter(prescription__session=session, prescription__version__loaded=True, deleted_at=None)
    for address in (
        "",
        "?first=0001-01-01",
        "?last=2015-01-02",
        "deleted/",
        f"{session}/",
        f"{session}/?set={loaded[0].uuid}",
        f"{gone}/",
    ):
        page.goto(f"{site}/history/{address}")
        heard = [each for each in complaints if "400" not in each]
        assert (flaws(page), heard) == ([], []), address
