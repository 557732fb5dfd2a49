from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

change_password = login_not_required(RedirectView.as_view(pattern_name="account_change_password"))

handler429, handler500 = "kneecoach.errors.too_many", "kneecoach.errors.failed"

urlpatterns = [
    path("", include("kneecoach.health")),
    path("", include("plans.urls")),
    path("", include("exercises.urls")),
    path("account/", include("kneecoach.accounts.urls")),
    path(".well-known/change-password", change_password),
    path("admin/", admin.site.urls),
]
