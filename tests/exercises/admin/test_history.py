"""Who changed what and when; taking it back; bringing back what was deleted."""

import pytest

from exercises import editing
from exercises.admin import history
from exercises.editing import record
from exercises.models import Exercise, Revision, Step
from tests.exercises.admin.typing_in import actions, filled_in, go_back, messages, save, steps
from tests.factories import EquipmentFactory, PointFactory, UserFactory


def history_of(client, exercise, query=""):
    return client.get(f"/admin/exercises/exercise/{exercise.pk}/history/{query}")


def test_going_back_stops_when_somebody_saved_since_it_was_shown(desk, squat):
    record(squat, "created", None)
    first = revisions_of(squat)[0]
    asked = desk.get(history.go_back_url(first))
    Exercise.objects.filter(pk=squat.pk).update(summary="Written by another.")
    record(Exercise.objects.get(pk=squat.pk), "changed", None)

    answer = desk.post(history.go_back_url(first), {"seen": asked.context["seen"]})
    assert "has changed “Squat” since you opened it" in answer.content.decode()
    assert Exercise.objects.get(pk=squat.pk).summary == "Written by another."

    desk.post(history.go_back_url(first), {"seen": answer.context["seen"]})
    assert Exercise.objects.get(pk=squat.pk).summary == squat.summary


def revisions_of(exercise):
    return list(Revision.objects.filter(entry=f"exercises.exercise:{exercise.slug}").order_by("pk"))


def test_the_history_shows_who_changed_which_words(desk, squat):
    save(desk, squat, steps__1__text="Bend your knees slowly.")
    response = history_of(desk, squat)
    newest, first = response.context["changes"]
    assert (newest.who, newest.button, newest.revision.action) == ("editor@example.org", "Take it back", "changed")
    assert [(each.label, each.pieces) for each in newest.differences] == [
        ("Step 2", [("same", "Bend your knees"), ("new", " slowly"), ("same", ".")])
    ]
    assert (first.button, first.differences) == ("Go back to this", [])
    page = response.content.decode()
    assert '<ins><span class="visually-hidden">[new: </span> slowly<span class="visually-hidden">]</span></ins>' in page


def test_words_that_are_gone_are_marked_for_eyes_and_ears(desk, squat):
    save(desk, squat, steps__1__text="Bend.")
    page = history_of(desk, squat).content.decode()
    assert (
        '<del><span class="visually-hidden">[gone: </span> your knees<span class="visually-hidden">]</span></del>'
        in page
    )


def test_what_is_typed_is_shown_as_words_not_as_markup(desk, squat):
    save(desk, squat, name="<script>alert(1)</script>")
    page = history_of(desk, squat).content.decode()
    assert "<script>alert" not in page
    assert "&lt;" in page


def test_the_newest_change_is_taken_back_after_a_look_at_it(desk, squat, editor, everything):
    response = save(desk, squat, steps__1__text="Bend your knees slowly.", steps__3__text="Breathe.")
    before = revisions_of(squat)[0]
    assert history.go_back_url(before) in messages(response)[0]

    rows = everything()
    asked = desk.get(history.go_back_url(before))
    assert [each.label for each in asked.context["differences"]] == ["Step 2", "Step 4"]
    assert everything() == rows, "looking changes nothing"

    done = go_back(desk, before)
    assert steps(squat) == [(1, "Stand tall."), (2, "Bend your knees."), (3, "Rise.")]
    assert "is as it was on" in messages(done)[0]
    assert actions(squat) == ["created", "changed", "taken back"]
    assert revisions_of(squat)[-1].by == editor


def test_taking_back_can_be_taken_back(desk, squat):
    save(desk, squat, name="Air squat")
    go_back(desk, revisions_of(squat)[0])
    newest = history_of(desk, squat).context["changes"][0]
    go_back(desk, newest.back_to)
    squat.refresh_from_db()
    assert squat.name == "Air squat"


def test_an_older_state_comes_back_whole(desk, squat):
    for name in ("One", "Two", "Three"):
        save(desk, squat, name=name, steps__0__text=f"{name}.")
    go_back(desk, revisions_of(squat)[1])
    squat.refresh_from_db()
    assert (squat.name, steps(squat)[0]) == ("One", (1, "One."))


def test_publishing_is_taken_back_too(desk, squat):
    save(desk, squat, "_unpublish")
    go_back(desk, revisions_of(squat)[0])
    squat.refresh_from_db()
    assert squat.is_published


def test_what_no_longer_fits_is_said_before_anything_is_done(desk, squat, everything):
    save(desk, squat, name="Air squat")
    first = revisions_of(squat)[0]
    Revision.objects.filter(pk=first.pk).update(content=[each for each in first.content if "step" not in each["model"]])
    rows = everything()
    for response in (desk.get(history.go_back_url(first)), go_back(desk, first)):
        assert "Write at least one step before publishing." in response.content.decode()
    assert everything() == rows


def test_a_variation_whose_exercise_is_gone_does_not_come_back(desk, squat, everything):
    sumo = Exercise.objects.get(slug="sumo-squat")
    save(desk, sumo, name="Wide squat")
    first = revisions_of(sumo)[0]
    first.content[0]["fields"]["parent"] = ["nobody"]
    first.save()
    rows = everything()
    page = go_back(desk, first).content.decode()
    assert "something that it refers to is not there any more" in page
    assert everything() == rows


def test_looking_is_not_doing(desk, squat):
    save(desk, squat, name="Air squat")
    desk.get(history.go_back_url(revisions_of(squat)[0]))
    squat.refresh_from_db()
    assert squat.name == "Air squat"
    assert actions(squat) == ["created", "changed"]


@pytest.mark.parametrize("pk", [10**6, 10**20])
def test_a_change_that_never_was(desk, pk):
    assert desk.get(f"/admin/exercises/revision/{pk}/go-back/").status_code == 404
    assert desk.post(f"/admin/exercises/revision/{pk}/go-back/").status_code == 404
    assert desk.get(f"/admin/exercises/revision/{pk}/change/").status_code == 404


def test_only_who_may_change_an_entry_takes_its_changes_back(client, desk, squat, editors):
    save(desk, squat, name="Air squat")
    looker = UserFactory(is_staff=True)
    looker.user_permissions.set(editors.permissions.filter(codename__startswith="view_"))
    client.force_login(looker)
    first = revisions_of(squat)[0]
    assert go_back(client, first).status_code == 403
    assert "Go back to this" not in history_of(client, squat).content.decode()
    squat.refresh_from_db()
    assert squat.name == "Air squat"


def test_a_deleted_exercise_comes_back_with_all_its_parts(desk, squat):
    sumo = Exercise.objects.get(slug="sumo-squat")
    save(desk, sumo, summary="Feet wide.")
    deleted = desk.post(f"/admin/exercises/exercise/{sumo.pk}/delete/", {"post": "yes"}, follow=True)
    assert not Exercise.objects.filter(slug="sumo-squat").exists()
    assert "Bring it back" in messages(deleted)[0]

    listed = desk.get("/admin/exercises/revision/").context["cl"].result_list
    assert (listed[0].name, listed[0].action) == ("Sumo squat", "deleted")
    (change,) = desk.get(f"/admin/exercises/revision/{listed[0].pk}/change/").context["changes"]
    assert change.button == "Bring it back"

    go_back(desk, change.back_to)
    back = Exercise.objects.get(slug="sumo-squat")
    assert (back.summary, back.parent, steps(back)) == ("Feet wide.", squat, [(1, "Stand wide.")])
    assert actions(back) == ["created", "changed", "deleted", "taken back"]


def test_texts_and_equipment_have_a_history_too(desk):
    text = PointFactory(article__title="Why").article
    band = EquipmentFactory(slug="band", name="Band")
    for kind, entry, field, name in (("article", text, "title", "Why"), ("equipment", band, "name", "Band")):
        address = f"/admin/exercises/{kind}/{entry.pk}/"
        data = filled_in(desk, f"{address}change/", f"{kind}_form", **{field: "Something else"})
        desk.post(f"{address}change/", data | {"_save": ["1"]})
        newest = desk.get(f"{address}history/").context["changes"][0]
        assert [each.after for each in newest.differences] == ["Something else"]
        go_back(desk, newest.back_to)
        entry.refresh_from_db()
        assert str(entry) == name


def test_old_changes_are_on_further_pages(desk, squat, editor):
    for number in range(45):
        Step.objects.filter(exercise=squat, position=1).update(text=f"Stand for {number} seconds.")
        editing.record(squat, "changed", editor)
    pages = [history_of(desk, squat, f"?p={page}").context["changes"] for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [page[0].button for page in pages] == ["Take it back", "Go back to this", "Go back to this"]
    shown = [each.differences[0].after for page in pages for each in page if each.differences]
    assert shown == [f"Stand for {number} seconds." for number in range(44, 0, -1)]
    nonsense = history_of(desk, squat, "?p=nonsense").context
    assert (nonsense["page"].number, nonsense["changes"]) == (1, pages[0])


@pytest.mark.parametrize("number", [3, 19])
def test_the_history_costs_the_same_however_long(desk, squat, editor, number, django_assert_num_queries):
    for second in range(number):
        Step.objects.filter(exercise=squat, position=1).update(text=f"Stand for {second} seconds.")
        editing.record(squat, "changed", UserFactory())
    with django_assert_num_queries(7):  # who it is and may, 4; the entry; how many changes; which
        history_of(desk, squat)


def test_an_address_for_nothing_leads_home(desk):
    response = desk.get("/admin/exercises/exercise/999/history/", follow=True)
    assert response.redirect_chain == [("/admin/", 302)]
