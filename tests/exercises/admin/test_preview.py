"""The page as runners would see it, from what is typed but not saved."""

from tests.exercises.admin.typing_in import add, address_of, filled_in, save
from tests.factories import MuscleGroupFactory


def test_a_preview_shows_what_is_typed_and_writes_nothing(desk, squat, everything):
    before = everything()
    calves = MuscleGroupFactory(slug="calves", name="Calves", position=2)
    before = everything()
    response = save(
        desk,
        squat,
        "_preview",
        name="Air squat",
        steps__0__text="Stand like a tree.",
        steps__3__text="Breathe out.",
        variations__0__name="Wide squat",
        **{f"muscles__{calves.pk}": "secondary"},
    )
    page = response.content.decode()
    for words in ("Preview", "Air squat", "Stand like a tree.", "Breathe out.", "Wide squat", "Calves"):
        assert words in page
    assert "Stand tall." not in page
    assert everything() == before
    assert "Stand tall." in desk.get("/exercises/squat/").content.decode()


def test_a_preview_leaves_no_message_behind(desk, squat):
    save(desk, squat, "_preview", name="Air squat")
    assert list(desk.get(address_of(squat)).context["messages"]) == []


def test_a_draft_without_anything_can_be_previewed(desk, lunge, everything):
    before = everything()
    page = save(desk, lunge, "_preview", name="Long lunge").content.decode()
    assert "Long lunge" in page
    assert everything() == before
    lunge.refresh_from_db()
    assert not lunge.is_published


def test_what_is_not_there_yet_can_be_previewed(desk, squat, everything):
    before = everything()
    typed = {"name": "Goblet squat", "slug": "goblet-squat", "summary": "Hold it close.", "steps__0__text": "Lift."}
    page = add(desk, "_preview", f"?parent={squat.pk}", **typed).content.decode()
    assert "Goblet squat" in page
    assert "Lift." in page
    assert everything() == before


def test_a_form_with_a_mistake_is_shown_instead(desk, squat, everything):
    before = everything()
    response = save(desk, squat, "_preview", name="")
    assert response.context["adminform"].form.errors == {"name": ["This field is required."]}
    assert everything() == before


def test_publishing_after_the_preview_needs_no_second_look(desk, squat):
    data = filled_in(desk, address_of(squat), "exercise_form", name="Air squat")
    desk.post(address_of(squat), data | {"_preview": ["1"]})
    desk.post(address_of(squat), data | {"_publish": ["1"]})
    squat.refresh_from_db()
    assert squat.name == "Air squat"
