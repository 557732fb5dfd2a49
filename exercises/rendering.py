"""What a page of the catalogue is made of, rendered."""

from typing import Any

from django.template.loader import render_to_string

from exercises.reading import Page


def article_of(page: Page) -> dict[str, Any]:
    """The context of the template of an exercise, be it published or not."""
    exercise = page.entry.exercise
    article = render_to_string("exercises/detail.html#article", {"page": page})
    return {"article": article, "pk": exercise.pk, "name": exercise.name, "summary": exercise.summary}
