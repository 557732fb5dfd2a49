from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("plans.urls")),
    path("", include("exercises.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
