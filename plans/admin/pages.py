"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_of(rows: Any, request: HttpRequest, name: str, size: int) -> Page[Any]:
    """The page that the address asks for under a name; the nearest where there is no such page. Two queries."""
    return Paginator(rows, size).get_page(request.GET.get(name))
