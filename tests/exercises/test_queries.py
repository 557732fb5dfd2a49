import pytest

from exercises.models import Exercise
from exercises.reading import families, page_of
from tests.factories import (
    EquipmentFactory,
    EquipmentOptionFactory,
    ExerciseFactory,
    MistakeFactory,
    MuscleGroupFactory,
    MuscleUseFactory,
    StepFactory,
    VariationFactory,
)

pytestmark = pytest.mark.django_db


def slugs(exercises):
    return {exercise.slug for exercise in exercises}


@pytest.fixture
def catalogue():
    """A curl (machine) with a standing curl (nothing), a band curl (band) and a harder one that inherits the machine;
    and a wall sit with a weighted one (wall and a dumbbell, or wall and a kettlebell)."""
    curl = ExerciseFactory(slug="curl", name="Curl", needs_nothing=False)
    EquipmentOptionFactory(exercise=curl, items=["machine"])
    VariationFactory(parent=curl, slug="standing-curl", needs_nothing=True, rung=-1)
    band = VariationFactory(parent=curl, slug="band-curl", rung=0)
    EquipmentOptionFactory(exercise=band, items=["band"])
    VariationFactory(parent=curl, slug="single-leg-curl", rung=2)
    sit = ExerciseFactory(slug="wall-sit", name="Wall sit", needs_nothing=False)
    EquipmentOptionFactory(exercise=sit, items=["wall"])
    weighted = VariationFactory(parent=sit, slug="weighted-wall-sit")
    EquipmentOptionFactory(exercise=weighted, items=["wall", "dumbbell"])
    EquipmentOptionFactory(exercise=weighted, items=["wall", "kettlebell"])


@pytest.mark.parametrize(
    ("have", "doable"),
    [
        ([], {"standing-curl"}),
        (["band"], {"standing-curl", "band-curl"}),
        (["machine"], {"standing-curl", "curl", "single-leg-curl"}),
        (["wall"], {"standing-curl", "wall-sit"}),
        (["dumbbell"], {"standing-curl"}),
        (["wall", "kettlebell"], {"standing-curl", "wall-sit", "weighted-wall-sit"}),
    ],
)
def test_doable_needs_all_items_of_one_option(catalogue, have, doable):
    assert slugs(Exercise.objects.doable_with(have)) == doable


def test_a_variation_of_an_exercise_without_equipment_needs_none_either():
    VariationFactory(slug="sumo", parent__slug="squat")
    assert slugs(Exercise.objects.doable_with([])) == {"squat", "sumo"}


def test_a_variation_works_the_muscles_of_its_parent_unless_it_lists_its_own():
    squat = ExerciseFactory(slug="squat")
    MuscleUseFactory(exercise=squat, muscle__slug="quads")
    VariationFactory(parent=squat, slug="goblet")
    sumo = VariationFactory(parent=squat, slug="sumo")
    MuscleUseFactory(exercise=sumo, muscle__slug="adductors")

    assert slugs(Exercise.objects.working(["quads"])) == {"squat", "goblet"}
    assert slugs(Exercise.objects.working(["adductors"])) == {"sumo"}
    assert slugs(Exercise.objects.working(["quads", "adductors"])) == set()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["CHAIR"], {"chair-squat"}),
        (["sit", "back"], {"squat"}),
        (["quads"], {"squat", "chair-squat"}),
        (["step"], {"step-up"}),
        (["kerb"], {"step-up"}),
        (["50%"], set()),
        (["chair", "dumbbell"], set()),
    ],
)
def test_every_word_must_stand_somewhere(words, found):
    squat = ExerciseFactory(slug="squat", name="Squat")
    MuscleUseFactory(exercise=squat, muscle=MuscleGroupFactory(slug="quads", name="Quads"))
    StepFactory(exercise=squat, text="Sit your hips back.")
    VariationFactory(parent=squat, slug="chair-squat", name="Chair squat")
    step_up = ExerciseFactory(slug="step-up", name="Rise", needs_nothing=False)
    EquipmentFactory(slug="step", note="A stair or kerb counts.")
    EquipmentOptionFactory(exercise=step_up, items=["step"])

    assert slugs(Exercise.objects.saying(words)) == found


def test_what_has_the_words_in_its_name_comes_first():
    StepFactory(exercise=ExerciseFactory(slug="squat", position=1), text="Sit back, as if against a wall.")
    ExerciseFactory(slug="wall-sit", name="Wall sit", position=2)

    roots = Exercise.objects.saying(["wall", "sit"]).roots()
    assert [Exercise.objects.get(pk=pk).slug for pk in roots] == ["wall-sit", "squat"]


def test_published_leaves_out_drafts_and_variations_of_drafts():
    ExerciseFactory(slug="draft", state="draft")
    VariationFactory(slug="variation-of-a-draft", parent__slug="hidden", parent__state="draft")
    VariationFactory(slug="draft-variation", state="draft", parent__slug="shown")

    assert slugs(Exercise.objects.published()) == {"shown"}


def test_families_tell_what_fits(catalogue, django_assert_num_queries):
    roots = Exercise.objects.published().doable_with(["band"]).roots()
    with django_assert_num_queries(2):
        (curl,) = families(roots)

    assert curl.entry.exercise.slug == "curl"
    assert not curl.matches
    assert [variation.slug for variation in curl.matching] == ["standing-curl", "band-curl"]


def test_roots_come_in_catalogue_order_with_what_fits():
    exercises = {slug: ExerciseFactory(slug=slug, position=9 - place) for place, slug in enumerate("abc")}
    variation = VariationFactory(parent=exercises["a"])
    VariationFactory(parent=exercises["c"], state="draft")

    roots = Exercise.objects.published().roots()

    assert list(roots) == [exercises[slug].pk for slug in "cba"]
    assert roots[exercises["a"].pk] == {exercises["a"].pk, variation.pk}
    assert roots[exercises["c"].pk] == {exercises["c"].pk}


def test_a_page_fills_in_what_a_variation_inherits():
    squat = ExerciseFactory(slug="squat", benefit="Strong legs.", knee_note="Half as deep.", measure="hold")
    MuscleUseFactory(exercise=squat, muscle__name="Quads")
    MuscleUseFactory(exercise=squat, muscle__name="Adductors", role="secondary")
    MistakeFactory(exercise=squat, text="Heels lifting.")
    StepFactory(exercise=squat, text="Of the squat only.")
    sumo = VariationFactory(parent=squat, slug="sumo", knee_note="Narrower.")
    StepFactory(exercise=sumo, text="Wide feet.")

    entry = page_of(Exercise.objects.select_related("parent").get(slug="sumo")).entry

    assert (entry.primary, entry.secondary) == (["Quads"], ["Adductors"])
    assert [line.text for line in entry.steps] == ["Wide feet."]
    assert [line.text for line in entry.mistakes] == ["Heels lifting."]
    assert (entry.benefit, entry.knee_note) == ("Strong legs.", "Narrower.")
    assert entry.facts == ["no equipment", "hold"]


def test_facts_name_every_way_to_do_it(catalogue):
    weighted = Exercise.objects.select_related("parent").get(slug="weighted-wall-sit")
    weighted.loaded = weighted.one_sided = True
    facts = page_of(weighted).entry.facts

    assert facts == ["dumbbell and wall or kettlebell and wall", "each side", "reps", "with weight"]


def test_the_ladder_goes_from_hard_to_easy():
    squat = ExerciseFactory(slug="squat")
    for slug, rung in [("chair", -1), ("sumo", 0), ("goblet", 1)]:
        VariationFactory(parent=squat, slug=slug, rung=rung)
    VariationFactory(parent=squat, slug="unseen", rung=3, state="draft")

    assert [each.slug for each in page_of(squat).ladder] == ["goblet", "squat", "sumo", "chair"]
    assert page_of(squat, drafts=True).ladder[0].slug == "unseen"


def test_neighbours_are_published_exercises_and_a_variation_has_its_parents():
    first = ExerciseFactory(position=1, name="First", slug="first")
    ExerciseFactory(position=2, state="draft")
    middle = ExerciseFactory(position=3)
    variation = VariationFactory(parent=middle, position=1)
    last = ExerciseFactory(position=4, name="Last", slug="last")

    for each in (middle, variation):
        found = Exercise.objects.with_neighbours().get(pk=each.pk)
        assert (found.previous_slug, found.previous_name) == (first.slug, "First")
        assert (found.next_slug, found.next_name) == (last.slug, "Last")
    assert Exercise.objects.with_neighbours().get(pk=first.pk).previous_slug is None
    assert Exercise.objects.with_neighbours().get(pk=last.pk).next_slug is None
