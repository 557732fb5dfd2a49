from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse


class AdminSite(admin.AdminSite):
    """The administration, entered through the site's own log-in and its rate limits; the catalogue comes first.

    An administration of a model may say under which name, how far up and with which words it stands on the index:
    `index_name`, `index_place` and `index_note`.
    """

    site_header = "Kneecoach administration"
    site_title = "Kneecoach"
    index_title = "What would you like to do?"
    enable_nav_sidebar = False
    order = ["exercises", "plans"]  # of the apps; the others follow as Django orders them

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The site's own, which counts wrong tries and tells the owner by mail."""
        return redirect("account_change_password")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if any("\0" in value for _, values in request.GET.lists() for value in values):
                raise BadRequest("PostgreSQL does not take NUL characters.")
            return guarded(request, *args, **kwargs)

        return inner

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from exercises.admin.history import recent_changes  # registers there, which needs this site

        may_look = request.user.has_perm("exercises.view_revision")
        recent = recent_changes() if may_look else []
        return super().index(request, {"recent_changes": recent, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            for model in app["models"]:
                owner = self.get_model_admin(model["model"])
                model["place"] = getattr(owner, "index_place", 0)
                model["name"] = getattr(owner, "index_name", "") or model["name"]
                model["note"] = getattr(owner, "index_note", "")
            app["models"].sort(key=lambda model: model["place"])
        return sorted(apps, key=lambda app: [app["app_label"] != label for label in self.order])
