"""A picture in place of a figure: chosen, seen, changed, taken back and removed."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from exercises.models import Exercise, Picture, Revision
from exercises.pictures import picture_of
from kneecoach import uploads
from tests.exercises.admin.typing_in import actions, filled_in, go_back
from tests.exercises.figures.movements import described
from tests.factories import UserFactory

WORDS = "A runner in a deep squat"


@pytest.fixture
def drawn(squat):
    squat.movement = described()["squat"]
    squat.save()
    return squat


def address(exercise):
    return f"/admin/exercises/exercise/{exercise.pk}/picture/"


def a_file(colour="red", name="squat.png", size=(60, 40)):
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def send(client, exercise, do="save", file=None, **typed):
    data = filled_in(client, address(exercise), "picture") | {"do": [do]} | typed
    return client.post(address(exercise), data | ({"file": file} if file else {}), follow=True)


def still(exercise):
    return Exercise.objects.select_related("parent").get(pk=exercise.pk).still


def test_it_stands_in_for_the_figure_wherever_that_is_shown(desk, drawn, editor):
    page = send(desk, drawn, file=a_file(), words=WORDS).content.decode()
    assert "The picture of “Squat” is saved." in page
    shown = still(drawn)
    assert (shown.words, shown.width, shown.height) == (WORDS, 60, 40)
    image = f'<img class="fig picture" src="{shown.url}" width="60" height="40" alt="{WORDS}" loading="lazy"'
    for each in ("/exercises/squat/", "/exercises/"):
        page = desk.get(each).content.decode()
        assert page.count(image) == 1
        assert 'class="bone"' not in page
    assert image in desk.get(address(drawn)).content.decode()
    assert Revision.objects.first().by == editor


def test_removing_it_brings_the_figure_back(desk, drawn):
    send(desk, drawn, file=a_file(), words=WORDS)
    page = send(desk, drawn, "drop").content.decode()
    assert "The picture of “Squat” is removed; its figure is back." in page
    page = desk.get("/exercises/squat/").content.decode()
    assert 'class="bone"' in page
    assert "<img" not in page
    assert actions(drawn) == ["created", "changed", "changed"]


def test_it_is_in_the_history_and_taken_back_like_any_change(desk, drawn):
    send(desk, drawn, file=a_file("red"), words=WORDS)
    first = still(drawn)
    send(desk, drawn, file=a_file("blue"), words="Another")
    assert still(drawn).name != first.name
    history = desk.get(f"/admin/exercises/exercise/{drawn.pk}/history/").content.decode()
    assert "Picture" in history
    assert "Another" in history
    revisions = list(Revision.objects.filter(entry="exercises.exercise:squat").order_by("pk"))
    go_back(desk, revisions[1])
    assert still(drawn) == first
    go_back(desk, revisions[0])
    assert still(drawn) is None


def test_other_words_need_no_other_file(desk, drawn):
    send(desk, drawn, file=a_file(), words=WORDS)
    name = still(drawn).name
    send(desk, drawn, words="Better words")
    assert still(drawn) == (name, "Better words")
    assert "nothing was changed" in send(desk, drawn).content.decode()


def test_the_page_of_the_exercise_keeps_it(desk, drawn):
    send(desk, drawn, file=a_file(), words=WORDS)
    where = f"/admin/exercises/exercise/{drawn.pk}/change/"
    desk.post(where, filled_in(desk, where, "exercise_form", name="Air squat") | {"_publish": ["1"]})
    assert still(drawn).words == WORDS
    assert address(drawn) in desk.get(where).content.decode()


class TestVariations:
    def test_one_without_a_figure_shows_that_of_its_exercise(self, desk, drawn):
        send(desk, drawn, file=a_file(), words=WORDS)
        sumo = Exercise.objects.get(slug="sumo-squat")
        assert still(sumo).words == WORDS
        assert WORDS in desk.get("/exercises/sumo-squat/").content.decode()

    def test_one_that_moves_otherwise_does_not(self, desk, drawn):
        Exercise.objects.filter(slug="sumo-squat").update(movement=described()["sumo-squat"])
        send(desk, drawn, file=a_file(), words=WORDS)
        sumo = Exercise.objects.get(slug="sumo-squat")
        assert still(sumo) is None
        send(desk, sumo, file=a_file("blue"), words="Wide")
        assert still(sumo).words == "Wide"
        assert still(drawn).words == WORDS


class TestRefusals:
    @pytest.fixture(autouse=True)
    def _nothing_changes(self, drawn, desk, everything):
        before = everything()
        yield
        assert everything() == before

    @pytest.mark.parametrize(
        ("file", "words", "field", "why"),
        [
            (None, WORDS, "file", "Choose a picture: a PNG, JPEG or WebP file of at most 5 MB."),
            (b"just words", WORDS, "file", "This is no picture that can be shown; it takes PNG, JPEG or WebP."),
            (b"", WORDS, "file", "The file is empty; it takes PNG, JPEG or WebP."),
            (bytes(5 * 1024**2 + 1), WORDS, "file", "The file has 5.0 MB; it takes at most 5 MB."),
            ("picture", "", "words", "Say what the picture shows"),
            ("picture", "   ", "words", "Say what the picture shows"),
            ("picture", "x" * 161, "words", "at most 160 characters"),
        ],
    )
    def test_in_a_sentence_at_the_field_with_the_words_kept(self, desk, drawn, file, words, field, why):
        sent = SimpleUploadedFile("squat.png", file, "image/png") if isinstance(file, bytes) else file and a_file()
        response = send(desk, drawn, file=sent, words=words)
        errors = response.context["form"].errors
        assert list(errors) == [field]
        assert why in errors[field][0]
        assert response.context["form"]["words"].value() == " ".join(words.split())

    def test_more_than_any_page_takes_is_not_even_read(self, desk, drawn):
        sent = SimpleUploadedFile("squat.png", bytes(uploads.MOST + 1), "image/png")
        assert desk.post(address(drawn), {"do": "save", "words": WORDS, "file": sent}).status_code == 400


def test_those_who_may_not_change_exercises_change_nothing(client, drawn):
    client.force_login(UserFactory(email="someone@example.org", is_staff=True))
    assert client.get(address(drawn)).status_code == 403
    assert client.post(address(drawn), {"do": "save", "words": WORDS, "file": a_file()}).status_code == 403
    client.logout()
    assert client.post(address(drawn), {"do": "save", "words": WORDS, "file": a_file()}).status_code == 302
    assert not Picture.objects.exists()


def test_a_token_is_needed(drawn, editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(address(drawn), {"do": "save", "words": WORDS, "file": a_file()}).status_code == 403


def test_scripts_in_its_words_are_words(desk, drawn):
    attack = '"><script>x</script>'
    send(desk, drawn, file=a_file(), words=attack)
    assert still(drawn).words == attack
    history = f"/admin/exercises/exercise/{drawn.pk}/history/"
    for each in ("/exercises/squat/", "/exercises/", address(drawn), history):
        assert attack not in desk.get(each).content.decode()


def test_two_at_once(desk, drawn):
    mine = filled_in(desk, address(drawn), "picture") | {"do": ["save"]}
    send(desk, drawn, file=a_file(), words="Theirs")
    response = desk.post(address(drawn), mine | {"file": a_file("blue"), "words": "Mine"})
    assert "has changed “Squat” since you opened it" in response.content.decode()
    assert response.context["form"]["words"].value() == "Mine"
    seen = Revision.objects.first()
    desk.post(address(drawn), mine | {"file": a_file("blue"), "words": "Mine", "overwrite": [str(seen.pk)]})
    assert still(drawn).words == "Mine"


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_picture_is_drawn(desk, drawn, monkeypatch):
    held = []

    def drawn_anew(file, size):
        held.append(connection.in_atomic_block)
        return picture_of(file, size)

    monkeypatch.setattr("exercises.admin.picture_page.picture_of", drawn_anew)
    send(desk, drawn, file=a_file(), words=WORDS)
    assert still(drawn).words == WORDS
    stale = {"seen": ["0"], "words": [""]}
    send(desk, drawn, file=a_file(), **stale)
    assert send(desk, drawn, "drop", file=a_file(), **stale).context["conflict"]
    assert held == [False] * 3


class TestAddress:
    @pytest.fixture
    def picture(self, db):
        return Picture.objects.create(name=f"{'ab' * 16}-60x40", image=b"RIFF....WEBP")

    def test_it_is_for_everybody_and_for_ever(self, client, picture, django_assert_num_queries):
        with django_assert_num_queries(1):
            response = client.get(f"/pictures/{picture.name}.webp")
        assert bytes(response.content) == b"RIFF....WEBP"
        assert response["Content-Type"] == "image/webp"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        again = client.get(f"/pictures/{picture.name}.webp", headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize("name", ["0" * 32 + "-1x1", "x", "%00", "..%2f", "0" * 32])
    def test_what_is_not_there(self, client, picture, name):
        assert client.get(f"/pictures/{name}.webp").status_code == 404


def test_as_many_queries_with_pictures_as_without(client, desk, drawn, django_assert_num_queries):
    send(desk, drawn, file=a_file(), words=WORDS)
    client.logout()
    with django_assert_num_queries(4):
        client.get("/exercises/squat/")


def test_what_was_kept_before_there_were_pictures_counts_as_without_one(desk, drawn):
    send(desk, drawn, words=WORDS, file=a_file())
    send(desk, drawn, "drop")
    revision = Revision.objects.first()
    for name in ("picture", "picture_words"):
        del revision.content[0]["fields"][name]
    revision.save()
    assert "nothing was changed" in send(desk, drawn, "drop").content.decode()
