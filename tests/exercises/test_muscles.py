"""The muscle map: what each group's drawing looks like, and what is said of it."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from exercises.models import MuscleGroup
from exercises.templatetags.muscles import muscle_map
from tests.factories import ExerciseFactory, MuscleUseFactory

GROUPS = {"quads", "hamstrings", "glutes", "calves", "hip-abductors", "adductors", "lower-back"}


def drawn(levels=(), label=""):
    return render_to_string("includes/muscle_map.html", muscle_map(dict(levels), label))


def paths(level, levels=()):
    """The drawings at that level."""
    return set(re.findall(rf'class="muscle muscle--{level}" d="([^"]+)"', drawn(levels)))


def test_every_delivered_group_is_drawn(delivered):
    assert set(MuscleGroup.objects.values_list("slug", flat=True)) == GROUPS


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_a_group_has_a_drawing_of_its_own(group):
    others = dict.fromkeys(GROUPS - {group}, "secondary")
    own = paths("primary", {group: "primary", **others})
    assert own
    assert own == paths("quiet") - paths("quiet", {group: "primary"})
    assert not own & paths("secondary", {group: "primary", **others})


def test_the_shin_stays_quiet_whatever_works():
    assert len(paths("quiet", dict.fromkeys(GROUPS, "primary"))) == 1


def test_a_group_without_a_drawing_is_left_out():
    assert drawn({"neck": "primary"}) == drawn()


def test_the_drawing_is_small_and_leaves_its_looks_to_the_style_sheet():
    assert len(drawn().encode()) < 4200
    assert "style" not in drawn()
    assert "fill=" not in drawn()


def test_the_label_is_text():
    assert 'aria-label="&quot;&gt;&lt;b&gt;"' in drawn(label='"><b>')


@pytest.fixture
def squat(db):
    """Quads and the neck, an editor's own, work most; the lower back helps."""
    exercise = ExerciseFactory(slug="squat")
    MuscleUseFactory(exercise=exercise, muscle__slug="quads", muscle__name="Quads")
    MuscleUseFactory(exercise=exercise, muscle__slug="neck", muscle__name="Neck")
    MuscleUseFactory(exercise=exercise, muscle__slug="lower-back", muscle__name="Lower back", role="secondary")
    return exercise


def test_a_page_draws_what_its_exercise_works_and_names_what_has_no_drawing(client, squat):
    answer = client.get(reverse("exercises:detail", args=["squat"]))
    assertContains(answer, 'role="img" aria-label="Works most: quads, neck. Helps: lower back."')
    for level, group in (("primary", "quads"), ("secondary", "lower-back")):
        for path in paths(level, {group: level}):
            assertContains(answer, f'class="muscle muscle--{level}" d="{path}"')
    assertContains(answer, "Most</dt><dd>Quads, neck</dd>")
    assertContains(answer, "Also</dt><dd>Lower back</dd>")


def test_the_name_says_only_what_there_is(client, squat):
    squat.muscle_uses.filter(role="primary").delete()
    answer = client.get(reverse("exercises:detail", args=["squat"]))
    assertContains(answer, 'aria-label="Helps: lower back."')


def test_an_exercise_of_which_no_muscles_are_known_has_no_map(client, db):
    ExerciseFactory(slug="squat")
    assertNotContains(client.get(reverse("exercises:detail", args=["squat"])), 'class="legs"')
