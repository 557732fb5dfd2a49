"""What a plan holds: it goes with its account, and keeps the exercises that it prescribes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from exercises.models import Exercise
from kneecoach.accounts.models import User
from plans.models import PlanChange, Prescription, Runner
from tests.exercises.admin.conftest import editor, editors  # noqa: F401 - fixtures


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


def test_accounts_are_deleted_together(chief, ana):
    data = {"action": "delete_selected", "_selected_action": [ana.user.pk], "post": "yes"}
    assert chief.post("/admin/accounts/user/", data).status_code == 302
    assert not Runner.objects.exists()


def test_the_page_of_an_account_that_is_deleted_costs_the_same_however_long_the_plan(
    chief, ana, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40):
        chief.get(f"/admin/accounts/user/{ana.user.pk}/delete/")


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
