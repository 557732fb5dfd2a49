"""What a load balancer or a monitor asks: whether this process lives, and whether it can serve."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.files.storage import storages
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from exercises.models import Exercise

GetResponse = Callable[[HttpRequest], HttpResponse]


@login_not_required
@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """Asks nothing, the database least of all: a restart would not bring that back."""
    return _answer(JsonResponse({"alive": True}))


@login_not_required
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Names what is missing. Three queries, four where limits are counted in the database."""
    missing = [*missing_of_database(), *missing_of_static_files()]
    return _answer(JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200))


urlpatterns = [path("healthz", alive, name="healthz"), path("readyz", ready, name="readyz")]
_PROBES = {f"/{each.pattern}": each.callback for each in urlpatterns}


def answer_probes(get_response: GetResponse) -> GetResponse:
    """Who probes asks this process by a number, without HTTPS: so these answer before anything looks at the host, and
    without a session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        probe = _PROBES.get(request.path_info)
        return probe(request) if probe else get_response(request)

    return middleware


def missing_of_database() -> list[str]:
    try:
        if not _migrations() <= MigrationRecorder(connection).applied_migrations().keys():
            return ["migrations not applied"]
        table = settings.CACHES["default"].get("LOCATION")
        is_there = not table or table in connection.introspection.table_names()
        missing = [] if is_there else ["cache table not created"]
        return missing if Exercise.objects.exists() else [*missing, "catalogue not loaded"]
    except (OperationalError, InterfaceError):
        return ["database unreachable"]


def missing_of_static_files() -> list[str]:
    """A process knows the files that were collected before it started."""
    storage = storages["staticfiles"]
    if isinstance(storage, ManifestFilesMixin) and not storage.hashed_files:
        return ["static files not collected"]
    return []


@cache
def _migrations() -> set[tuple[str, str]]:
    """Those that this version brings."""
    return set(MigrationLoader(None).disk_migrations)


def _answer(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, no_store=True)
    return response
