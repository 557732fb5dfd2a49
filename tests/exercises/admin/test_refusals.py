"""What the administration will not do: said in words, with the input kept, and nothing changed."""

import pytest

from exercises.models import Exercise
from tests.exercises.admin.typing_in import add, errors, save
from tests.factories import ExerciseFactory, MuscleGroupFactory, MuscleUseFactory, StepFactory, VariationFactory

NO_STEPS = "Write at least one step before publishing."
NO_MUSCLE = "Name at least one muscle group that works most before publishing."


@pytest.fixture(autouse=True)
def _nothing_changes(request, everything):
    """No test in this module changes a row after its first save."""
    request.getfixturevalue("squat")
    request.getfixturevalue("lunge")
    request.getfixturevalue("desk")
    if "prepared" in request.fixturenames:
        request.getfixturevalue("prepared")
    before = everything()
    yield
    assert everything() == before


def kept(response, name: str) -> str:
    return response.context["adminform"].form[name].value()


def test_publishing_without_steps_and_muscles_says_both(desk, lunge):
    response = save(desk, lunge, "_publish", name="Typed")
    assert NO_STEPS in errors(response)
    assert NO_MUSCLE in errors(response)
    assert kept(response, "name") == "Typed"


def test_removing_the_last_steps_of_what_is_published(desk, squat):
    removed = {f"steps__{line}__DELETE": "on" for line in range(3)}
    assert NO_STEPS in errors(save(desk, squat, **removed))


def test_removing_all_steps_while_adding_one_is_fine_but_a_number_is_not_a_step(desk, squat):
    removed = {f"steps__{line}__DELETE": "on" for line in range(3)}
    assert NO_STEPS in errors(save(desk, squat, steps__3__ORDER=1, **removed))


def test_leaving_only_muscles_that_help(desk, squat):
    quads = squat.muscle_uses.get().muscle_id
    assert NO_MUSCLE in errors(save(desk, squat, **{f"muscles__{quads}": "secondary"}))


class TestInheritedMuscles:
    @pytest.fixture
    def prepared(self, squat, lunge):
        StepFactory(exercise=lunge, text="Step.")
        split = VariationFactory(parent=lunge, slug="split-squat", name="Split squat", state=Exercise.State.DRAFT)
        StepFactory(exercise=split, text="Kneel.")
        MuscleUseFactory(exercise=lunge, muscle=MuscleGroupFactory(slug="calves", position=7), role="secondary")
        return split

    def test_a_variation_inherits_too_little(self, desk, prepared):
        assert errors(save(desk, prepared, "_publish")) == NO_MUSCLE


def test_a_variation_of_a_variation(desk, lunge):
    sumo = Exercise.objects.get(slug="sumo-squat")
    response = save(desk, lunge, "_save", parent=sumo.pk, summary="Typed.")
    assert "“Sumo squat” is a variation itself; choose the exercise that it belongs to." in errors(response)
    assert kept(response, "summary") == "Typed."


def test_a_new_variation_of_a_variation(desk, squat):
    sumo = Exercise.objects.get(slug="sumo-squat")
    typed = {"name": "Deep sumo", "slug": "deep-sumo", "summary": "Deeper.", "parent": sumo.pk}
    assert "is a variation itself" in errors(add(desk, **typed))


def test_giving_a_parent_to_what_has_variations(desk, squat, lunge):
    response = save(desk, squat, parent=lunge.pk)
    assert "“Squat” has variations of its own, so it cannot become a variation." in errors(response)


def test_being_a_variation_of_itself(desk, lunge):
    assert "An exercise cannot be a variation of itself." in errors(save(desk, lunge, "_save", parent=lunge.pk))


def test_two_exercises_at_one_place(desk, lunge):
    response = save(desk, lunge, "_save", position=1)
    assert errors(response) == "“Squat” stands at place 1; choose a free one, such as 2."
    assert kept(response, "position") == "1"


def test_two_variations_at_one_place(desk, squat):
    typed = {"name": "Goblet squat", "slug": "goblet-squat", "summary": "Hold it.", "position": 1, "parent": squat.pk}
    assert "“Sumo squat” stands at place 1; choose a free one, such as 2." in errors(add(desk, **typed))


def test_another_address_for_what_was_published(desk, squat):
    response = save(desk, squat, slug="air-squat")
    assert "its address stays “squat”" in errors(response)
    assert kept(response, "slug") == "air-squat"


def test_the_address_of_another_page(desk, lunge):
    response = save(desk, lunge, "_save", slug="figures")
    assert "“figures” is the address of the page that shows all figures; choose another." in errors(response)


class TestOnceDraftAgain:
    @pytest.fixture
    def prepared(self, desk, squat):
        return ExerciseFactory(slug="deadlift", state=Exercise.State.DRAFT, first_published_at="2026-01-01T00:00Z")

    def test_another_address_for_what_was_published_once(self, desk, prepared):
        assert "its address stays “deadlift”" in errors(save(desk, prepared, "_save", slug="pull"))


def test_an_address_that_another_has(desk, lunge):
    assert "already exists" in errors(save(desk, lunge, "_save", slug="squat"))


@pytest.mark.parametrize("fact", ["pattern", "measure", "one_sided", "loaded", "rest_seconds", "seconds_per_rep"])
def test_an_exercise_itself_states_its_facts(desk, squat, fact):
    assert "Say this here; only a variation may leave it to its exercise." in errors(save(desk, squat, **{fact: ""}))


def test_an_exercise_itself_has_no_rung(desk, squat):
    assert "the exercise itself is 0" in errors(save(desk, squat, rung=1))


def test_an_existing_line_without_words(desk, squat):
    assert "This field is required." in errors(save(desk, squat, steps__0__text=""))


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        ('{"view": ', "This is not JSON"),
        ('{"view": "side"}', "The figure cannot be drawn: poses: is an object with names."),
        ("[]", "The figure cannot be drawn"),
        ("{}", "The figure cannot be drawn"),
        pytest.param("[" * 5000, "This nests its brackets deeper than any figure does.", id="deep"),
        pytest.param("[" * 500 + "]" * 500, "The figure cannot be drawn", id="deep-but-whole"),
    ],
)
def test_a_figure_that_cannot_be_drawn(desk, squat, figure, why):
    response = save(desk, squat, movement=figure)
    assert why in errors(response)
    assert "".join(kept(response, "movement").split()) == "".join(figure.split())
