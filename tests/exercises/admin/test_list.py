"""The list of exercises: found, counted, put in order, published together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains

from exercises.models import Exercise, MuscleGroup
from exercises.publishing import NO_PRIMARY_MUSCLE, NO_STEPS
from tests.exercises.admin.typing_in import actions, messages, save
from tests.factories import (
    ExerciseFactory,
    MuscleUseFactory,
    StepFactory,
    UserFactory,
    VariationFactory,
)

LIST = "/admin/exercises/exercise/"
ORDER = f"{LIST}order/"


def shown(client, query="") -> list[str]:
    return [str(each) for each in client.get(LIST + query).context["cl"].result_list]


@pytest.fixture
def shelf(db):
    """Squat, Lunge, Deadlift and Calf raise, in this order."""
    names = ["Squat", "Lunge", "Deadlift", "Calf raise"]
    return [
        ExerciseFactory(name=name, slug=name.lower().replace(" ", "-"), position=place)
        for place, name in enumerate(names, 1)
    ]


def order_of(rows=None) -> list[tuple[int, str]]:
    rows = Exercise.objects.filter(parent=None) if rows is None else rows
    return list(rows.order_by("position").values_list("position", "name"))


class TestFinding:
    def test_exercises_themselves_come_first_and_lead_to_their_variations(self, desk, squat, lunge):
        assert shown(desk) == ["Squat", "Lunge"]
        assert 'href="?of=squat">1 variation</a>' in desk.get(LIST).content.decode()
        assert shown(desk, "?of=squat") == ["Sumo squat"]
        assert shown(desk, "?of=both") == ["Squat", "Sumo squat", "Lunge"]
        assert shown(desk, "?of=variations") == ["Sumo squat"]

    def test_searching_finds_variations_and_words_of_steps(self, desk, squat, lunge):
        assert shown(desk, "?q=sumo") == ["Sumo squat"]
        assert shown(desk, "?q=squat") == ["Squat", "Sumo squat"]
        assert shown(desk, "?q=wide") == ["Sumo squat"]
        assert shown(desk, "?q=nothing-of-that") == []

    def test_narrowing_by_state_pattern_and_muscle(self, desk, squat, lunge):
        Exercise.objects.filter(pk=lunge.pk).update(pattern="hip")
        assert shown(desk, "?state__exact=draft") == ["Lunge"]
        assert shown(desk, "?pattern=hip") == ["Lunge"]
        assert shown(desk, "?pattern=knee") == ["Squat", "Sumo squat"]
        assert shown(desk, "?muscle=quads") == ["Squat", "Sumo squat"]
        assert shown(desk, "?muscle=quads&of=variations") == ["Sumo squat"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?of=nobody", []),
            ("?pattern=x", ["Squat", "Sumo squat"]),
            ("?p=99999999999999999999", ["Squat"]),
            ("?o=9.9", ["Squat", "Sumo squat"]),
        ],
    )
    def test_nonsense_is_left_out_or_finds_nothing(self, desk, squat, everything, query, found):
        before = everything()
        answer = desk.get(LIST + query, follow=True)
        assert [str(each) for each in answer.context["cl"].result_list] == found
        assert f"{len(found)} exercise" in answer.content.decode()
        assert everything() == before

    @pytest.mark.parametrize("query", ["?of=%00", "?muscle=%00", "?state__exact=%00", "?q=%00", "add/?parent=%00"])
    def test_what_no_database_takes_is_refused(self, desk, squat, everything, query):
        before = everything()
        assertContains(desk.get(LIST + query), "<h1", status_code=400)
        assert everything() == before

    def test_a_row_says_state_and_last_change_and_links_to_the_site(self, desk, squat, lunge):
        save(desk, squat, name="Squat!")
        page = desk.get(LIST).content.decode()
        assert "editor@example.org" in page
        assert 'href="/exercises/squat/"' in page
        assert 'href="/exercises/lunge/"' not in page
        assert '<span class="state state--draft">Draft</span>' in page

    def test_what_is_published_below_a_draft_is_said_to_be_hidden(self, desk, lunge):
        VariationFactory(parent=lunge)
        assert "hidden with its exercise" in desk.get(f"{LIST}?of=lunge").content.decode()

    def test_the_list_costs_the_same_for_3_and_30(self, desk, editor):
        def grow(number):
            for _ in range(number):
                exercise = ExerciseFactory(position=Exercise.objects.count() + 1)
                StepFactory(exercise=VariationFactory(parent=exercise))
                save(desk, Exercise.objects.filter(parent=exercise).get(), "_save")

        def cost():
            found = []
            for query in ("", "?of=both", "?q=exercise"):
                with CaptureQueriesContext(
                    connection,
                ) as captured:
                    desk.get(LIST + query)
                found.append(len(captured))
            return found

        grow(3)
        few = cost()
        grow(27)
        assert cost() == few
        assert max(few) <= 12


class TestOrder:
    def move(self, client, **places):
        data = {f"place-{Exercise.objects.get(slug=slug).pk}": place for slug, place in places.items()}
        return client.post(ORDER, data | {"of": ""}, follow=True)

    def test_a_typed_place_moves_the_exercise_and_says_so(self, desk, shelf, editor):
        response = self.move(desk, **{"squat": 1, "lunge": 2, "deadlift": 1, "calf-raise": 4})
        assert order_of() == [(1, "Deadlift"), (2, "Squat"), (3, "Lunge"), (4, "Calf raise")]
        assert messages(response) == ["“Deadlift” is now at place 1. 2 others made room."]
        assert [actions(each) for each in shelf] == [["created", "moved"]] * 3 + [[]]

    def test_two_can_trade_places(self, desk, shelf):
        self.move(desk, squat=2, lunge=1)
        assert order_of()[:2] == [(1, "Lunge"), (2, "Squat")]

    def test_dragging_answers_with_the_new_places(self, desk, shelf):
        squat, lunge, deadlift, calf = shelf
        data = {f"place-{each.pk}": place for place, each in enumerate([lunge, deadlift, squat, calf], 1)}
        response = desk.post(ORDER, data | {"of": "", "dragged": squat.pk}, headers={"accept": "application/json"})
        assert response.json() == {
            "words": "“Squat” is now at place 3. 2 others made room.",
            "places": [[lunge.pk, 1], [deadlift.pk, 2], [squat.pk, 3], [calf.pk, 4]],
        }
        assert [name for _, name in order_of()] == ["Lunge", "Deadlift", "Squat", "Calf raise"]

    @pytest.mark.parametrize("place", ["0", "-1", "x", "1.5", "1000", "99999999999999999999", "²"])
    def test_what_is_no_place_is_refused_in_words(self, desk, shelf, place, everything):
        before = everything()
        response = self.move(desk, squat=place, lunge=1)
        assert messages(response) == [
            f"“{place[:20]}” is not a place: type a whole number from 1 to 999. Nothing was moved."
        ]
        assert everything() == before

    def test_saving_the_order_as_it_is_keeps_nothing(self, desk, shelf, everything):
        before = everything()
        assert messages(self.move(desk, squat=1, lunge=2)) == ["Nothing was moved."]
        assert everything() == before

    def test_variations_are_ordered_within_their_exercise(self, desk, squat):
        VariationFactory(parent=squat, name="Chair squat", slug="chair-squat", position=2)
        sumo = Exercise.objects.get(slug="sumo-squat")
        response = desk.post(ORDER, {"of": "squat", f"place-{sumo.pk}": 2}, follow=True)
        assert order_of(squat.variations) == [(1, "Chair squat"), (2, "Sumo squat")]
        assert response.redirect_chain == [(f"{LIST}?of=squat", 302)]

    def test_a_gap_in_the_places_does_not_matter(self, desk, shelf):
        Exercise.objects.filter(slug="calf-raise").update(position=40)
        self.move(desk, **{"calf-raise": 2})
        assert order_of() == [(1, "Squat"), (2, "Calf raise"), (3, "Lunge"), (4, "Deadlift")]

    def test_a_list_that_is_not_there(self, desk, shelf, everything):
        before = everything()
        for of in ("\0", "nobody", "a&b\nc: d"):
            assert messages(desk.post(ORDER, {"of": of, "place-1": 2}, follow=True)) in (["Nothing was moved."], [])
        assert everything() == before

    def test_only_by_post_and_only_for_editors(self, desk, client, shelf, everything):
        before = everything()
        assert desk.get(ORDER).status_code == 405
        client.force_login(UserFactory())
        self.move(client, squat=2)
        assert everything() == before

    def test_a_place_can_be_typed_only_where_the_list_is_whole(self, desk, squat, lunge):
        for query, whole in {"": True, "?of=squat": True, "?of=both": False, "?q=squat": False}.items():
            assert ('form="order-form"' in desk.get(LIST + query).content.decode()) is whole, query


class TestTogether:
    def act(self, client, action, *exercises):
        data = {"action": action, "_selected_action": [each.pk for each in exercises], "index": "0"}
        return messages(client.post(f"{LIST}?of=both", data, follow=True))

    def test_publishing_names_what_was_refused_and_why(self, desk, squat, lunge):
        sumo = Exercise.objects.get(slug="sumo-squat")
        Exercise.objects.filter(pk__in=[squat.pk, sumo.pk]).update(state="draft")
        assert self.act(desk, "publish_selected", squat, sumo, lunge) == [
            "Published: “Squat”, “Sumo squat”.",
            f"“Lunge” is not published. {NO_STEPS} {NO_PRIMARY_MUSCLE}",
        ]
        states = dict(Exercise.objects.values_list("slug", "state"))
        assert states == {"squat": "published", "sumo-squat": "published", "lunge": "draft"}
        assert actions(squat) == ["created", "published"]

    def test_unpublishing(self, desk, squat, lunge):
        assert self.act(desk, "unpublish_selected", squat, lunge) == ["Off the site: “Squat”."]
        assert self.act(desk, "unpublish_selected", squat) == ["Nothing to do: they are drafts already."]
        assert desk.get("/exercises/squat/").status_code == 404

    @pytest.mark.parametrize("action", ["publish_selected", "unpublish_selected", "delete_selected"])
    @pytest.mark.parametrize("ticked", ["abc", "\0", "²", "-1", "9" * 19, "9" * 18, "1.5", ""])
    def test_what_is_ticked_without_being_an_exercise_is_nothing(self, desk, squat, everything, action, ticked):
        before = everything()
        data = {"action": action, "_selected_action": [ticked], "index": "0", "post": "yes"}
        answer = desk.post(LIST, data, follow=True)
        assert answer.redirect_chain == [(LIST, 302)]
        assert everything() == before

    def test_publishing_what_is_published(self, desk, squat):
        assert self.act(desk, "publish_selected", squat) == ["Nothing to do: they are published already."]


def test_other_lists_are_ordered_the_same_way(desk):
    quads, calves = (MuscleGroup.objects.create(slug=slug, name=slug, position=n) for n, slug in enumerate("ab", 1))
    desk.post("/admin/exercises/musclegroup/order/", {f"place-{calves.pk}": 1})
    assert list(MuscleGroup.objects.order_by("position")) == [calves, quads]
    MuscleUseFactory(muscle=quads)
