from django.urls import path

from plans.views import landing, plan, privacy, settings, setup, today

app_name = "plans"

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("keep/", landing.keep, name="keep"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("setup/", setup.setup, name="setup"),
    path("setup/<slug:step>/", setup.step, name="setup_step"),
    path("today/", today.today, name="today"),
    path("today/morning/", today.morning, name="morning"),
    path("today/cleared/", today.clear, name="clear"),
    path("today/mistake/", today.unflag, name="unflag"),
    path("plan/", plan.plan, name="plan"),
    path("plan/change/", plan.change, name="change"),
    path("plan/undo/", plan.undo, name="undo"),
    path("settings/", settings.overview, name="settings"),
    path("settings/zone/", settings.zone, name="settings_zone"),
    path("settings/<slug:part>/", settings.part, name="settings_part"),
]
