"""A session while it is done: its page, its sets, and what becomes of a set that cannot be logged."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.editing import show_picture
from exercises.models import Picture, Still
from plans.models import Prescription, Session, SetLog
from plans.services.doing import doing
from tests.plans.views.reading import of, text

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(delivered):
    """Nine on Monday, the day of the first session."""
    with time_machine.travel(NINE, tick=False) as clock:
        yield clock


@pytest.fixture
def client(row):
    return of(row)


@pytest.fixture
def session(client):
    """The key of Monday's session, started."""
    response = client.post(reverse("plans:start"), {"day": MONDAY.isoformat()})
    assert response.status_code == 303
    return int(re.search(r"/sessions/(\d+)/$", response.url)[1])


@pytest.fixture
def part(session):
    """The prescriptions, in the order of training."""
    return list(Prescription.objects.filter(session=session).order_by("position"))


@pytest.fixture
def page(client, session):
    def read(query=""):
        response = client.get(f"/sessions/{session}/{query}")
        assert response.status_code == 200
        return response.content.decode()

    return read


@pytest.fixture
def log(client, session, part):
    """Log a set of the first exercise, or what is said otherwise."""

    def logged(htmx=False, by=client, **fields):
        told = {"uuid": uuid4(), "prescription": part[0].pk, "number": 1, "amount": 5} | fields
        told = {"way": way_of(told["prescription"])} | told
        told = {name: value for name, value in told.items() if value is not None}
        return by.post(f"/sessions/{session}/sets/", told, headers={"HX-Request": "true"} if htmx else {})

    return logged


def way_of(prescription):
    """The slug of how an exercise is done, squats where the key is none."""
    row = Prescription.objects.filter(pk=prescription if isinstance(prescription, int) else 0).first()
    return (row.variation or row.exercise).slug if row else "squat"


def shown(markup):
    """The name of the exercise on the screen."""
    [section] = re.findall(r'<section class="ses__part[^>]*data-place="\d"\s*>.*?</section>', markup, re.DOTALL)
    return text(re.search(r"<h1.*?</h1>", section)[0])


def form_of(markup, prescription):
    """The fields of an exercise's set button."""
    form = re.search(rf'id="do-{prescription}".*?</form>\s*</div>', markup, re.DOTALL)[0]
    return dict(re.findall(r'name="(uuid|prescription|way|number|amount|right)"\s+value="([^"]*)"', form))


def sets_of(markup, prescription):
    """The sets of an exercise in words."""
    listed = re.search(rf'id="do-{prescription}".*?<ol class="sets".*?</ol>', markup, re.DOTALL)[0]
    return [
        text(each).removesuffix(" Undo set 1").removesuffix(" Undo set 2")
        for each in re.findall(r"<li.*?</li>", listed, re.DOTALL)
    ]


def said(response):
    return text(re.search(r'<div[^>]* id="told".*?</div>', response.content.decode(), re.DOTALL)[0])


class TestThePage:
    def test_opens_the_first_exercise_with_its_target_on_the_button(self, page, part):
        words = page()
        assert shown(words) == "Squat"
        assert {**form_of(words, part[0].pk), "uuid": ""} == {
            "uuid": "", "prescription": str(part[0].pk), "way": "squat", "number": "1", "amount": "5",
        }  # fmt: skip
        assert sets_of(words, part[0].pk) == ["Set 1 of 2: 5 reps", "Set 2 of 2: 5 reps"]
        assert "about 13 min left" in words
        assert "Five shallow squats." in words or "five shallow squats" in words

    def test_goes_on_with_the_next_exercise_by_itself(self, page, log, part):
        for number in (1, 2):
            response = log(number=number)
            assert response.status_code == 303
        words = page()
        assert shown(words) == part[1].name
        assert sets_of(words, part[0].pk) == ["Set 1: 5 reps", "Set 2: 5 reps"]
        assert 'aria-label="2 of 8 sets done"' in words
        assert "Warm-up" not in words

    def test_opens_another_exercise_and_stays_there_while_it_has_sets(self, page, log, part, session):
        assert shown(page("?exercise=3")) == part[2].name
        assert shown(page("?exercise=99")) == shown(page("?exercise=no")) == part[0].name
        right = 5 if part[2].version["one_sided"] else None
        response = log(prescription=part[2].pk, right=right)
        assert response.url == f"/sessions/{session}/?exercise=3"
        assert log(prescription=part[2].pk, right=right, number=2).url == f"/sessions/{session}/?exercise=4"

    def test_shows_the_rest_that_is_left(self, page, log, clock):
        log()
        clock.move_to(NINE + timedelta(seconds=15))
        assert 'data-left="30" data-whole="45"' in page()
        clock.move_to(NINE + timedelta(seconds=46))
        assert "data-left" not in page()

    def test_of_sets_all_logged_offers_to_finish(self, page, log, part):
        for each in part:
            right = 5 if each.version["one_sided"] else None
            for number in (1, 2):
                log(prescription=each.pk, number=number, right=right)
        assert shown(page()) == "All done"

    def test_htmx_gets_the_session_alone(self, client, session):
        response = client.get(f"/sessions/{session}/", headers={"HX-Request": "true"})
        words = response.content.decode()
        assert words.strip().startswith('<div class="ses" id="ses"')
        assert "HX-Request" in response.headers["Vary"]

    @pytest.mark.parametrize(
        "path",
        ["", "sets/", "sets/undo/", "pain/", "swap/", "load/", "finish/", "knee/", "effort/", "reopen/", "take/"],
    )
    def test_is_nobody_elses(self, begin, session, path):
        stranger = of(begin())
        for method in ("get", "post"):
            fields = (
                {"exercise": 1}
                if method == "get"
                else {"uuid": uuid4(), "prescription": 1, "way": "squat", "number": 1, "amount": 5}
            )
            assert getattr(stranger, method)(f"/sessions/{session}/{path}", fields).status_code in (404, 405)
        assert of(begin()).get(f"/sessions/{session + 1000}/{path}", {"exercise": 1}).status_code in (404, 405)
        assert not SetLog.objects.exists()


class TestLoggingASet:
    def test_writes_it_as_it_was_tapped(self, log, row, part):
        uuid = uuid4()
        log(uuid=uuid, amount=4)
        [logged] = SetLog.objects.for_runner(row)
        assert (logged.uuid, logged.prescription_id, logged.number, logged.amount, logged.right) == (
            uuid, part[0].pk, 1, 4, None,
        )  # fmt: skip
        assert (logged.date, logged.at) == (MONDAY, NINE)

    def test_answers_htmx_with_the_exercise_and_how_far_it_is(self, log, part):
        response = log(htmx=True)
        words = response.content.decode()
        assert sets_of(words, part[0].pk) == ["Set 1: 5 reps", "Set 2 of 2: 5 reps"]
        assert "2 of 8" not in words
        assert "1 of 8 sets done" in words
        assert 'id="bar" data-place="1" data-hx-swap-oob="true"' in words
        assert "<h1" not in words
        assert 'class="fig' not in words

    def test_one_tap_logs_both_sides(self, log, part, row):
        sided = next(each for each in part if each.version["one_sided"])
        log(prescription=sided.pk, amount=5, right=4)
        assert SetLog.objects.values_list("amount", "right").get() == (5, 4)

    def test_the_same_tap_again_counts_once(self, log, part):
        told = {"uuid": uuid4()}
        assert [log(**told).status_code, log(htmx=True, **told).status_code] == [303, 200]
        assert SetLog.objects.count() == 1

    def test_the_same_tap_with_another_number_is_refused(self, log):
        uuid = uuid4()
        log(uuid=uuid)
        for htmx in (False, True):
            response = log(htmx=htmx, uuid=uuid, amount=9)
            assert response.status_code == 409
            assert said(response).startswith("That tap was saved before, with another number.")
        assert SetLog.objects.get().amount == 5

    def test_a_set_that_another_screen_logged_is_refused(self, log):
        log()
        response = log(htmx=True)
        assert response.status_code == 409
        assert said(response).startswith("That set is saved already")
        assert SetLog.objects.count() == 1

    def test_what_was_taken_back_stays_so(self, log, client, session, part, page):
        uuid = uuid4()
        log(uuid=uuid)
        undone = client.post(f"/sessions/{session}/sets/undo/", {"uuid": uuid, "prescription": part[0].pk})
        assert (undone.status_code, undone.url) == (303, f"/sessions/{session}/")
        assert sets_of(page(), part[0].pk)[0] == "Set 1 of 2: 5 reps"
        response = log(htmx=True, uuid=uuid)
        assert response.status_code == 410
        assert said(response).startswith("That set was taken back or corrected before.")
        again = client.post(
            f"/sessions/{session}/sets/undo/",
            {"uuid": uuid, "prescription": part[0].pk},
            headers={"HX-Request": "true"},
        )
        assert again.status_code == 200
        assert log(uuid=uuid4()).status_code == 303

    @pytest.mark.parametrize(
        "wrong",
        [
            {"amount": "many"}, {"amount": -1}, {"amount": 1000}, {"amount": ""}, {"number": 0}, {"number": 21},
            {"uuid": "x"}, {"prescription": 10**20}, {"right": "x"}, {"amount": "5\x00"}, {"amount": "1e3"},
        ],
        ids=str,
    )  # fmt: skip
    def test_what_cannot_be_read_is_said(self, log, wrong):
        for htmx in (False, True):
            response = log(htmx=htmx, **wrong)
            assert response.status_code == 400
            assert "othing was logged" in said(response)
        assert not SetLog.objects.exists()

    def test_from_there_the_other_exercises_are_a_link_away(self, session, log):
        links = re.findall(r'class="peek" href="([^"]*)"', log(amount="many").content.decode())
        assert [link for link in links if link.startswith(f"/sessions/{session}/?exercise=")] == links != []

    @pytest.mark.parametrize("other", [{"prescription": 999_999}, {"number": 3}, {"right": 5}], ids=str)
    def test_what_the_session_does_not_ask_for_is_refused(self, log, other):
        response = log(htmx=True, **other)
        assert response.status_code == 409
        assert "no longer asks for that set" in response.content.decode()
        assert not SetLog.objects.exists()


class TestWithoutALogIn:
    def test_what_was_typed_is_there_again(self, log, client, session, part, row):
        uuid, sided = uuid4(), next(each for each in part if each.version["one_sided"])
        for htmx in (False, True):
            answer = log(htmx=htmx, by=Client(), uuid=uuid, prescription=sided.pk, number=2, amount=7, right=6)
            address = answer.headers["HX-Redirect"] if htmx else answer.url
            login, _, page = address.partition("?next=")
            assert login == "/account/login/"
        page = page.replace("%2F", "/").replace("%3F", "?").replace("%3D", "=").replace("%26", "&")
        assert page.startswith(f"/sessions/{session}/?set={uuid}")
        words = client.get(page).content.decode()
        assert not SetLog.objects.exists(), "a page writes nothing"
        assert shown(words) == sided.name
        assert form_of(words, sided.pk) == {
            "uuid": str(uuid), "prescription": str(sided.pk), "way": "side-leg-raise",
            "number": "2", "amount": "7", "right": "6",
        }  # fmt: skip
        assert "You had been logged out." in words
        assert client.post(f"/sessions/{session}/sets/", form_of(words, sided.pk)).status_code == 303
        assert "You had been logged out." not in client.get(page).content.decode(), "it is saved now"

    def test_what_cannot_be_read_leads_to_the_page(self, session):
        answer = Client().post(
            f"/sessions/{session}/sets/", headers={"Referer": f"http://testserver/sessions/{session}/"}
        )
        assert answer.url == f"/account/login/?next=%2Fsessions%2F{session}%2F"

    @pytest.mark.parametrize(
        "typed", ["set=x", "set=&prescription=1", f"set={UUID(int=1)}&prescription=1&number=9&amount=1"]
    )
    def test_nonsense_is_not_typed_in(self, page, part, typed):
        words = page(f"?{typed}")
        assert shown(words) == part[0].name


def test_every_exercise_moves_and_keeps_moving_when_the_session_is_drawn_anew(page, part):
    words = page()
    ids = re.findall(r'<div class="moves" id="([^"]*)" data-hx-preserve>', words)
    assert ids == [f"moves-{place}-{(each.variation or each.exercise).slug}" for place, each in enumerate(part, 1)]
    assert words.count(", moving: ") == words.count(', start"') == words.count(', end"') == len(part)


class TestWhatItCosts:
    @pytest.mark.parametrize("weeks", [0, 40])
    def test_the_page_and_a_set_the_same_with_any_history(self, begin, weeks, django_assert_max_num_queries):
        row = begin(first=MONDAY - timedelta(days=7 * weeks))
        client = of(row)
        session = int(client.post(reverse("plans:start"), {"day": MONDAY.isoformat()}).url.split("/")[-2])
        with django_assert_max_num_queries(8):  # the session's and the user's, one that asks for changes, three, two
            client.get(f"/sessions/{session}/")
        with django_assert_max_num_queries(6):
            client.get(f"/sessions/{session}/")
        part = doing(row, session).parts[0]
        told = {"uuid": uuid4(), "prescription": part.row.pk, "way": part.way, "number": 1, "amount": 5}
        if part.version.one_sided:
            told["right"] = 5
        with django_assert_max_num_queries(8 + 2):  # and a transaction's begin and end
            assert client.post(f"/sessions/{session}/sets/", told, headers={"HX-Request": "true"}).status_code == 200
        assert SetLog.objects.count() == 1


def test_what_is_over_shows_what_it_did_and_can_be_opened_again(client, session, log, row):
    log()
    client.post(f"/sessions/{session}/finish/")
    assert client.get(f"/sessions/{session}/").url == f"/sessions/{session}/finish/"
    assert client.post(f"/sessions/{session}/reopen/").url == f"/sessions/{session}/"
    assert Session.objects.get(pk=session).finished_at is None
    assert timezone.now() == NINE


def test_a_warning_sign_ends_it_until_that_is_taken_back(client, session, log):
    log()
    assert client.post(reverse("plans:signs")).url == reverse("plans:today")
    assert client.get(f"/sessions/{session}/").url == reverse("plans:today")
    client.post(reverse("plans:unflag"))
    assert client.get(f"/sessions/{session}/").status_code == 200


def test_who_was_cleared_is_told_so_until_it_goes_on(client):
    told = "You told us today that you were cleared."
    client.post(reverse("plans:signs"))
    for page in ("/today/", "/plan/"):
        words = client.get(page).content.decode()
        assert "A warning sign: no strength" in words
        assert told not in words
    client.post(reverse("plans:clear"))
    for page in ("/today/", "/plan/"):
        words = client.get(page).content.decode()
        assert "A warning sign" not in words
        assert told in words


def test_bad_pain_for_the_second_time_ends_it_too(row, client, clock, session, part, log):
    log()
    client.post(f"/sessions/{session}/pain/", {"prescription": part[0].pk, "pain": 7})
    assert client.get(f"/sessions/{session}/").status_code == 200
    clock.move_to(NINE + timedelta(days=4))
    friday = client.post(reverse("plans:start"), {"day": "2026-11-27"}).url
    client.post(reverse("plans:morning"), {"day": "2026-11-23", "pain": 0})
    first = Prescription.objects.filter(session__date=date(2026, 11, 27)).order_by("position")[0]
    assert client.get(friday).status_code == 200
    assert client.post(f"{friday}pain/", {"prescription": first.pk, "pain": 6}).url == reverse("plans:today")
    assert client.get(friday).url == reverse("plans:today")


def test_a_picture_stands_in_for_the_figure(page, part):
    first = part[0].variation or part[0].exercise
    still = Still(f"{'0' * 32}-60x40", "A runner <at work>")
    show_picture(first, still, None, new=Picture(name=still.name, image=b"webp"))
    image = f'src="{still.url}" width="60" height="40" alt="A runner &lt;at work&gt;"'
    assert image in page()
    show_picture(first, None, None)
    assert image not in page()
