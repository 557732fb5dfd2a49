"""The texts that pages other than the guide show."""

import pytest

from exercises.editing import record
from exercises.kept import latest_change
from exercises.models import Article, Revision
from exercises.publishing import missing_to_show
from exercises.texts import Text, texts
from tests.factories import ArticleFactory, PointFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def warm_up():
    article = ArticleFactory(slug="warm-up", title="Warm-up", lead="Three minutes.", in_guide=False)
    for text in ("March.", "Swing."):
        PointFactory(article=article, text=text)
    return article


def test_texts_come_by_their_slugs_with_their_points_in_order(warm_up):
    warm_up.points.filter(position=1).update(position=3)
    PointFactory(article=ArticleFactory(slug="why"))
    assert texts() == {"warm-up": Text("Warm-up", "Three minutes.", ("Swing.", "March."))}
    assert Article.Needed.WARM_UP in texts()


@pytest.mark.parametrize("number", [1, 3, 7])
def test_texts_cost_one_query_after_a_change_and_none_when_kept(django_assert_num_queries, number):
    for slug in Article.Needed.values[:number]:
        PointFactory(article=ArticleFactory(slug=slug))
    change = latest_change()
    with django_assert_num_queries(1):
        first = texts(change)
    with django_assert_num_queries(0):
        assert texts(change) == first
    with django_assert_num_queries(1):
        assert texts() == first


def test_an_edit_is_seen_at_once(warm_up):
    texts()
    warm_up.title = "First, warm up"
    warm_up.save()
    record(warm_up, Revision.Action.CHANGED, None)
    assert texts()["warm-up"].title == "First, warm up"


def test_every_text_that_pages_need_is_delivered_whole(delivered):
    assert texts().keys() == set(Article.Needed.values)
    assert [missing_to_show(article) for article in Article.objects.all()] == [[]] * Article.objects.count()


def test_every_red_flag_is_a_question_to_the_runner(delivered):
    questions = texts()[Article.Needed.WHEN_TO_STOP].points
    assert len(questions) == 9
    assert all(question.endswith("?") for question in questions)


def test_where_a_text_is_shown_is_said_in_words(delivered):
    shown = {article.slug: article.shown for article in Article.objects.all()}
    assert all(shown.values())
    assert shown["why"] == "In the guide."
    assert shown["warm-up"] == "Before every session: what to do in the three minutes of warming up. Also in the guide."
    assert shown["advice-red-flag"] == "After a yes to a question of “When to stop”."
