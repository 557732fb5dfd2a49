import pytest

from exercises.models import Exercise
from plans.core.types import Measure
from plans.services.catalogue import planned_catalogue
from tests.core.catalogue import CATALOGUE
from tests.factories import (
    EquipmentOptionFactory,
    ExerciseFactory,
    MuscleGroupFactory,
    MuscleUseFactory,
    VariationFactory,
)

pytestmark = pytest.mark.django_db


def version(exercise, variation=None):
    return planned_catalogue().exercises[exercise].version(variation)


def all_slugs():
    exercises = planned_catalogue().exercises.values()
    return [version.variation or exercise.slug for exercise in exercises for version in exercise.versions]


def test_the_delivered_catalogue_is_what_the_planner_was_tried_on(delivered, django_assert_num_queries):
    with django_assert_num_queries(4):
        loaded = planned_catalogue()
    assert list(loaded.exercises.items()) == list(CATALOGUE.items())
    assert loaded.names == dict(Exercise.objects.values_list("slug", "name"))


def test_many_exercises_cost_no_more(django_assert_num_queries):
    for _ in range(30):
        squat = ExerciseFactory(needs_nothing=False)
        MuscleUseFactory(exercise=squat)
        EquipmentOptionFactory(exercise=squat, items=["step"])
        VariationFactory.create_batch(3, parent=squat)
    with django_assert_num_queries(4):
        loaded = planned_catalogue()
    assert len(loaded.exercises) == 30
    assert len(loaded.names) == 120


def test_an_empty_catalogue():
    assert planned_catalogue().exercises == planned_catalogue().names == {}


def test_drafts_and_what_belongs_to_them_are_not_in_it():
    ExerciseFactory(slug="withdrawn", state="draft", first_published_at="2026-01-01T00:00:00Z")
    VariationFactory(slug="of-a-draft", parent__slug="draft", parent__state="draft")
    VariationFactory(slug="draft-variation", state="draft", parent__slug="squat")
    assert all_slugs() == ["squat"]
    assert list(planned_catalogue().names) == ["squat"]


def test_everything_comes_in_catalogue_order():
    lunge = ExerciseFactory(slug="lunge", position=2)
    ExerciseFactory(slug="squat", position=1)
    VariationFactory(parent=lunge, slug="weighted-lunge", position=3, rung=1)
    VariationFactory(parent=lunge, slug="reverse-lunge", position=1, rung=0)
    assert all_slugs() == ["squat", "lunge", "reverse-lunge", "weighted-lunge"]


def test_a_variation_inherits_each_fact_that_it_does_not_state():
    squat = ExerciseFactory(slug="squat", seconds_per_rep=5, rest_seconds=60, one_sided=True, loaded=True)
    VariationFactory(parent=squat, slug="plain")
    VariationFactory(parent=squat, slug="own", seconds_per_rep=3, rest_seconds=30, one_sided=False, loaded=False)

    plain, own = version("squat", "plain"), version("squat", "own")
    assert (plain.seconds_per_rep, plain.rest_seconds, plain.one_sided, plain.loaded) == (5, 60, True, True)
    assert (own.seconds_per_rep, own.rest_seconds, own.one_sided, own.loaded) == (3, 30, False, False)
    assert plain.rung == own.rung == 1


def test_a_hold_has_no_tempo():
    squat = ExerciseFactory(slug="squat", seconds_per_rep=4)
    VariationFactory(parent=squat, slug="held-squat", measure="hold")
    held = version("squat", "held-squat")
    assert (held.measure, held.seconds_per_rep) == (Measure.HOLD, None)
    assert version("squat").measure is Measure.REPS


def test_muscles_are_inherited_as_a_whole_list():
    squat = ExerciseFactory(slug="squat")
    for slug in ("quads", "glutes"):
        MuscleUseFactory(exercise=squat, muscle=MuscleGroupFactory(slug=slug))
    MuscleUseFactory(exercise=squat, muscle=MuscleGroupFactory(slug="calves"), role="secondary")
    VariationFactory(parent=squat, slug="plain")
    own = VariationFactory(parent=squat, slug="own")
    MuscleUseFactory(exercise=own, muscle=MuscleGroupFactory(slug="quads"))
    helping = VariationFactory(parent=squat, slug="helping")
    MuscleUseFactory(exercise=helping, muscle=MuscleGroupFactory(slug="quads"), role="secondary")

    assert version("squat").primary == version("squat", "plain").primary == {"quads", "glutes"}
    assert version("squat", "own").primary == {"quads"}
    assert version("squat", "helping").primary == frozenset()


def test_equipment_is_inherited_as_a_whole_list_unless_nothing_is_needed():
    curl = ExerciseFactory(slug="curl", needs_nothing=False)
    EquipmentOptionFactory(exercise=curl, items=["wall", "dumbbell"], position=2)
    EquipmentOptionFactory(exercise=curl, items=["machine"], position=1)
    VariationFactory(parent=curl, slug="plain")
    VariationFactory(parent=curl, slug="standing", needs_nothing=True)
    EquipmentOptionFactory(exercise=VariationFactory(parent=curl, slug="banded"), items=["band"])
    VariationFactory(slug="sumo", parent__slug="squat")

    machine_or_weight = (frozenset({"machine"}), frozenset({"wall", "dumbbell"}))
    assert version("curl").needs == version("curl", "plain").needs == machine_or_weight
    assert version("curl", "standing").needs == ()
    assert version("curl", "banded").needs == (frozenset({"band"}),)
    assert version("squat", "sumo").needs == ()


def test_what_nobody_could_do_as_it_is_written_is_left_out():
    sit = ExerciseFactory(slug="wall-sit", measure="hold", seconds_per_rep=None)
    VariationFactory(parent=sit, slug="in-reps", measure="reps")  # no tempo, here or there
    unsaid = ExerciseFactory(slug="unsaid", needs_nothing=False)
    VariationFactory(parent=unsaid, slug="of-unsaid", needs_nothing=True)
    assert all_slugs() == ["wall-sit"]
    assert list(planned_catalogue().names) == ["wall-sit"]
