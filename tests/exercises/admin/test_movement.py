"""The figure as a form: what it shows, keeps, refuses and copies."""

import json

import pytest
from django.test import Client

from exercises.figures.body import FLOOR
from exercises.figures.reading import parse
from exercises.models import Exercise, Revision
from tests.exercises.admin.typing_in import actions, filled_in, go_back
from tests.exercises.figures.movements import SLUGS, described
from tests.factories import UserFactory

pytestmark = pytest.mark.looks


def address(exercise, part=""):
    return f"/admin/exercises/exercise/{exercise.pk}/movement/{part}"


def filled(client, exercise, **typed):
    return filled_in(client, address(exercise), "movement", **typed)


def press(client, exercise, do, data=None, **typed):
    data = (data or filled(client, exercise)) | {name.replace("__", "-"): [str(each)] for name, each in typed.items()}
    return client.post(address(exercise), data | {"do": [do]}, follow=True)


def preview(client, exercise, **typed):
    return client.post(address(exercise, "preview/"), filled(client, exercise, **typed), headers={"HX-Request": "true"})


def refusals(response):
    return {name or "": " ".join(lines) for name, lines in response.context["form"].errors.items()}


def movement(exercise):
    return Exercise.objects.get(pk=exercise.pk).movement


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_saved_untouched_is_as_it_was(desk, squat, slug):
    Exercise.objects.filter(pk=squat.pk).update(movement=described()[slug])
    response = press(desk, squat, "save")
    assert "nothing was changed" in response.content.decode()
    assert movement(squat) == described()[slug]
    assert actions(squat) == ["created"]


@pytest.mark.parametrize("slug", SLUGS)
def test_one_number_changes_one_number(desk, squat, slug):
    Exercise.objects.filter(pk=squat.pk).update(movement=described()[slug])
    neck = parse(described()[slug]).named("start") and (described()[slug]["poses"]["start"].get("neck", 0))
    press(desk, squat, "save", start__neck=neck - 1)
    before, after = parse(described()[slug]), parse(movement(squat))
    assert after.poses[0].channels == {**before.poses[0].channels, "neck": neck - 1}
    assert (after.rig, after.key, after.props, after.held) == (before.rig, before.key, before.props, before.held)


def test_a_change_is_kept_with_who_made_it_and_can_be_taken_back(desk, drawn, editor):
    response = press(desk, drawn, "save", end__near_knee=100)
    page = response.content.decode()
    assert "The figure of “Squat” is saved." in page
    assert movement(drawn)["poses"]["end"]["near_knee"] == 100
    assert actions(drawn) == ["created", "changed"]
    assert Revision.objects.first().by == editor
    go_back(desk, Revision.objects.filter(entry="exercises.exercise:squat").last())
    assert movement(drawn) == described()["squat"]


def test_the_history_says_which_number_was_another(desk, drawn):
    press(desk, drawn, "save", end__near_knee=100)
    page = desk.get(f"/admin/exercises/exercise/{drawn.pk}/history/")
    (difference,) = page.context["changes"][0].differences
    assert difference.label == "Figure, end"
    assert [each for each in difference.pieces if each[0] != "same"] == [("gone", "112"), ("new", "100")]
    assert "near knee 100" in difference.after


def test_the_history_says_what_else_is_another(desk, squat):
    Exercise.objects.filter(pk=squat.pk).update(movement=described()["band-curl"])
    data = filled(desk, squat, **{"b1-seconds": 1.25}) | {"key": ["near_hip"], "prop": []}
    press(desk, squat, "save", data)
    change = desk.get(f"/admin/exercises/exercise/{squat.pk}/history/").context["changes"][0]
    found = {each.label: (each.before, each.after) for each in change.differences}
    assert found == {
        "Figure, times": ("0 s start, 1 s end, 2 s end, 4 s start", "0 s start, 1.25 s end, 2 s end, 4 s start"),
        "Figure, working joints": ("near knee", "near hip"),
        "Figure, around it 1": ("step · height 52, width 38, x -226", ""),
        "Figure, around it 2": ("mat · width 290, x -150", ""),
    }


def test_a_field_left_empty_is_as_in_the_start(desk, drawn):
    press(desk, drawn, "save", end__trunk="", end__near_knee="", end__near_hip="")
    poses = parse(movement(drawn)).poses
    assert poses[1].channels["near_knee"] == poses[0].channels["near_knee"] == 11


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"end-near_knee": "190"}, "end-near_knee", "Near knee: 190° is more than a knee bends; it takes 0 to 150°."),
        ({"end-near_knee": "-20"}, "end-near_knee", "Near knee: −20° would bend it backwards; it takes 0 to 150°."),
        ({"start-trunk": "200"}, "start-trunk", "Trunk: 200° is too much; it takes −130 to 110°."),
        ({"start-trunk": "bent"}, "start-trunk", "Trunk: “bent” is no number; it takes −130 to 110°."),
        ({"start-trunk": "nan"}, "start-trunk", "Trunk: “nan” is no number; it takes −130 to 110°."),
        ({"start-trunk": "1e999"}, "start-trunk", "Trunk: “1e999” is no number; it takes −130 to 110°."),
        (
            {"start-near_foot-height": "-4"},
            "start-near_foot-height",
            "Near foot: −4 units is too little; it takes 0 to 300 units.",
        ),
        (
            {"start-far_foot-x": "200"},
            "start-far_foot-x",
            "Far foot: 88.5 units out of reach; a leg takes 4 to 124 units from hip to ankle.",
        ),
        (
            {"start-far_foot-x": ""},
            "start-far_foot-x",
            "Far foot: it has a place in Start, so it needs one here; it takes −400 to 400 units.",
        ),
        (
            {"start-near_foot-x": ""},
            "start-near_foot-x",
            "Near foot: the body is carried by it, so it needs a place in the start; it takes −400 to 400 units.",
        ),
        (
            {"end-near_hand-x": "10"},
            "start-near_hand-x",
            "Near hand: it has a place in End, so it needs one here; it takes −400 to 400 units.",
        ),
        ({"end-near_knee": "150"}, "end-near_ankle", "Near ankle: the pose would turn it to 66°; it takes −55 to 40°."),
        (
            {"b2-seconds": "1"},
            "b2-seconds",
            "Time 3: it comes before 2 s, the time above; it takes more than 2 and at most 60 s.",
        ),
        ({"b2-seconds": ""}, "b2-seconds", "Time 3: there is no number here; it takes 0 to 60 s."),
        ({"b3-seconds": "99"}, "b3-seconds", "Time 4: 99 s is too much; it takes 0 to 60 s."),
        ({"b0-seconds": "1"}, "b0-seconds", "Time 1: a movement begins at 0 s; it takes 0."),
        ({"b3-pose": "end"}, "b3-pose", "Time 4: a movement ends where it begins; it takes Start."),
        ({"b1-pose": "p7"}, "b1-pose", "Time 2: “p7” is not known; it takes Start, End."),
        ({"beat": ["b0"]}, "__all__", "Times: a movement has two or more; add some."),
        ({"beat": ["b0", "b3"]}, "__all__", "Times: the pictures show Start and End, so each has a time; add it."),
        ({"view": "above"}, "view", "Seen: “above” is not known; it takes From the side, From the front."),
        ({"key": ["near_tail"]}, "key", "Working joints: “near_tail” is not known; choose among the joints."),
        (
            {"held": ["held0"], "held0-kind": "anvil"},
            "held0-kind",
            "What is held: “anvil” is not known; it takes Two dumbbells, A dumbbell, A kettlebell, A barbell, A band.",
        ),
        (
            {"held": ["held0"], "held0-kind": "band", "held0-one": "near_ankle"},
            "held0-one",
            "A band: it is tied to two points, or to a knee, or to a point and a fixed place.",
        ),
        (
            {"prop": ["prop0"], "prop0-kind": "mat", "prop0-x": "0", "prop0-width": "0"},
            "prop0-width",
            "A mat, width: 0 units is too little; it takes 1 to 400 units.",
        ),
        (
            {"prop": ["prop0"], "prop0-kind": "mat", "prop0-x": "0", "prop0-width": ""},
            "prop0-width",
            "A mat, width: there is no number here; it takes 1 to 400 units.",
        ),
        ({"pose": ["p0"], "p0-name": "End"}, "p0-name", "“End” is the name of another pose; choose one of its own."),
        ({"pose": ["p0"], "p0-name": ""}, "p0-name", "A pose has a name, such as “knees”."),
    ],
)
def test_what_is_refused_says_why_at_its_field_and_keeps_what_was_typed(desk, drawn, everything, typed, field, words):
    before = everything()
    data = filled(desk, drawn) | {name: each if isinstance(each, list) else [each] for name, each in typed.items()}
    response = press(desk, drawn, "save", data)
    assert refusals(response) == {field: words}
    assert everything() == before
    for name, each in typed.items():
        assert response.context["form"].data.getlist(name)[-1] in each
    answer = desk.post(address(drawn, "preview/"), data, headers={"HX-Request": "true"}).content.decode()
    assert words in answer


def test_an_unknown_prop_is_refused(desk, drawn):
    data = filled(desk, drawn) | {"prop": ["prop0"], "prop0-kind": ["sofa"]}
    assert refusals(press(desk, drawn, "save", data))["prop0-kind"].startswith(
        "What stands around: “sofa” is not known; it takes A step, An edge to stand on, A wall"
    )


def test_an_arm_that_would_fold_up_on_the_way(desk, drawn):
    shoulder = parse(described()["squat"]).named("start")["near_shoulder"]
    height = FLOOR - shoulder.y
    start = {"near_hand-x": shoulder.x, "near_hand-height": height + 80}
    end = {"near_hand-height": height - 80, "near_hip": "", "near_knee": "", "trunk": ""}
    typed = {f"start-{name}": value for name, value in start.items()} | {f"end-{name}": end[name] for name in end}
    words = "On the way here, at 0.8 s: Near elbow: the pose would turn it to 154.7°; it takes 0 to 150°."
    assert refusals(press(desk, drawn, "save", **typed)) == {"b1-seconds": words}


class TestButtons:
    def test_a_pose_is_added_named_timed_and_removed(self, desk, drawn, everything):
        before = everything()
        response = press(desk, drawn, "add pose")
        assert everything() == before
        data = {name: response.context["form"].data.getlist(name) for name in response.context["form"].data}
        assert data["pose"] == ["start", "end", "p0"]
        typed = {"p0-name": ["half-way"], "p0-trunk": ["20"], "b1-pose": ["p0"]}
        press(desk, drawn, "save", data | typed)
        assert movement(drawn)["poses"]["half-way"] == {"trunk": 20}
        assert movement(drawn)["beats"][1] == [2, "half-way"]

        renamed = filled(desk, drawn, p1__name="low")
        press(desk, drawn, "save", renamed)
        assert movement(drawn)["beats"][1] == [2, "low"], "its times go with it"

        removed = press(desk, drawn, "remove p1").context["form"]
        assert removed.poses == ["start", "end"]
        assert removed.is_valid()
        assert len(removed.beats) == 3

    @pytest.mark.parametrize("fixed", ["start", "end"])
    def test_start_and_end_stay(self, desk, drawn, fixed):
        form = press(desk, drawn, f"remove {fixed}").context["form"]
        assert form.poses == ["start", "end"]
        assert len(form.beats) == 4

    def test_times_and_things_come_and_go(self, desk, drawn):
        form = press(desk, drawn, "add beat").context["form"]
        assert form.data["b4-seconds"] == "3.5"
        assert form.is_valid()
        for kind, chosen in (("prop", "press"), ("held", "band")):
            form = press(desk, drawn, f"add {kind}", **{f"add_{kind}": chosen}).context["form"]
            assert form.is_valid(), form.errors
            assert [line.kind for line in (*form.sheet.props, *form.sheet.held)] == [chosen]
        assert press(desk, drawn, "add prop", add_prop="sofa").context["form"].things["prop"] == []

    @pytest.mark.parametrize(("kind", "most"), [("pose", 8), ("beat", 16), ("prop", 8), ("held", 8)])
    def test_there_is_an_end_to_adding(self, desk, drawn, kind, most):
        data = filled(desk, drawn) | {"add_prop": ["wall"], "add_held": ["barbell"]}
        for _ in range(most + 2):
            form = press(desk, drawn, f"add {kind}", data).context["form"]
            data = {name: form.data.getlist(name) for name in form.data}
        assert len(data[kind]) == most
        assert f'value="add {kind}"' not in desk.post(address(drawn), data | {"do": "add"}).content.decode()

    @pytest.mark.parametrize("do", ["", "add", "remove", "remove nothing", "add tail", "fly", "add pose pose"])
    def test_other_buttons_do_nothing(self, desk, drawn, everything, do):
        before = everything()
        assert press(desk, drawn, do).context["form"].is_valid()
        assert everything() == before


class TestCopy:
    def test_it_fills_the_form_and_writes_nothing(self, desk, drawn, lunge, everything):
        before = everything()
        response = press(desk, lunge, "copy", copy_from="squat")
        assert everything() == before
        form = response.context["form"]
        data = {name: form.data.getlist(name) for name in form.data}
        press(desk, lunge, "save", data)
        assert parse(movement(lunge)) == parse(described()["squat"])

    @pytest.mark.parametrize("slug", ["", "lunge", "nothing", "\0"])
    def test_from_nothing(self, desk, drawn, lunge, slug):
        response = press(desk, lunge, "copy", copy_from=slug, end__trunk=20)
        assert "That exercise has no figure any more; choose another" in response.content.decode()
        assert response.context["form"].data["end-trunk"] == "20"

    def test_a_copy_does_not_forget_what_was_seen(self, desk, drawn):
        data = filled(desk, drawn)
        press(desk, drawn, "save", end__near_knee=100)
        form = press(desk, drawn, "copy", data, copy_from="squat").context["form"]
        late = press(desk, drawn, "save", {name: form.data.getlist(name) for name in form.data})
        assert late.context["conflict"]


def test_without_one_it_begins_with_a_body_that_stands(desk, lunge):
    assert "It has no figure yet." in desk.get(address(lunge)).content.decode()
    press(desk, lunge, "save")
    assert parse(movement(lunge))


def test_a_variation_begins_with_the_figure_of_its_exercise_and_can_go_back_to_it(desk, drawn):
    sumo = Exercise.objects.get(slug="sumo-squat")
    assert "It shows the figure of “Squat”" in desk.get(address(sumo)).content.decode()
    press(desk, sumo, "save", end__trunk=30)
    assert movement(sumo)["poses"]["end"]["trunk"] == 30
    assert "Use the figure of “Squat”" in desk.get(address(sumo)).content.decode()
    press(desk, sumo, "drop")
    assert movement(sumo) is None
    assert actions(sumo) == ["created", "changed", "changed"]


class TestPreview:
    def test_it_draws_what_is_typed_and_writes_nothing(self, desk, drawn, everything):
        before = everything()
        same = preview(desk, drawn).content.decode()
        bent = preview(desk, drawn, **{"end-near_knee": 100, "end-near_hip": 110}).content.decode()
        assert bent.count("<svg") == same.count("<svg") == 2
        assert bent != same
        assert everything() == before

    def test_without_a_script_it_is_the_page(self, desk, drawn, everything):
        before = everything()
        data = filled(desk, drawn, **{"end-near_knee": 100})
        page = desk.post(address(drawn, "preview/"), data)
        assert 'name="end-near_knee" value="100"' in page.content.decode()
        assert everything() == before
        assert desk.get(address(drawn, "preview/")).url == address(drawn)

    def test_every_pose_is_drawn_and_one_without_a_time_is_named(self, desk, squat):
        Exercise.objects.filter(pk=squat.pk).update(movement=described()["lunge"])
        assert preview(desk, squat).content.decode().count("<figcaption>") == 3
        idle = preview(desk, squat, **{"b1-pose": "end", "b4-pose": "end"}).content.decode()
        assert "Not shown, since no time has it: step." in idle

    def test_it_asks_little_of_the_database(self, desk, drawn, django_assert_max_num_queries):
        data = filled(desk, drawn)
        with django_assert_max_num_queries(6):  # session, user, two for the permissions, exercise, muscles
            desk.post(address(drawn, "preview/"), data, headers={"HX-Request": "true"})


def test_the_page_costs_the_same_for_any_number_of_exercises(desk, drawn, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):  # the same, the last revision, and whom to copy from
        desk.get(address(drawn))


def test_scripts_in_the_names_of_poses_are_words(desk, drawn):
    attack = "<script>x</script>"
    response = press(desk, drawn, "save", pose="p0", p0__name=attack, p0__trunk=4, b1__pose="p0", b2__pose="end")
    assert response.status_code == 200
    assert attack in movement(drawn)["poses"]
    for page in (desk.get(address(drawn)), preview(desk, drawn), desk.get("/exercises/squat/")):
        assert attack not in page.content.decode()


class TestTwoAtOnce:
    def test_the_second_is_told_and_may_save_in_its_place(self, desk, drawn, editors):
        mary = UserFactory(email="mary@example.org", is_staff=True)
        mary.groups.add(editors)
        other = Client()
        other.force_login(mary)
        mine = filled(desk, drawn, **{"end-near_knee": 100})
        press(other, drawn, "save", end__near_knee=90)
        response = press(desk, drawn, "save", mine)
        page = response.content.decode()
        assert "mary@example.org has changed “Squat” since you opened it" in page
        assert 'name="end-near_knee" value="100"' in page
        assert movement(drawn)["poses"]["end"]["near_knee"] == 90
        seen = Revision.objects.filter(entry="exercises.exercise:squat").first()
        press(desk, drawn, "save", mine | {"overwrite": [str(seen.pk)]})
        assert movement(drawn)["poses"]["end"]["near_knee"] == 100

    def test_dropping_is_a_change_like_others(self, desk, drawn):
        mine = filled(desk, drawn)
        press(desk, drawn, "save", end__near_knee=90)
        assert press(desk, drawn, "drop", mine).context["conflict"]
        assert movement(drawn)


class TestWhoMay:
    @pytest.mark.parametrize("part", ["", "preview/"])
    @pytest.mark.parametrize("staff", [True, False])
    def test_only_staff_who_may_change_exercises(self, client, drawn, everything, part, staff):
        before = everything()
        client.force_login(UserFactory(email="someone@example.org", is_staff=staff))
        for answer in (client.get(address(drawn, part)), client.post(address(drawn, part), {"do": "drop"})):
            assert answer.status_code == (403 if staff else 302)
        assert everything() == before

    @pytest.mark.parametrize("part", ["", "preview/"])
    def test_nobody_in_particular(self, client, drawn, part):
        assert client.get(address(drawn, part)).status_code == 302

    def test_what_is_not_there(self, desk, db):
        for pk in (0, 999, 10**30):
            assert desk.get(f"/admin/exercises/exercise/{pk}/movement/").status_code == 404
            assert desk.post(f"/admin/exercises/exercise/{pk}/movement/", {"do": "save"}).status_code == 404

    def test_a_token_is_needed(self, drawn, editor):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor)
        assert strict.post(address(drawn), {"do": "drop"}).status_code == 403
        assert movement(drawn)


def test_the_text_is_still_there_to_be_copied(desk, drawn):
    page = desk.get(f"/admin/exercises/exercise/{drawn.pk}/change/")
    assert json.loads(page.context["adminform"].form["movement"].value()) == described()["squat"]
    assert address(drawn) in page.content.decode()
