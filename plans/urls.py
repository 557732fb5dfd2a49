from django.urls import path, register_converter
from django.urls.converters import IntConverter

from plans.views import (
    data,
    finish,
    history,
    landing,
    paper,
    plan,
    privacy,
    progress,
    session,
    sets_file,
    settings,
    setup,
    sheets,
    today,
)

app_name = "plans"


class Key(IntConverter):
    """Of a row, as every database takes it."""

    regex = "[0-9]{1,18}"


register_converter(Key, "key")

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
    path("plan/print/", paper.paper, name="paper"),
    path("progress/", progress.progress, name="progress"),
    path("history/", history.history, name="history"),
    path("history/deleted/", history.deleted, name="deleted"),
    path("history/<key:session>/", history.session, name="past"),
    path("history/<key:session>/correct/", history.correct, name="correct"),
    path("history/<key:session>/delete/", history.delete, name="delete"),
    path("history/<key:session>/restore/", history.restore, name="restore"),
    path("knee/", sheets.signs, name="signs"),
    path("sessions/start/", session.start, name="start"),
    path("sessions/<key:session>/", session.session, name="session"),
    path("sessions/<key:session>/sets/", session.log, name="log_set"),
    path("sessions/<key:session>/sets/undo/", session.undo, name="undo_set"),
    path("sessions/<key:session>/pain/", sheets.pain, name="pain"),
    path("sessions/<key:session>/swap/", sheets.swap, name="swap"),
    path("sessions/<key:session>/swap/undo/", sheets.unswap, name="unswap"),
    path("sessions/<key:session>/load/", sheets.load, name="load"),
    path("sessions/<key:session>/finish/", finish.finish, name="finish"),
    path("sessions/<key:session>/knee/", finish.knee, name="knee"),
    path("sessions/<key:session>/effort/", finish.effort, name="effort"),
    path("sessions/<key:session>/reopen/", finish.reopen, name="reopen"),
    path("sessions/<key:session>/take/", finish.take, name="take"),
    path("settings/", settings.overview, name="settings"),
    path("settings/data/", data.data, name="data"),
    path("settings/data/sets/", sets_file.sets_file, name="sets_file"),
    path("settings/data/sets/back/", sets_file.take_back, name="take_back_sets"),
    path("settings/data/export/<slug:ending>/", data.export, name="export"),
    path("settings/zone/", settings.zone, name="settings_zone"),
    path("settings/<slug:part>/", settings.part, name="settings_part"),
]
