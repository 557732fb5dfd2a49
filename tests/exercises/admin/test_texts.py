"""Texts that pages need are neither deleted nor emptied."""

import pytest

from exercises.admin import history
from exercises.content import content_of, key_of
from exercises.models import Article, Revision
from tests.exercises.admin.typing_in import errors, filled_in, go_back
from tests.factories import ArticleFactory, PointFactory, UserFactory

LIST = "/admin/exercises/article/"


def address_of(article):
    return f"{LIST}{article.pk}/change/"


def save(client, article, **typed):
    return client.post(address_of(article), filled_in(client, address_of(article), "article_form", **typed))


@pytest.fixture
def advice(db):
    article = ArticleFactory(slug="advice-red-flag", title="Stop", lead="Do not run.", in_guide=False)
    PointFactory(article=article, text="See a doctor today.")
    return article


def once_was(article, content):
    """A revision with this content, and one after it with what the article is now."""
    old, _ = (
        Revision.objects.create(entry=key_of(article), action="changed", content=each)
        for each in (content, content_of(article))
    )
    return old


def with_lead(article, lead):
    root, *points = content_of(article)
    return [{**root, "fields": root["fields"] | {"lead": lead}}, *points]


def test_the_list_and_the_form_say_where_a_text_is_shown(desk, advice):
    for address in (LIST, address_of(advice)):
        assert "After a yes to a question of “When to stop”." in desk.get(address).content.decode()


def test_nobody_deletes_a_text_not_even_an_administrator(admin_client, advice):
    assert "Delete" not in admin_client.get(address_of(advice)).content.decode()
    assert admin_client.post(f"{LIST}{advice.pk}/delete/", {"post": "yes"}).status_code == 403
    admin_client.post(LIST, {"action": "delete_selected", "_selected_action": [advice.pk], "post": "yes"})
    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert Article.objects.get().points.count() == 1


def test_a_text_that_pages_need_keeps_its_lead(desk, advice):
    assert "Keep a lead: pages show this text by it." in errors(save(desk, advice, lead=" "))
    advice.refresh_from_db()
    assert advice.lead == "Do not run."


def test_a_text_of_the_guide_alone_may_do_without_a_lead(desk):
    why = PointFactory(article=ArticleFactory(slug="why")).article
    assert save(desk, why, lead="").status_code == 302
    why.refresh_from_db()
    assert why.lead == ""


def test_going_back_does_not_empty_a_text(desk, advice):
    emptied = {"Keep a lead": with_lead(advice, ""), "Keep at least one point": content_of(advice)[:1]}
    for why_not, content in emptied.items():
        revision = once_was(advice, content)
        assert why_not in desk.get(history.go_back_url(revision)).content.decode()
        go_back(desk, revision)
        advice.refresh_from_db()
        assert (advice.lead, advice.points.count()) == ("Do not run.", 1)


def test_a_text_that_is_whole_can_be_taken_back(desk, advice):
    go_back(desk, once_was(advice, with_lead(advice, "Rest.")))
    advice.refresh_from_db()
    assert (advice.lead, advice.points.count()) == ("Rest.", 1)


def test_someone_who_may_only_look_reads_it(client, advice, editors):
    looker = UserFactory(is_staff=True)
    looker.user_permissions.set(editors.permissions.filter(codename__startswith="view_"))
    client.force_login(looker)
    assert "See a doctor today." in client.get(address_of(advice)).content.decode()
