"""What is asked over a session: pain, another exercise, the weight, warning signs; and how it was, after it."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from plans.models import ExerciseChoice, KneeReport, Prescription, Session, SetLog
from tests.plans.views.reading import of, page, text

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday(delivered):
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def row(begin):
    return begin(owns=["dumbbell", "step", "wall"], level="strong", minutes=45)


@pytest.fixture
def client(row):
    return of(row)


@pytest.fixture
def session(client):
    return client.post(reverse("plans:start"), {"day": MONDAY.isoformat()}).url


@pytest.fixture
def part(session):
    pk = session.split("/")[-2]
    return list(Prescription.objects.filter(session=pk).order_by("position"))


def log(client, session, part, number=1, amount=5):
    way = (part.variation or part.exercise).slug
    told = {"uuid": uuid4(), "prescription": part.pk, "way": way, "number": number, "amount": amount}
    client.post(f"{session}sets/", told | ({"right": amount} if part.version["one_sided"] else {}))


@pytest.mark.parametrize("sheet", ["pain", "swap", "load"])
def test_a_sheet_is_a_page_of_its_own_and_a_part_for_htmx(client, session, sheet):
    whole = client.get(f"{session}{sheet}/?exercise=1")
    assert "<!doctype html>" in page(whole)
    alone = client.get(f"{session}{sheet}/?exercise=1", headers={"HX-Request": "true"})
    assert "<!doctype html>" not in page(alone)
    assert 'id="h-sheet"' in page(alone)
    assert "HX-Request" in alone.headers["Vary"]
    assert (
        client.get(f"{session}{sheet}/").status_code == client.get(f"{session}{sheet}/?exercise=9").status_code == 404
    )
    assert client.post(f"{session}{sheet}/", {"prescription": 999_999}).status_code == 404


class TestPain:
    @pytest.mark.parametrize("pain", ["", "11", "-1", "x", "1\x00"])
    def test_wants_a_number(self, client, session, part, pain):
        response = client.post(f"{session}pain/", {"prescription": part[0].pk, "pain": pain})
        assert response.status_code == 400
        assert "from 0 to 10" in page(response)
        assert not KneeReport.objects.exists()

    @pytest.mark.parametrize(
        ("pain", "words"), [(1, "that is fine"), (4, "tomorrow morning decides"), (7, "stop the knee bends for today")]
    )
    def test_says_what_follows(self, client, session, part, pain, words):
        response = client.post(f"{session}pain/", {"prescription": part[0].pk, "pain": pain})
        assert response.status_code == 303
        assert words in page(client.get(response.url))
        assert KneeReport.objects.get().pain == pain

    def test_that_is_bad_ends_what_loads_the_knee_and_goes_on_with_the_rest(self, client, session, part):
        response = client.post(f"{session}pain/", {"prescription": part[0].pk, "pain": 8})
        words = page(client.get(response.url))
        assert "Not any more this week" in words
        shown = re.search(r'<section class="ses__part[^>]*data-place="(\d)"\s*>', words)[1]
        knee = [each.position + 1 for each in part if each.exercise.pattern == "knee"]
        assert int(shown) not in knee

    def test_that_is_sharp_stops_everything(self, client, session, part):
        response = client.post(f"{session}pain/", {"prescription": part[0].pk, "pain": 3, "sharp": "on"})
        assert response.url == "/today/"
        assert KneeReport.objects.filter(moment="sharp").exists()


class TestSwapping:
    def test_takes_another_variation_from_now_on(self, client, session, part):
        words = page(client.get(f"{session}swap/?exercise=1"))
        assert text(re.search(r"<h1.*?</h1>", words)[0]) == "Instead of goblet squat"
        told = {"prescription": part[0].pk, "exercise": "squat", "variation": "chair-squat", "how_long": "always"}
        response = client.post(f"{session}swap/", told)
        words = page(client.get(response.url))
        assert "Chair squat from now on." in words
        assert ">Chair squat</h1>" in words
        assert ExerciseChoice.objects.get().kind == "take"

    def test_takes_another_exercise_for_today(self, client, session, part):
        once = r'value="([\w-]+)">\s*<input type="hidden" name="variation" value="">\s*<button[^>]*value="once"'
        offered = re.findall(once, page(client.get(f"{session}swap/?exercise=1")))
        other = next(each for each in offered if each != "squat")
        told = {"prescription": part[0].pk, "exercise": other, "how_long": "once"}
        response = client.post(f"{session}swap/", told)
        assert response.status_code == 303
        assert "for today." in page(client.get(response.url))
        part[0].refresh_from_db()
        assert part[0].exercise.slug == other

    @pytest.mark.parametrize(
        ("told", "status"),
        [
            ({"exercise": "squat", "variation": "chair-squat"}, 400),
            ({"exercise": "../x", "how_long": "once"}, 400),
            ({"exercise": "calf-raise", "how_long": "always"}, 409),
            ({"exercise": "nothing-known", "how_long": "once"}, 409),
        ],
        ids=str,
    )
    def test_refuses_what_was_not_offered(self, client, session, part, told, status):
        response = client.post(f"{session}swap/", {"prescription": part[0].pk, **told})
        assert response.status_code == status
        assert 'class="field__err"' in page(response)
        assert not ExerciseChoice.objects.exists()


class TestTheWeight:
    def test_is_kept_in_grams_and_shown_in_the_unit_that_was_chosen(self, client, session, part, row):
        client.post(f"{session}load/", {"prescription": part[0].pk, "weight": "12.5"})
        part[0].refresh_from_db()
        assert part[0].load_grams == 12_500
        assert "With <b>12.5 kg</b>" in page(client.get(session))
        row.user.units = "lb"
        row.user.save()
        assert "With <b>27.6 lb</b>" in page(client.get(session))
        assert 'value="27.6"' in page(client.get(f"{session}load/?exercise=1"))
        client.post(f"{session}load/", {"prescription": part[0].pk, "weight": "20"})
        part[0].refresh_from_db()
        assert part[0].load_grams == 9_072

    @pytest.mark.parametrize("weight", ["", "x", "0", "-3", "501", "1e9", "NaN", "Infinity", "1.00001"])
    def test_is_a_number_within_bounds(self, client, session, part, weight):
        response = client.post(f"{session}load/", {"prescription": part[0].pk, "weight": weight})
        assert response.status_code == 400
        assert "A weight is a number above 0 and below 500 kg." in page(response)
        part[0].refresh_from_db()
        assert part[0].load_grams is None


class TestWarningSigns:
    def test_ask_the_questions_that_an_editor_wrote(self, client, session):
        words = page(client.get(f"{reverse('plans:signs')}?session={session.split('/')[-2]}"))
        assert "Does your knee lock, or give way under you?" in words
        assert f'href="{session}" data-close' in words
        for other in ("", "?session=x", "?session=" + "9" * 40):
            assert 'href="/today/" data-close' in page(client.get(f"/knee/{other}"))

    def test_a_yes_stops_everything(self, client):
        assert client.post("/knee/", {"do": "red"}).url == "/today/"
        assert KneeReport.objects.get().moment == "red"


class TestAfterIt:
    @pytest.fixture
    def over(self, client, session, part):
        for each in part:
            for number in range(1, len(each.sets) + 1):
                log(client, session, each, number)
        response = client.post(f"{session}finish/")
        assert (response.status_code, response.url) == (303, f"{session}finish/")
        return f"{session}finish/"

    def test_nothing_done_is_nothing_to_finish(self, client, session):
        response = client.post(f"{session}finish/")
        assert "Nothing is logged yet" in page(client.get(response.url))
        assert client.get(f"{session}finish/").url == session

    def test_two_questions_and_what_it_did(self, client, session, over):
        assert "And your knee?" in page(client.get(over))
        response = client.post(f"{session}knee/", {"pain": 2})
        assert response.url == f"{over}?ask=effort"
        assert "How hard was it?" in page(client.get(response.url))
        response = client.post(f"{session}effort/", {"effort": 7})
        assert response.url == f"{over}?ask=nothing"
        words = text(re.search(r"<main.*</main>", page(client.get(response.url)), re.DOTALL)[0])
        assert "One of two done this week" in words
        assert "Next session: Friday, 27 November" in words
        assert "Next week at most" in words
        assert "Knee: 2 Effort: 7" in words

    def test_both_can_be_left_open(self, client, session, over):
        assert client.post(f"{session}knee/", {"skip": "yes"}).url == f"{over}?ask=effort"
        assert client.post(f"{session}effort/", {"skip": "yes"}).url == f"{over}?ask=nothing"
        assert not KneeReport.objects.exists()
        assert Session.objects.get(pk=session.split("/")[-2]).effort is None

    @pytest.mark.parametrize(("what", "wrong"), [("knee", {"pain": "11"}), ("knee", {}), ("effort", {"effort": "0"})])
    def test_wants_numbers(self, client, session, over, what, wrong):
        response = client.post(f"{session}{what}/", wrong)
        assert response.status_code == 400
        assert "Please choose a number" in page(response)

    @pytest.mark.parametrize("told", [{}, {"exercise": "squat", "load_grams": "x"}, {"exercise": "a b"}])
    def test_takes_only_what_can_be_read(self, client, session, over, told):
        assert client.post(f"{session}take/", told).status_code == 400

    def test_takes_nothing_that_was_not_earned(self, client, session, over):
        response = client.post(f"{session}take/", {"exercise": "squat", "variation": "no-such-thing"})
        assert response.status_code == 409
        assert not ExerciseChoice.objects.exists()

    def test_sets_are_logged_after_it_too(self, client, session, part):
        log(client, session, part[0])
        client.post(f"{session}finish/")
        log(client, session, part[0], number=2)
        assert SetLog.objects.count() == 2
