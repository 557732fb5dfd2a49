"""Two writers in the same moment: each waits for the other, and neither decides on what is no longer true."""

from threading import Event
from time import sleep

import pytest
from django.db import transaction

from exercises import editing
from exercises.models import Exercise, Revision
from tests.at_once import at_once
from tests.exercises.admin.typing_in import address_of, filled_in
from tests.factories import ExerciseFactory, VariationFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def test_two_orders_of_one_list_do_not_wait_for_each_other_for_ever():
    keys = [ExerciseFactory(position=place).pk for place in range(1, 9)]
    turned = keys[::-1]
    for _ in range(ROUNDS):
        at_once(*(lambda order=order: editing.reorder(Exercise.objects.all(), order, None) for order in (keys, turned)))
        rows = Exercise.objects.order_by("position").values_list("position", "pk")
        assert list(rows) in [list(enumerate(order, 1)) for order in (keys, turned)]


def test_an_order_and_a_form_that_writes_the_same_variations(desk, squat):
    sumo = Exercise.objects.get(slug="sumo-squat")
    chair = VariationFactory(parent=squat, slug="chair-squat", position=2)
    for number in range(ROUNDS):
        form = filled_in(desk, address_of(squat), "exercise_form", variations__0__ORDER=2, variations__1__ORDER=1)
        order = [sumo.pk, chair.pk][:: -1 if number % 2 else 1]
        answer, _ = at_once(
            lambda form=form: desk.post(address_of(squat), form | {"_publish": ["1"]}),
            lambda order=order: editing.reorder(squat.variations.all(), order, None),
        )
        assert answer.status_code in (302, 200), "saved, or told who was first"
        assert sorted(squat.variations.values_list("position", flat=True)) == [1, 2]


def test_what_is_published_while_its_steps_are_removed_keeps_them_or_stays_a_draft(desk, squat):
    for _ in range(ROUNDS):
        Exercise.objects.filter(pk=squat.pk).update(state="draft")
        typed = {f"steps__{line}__DELETE": "on" for line in range(squat.steps.count())}
        form = filled_in(desk, address_of(squat), "exercise_form", **typed)
        at_once(
            lambda form=form: desk.post(address_of(squat), form | {"_save": ["1"]}),
            lambda: editing.publish(Exercise.objects.filter(pk=squat.pk), None),
        )
        squat.refresh_from_db()
        assert squat.is_published == squat.steps.exists()
        if not squat.is_published:
            editing.go_back_to(Revision.objects.filter(entry="exercises.exercise:squat").last(), None)


def test_two_new_exercises_get_two_places(desk, squat):
    address = "/admin/exercises/exercise/add/"
    typed = {"summary": "Sit.", "pattern": "knee", "measure": "hold", "one_sided": "False", "loaded": "False"}
    forms = [
        filled_in(desk, address, "exercise_form", name=name, slug=name, rest_seconds=45, **typed)
        for name in ("sit", "lean")
    ]
    at_once(*(lambda form=form: desk.post(address, form | {"_save": ["1"]}) for form in forms))
    assert set(Exercise.objects.filter(parent=None).values_list("position", flat=True)) == {1, 2, 3}


def test_who_publishes_waits_for_who_removes_the_steps(squat):
    Exercise.objects.filter(pk=squat.pk).update(state="draft")
    removed = Event()

    def remove():
        with transaction.atomic():
            editing.hold_all(Exercise)
            squat.steps.all().delete()
            removed.set()
            sleep(0.3)  # time in which somebody who does not wait would find the steps still there

    def publish():
        removed.wait()
        return editing.publish(Exercise.objects.filter(pk=squat.pk), None)

    _, (done, refused) = at_once(remove, publish)
    assert (done, [each.exercise for each in refused]) == ([], [squat])
