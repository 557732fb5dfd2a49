"""What a plan holds: it goes with its account, and keeps the exercises that it prescribes."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from exercises.models import Exercise
from kneecoach.accounts.models import User
from plans.models import PlanChange, Prescription, Runner, Session, SetLog
from plans.models.owned import Owned
from plans.services import sets
from plans.services.planning import start
from tests.exercises.admin.conftest import editor, editors  # noqa: F401 - fixtures
from tests.factories import RunnerFactory
from tests.plans.admin.conftest import MONDAY, RUNS
from tests.plans.admin.training import train


@pytest.fixture
def chief(client, db):
    client.force_login(User.objects.create_superuser("boss@example.org"))
    return client


def test_an_account_goes_with_its_plan(chief, ana):
    PlanChange.objects.create(runner=ana, what=[], before={})
    address = f"/admin/accounts/user/{ana.user.pk}/delete/"
    asked = chief.get(address).content.decode()
    assert f"Prescriptions: {Prescription.objects.count()}" in asked
    assert "Squat" not in asked, "a year of sets is counted, not listed"
    assert chief.post(address, {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=ana.user.pk).exists()
    assert not (Runner.objects.exists() or Prescription.objects.exists())
    assert Exercise.objects.filter(slug="squat").exists()


@pytest.fixture
def lived(ana, catalogue):
    """Ana after two weeks with logs, one of them taken back, answers and choices; nobody else has any rows."""
    train(ana, catalogue, weeks=2)
    log = SetLog.objects.latest("pk")
    session = log.prescription.session_id
    sets.take_back(runner=ana, session=session, uuid=log.uuid, now=datetime(2026, 12, 4, tzinfo=UTC))
    PlanChange.objects.create(runner=ana, what=[], before={})
    assert all(_kept()[model] for model in ("SetLog", "KneeReport", "ExerciseChoice", "PlannedWeek", "WeeklyRun"))
    return ana


def _kept():
    """How many rows there are of every kind that is a runner's."""
    owned = [model for model in apps.get_app_config("plans").get_models() if issubclass(model, (Owned, Runner))]
    return {model.__name__: model._base_manager.count() for model in owned}


def test_everything_that_was_done_goes_with_the_account(lived):
    lived.user.delete()
    assert not any(_kept().values())
    assert Exercise.objects.filter(slug="squat").exists()


def test_it_goes_on_the_page_of_the_account_as_well(chief, lived):
    address = f"/admin/accounts/user/{lived.user.pk}/delete/"
    asked = chief.get(address).content.decode()
    assert f"Set logs: {SetLog.objects.count()}" in asked
    assert chief.post(address, {"post": "yes"}).status_code == 302
    assert not any(_kept().values())


def test_another_runners_stays(lived, catalogue):
    other = RunnerFactory(runs=RUNS)
    start(row=other, catalogue=catalogue, first=MONDAY)
    other.refresh_from_db()
    train(other, catalogue, weeks=1)
    lived.user.delete()
    assert set(SetLog.objects.values_list("runner", flat=True)) == {other.pk}
    assert Session.objects.for_runner(other).exclude(finished_at=None).count() == 2


def test_accounts_are_deleted_together(chief, lived):
    data = {"action": "delete_selected", "_selected_action": [lived.user.pk], "post": "yes"}
    assert chief.post("/admin/accounts/user/", data).status_code == 302
    assert not any(_kept().values())


def test_the_page_of_an_account_that_is_deleted_costs_the_same_however_long_the_plan(
    chief, lived, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40):
        chief.get(f"/admin/accounts/user/{lived.user.pk}/delete/")


@pytest.fixture
def editing(client, editor):  # noqa: F811
    client.force_login(editor)
    return client


@pytest.fixture(params=["exercise", "variation"])
def prescribed(request, ana):
    """An exercise without variations, or a variation, that a plan prescribes."""
    exercise = Exercise.objects.get(slug="calf-raise")
    if request.param == "variation":
        variation = exercise.variations.first()
        Prescription.objects.filter(exercise=exercise).update(variation=variation)
        return variation
    Prescription.objects.filter(exercise=exercise).update(variation=None)
    exercise.variations.all().delete()
    return exercise


def test_an_exercise_that_is_prescribed_stays(editing, prescribed):
    number = Prescription.objects.filter(exercise__slug="calf-raise").count()
    said = (
        f"“{prescribed}” is still needed: {number} prescriptions in runners’ training. "
        "Unpublish it instead: it leaves the site, and nothing is lost."
    )
    shelf = "/admin/exercises/exercise/"
    one, selected = f"{shelf}{prescribed.pk}/delete/", {"_selected_action": [prescribed.pk], "post": "yes"}
    answers = [
        editing.get(one),
        editing.post(one, {"post": "yes"}),
        editing.post(f"{shelf}?of=both", {"action": "delete_selected", **selected}),
    ]
    for answer in answers:
        assertContains(answer, said)
        assertNotContains(answer, "Delete it")
    assert Exercise.objects.filter(pk=prescribed.pk).exists()


def test_naming_what_is_prescribed_reads_no_plan(editing, prescribed):
    with CaptureQueriesContext(connection) as counted:
        editing.get(f"/admin/exercises/exercise/{prescribed.pk}/delete/")
    of_plans = [query["sql"] for query in counted if "plans_prescription" in query["sql"]]
    assert len(of_plans) == 1
    assert "COUNT(*)" in of_plans[0]
