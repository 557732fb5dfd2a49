"""What stands around every page is rendered once, and still says where one is and who."""

import pytest
from django.urls import set_script_prefix

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def page(client, path="/guide/") -> str:
    return client.get(path).content.decode()


def test_the_page_that_is_open_is_marked_whatever_was_open_before(client):
    for _ in range(2):
        assert 'href="/guide/" aria-current="page"' in page(client)
        assert 'href="/exercises/" aria-current="page"' in page(client, "/exercises/")
        assert 'href="/guide/" aria-current' not in page(client, "/exercises/")


def test_who_is_logged_in_and_who_is_staff_have_links_of_their_own(client):
    assert "Log in" in page(client)
    client.force_login(UserFactory())
    assert "Log out" in page(client)
    assert "Administration" not in page(client)
    client.force_login(UserFactory(is_staff=True))
    assert "Administration" in page(client)
    client.logout()
    assert "Log in" in page(client)


def test_under_another_prefix_links_begin_with_it(client):
    assert 'href="/guide/"' in page(client)
    try:
        set_script_prefix("/knees/")
        assert 'href="/knees/guide/" aria-current="page"' in page(client)
    finally:
        set_script_prefix("/")
    assert 'href="/guide/" aria-current="page"' in page(client)
