"""Where figures move and where they are still, and the page that shows all of them."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from exercises.models import Picture
from tests.exercises.figures.movements import described
from tests.factories import ExerciseFactory, MuscleUseFactory, UserFactory, VariationFactory

pytestmark = pytest.mark.django_db
FIGURES = reverse("exercises:figures")


@pytest.fixture
def squat():
    squat = ExerciseFactory(slug="squat", name="Squat", movement=described()["squat"])
    MuscleUseFactory(exercise=squat, muscle__slug="quads", muscle__name="Quads")
    MuscleUseFactory(exercise=squat, muscle__slug="glutes", muscle__name="Glutes", role="secondary")
    return squat


def staff(client):
    looker = UserFactory(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_exercise"))
    client.force_login(looker)
    return client


def test_an_exercise_moves_and_can_be_held_still(client, squat):
    answer = client.get(squat.get_absolute_url())
    assertContains(answer, 'aria-label="Squat, moving: quads work most, glutes help."', count=1)
    assertContains(answer, 'aria-label="Squat, start"', count=1)
    assertContains(answer, 'aria-label="Squat, end"', count=1)
    assertContains(answer, '<figcaption aria-hidden="true">Start</figcaption>', count=1)
    assertContains(answer, '<figcaption aria-hidden="true">End</figcaption>', count=1)
    assertContains(answer, 'repeatCount="indefinite"')
    assert re.search(r'<label[^>]*><input type="checkbox"[^>]*>.*?Hold still', answer.content.decode())
    assertNotContains(answer, "style=")


def test_a_variation_shows_the_muscles_of_its_exercise(client, squat):
    chair = VariationFactory(parent=squat, name="Chair squat", movement=described()["chair-squat"])
    answer = client.get(chair.get_absolute_url())
    assertContains(answer, 'aria-label="Chair squat, moving: quads work most, glutes help."')
    assertContains(answer, "belly belly--primary")


def test_an_exercise_without_a_movement_has_nothing_to_hold(client):
    assertNotContains(client.get(ExerciseFactory(movement=None).get_absolute_url()), "Hold still")


def test_nothing_moves_in_the_list_and_the_end_is_lit(client, squat):
    answer = client.get(reverse("exercises:list"))
    assertNotContains(answer, "<animate")
    assertContains(answer, "belly belly--primary", count=1)


def test_only_staff_who_may_see_exercises_see_all_figures(client, squat):
    answer = client.get(FIGURES)
    assert (answer.status_code, answer.url) == (302, f"/account/login/?next={FIGURES}")
    support = UserFactory(is_staff=True)
    no_longer = UserFactory()
    no_longer.user_permissions.add(Permission.objects.get(codename="view_exercise"))
    for user in (UserFactory(), support, no_longer):
        client.force_login(user)
        assert client.get(FIGURES).status_code == 403
    assertContains(staff(client).get(FIGURES), "Squat, moving")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_figures_are_only_looked_at(client, method):
    assert getattr(staff(client), method)(FIGURES).status_code == 405


def test_all_figures_are_there_in_the_order_of_the_site_drafts_too(client, squat):
    chair = VariationFactory(parent=squat, name="Chair squat", movement=described()["chair-squat"], state="draft")
    VariationFactory(parent=squat, name="Like its parent", movement=None)
    words = staff(client).get(FIGURES).content.decode()
    changed = [reverse("admin:exercises_exercise_change", args=[each.pk]) for each in (squat, chair)]
    assert re.findall(r'<h2[^>]*><a href="([^"]*)">', words) == changed
    assert words.count("<figcaption") == 2 * 3
    assert "Draft" in words
    for name in ("Squat", "Chair squat"):
        assert words.count(f'Hold still<span class="vh">: {name}</span>') == 1


def test_a_picture_hides_no_movement_there(client, squat):
    client = staff(client)
    before = client.get(FIGURES).content
    squat.picture = Picture.objects.create(name=f"{'0' * 32}-3x2", image=b"webp")
    squat.picture_words = "A squat"
    squat.save()
    assertContains(client.get(squat.get_absolute_url()), "<img", count=1)
    answer = client.get(FIGURES)
    assert answer.content.count(b'<svg class="fig') == before.count(b'<svg class="fig') == 6
    assertContains(answer, "<animate")
    assertNotContains(answer, "<img")


def test_where_nothing_holds_it_a_figure_is_still_as_under_reduced_motion():
    css = (settings.BASE_DIR / "static/css/components.css").read_text()
    asked, unable = (
        re.search(rf"{re.escape(when)}[^{{]*{{(.*?)\n}}", css, re.DOTALL)[1].split("*/")[-1].split()
        for when in ("(prefers-reduced-motion: reduce)", "@supports not selector(:has(*))")
    )
    assert asked == unable


@pytest.mark.parametrize("number", [1, 3, 30])
def test_figures_cost_as_many_queries_however_many(client, django_assert_num_queries, number):
    for _ in range(number):
        squat = ExerciseFactory(movement=described()["squat"])
        MuscleUseFactory(exercise=squat, muscle__slug="quads")
        VariationFactory(parent=squat, movement=described()["chair-squat"])
    staff(client)
    with django_assert_num_queries(6):
        client.get(FIGURES)


def test_the_administration_leads_there(client, squat):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assertContains(client.get(reverse("admin:exercises_exercise_changelist")), f'href="{FIGURES}"', count=1)
    assertNotContains(client.get(reverse("admin:exercises_article_changelist")), FIGURES)
