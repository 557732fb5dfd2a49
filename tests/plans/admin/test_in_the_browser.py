"""What only a browser can show: that every page reads well, and that the address is opened by its button."""

# ruff: noqa: F401, F811
# Fixtures are imported by name, and named again as arguments.

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.conftest import (
    DESK,
    PHONE,
    browser_context_args,
    browser_type_launch_args,
    complaints,
    flaws,
    site,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def catalogue(site):
    """The delivered one, which the site has loaded already."""
    from plans.services.catalogue import planned_catalogue

    return planned_catalogue()


@pytest.fixture
def office(site, page, client, helper, trained):
    """The administration in a browser in which somebody of support has logged in."""
    client.force_login(helper)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return page


@pytest.mark.looks
def test_every_page_is_accessible_fits_and_keeps_the_policy(office, site, ana, complaints):
    office.goto(f"{site}/admin/plans/runner/{ana.pk}/change/")
    office.get_by_role("button", name="Show the e-mail address").click()
    expect(office.get_by_text(ana.user.email)).to_be_visible()
    assert flaws(office, PHONE, DESK) == []
    for path in ("", f"{ana.pk}/change/", f"{ana.pk}/history/"):
        office.goto(f"{site}/admin/plans/runner/{path}")
        assert flaws(office, PHONE, DESK) == [], path
    assert complaints == []
