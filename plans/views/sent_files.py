"""What a page that takes a file looks at before anything of it is read, its token included."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from plans.services.transfer.confined import MOST_BYTES, TOO_BIG

_AROUND_IT = 10_000  # bytes of a request beside the file
_TOO_OFTEN = "Those were many files in a short time, and this one was not read. Wait ten minutes, then send it again."

View = Callable[..., HttpResponse]


def takes_a_file(say: View) -> Callable[[View], View]:
    """A file that is too big is not even received, nor one too many of an account's. `say` answers with the page, a
    line of why, and a status."""

    def decorated(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def inner(request: HttpRequest) -> HttpResponse:
            if request.method != "POST":
                return view(request)
            length = request.headers.get("Content-Length", "")
            if length.isdecimal() and int(length) > MOST_BYTES + _AROUND_IT:
                return say(request, TOO_BIG, 413)
            if not ratelimit.consume(request, action="bring_file", user=request.user):
                return say(request, _TOO_OFTEN, 429)
            return csrf_protect(view)(request)

        return inner

    return decorated
