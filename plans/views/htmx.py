from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request as the middleware hands it on: `htmx` is true where a part of a page is asked for."""

    htmx: HtmxDetails
