"""What the database and `full_clean` refuse, whoever writes."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from exercises import editing
from exercises.catalogue import CatalogueError, load
from exercises.content import content_of
from exercises.models import (
    Article,
    Equipment,
    EquipmentOption,
    Exercise,
    Mistake,
    MuscleGroup,
    Revision,
    Source,
    Step,
)
from tests.factories import (
    ArticleFactory,
    EquipmentFactory,
    EquipmentOptionFactory,
    ExerciseFactory,
    MistakeFactory,
    MuscleGroupFactory,
    MuscleUseFactory,
    PointFactory,
    StepFactory,
    VariationFactory,
)

pytestmark = pytest.mark.django_db

A_PLACE = "A place is a whole number from 1 to 9999."
PLACED = {
    "muscle_group": MuscleGroupFactory,
    "equipment": EquipmentFactory,
    "exercise": ExerciseFactory,
    "step": StepFactory,
    "mistake": MistakeFactory,
    "source": lambda: Source.objects.create(exercise=ExerciseFactory(), position=1, citation="Somebody 2020"),
    "equipment_option": EquipmentOptionFactory,
    "article": ArticleFactory,
    "point": PointFactory,
}
PLACES = {
    (f"{owner}_place_within_range", place): (make, {"position": place}, A_PLACE)
    for owner, make in PLACED.items()
    for place in (0, 20_000)
}
FACTS = {
    ("exercise_rung_within_range", -3): (VariationFactory, {"rung": -3}, "A rung is from −2 to +3."),
    ("exercise_rung_within_range", 4): (VariationFactory, {"rung": 4}, "A rung is from −2 to +3."),
    ("exercise_pattern_known", "arm"): (ExerciseFactory, {"pattern": "arm"}, "There is no such movement pattern."),
    ("exercise_measure_known", "km"): (
        ExerciseFactory,
        {"measure": "km"},
        "An exercise is counted in reps or held for seconds.",
    ),
    ("exercise_state_known", "new"): (ExerciseFactory, {"state": "new"}, "An exercise is a draft or published."),
    ("muscle_use_role_known", "rests"): (MuscleUseFactory, {"role": "rests"}, "A muscle group works most, or helps."),
    ("revision_action_known", "sold"): (
        lambda: Revision.objects.create(entry="exercises.exercise:squat", action="created"),
        {"action": "sold"},
        "There is no such kind of change.",
    ),
}
REFUSED = PLACES | FACTS


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case[0]}-{case[1]}")
def test_the_database_refuses_what_full_clean_says_in_words(case):
    make, change, words = REFUSED[case]
    row = make()
    for name, value in change.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError, match=case[0]), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**change)
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    assert words in refusal.value.messages
    with pytest.raises(ValidationError):
        row.full_clean()


@pytest.mark.parametrize("model", [MuscleGroup, Equipment, Exercise, Step, Mistake, Source, EquipmentOption, Article])
def test_no_place_is_so_high_that_its_owner_could_not_step_aside(model):
    place = model._meta.get_field("position")
    with pytest.raises(ValidationError, match="less than or equal to 9999"):
        place.clean(10_000, None)
    assert place.clean(9_999, None) == 9_999


@pytest.mark.parametrize("name", ["pattern", "measure"])
def test_a_variation_may_leave_them_blank(name):
    variation = VariationFactory()
    variation.full_clean()
    assert getattr(variation, name) == ""


class TestVariationOfAVariation:
    @pytest.fixture
    def sumo(self):
        return VariationFactory(parent__slug="squat", slug="sumo", name="Sumo")

    def refused(self, exercise):
        with pytest.raises(ValidationError) as refusal:
            exercise.full_clean()
        return refusal.value.message_dict["parent"]

    def test_its_parent_is_a_variation(self, sumo):
        deep = Exercise(slug="deep", name="Deep", summary="Deeper.", position=1, rung=1, parent=sumo)
        assert self.refused(deep) == ["“Sumo” is a variation itself; choose the exercise that it belongs to."]

    def test_it_has_variations(self, sumo):
        sumo.parent.parent = ExerciseFactory()
        assert self.refused(sumo.parent) == ["“Squat” has variations of its own, so it cannot become a variation."]

    def test_it_is_its_own(self):
        exercise = ExerciseFactory()
        exercise.parent = exercise
        assert self.refused(exercise) == ["An exercise cannot be a variation of itself."]

    def test_going_back_to_before_its_exercise_became_a_variation(self, sumo):
        editing.remember(sumo)
        squat, lunge = sumo.parent, ExerciseFactory(slug="lunge")
        Exercise.objects.filter(pk=sumo.pk).delete()
        Exercise.objects.filter(pk=squat.pk).update(parent=lunge)
        with pytest.raises(editing.CannotTakeBack, match="“Squat” is a variation itself"):
            editing.go_back_to(Revision.objects.get(), None)
        assert not Exercise.objects.filter(slug="sumo").exists()

    def test_going_back_to_before_it_had_variations(self, sumo):
        squat, lunge = sumo.parent, ExerciseFactory(slug="lunge")
        Exercise.objects.filter(pk=squat.pk).update(parent=lunge)
        Revision.objects.create(entry="exercises.exercise:squat", action="changed", content=content_of(squat))
        Exercise.objects.filter(pk=squat.pk).update(parent=None)
        with pytest.raises(editing.CannotTakeBack, match="“Squat” has variations of its own"):
            editing.go_back_to(Revision.objects.get(), None)
        squat.refresh_from_db()
        assert squat.parent is None

    def test_loading_one_whose_exercise_became_a_variation_here(self, tmp_path):
        fields = {"summary": "Bend.", "pattern": "knee", "measure": "hold", "one_sided": False, "loaded": False}
        squat = {"slug": "squat", "name": "Squat", "position": 1, "rest_seconds": 45, **fields}
        sumo = {"slug": "sumo", "name": "Sumo", "position": 1, "summary": "Wide.", "parent": ["squat"]}
        file = tmp_path / "catalogue.json"

        def load_these(*exercises):
            file.write_text(json.dumps([{"model": "exercises.exercise", "fields": each} for each in exercises]))
            return load([file])

        load_these(squat)
        Exercise.objects.filter(slug="squat").update(parent=ExerciseFactory(slug="lunge"))
        with pytest.raises(CatalogueError, match="exercise sumo, field parent: “Squat” is a variation itself"):
            load_these(squat, sumo)
        assert not Exercise.objects.filter(slug="sumo").exists()


class TestTempo:
    def test_a_variation_counted_in_reps_below_a_hold_needs_its_own(self):
        sit = ExerciseFactory(measure="hold", seconds_per_rep=None)
        variation = VariationFactory(parent=sit, measure="reps")
        with pytest.raises(ValidationError, match="Counted in reps, it needs its seconds per rep"):
            variation.full_clean()
        variation.seconds_per_rep = 3
        variation.full_clean()

    def test_a_variation_takes_that_of_its_exercise(self):
        VariationFactory(measure="reps").full_clean()


@pytest.mark.parametrize("figure", [{}, [], {"poses": {}}])
def test_an_empty_figure_is_refused_as_well(figure):
    exercise = ExerciseFactory(movement=figure)
    with pytest.raises(ValidationError, match="The figure cannot be drawn"):
        exercise.full_clean()


class TestEquipmentInUse:
    @pytest.fixture
    def option(self):
        return EquipmentOptionFactory(items=["band", "wall"])

    @pytest.mark.parametrize("rows", ["one", "many"])
    def test_it_is_not_deleted(self, option, rows):
        band = Equipment.objects.get(slug="band")
        with pytest.raises(ProtectedError):
            band.delete() if rows == "one" else Equipment.objects.all().delete()
        assert set(option.items.values_list("slug", flat=True)) == {"band", "wall"}

    def test_an_option_is_deleted_without_its_equipment(self, option):
        option.exercise.delete()
        assert not EquipmentOption.objects.exists()
        Equipment.objects.all().delete()
        assert not Equipment.objects.exists()

    def test_the_content_names_it(self, option):
        (data,) = [each for each in content_of(option.exercise) if each["model"] == "exercises.equipmentoption"]
        assert sorted(data["fields"]["items"]) == [["band"], ["wall"]]

    def test_loaddata_reads_it(self):
        call_command("loaddata", "00-muscles-equipment", "02-lunge", verbosity=0)
        options = EquipmentOption.objects.filter(exercise__slug__contains="lunge", items__slug="dumbbell")
        assert options.exists()


def test_an_exercise_does_not_take_the_address_of_another_page():
    with pytest.raises(ValidationError) as refused:
        ExerciseFactory.build(slug="figures").clean_fields()
    words = "“figures” is the address of the page that shows all figures; choose another."
    assert refused.value.message_dict == {"slug": [words]}
    ExerciseFactory.build(slug="figures").clean_fields(exclude=["slug"])
    ExerciseFactory.build(slug="figures-of-eight").clean_fields()
