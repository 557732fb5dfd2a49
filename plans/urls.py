from django.urls import path

from plans.views import finish, landing, plan, privacy, session, settings, setup, sheets, today

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
    path("knee/", sheets.signs, name="signs"),
    path("sessions/start/", session.start, name="start"),
    path("sessions/<int:session>/", session.session, name="session"),
    path("sessions/<int:session>/sets/", session.log, name="log_set"),
    path("sessions/<int:session>/sets/undo/", session.undo, name="undo_set"),
    path("sessions/<int:session>/pain/", sheets.pain, name="pain"),
    path("sessions/<int:session>/swap/", sheets.swap, name="swap"),
    path("sessions/<int:session>/load/", sheets.load, name="load"),
    path("sessions/<int:session>/finish/", finish.finish, name="finish"),
    path("sessions/<int:session>/knee/", finish.knee, name="knee"),
    path("sessions/<int:session>/effort/", finish.effort, name="effort"),
    path("sessions/<int:session>/reopen/", finish.reopen, name="reopen"),
    path("sessions/<int:session>/take/", finish.take, name="take"),
    path("settings/", settings.overview, name="settings"),
    path("settings/zone/", settings.zone, name="settings_zone"),
    path("settings/<slug:part>/", settings.part, name="settings_part"),
]
