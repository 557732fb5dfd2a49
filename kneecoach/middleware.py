from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from kneecoach.errors import is_of_the_database

GetResponse = Callable[[HttpRequest], HttpResponse]


_NO_SENSORS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def stay_on_this_site(get_response: GetResponse) -> GetResponse:
    """No page of another site takes anything of ours in, and no page of ours may ask the device for what it senses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = _NO_SENSORS
        return response

    return middleware


def explain_wrong_method(get_response: GetResponse) -> GetResponse:
    """Give Django's empty 405 answers the page that says what to do instead."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content and request.method != "OPTIONS":
            response.content = render_to_string("405.html", request=request)
        return response

    return middleware


class AskWhoIsGoneToLogIn:
    """What fails of somebody whose account was deleted meanwhile, most likely in another tab, is no error of ours:
    whoever it was is asked to log in. A query for what a view raises, Http404 among it, unless the database failed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if is_of_the_database(error):
            return None
        user = request.user
        if not user.is_authenticated or get_user_model()._default_manager.filter(pk=user.pk).exists():
            return None
        return redirect_to_login(request.get_full_path())


def return_to_the_page(get_response: GetResponse) -> GetResponse:
    """Whoever is sent to log in comes back to the page they were on, not to the part of it or the form that was asked
    for, unless the view itself said where to; for a part, the browser leaves the whole page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        login = resolve_url(settings.LOGIN_URL)
        part = request.headers.get("HX-Request") == "true"
        if not _leads_to(login, response) or not (part or request.method == "POST") or request.path == login:
            return response
        address = response["Location"]
        if _next(address) == request.get_full_path():
            page = _page(request)
            address = f"{login}?{urlencode({'next': page})}" if page else login
        return HttpResponseClientRedirect(address) if part else redirect(address)

    return middleware


def keep_to_oneself(get_response: GetResponse) -> GetResponse:
    """No cache and no history of a browser keeps what was sent to somebody with a session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


def _leads_to(address: str, response: HttpResponse) -> bool:
    return response.status_code == 302 and urlsplit(response["Location"]).path == address


def _next(address: str) -> str:
    """Where somebody is led to after logging in."""
    return parse_qs(urlsplit(address).query).get("next", [""])[0]


def _page(request: HttpRequest) -> str:
    """The address of the page that sent the request, without its host; "" where that is unknown or not ours."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(told, {request.get_host()}):
        return ""
    parts = urlsplit(told)
    return parts._replace(scheme="", netloc="", fragment="").geturl()
