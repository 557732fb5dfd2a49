"""Every published page, as a person and a screen reader meet it."""

import pytest
from django.urls import reverse

from exercises.models import Exercise
from tests.browser.conftest import findings, flaws, overflow

pytestmark = pytest.mark.looks


def published() -> list[str]:
    return [
        reverse("plans:landing"),
        reverse("plans:privacy"),
        reverse("exercises:list"),
        reverse("exercises:guide"),
        *(exercise.get_absolute_url() for exercise in Exercise.objects.published()),
    ]


def test_no_page_has_anything_to_complain_of(site, page, complaints):
    wrong = {}
    for address in published():
        page.goto(site + address)
        wrong[address] = [*findings(page), *complaints, *([f"overflow {overflow(page)}"] if overflow(page) else [])]
        complaints.clear()
    assert len(wrong) == 43
    assert {address: found for address, found in wrong.items() if found} == {}


def test_every_kind_of_page_in_both_themes_and_all_widths(site, page):
    kinds = ["/", "/exercises/", "/exercises/?q=zzz", "/exercises/?muscle=arms", "/exercises/chair-squat/", "/guide/"]
    for address in [*kinds, "/privacy/", "/nothing-here/", "/account/login/", "/account/password/reset/"]:
        page.goto(site + address)
        assert flaws(page) == [], address


def test_a_page_can_be_walked_by_keyboard(site, page):
    page.goto(site + reverse("exercises:list"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
