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

    No query while the catalogue is unchanged, one otherwise. `change` is the answer of `latest_change()`; without it
    that is asked first, which is one more.
    """
    return kept(change or latest_change(), "texts", _texts)


def _texts() -> dict[str, Text]:
    found: dict[str, Text] = {}
    points = Article.objects.filter(slug__in=Article.Needed.values).order_by("pk", "points__position")
    for slug, title, lead, point in points.values_list("slug", "title", "lead", "points__text"):
        before = found[slug].points if slug in found else ()
        found[slug] = Text(title, lead, (*before, point) if point else before)
    return found
