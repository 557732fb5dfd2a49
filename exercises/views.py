from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.safestring import SafeString
from django.views.decorators.http import etag, require_safe
from django_htmx.middleware import HtmxDetails

from exercises.forms import CatalogueFilter, choices
from exercises.kept import kept, latest_change
from exercises.models import Article, Exercise, Picture
from exercises.reading import entries_with_figures, families, page_of
from exercises.rendering import article_of

FAMILIES_A_PAGE = 24
A_YEAR = 365 * 24 * 3600


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@login_not_required
@require_safe
def catalogue(request: HtmxRequest) -> HttpResponse:
    """The list with its filter; an HTMX request that is not restoring history gets the results alone.

    Five queries at most, one while the catalogue has not changed since the same was asked; two more for who is logged
    in.
    """
    change = latest_change()
    form = CatalogueFilter(request.GET, kept(change, "choices", choices))
    valid = form.is_valid()
    found = kept(change, f"list {form.query()}", lambda: _found(form)) if valid else _refusal(form)
    fragment = request.htmx and not request.htmx.history_restore_request
    template = "exercises/list.html#fragment" if fragment else "exercises/list.html"
    response = render(request, template, found, status=200 if valid else 400)
    patch_vary_headers(response, ["HX-Request"])
    if fragment and valid:
        response["HX-Replace-Url"] = f"{request.path}?{form.query()}".removesuffix("?")
    return response


def _found(form: CatalogueFilter) -> dict[str, Any]:
    """The filter and the results, rendered, and how many exercises there are in all. Three queries."""
    page = form.cleaned_data["page"]
    start = (page - 1) * FAMILIES_A_PAGE
    roots = form.narrow(Exercise.objects.published()).roots()
    shown = dict(list(roots.items())[start : start + FAMILIES_A_PAGE])
    if page > 1 and not shown:
        raise Http404("There is no such page of exercises.")
    context = {
        "form": form,
        "families": families(shown),
        "total": len(roots),
        "previous": page > 1 and form.query(page - 1),
        "next": start + FAMILIES_A_PAGE < len(roots) and form.query(page + 1),
    }
    return {**_rendered(context), "total": len(roots)}


def _refusal(form: CatalogueFilter) -> dict[str, Any]:
    return {**_rendered({"form": form}), "total": None}


def _rendered(context: dict[str, Any]) -> dict[str, Any]:
    return {part: render_to_string(f"exercises/list.html#{part}", context) for part in ("filter", "results")}


@login_not_required
@require_safe
def exercise(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise or variation. Four queries at most, one while the catalogue has not changed; two more for who is
    logged in."""
    return render(request, "exercises/detail.html", kept(latest_change(), f"exercise {slug}", lambda: _exercise(slug)))


def _exercise(slug: str) -> dict[str, Any]:
    readable = Exercise.objects.published().select_related("parent").with_neighbours()
    return article_of(page_of(get_object_or_404(readable, slug=slug)))


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Every movement there is, drafts too, for those who look after the catalogue. Two queries, and four for who is
    logged in and what they may see."""
    if not (request.user.is_staff and request.user.has_perm("exercises.view_exercise")):
        raise PermissionDenied
    return render(
        request, "exercises/figures.html", {"entries": entries_with_figures(), "frames": ["start", "middle", "end"]}
    )


@login_not_required
@require_safe
@etag(lambda _, name: f'"{name}"')
def picture(_: HttpRequest, name: str) -> HttpResponse:
    """A picture, whose address is made of its content: who has it need not ask again. One query."""
    response = HttpResponse(get_object_or_404(Picture, name=name).image, content_type="image/webp")
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response


@login_not_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What is worth knowing, each claim with its source. Three queries at most, one while it has not changed; two more
    for who is logged in."""
    return render(request, "exercises/guide.html", {"articles": kept(latest_change(), "guide", _articles)})


def _articles() -> SafeString:
    articles = Article.objects.filter(in_guide=True).prefetch_related("points")
    return render_to_string("exercises/guide.html#articles", {"articles": articles})
