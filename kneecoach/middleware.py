from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

GetResponse = Callable[[HttpRequest], HttpResponse]


def explain_wrong_method(get_response: GetResponse) -> GetResponse:
    """Give Django's empty 405 answers the page that says what to do instead."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content and request.method != "OPTIONS":
            response.content = render_to_string("405.html", request=request)
        return response

    return middleware
