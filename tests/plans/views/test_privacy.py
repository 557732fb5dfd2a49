import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertTemplateUsed

from tests.factories import UserFactory

PRIVACY = reverse("plans:privacy")


def test_anybody_can_read_it_and_sees_whom_to_ask(client, settings, django_assert_num_queries, db):
    settings.DEFAULT_FROM_EMAIL = "Knees & more <knees@example.org>"
    with django_assert_num_queries(0):
        answer = client.get(PRIVACY)
    assertContains(answer, '<a href="mailto:knees@example.org">knees@example.org</a>', html=True)
    assertContains(answer, "<title>Privacy · Kneecoach</title>", html=True)


def test_logging_in_adds_session_and_user_only(client, django_assert_num_queries, db):
    client.force_login(UserFactory())
    with django_assert_num_queries(2):
        client.get(PRIVACY)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_refused_in_words(client, method):
    answer = getattr(client, method)(PRIVACY)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assertTemplateUsed(answer, "405.html")


def test_every_page_leads_to_it(client, db):
    link = f'<a class="link" href="{PRIVACY}">Privacy</a>'
    for address in (reverse("plans:landing"), reverse("exercises:list"), PRIVACY):
        assertContains(client.get(address), link, html=True)
