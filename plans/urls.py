from django.urls import path

from plans.views import landing, privacy

app_name = "plans"

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("keep/", landing.keep, name="keep"),
    path("privacy/", privacy.privacy, name="privacy"),
]
