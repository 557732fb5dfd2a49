"""Muscle groups, equipment and texts."""

from exercises.models import MuscleGroup, Revision
from tests.exercises.admin.typing_in import filled_in, messages
from tests.factories import ArticleFactory, EquipmentFactory, ExerciseFactory, MuscleGroupFactory, PointFactory


def save(client, address, form_id, **typed):
    return client.post(address, filled_in(client, address, form_id, **typed) | {"_save": ["1"]}, follow=True)


def test_a_new_muscle_group_stands_at_the_end(desk, editor):
    MuscleGroupFactory(slug="quads", position=4)
    response = save(desk, "/admin/exercises/musclegroup/add/", "musclegroup_form", name="Calves", slug="calves")
    assert MuscleGroup.objects.get(slug="calves").position == 5
    assert messages(response)[0].startswith("“Calves” is added.")
    revision = Revision.objects.get()
    assert (revision.entry, revision.action, revision.by) == ("exercises.musclegroup:calves", "created", editor)


def test_the_address_of_equipment_is_kept_since_exercises_refer_to_it(desk):
    band = EquipmentFactory(slug="band", name="Band")
    save(desk, f"/admin/exercises/equipment/{band.pk}/change/", "equipment_form", name="Elastic", slug="elastic")
    band.refresh_from_db()
    assert (band.name, band.slug) == ("Elastic", "band")


def test_a_text_is_edited_with_its_points_in_order(desk):
    why = ArticleFactory(slug="why", title="Why")
    for text in ("It helps.", "It is short."):
        PointFactory(article=why, text=text)
    typed = {"title": "Why bother", "slug": "other", "points__0__ORDER": 2, "points__2__text": "It is free."}
    response = save(desk, f"/admin/exercises/article/{why.pk}/change/", "article_form", **typed)
    why.refresh_from_db()
    assert (why.title, why.slug) == ("Why bother", "why")
    assert list(why.points.values_list("position", "text")) == [
        (1, "It is short."),
        (2, "It helps."),
        (3, "It is free."),
    ]
    assert 'href="/guide/#why"' in messages(response)[0]
    assert "Why bother" in desk.get("/guide/").content.decode()


def test_a_text_that_is_not_in_the_guide_has_no_link_to_it(desk):
    warm_up = ArticleFactory(slug="warm-up", in_guide=False)
    PointFactory(article=warm_up)
    response = save(desk, f"/admin/exercises/article/{warm_up.pk}/change/", "article_form", title="Warm up")
    assert "See it on the site" not in messages(response)[0]


def test_every_page_of_the_administration_carries_the_strict_policy(desk, squat):
    for address in ("", "exercises/exercise/", f"exercises/exercise/{squat.pk}/change/", "exercises/revision/"):
        policy = desk.get(f"/admin/{address}").headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy


def test_a_text_keeps_at_least_one_point(desk):
    when = ArticleFactory(slug="when-to-stop", title="When to stop")
    for text in ("It locks.", "It is hot."):
        PointFactory(article=when, text=text)
    removed = {"points__0__DELETE": "on", "points__1__DELETE": "on", "title": "Stop"}
    response = save(desk, f"/admin/exercises/article/{when.pk}/change/", "article_form", **removed)

    assert "Keep at least one point" in response.content.decode()
    when.refresh_from_db()
    assert (when.title, when.points.count()) == ("When to stop", 2)


def test_markup_in_a_name_is_text_where_it_is_inherited(desk):
    squat = ExerciseFactory(name='"><img src=x>')
    response = desk.get(f"/admin/exercises/exercise/add/?parent={squat.pk}")
    assert "as &quot;&gt;&lt;img src=x&gt;." in response.content.decode()
    assert "<img" not in response.content.decode()
