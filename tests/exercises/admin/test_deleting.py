"""Nothing that something refers to is deleted; the refusal says what that is."""

import pytest

from exercises.models import Equipment, Exercise, MuscleGroup, Revision
from tests.exercises.admin.typing_in import go_back, messages
from tests.factories import EquipmentFactory, EquipmentOptionFactory, MuscleGroupFactory


def delete(client, root):
    return client.post(f"/admin/exercises/{root._meta.model_name}/{root.pk}/delete/", {"post": "yes"}, follow=True)


def delete_all(client, *roots):
    data = {"action": "delete_selected", "_selected_action": [root.pk for root in roots], "post": "yes"}
    shown = "?of=both" if isinstance(roots[0], Exercise) else ""
    return client.post(f"/admin/exercises/{roots[0]._meta.model_name}/{shown}", data, follow=True)


@pytest.fixture(params=[delete, delete_all], ids=["one", "many"])
def deleting(request):
    return request.param


@pytest.fixture
def band(squat):
    EquipmentOptionFactory(exercise=squat, items=["band", "wall"])
    return Equipment.objects.get(slug="band")


def test_an_exercise_with_variations(desk, squat, deleting, everything):
    before = everything()
    page = deleting(desk, squat).content.decode()
    assert "“Squat” has variations: Sumo squat. Delete them first. Unpublish it instead" in page
    assert everything() == before


def test_a_muscle_group_that_works(desk, squat, deleting, everything):
    before = everything()
    page = deleting(desk, MuscleGroup.objects.get(slug="quads")).content.decode()
    assert "“Quads” is used by Squat. Take it out there first." in page
    assert everything() == before


def test_equipment_that_is_needed(desk, band, deleting, everything):
    before = everything()
    page = deleting(desk, band).content.decode()
    assert "“Band” is used by Squat. Take it out there first." in page
    assert everything() == before


def test_one_that_is_needed_keeps_the_others_of_a_selection(desk, band, everything):
    unused = EquipmentFactory(slug="sliders")
    before = everything()
    page = delete_all(desk, unused, band).content.decode()
    assert "“Band” is used by Squat." in page
    assert everything() == before


@pytest.mark.parametrize("number", [1, 9])
def test_naming_what_refers_costs_the_same_however_many(desk, squat, number, django_assert_max_num_queries):
    for index in range(number):
        EquipmentOptionFactory(exercise=squat, items=[f"thing-{index}"])
    with django_assert_max_num_queries(14):
        delete_all(desk, *Equipment.objects.all())


def test_a_selection_that_nothing_needs_is_asked_about_and_then_deleted(desk):
    bands = [EquipmentFactory(slug=slug) for slug in ("band", "loop")]
    asked = desk.post(
        "/admin/exercises/equipment/",
        {"action": "delete_selected", "_selected_action": [each.pk for each in bands], "index": "0"},
    )
    assert "Delete these?" in asked.content.decode()
    assert Equipment.objects.count() == 2
    response = delete_all(desk, *bands)
    assert not Equipment.objects.exists()
    assert sum("Bring it back" in message for message in messages(response)) == 2
    assert Revision.objects.filter(action="deleted").count() == 2


def test_a_muscle_group_is_brought_back(desk):
    group = MuscleGroupFactory(slug="calves", name="Calves")
    delete(desk, group)
    assert not MuscleGroup.objects.exists()
    created = Revision.objects.get(action="created")
    go_back(desk, created)
    assert MuscleGroup.objects.get().name == "Calves"


def test_an_exercise_that_nothing_refers_to(desk, lunge):
    delete(desk, lunge)
    assert not Exercise.objects.filter(slug="lunge").exists()
    assert list(Revision.objects.order_by("pk").values_list("action", "by__email")) == [
        ("created", None),
        ("deleted", "editor@example.org"),
    ]
