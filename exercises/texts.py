"""What other pages than the guide show: the warm-up, the questions that stop a plan, the advice that follows."""

from dataclasses import dataclass

from exercises.kept import kept, latest_change
from exercises.models import Article


@dataclass(frozen=True, slots=True)
class Text:
    title: str
    lead: str
    points: tuple[str, ...]


def texts(change: str = "") -> dict[str, Text]:
    """Those of `Article.Needed` by their slugs; one that the database lacks is not among them.

    No query while the catalogue is unchanged, two otherwise. `change` is the answer of `latest_change()`; without it
    that is asked first, which is one more.
    """
    return kept(change or latest_change(), "texts", _texts)


def _texts() -> dict[str, Text]:
    articles = Article.objects.filter(slug__in=Article.Needed.values).prefetch_related("points")
    return {
        article.slug: Text(article.title, article.lead, tuple(point.text for point in article.points.all()))
        for article in articles
    }
