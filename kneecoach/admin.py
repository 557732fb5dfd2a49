from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest, HttpResponse


class AdminSite(admin.AdminSite):
    """The administration, entered through the site's own log-in and its rate limits."""

    site_header = "Kneecoach administration"
    site_title = "Kneecoach"
    index_title = "What would you like to edit?"

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return secure_admin_login(super().login)(request, extra_context)
