"""The writers of the catalogue, below the administration."""

import pytest
from django.db.models import ProtectedError

from exercises import editing
from exercises.content import content_of, words_of
from exercises.models import Equipment, Exercise, Revision
from tests.factories import (
    EquipmentFactory,
    EquipmentOptionFactory,
    ExerciseFactory,
    MuscleUseFactory,
    StepFactory,
    VariationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def squat():
    exercise = ExerciseFactory(slug="squat", position=1, state="draft")
    StepFactory(exercise=exercise)
    MuscleUseFactory(exercise=exercise)
    return exercise


class TestPublishing:
    def test_it_decides_on_what_is_in_the_database(self, squat):
        ready = Exercise.objects.filter(pk=squat.pk)
        assert list(ready)
        squat.steps.all().delete()
        done, refused = editing.publish(ready, None)
        assert (done, [each.exercise for each in refused]) == ([], [squat])
        assert not Exercise.objects.get().is_published

    def test_a_list_with_joins_and_columns_of_its_own_will_do(self, squat):
        rows = Exercise.objects.select_related("parent").filter(steps__text__contains="part").order_by("parent__name")
        done, _ = editing.publish(rows, None)
        assert done == [squat]
        assert editing.unpublish(rows, None) == [squat]


class TestReordering:
    @pytest.fixture
    def keys(self):
        return [ExerciseFactory(position=place).pk for place in (1, 2, 3)]

    def order(self):
        return list(Exercise.objects.order_by("position").values_list("position", "pk"))

    def test_who_moved_is_returned_and_recorded(self, keys):
        first, second, third = keys
        moved = editing.reorder(Exercise.objects.all(), [second, first, third], None)
        assert {each.pk for each in moved} == {first, second}
        assert self.order() == [(1, second), (2, first), (3, third)]
        assert Revision.objects.filter(action="moved").count() == 2

    def test_who_is_not_named_comes_last_and_strangers_are_left_out(self, keys):
        first, second, third = keys
        stranger = VariationFactory(position=7)
        editing.reorder(Exercise.objects.filter(pk__in=keys), [third, stranger.pk], None)
        assert [pk for _, pk in self.order() if pk in keys] == [third, first, second]
        stranger.refresh_from_db()
        assert stranger.position == 7


class TestDeleting:
    def test_it_is_kept_in_the_history(self, squat):
        ((deleted, revision),) = editing.delete(Exercise.objects.all(), None)
        assert (deleted.slug, revision.action, revision.content) == ("squat", "deleted", [])
        assert not Exercise.objects.exists()
        assert Revision.objects.get(action="created").content[0]["fields"]["slug"] == "squat"

    def test_all_or_nothing(self):
        EquipmentFactory(slug="sliders")
        EquipmentOptionFactory(items=["band"])
        with pytest.raises(ProtectedError):
            editing.delete(Equipment.objects.all(), None)
        assert Equipment.objects.count() == 2
        assert not Revision.objects.exists()


class TestWords:
    def test_the_order_of_parts_does_not_matter(self, squat):
        root, *parts = content_of(squat)
        assert words_of([root, *parts]) == words_of([root, *parts[::-1]])

    def test_place_and_first_publication_matter_unless_left_out(self, squat):
        before = content_of(squat)
        Exercise.objects.update(position=9, first_published_at="2026-01-01T00:00Z")
        after = content_of(squat)
        assert words_of(before) != words_of(after)
        assert words_of(before, but_place=True) == words_of(after, but_place=True)

    def test_a_step_matters(self, squat):
        before = content_of(squat)
        squat.steps.update(position=4)
        assert words_of(before, but_place=True) != words_of(content_of(squat), but_place=True)

    def test_what_was_deleted_has_none(self):
        assert words_of([]) == words_of([], but_place=True) == []
