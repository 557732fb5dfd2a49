"""An exercise, edited on one page."""

import pytest

from exercises.content import content_of
from exercises.models import EquipmentOption, Exercise, Mistake, MuscleUse, Revision, Source
from tests.exercises.admin.typing_in import actions, add, address_of, errors, filled_in, messages, save, steps
from tests.factories import (
    EquipmentFactory,
    EquipmentOptionFactory,
    MistakeFactory,
    MuscleGroupFactory,
    StepFactory,
    VariationFactory,
)


def test_a_changed_step_is_on_the_site_at_once(desk, squat):
    response = save(desk, squat, steps__1__text="Bend your knees slowly.")
    assert steps(squat) == [(1, "Stand tall."), (2, "Bend your knees slowly."), (3, "Rise.")]
    assert "Bend your knees slowly." in desk.get("/exercises/squat/").content.decode()
    (message,) = messages(response)
    assert "The changes to “Squat” are published." in message
    assert "See it on the site" in message
    assert "Take it back" in message


def test_every_save_keeps_who_changed_what(desk, editor, squat):
    save(desk, squat, name="Air squat")
    created, changed = Revision.objects.filter(entry="exercises.exercise:squat").order_by("pk")
    assert (created.content[0]["fields"]["name"], created.by) == ("Squat", None)
    assert (changed.content[0]["fields"]["name"], changed.by, changed.action) == ("Air squat", editor, "changed")


def test_saving_without_a_change_keeps_nothing_and_says_so(desk, squat):
    save(desk, squat, name="Air squat")
    before = Revision.objects.count()
    response = save(desk, squat)
    assert Revision.objects.count() == before
    assert messages(response) == ["“Air squat” is as it was: nothing was changed."]


def test_two_steps_can_swap_their_numbers(desk, squat):
    save(desk, squat, steps__0__ORDER=2, steps__1__ORDER=1)
    assert steps(squat) == [(1, "Bend your knees."), (2, "Stand tall."), (3, "Rise.")]


@pytest.mark.parametrize(
    ("line", "number", "expected"),
    [
        (2, 1, ["Rise.", "Stand tall.", "Bend your knees."]),
        (0, 3, ["Bend your knees.", "Rise.", "Stand tall."]),
        (0, 2, ["Bend your knees.", "Stand tall.", "Rise."]),
        (1, 900, ["Stand tall.", "Rise.", "Bend your knees."]),
        (1, "", ["Stand tall.", "Bend your knees.", "Rise."]),
    ],
)
def test_one_typed_number_is_enough_to_move_a_step(desk, squat, line, number, expected):
    save(desk, squat, **{f"steps__{line}__ORDER": number})
    assert steps(squat) == list(enumerate(expected, 1))


def test_steps_are_added_removed_and_numbered_anew(desk, squat):
    typed = {"steps__0__DELETE": "on", "steps__3__text": "Breathe out.", "steps__3__ORDER": 2}
    save(desk, squat, **typed)
    assert steps(squat) == [(1, "Breathe out."), (2, "Bend your knees."), (3, "Rise.")]


def test_a_number_alone_does_not_make_a_line(desk, squat):
    save(desk, squat, steps__3__ORDER=4)
    assert len(steps(squat)) == 3


def test_a_line_that_is_broken_stays_one_line(desk, squat):
    save(desk, squat, steps__0__text="Stand\r\n tall  now.")
    assert steps(squat)[0] == (1, "Stand tall now.")


def test_a_wrong_number_is_refused_in_words(desk, squat, everything):
    before = everything()
    assert "greater than or equal to 1" in errors(save(desk, squat, steps__0__ORDER=0))
    assert "less than or equal to 999" in errors(save(desk, squat, steps__0__ORDER=10**20))
    assert everything() == before


def test_all_parts_are_edited_on_one_page(desk, squat):
    calves, band = MuscleGroupFactory(slug="calves", position=2), EquipmentFactory(slug="band")
    wall = EquipmentFactory(slug="wall")
    MistakeFactory(exercise=squat, text="Knees falling in.")
    EquipmentOptionFactory(exercise=squat, items=["band"])
    typed = {
        "mistakes__0__cue": "Push them out gently.",
        "mistakes__1__text": "Rushing.",
        "mistakes__1__cue": "Count to three.",
        "sources__0__citation": "Somebody 2020",
        "sources__0__url": "example.org/paper",
        "equipmentoptions__0__items": [str(band.pk), str(wall.pk)],
        "equipmentoptions__1__items": [str(wall.pk)],
        f"muscles__{calves.pk}": MuscleUse.Role.SECONDARY,
        "needs_nothing": None,
        "rest_seconds": 60,
    }
    save(desk, squat, **typed)
    squat.refresh_from_db()
    mistakes = list(Mistake.objects.filter(exercise=squat).values_list("text", "cue"))
    options = [{each.slug for each in option.items.all()} for option in EquipmentOption.objects.filter(exercise=squat)]
    assert mistakes == [("Knees falling in.", "Push them out gently."), ("Rushing.", "Count to three.")]
    assert list(Source.objects.values_list("citation", "url")) == [("Somebody 2020", "https://example.org/paper")]
    assert options == [{"band", "wall"}, {"wall"}]
    assert set(squat.muscle_uses.values_list("muscle__slug", "role")) == {("quads", "primary"), ("calves", "secondary")}
    assert (squat.rest_seconds, squat.needs_nothing) == (60, False)
    assert actions(squat) == ["created", "changed"]


def test_muscles_trade_places(desk, squat):
    quads, calves = squat.muscle_uses.get().muscle, MuscleGroupFactory(slug="calves", position=2)
    save(desk, squat, **{f"muscles__{quads.pk}": "", f"muscles__{calves.pk}": "primary"})
    assert list(squat.muscle_uses.values_list("muscle__slug", "role")) == [("calves", "primary")]


def test_variations_are_named_and_put_in_order_with_their_exercise(desk, squat, editor):
    sumo = Exercise.objects.get(slug="sumo-squat")
    chair = VariationFactory(parent=squat, slug="chair-squat", name="Chair squat", position=2, rung=-1)
    typed = {"variations__0__ORDER": 2, "variations__1__ORDER": 1, "variations__0__name": "Wide squat"}
    response = save(desk, squat, **typed)
    assert list(squat.variations.values_list("position", "name")) == [(1, "Chair squat"), (2, "Wide squat")]
    assert actions(sumo) == ["created", "changed"]
    assert actions(chair) == ["created", "moved"]
    assert "Saved with it: " in messages(response)[0]
    sumo.refresh_from_db()
    assert sumo.is_published


def test_a_draft_is_saved_published_and_taken_off_the_site(desk, lunge):
    quads = MuscleGroupFactory(slug="quads")
    response = save(desk, lunge, "_save", steps__0__text="Step forward.")
    assert "The draft of “Lunge” is saved." in messages(response)[0]
    assert "See it on the site" not in messages(response)[0]
    assert desk.get("/exercises/lunge/").status_code == 404

    response = save(desk, lunge, "_publish", **{f"muscles__{quads.pk}": "primary"})
    assert "“Lunge” is published." in messages(response)[0]
    assert desk.get("/exercises/lunge/").status_code == 200
    lunge.refresh_from_db()
    first = lunge.first_published_at
    assert first is not None

    response = save(desk, lunge, "_unpublish", name="Long lunge")
    assert "“Long lunge” is off the site and a draft again." in messages(response)[0]
    assert desk.get("/exercises/lunge/").status_code == 404
    lunge.refresh_from_db()
    assert (lunge.name, lunge.first_published_at) == ("Long lunge", first)
    assert actions(lunge) == ["created", "changed", "published", "unpublished"]


def test_buttons_say_what_is_possible(desk, squat, lunge):
    published, draft = (desk.get(address_of(each)).content.decode() for each in (squat, lunge))
    assert "Publish changes" in published
    assert 'name="_unpublish"' in published
    assert "Save draft" not in published
    assert "Save draft" in draft
    assert 'name="_unpublish"' not in draft
    assert 'formtarget="_blank"' in published
    assert 'formtarget="_blank"' in draft
    assert 'name="state"' not in published + draft


def test_a_variation_that_is_published_before_its_exercise_says_so(desk, lunge):
    variation = VariationFactory(parent=lunge, name="Split squat", state=Exercise.State.DRAFT)
    MuscleGroupFactory(slug="quads")
    StepFactory(exercise=variation, text="Kneel.")
    quads = MuscleGroupFactory(slug="quads")
    response = save(desk, variation, "_publish", **{f"muscles__{quads.pk}": "primary"})
    assert "runners see it once “Lunge” is published too." in messages(response)[0]
    assert "See it on the site" not in messages(response)[0]


def test_a_new_exercise_starts_as_a_draft_at_the_end(desk, squat, lunge):
    typed = {"name": "Wall sit", "slug": "wall-sit", "summary": "Sit.", "pattern": "knee", "measure": "hold"}
    typed |= {"one_sided": "False", "loaded": "False", "rest_seconds": 45, "steps__0__text": "Lean on the wall."}
    add(desk, **typed)
    wall_sit = Exercise.objects.get(slug="wall-sit")
    assert (wall_sit.position, wall_sit.state, steps(wall_sit)) == (3, "draft", [(1, "Lean on the wall.")])
    assert actions(wall_sit) == ["created"]


def test_a_new_variation_knows_its_exercise_and_its_place(desk, squat):
    typed = {"name": "Goblet squat", "slug": "goblet-squat", "summary": "Hold it.", "rung": 1}
    add(desk, query=f"?parent={squat.pk}", steps__0__text="Hold a weight.", button="_publish", **typed)
    goblet = Exercise.objects.get(slug="goblet-squat")
    assert (goblet.parent, goblet.position, goblet.rung, goblet.is_published) == (squat, 2, 1, True)
    assert goblet.pattern == ""


def test_what_a_variation_leaves_empty_is_shown_as_what_it_inherits(desk, squat):
    page = desk.get(address_of(Exercise.objects.get(slug="sumo-squat"))).content.decode()
    assert "As Squat: knee-dominant" in page
    assert "As Squat: no" in page


@pytest.mark.parametrize("query", ["?parent=99999999999999999999", "?parent=x", "?parent=²"])
def test_nonsense_in_the_address_presets_nothing(desk, squat, everything, query):
    before = everything()
    page = desk.get(f"/admin/exercises/exercise/add/{query}")
    assert page.context["title"] == "Add an exercise"
    assert page.context["adminform"].form["parent"].value() is None
    assert everything() == before


def test_the_history_follows_a_draft_that_gets_another_address(desk, lunge):
    variation = VariationFactory(parent=lunge, slug="split-squat", name="Split squat")
    save(desk, variation, "_save", name="Split lunge", steps__0__text="Kneel.")
    save(desk, lunge, "_save", name="Long lunge")
    save(desk, lunge, "_save", slug="long-lunge")
    lunge.refresh_from_db()
    assert lunge.slug == "long-lunge"
    assert actions(lunge) == ["created", "changed", "changed"]
    assert not Revision.objects.filter(entry="exercises.exercise:lunge").exists()
    parents = {revision.content[0]["fields"]["parent"][0] for revision in _of(variation)}
    assert parents == {"long-lunge"}


def _of(exercise):
    return Revision.objects.filter(entry=f"exercises.exercise:{exercise.slug}")


def test_braces_and_markup_in_a_name_are_only_words(desk, squat):
    typed = {"name": "{0} <b>{x}</b> %s", "variations__0__name": "{y} <i>"}
    (message,) = messages(save(desk, squat, **typed))
    assert "The changes to “{0} &lt;b&gt;{x}&lt;/b&gt; %s” are published. Saved with it: {y} &lt;i&gt;." in message


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("steps-TOTAL_FORMS", "x", "Write at least one step before publishing."),
        ("steps-INITIAL_FORMS", "100000", "This field is required."),
        ("parent", "99999999999999999999", "That choice is not one of the available choices."),
        ("position", "99999999999999999999", "less than or equal to 999"),
        ("movement", '{"poses": [[[]]]}', "The figure cannot be drawn"),
        ("name", "a\0b", "Null characters are not allowed."),
        ("rung", "10", "10 is not one of the available choices."),
        ("muscles", "everything", "Choose for each muscle group: not much, helps, or works most."),
    ],
)
def test_a_form_that_was_tampered_with_is_refused_in_words(desk, squat, everything, name, value, said):
    before = everything()
    good = filled_in(desk, address_of(squat), "exercise_form")
    key = f"muscles-{squat.muscle_uses.get().muscle_id}" if name == "muscles" else name
    answer = desk.post(address_of(squat), good | {key: [value], "_publish": ["1"]})
    assert said in errors(answer)
    assert everything() == before


@pytest.mark.parametrize(("line", "pk"), [("steps-0-id", "99999999999999999999"), ("variations-0-id", "7777777")])
def test_a_line_that_was_tampered_with_is_kept_by_its_words(desk, squat, line, pk):
    save(desk, squat, name="Air squat")
    sumo = Exercise.objects.get(slug="sumo-squat")
    before = [content_of(squat), content_of(sumo)]
    answer = desk.post(
        address_of(squat),
        filled_in(desk, address_of(squat), "exercise_form") | {line: [pk], "_publish": ["1"]},
        follow=True,
    )
    assert messages(answer) == ["“Air squat” is as it was: nothing was changed."]
    assert [content_of(squat), content_of(sumo)] == before
