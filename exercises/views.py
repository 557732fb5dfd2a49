from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from exercises.forms import CatalogueFilter
from exercises.models import Article, Exercise
from exercises.reading import families, page_of

FAMILIES_A_PAGE = 24


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@login_not_required
@require_safe
def catalogue(request: HtmxRequest) -> HttpResponse:
    """The list with its filter; an HTMX request that is not restoring history gets the results alone. Three queries."""
    form = CatalogueFilter(request.GET)
    valid = form.is_valid()
    context = {"form": form, **(_results(form) if valid else {})}
    fragment = request.htmx and not request.htmx.history_restore_request
    template = "exercises/list.html#results" if fragment else "exercises/list.html"
    response = render(request, template, context, status=200 if valid else 400)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _results(form: CatalogueFilter) -> dict[str, Any]:
    page = form.cleaned_data["page"] or 1
    start = (page - 1) * FAMILIES_A_PAGE
    rows = list(form.narrow(Exercise.objects.published()).families(start, FAMILIES_A_PAGE))
    if page > 1 and not rows:
        raise Http404("There is no such page of exercises.")
    total = rows[0].total if rows else 0
    return {
        "families": families(rows),
        "total": total,
        "previous_page": page - 1,
        "next_page": page + 1 if start + FAMILIES_A_PAGE < total else None,
    }


@login_not_required
@require_safe
def exercise(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise or variation. Three queries."""
    found = get_object_or_404(Exercise.objects.published().select_related("parent").with_neighbours(), slug=slug)
    return render(request, "exercises/detail.html", {"page": page_of(found)})


@login_not_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What is worth knowing, each claim with its source. Two queries."""
    return render(
        request, "exercises/guide.html", {"articles": Article.objects.filter(in_guide=True).prefetch_related("points")}
    )
