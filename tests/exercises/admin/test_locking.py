"""Two people at once."""

import pytest
from django.test import Client

from exercises.models import Exercise, Revision
from tests.exercises.admin.typing_in import address_of, errors, filled_in, go_back, save, steps
from tests.factories import UserFactory


@pytest.fixture
def other(editors):
    """Another editor, in a browser of her own."""
    mary = UserFactory(email="mary@example.org", is_staff=True)
    mary.groups.add(editors)
    client = Client()
    client.force_login(mary)
    return client


def test_the_second_is_told_who_was_first_and_loses_nothing(desk, other, squat, everything):
    mine = filled_in(desk, address_of(squat), "exercise_form", name="Mine", steps__0__text="My step.")
    save(other, squat, name="Hers")
    before = everything()
    response = desk.post(address_of(squat), mine | {"_publish": ["1"]})
    assert errors(response).startswith("mary@example.org has changed “Hers” since you opened it (")
    page = response.content.decode()
    assert 'value="Mine"' in page
    assert "My step." in page
    newest = Revision.objects.first()
    assert f"/admin/exercises/revision/{newest.pk}/change/" in page
    assert everything() == before


def test_having_seen_it_the_second_may_save_in_its_place(desk, other, squat):
    mine = filled_in(desk, address_of(squat), "exercise_form", name="Mine")
    save(other, squat, name="Hers", steps__3__text="Her step.", steps__0__DELETE="on")
    seen = Revision.objects.filter(entry="exercises.exercise:squat").first()
    desk.post(address_of(squat), mine | {"_publish": ["1"], "overwrite": [str(seen.pk)]})
    squat.refresh_from_db()
    assert squat.name == "Mine"
    assert steps(squat) == [(1, "Stand tall."), (2, "Bend your knees."), (3, "Rise.")]
    assert seen.content[0]["fields"]["name"] == "Hers", "hers stays in the history"


def test_seeing_one_version_is_no_leave_to_overwrite_the_next(desk, other, squat):
    mine = filled_in(desk, address_of(squat), "exercise_form", name="Mine")
    save(other, squat, name="Hers")
    seen = Revision.objects.first()
    save(other, squat, name="Hers again")
    response = desk.post(address_of(squat), mine | {"_publish": ["1"], "overwrite": [str(seen.pk)]})
    assert "has changed “Hers again”" in errors(response)


def test_lines_that_were_made_anew_meanwhile_are_kept_as_typed(desk, other, squat):
    """Going back makes every line a new row."""
    save(other, squat, name="Hers")
    mine = filled_in(desk, address_of(squat), "exercise_form", steps__1__text="My step.")
    go_back(other, Revision.objects.filter(entry="exercises.exercise:squat").last())
    response = desk.post(address_of(squat), mine | {"_publish": ["1"]})
    assert errors(response).endswith("and nothing is lost."), "no complaint about the lines"
    seen = Revision.objects.first()
    desk.post(address_of(squat), mine | {"_publish": ["1"], "overwrite": [str(seen.pk)]})
    assert steps(squat) == [(1, "Stand tall."), (2, "My step."), (3, "Rise.")]


def test_a_variation_that_changed_meanwhile_counts_on_the_page_of_its_exercise(desk, other, squat):
    mine = filled_in(desk, address_of(squat), "exercise_form", name="Mine")
    save(other, Exercise.objects.get(slug="sumo-squat"), name="Wide squat")
    assert "mary@example.org has changed" in errors(desk.post(address_of(squat), mine | {"_publish": ["1"]}))


def test_what_happens_to_others_is_no_conflict(desk, other, squat, lunge):
    mine = filled_in(desk, address_of(squat), "exercise_form", name="Mine")
    save(other, lunge, "_save", name="Hers")
    desk.post(address_of(squat), mine | {"_publish": ["1"]})
    squat.refresh_from_db()
    assert squat.name == "Mine"


def test_ones_own_changes_in_another_tab_count_as_well(desk, squat):
    first = filled_in(desk, address_of(squat), "exercise_form", name="First tab")
    save(desk, squat, name="Second tab")
    assert "editor@example.org has changed" in errors(desk.post(address_of(squat), first | {"_publish": ["1"]}))
