"""The landing page: a typical week in the address, and the plan for it."""

import re
from datetime import date
from urllib.parse import parse_qs

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from exercises.editing import unpublish
from exercises.models import Exercise
from plans.forms import STARTS
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("delivered")

LANDING = reverse("plans:landing")
KEEP = reverse("plans:keep")
THREE = "tuesday=easy&thursday=hard&sunday=long"
SEVEN = "monday=easy&tuesday=hard&wednesday=easy&thursday=hard&friday=easy&saturday=easy&sunday=long"

SIX = SEVEN.replace("friday=easy&", "")


@pytest.fixture(autouse=True)
def _a_sunday():
    with time_machine.travel(date(2026, 11, 22), tick=False):
        yield


def swap(client, query, target="answer"):
    return client.get(f"{LANDING}?{query}", headers={"HX-Request": "true", "HX-Target": target})


def links(response):
    return re.findall(r'<a class="btn" href="(/[^"]*)#week"', response.content.decode().replace("&amp;", "&"))


def test_the_plan_for_a_week_its_days_exercises_and_reasons(client):
    response = client.get(f"{LANDING}?{THREE}")
    assertContains(response, "Strength on Monday and Friday")
    assertContains(response, "23 to 29 November")
    assertContains(response, "30 November to 6 December")
    assertContains(response, "No run, well before Thursday’s hard run, though the day after Sunday’s long run.")
    assertContains(response, "Free, but the day before Thursday’s hard run; fresh legs matter there.")
    assertContains(response, "<td>5 + 5</td>", html=True)
    assertContains(response, "From 20 to 50, and no week jumps.")


def test_a_plan_that_is_tried_begins_on_the_coming_monday(client):
    for day, week in {22: "23 to 29 November", 23: "23 to 29 November", 24: "30 November to 6 December"}.items():
        with time_machine.travel(date(2026, 11, day), tick=False):
            assert re.search(r"<h3>(.*)</h3>", client.get(LANDING).content.decode())[1] == week


def test_one_week_has_one_address(client):
    for typed, address in {
        "tuesday=easy&tap=tuesday": "/?tuesday=hard#week",
        "tap=monday": "/?monday=easy#week",
        "monday=long&tap=monday": "/#week",
        "sunday=long&monday=&minutes=30&have=nothing&have=wall&have=step": "/?sunday=long#week",
        "have=nothing&have=band": "/?have=band#week",
        "utm_source=club&friday=easy": "/?friday=easy#week",
        "utm_source=club": "/",
        "friday=easy&short=sunday&short=monday&short=sunday": "/?friday=easy&short=monday&short=sunday#week",
    }.items():
        assertRedirects(client.get(f"{LANDING}?{typed}"), address)
    assert client.get(f"{LANDING}?have=nothing").status_code == 200


def test_what_cannot_be_read_is_named_and_the_rest_is_kept(client):
    for query, sentence in {
        "tuesday=fast": "Tuesday’s run is easy, hard or long, not “fast”.",
        "minutes=7": "A session may take 10, 15, 20, 30, 45 or 60 minutes, not “7”.",
        "have=anvil": "“anvil” is not equipment that we know; choose from the list.",
        "tap=someday": "A day to tap is a weekday such as monday, not “someday”.",
        "short=someday": "A short session is on a weekday such as monday, not on “someday”.",
    }.items():
        response = client.get(f"{LANDING}?{query}&sunday=long&have=band")
        assertContains(response, sentence, status_code=400)
        assertContains(response, '<input type="hidden" name="sunday" value="long">', status_code=400, html=True)
        assert re.findall(r'name="have" value="([a-z-]*)" checked', response.content.decode()) == ["band"]
        assertNotContains(response, "Keep this plan", status_code=400)
        assertContains(swap(client, query), sentence, status_code=400)


def test_a_swap_gets_the_answer_alone_or_all_that_can_be_tried(client):
    answer = swap(client, f"monday=&{THREE}")
    assert answer["HX-Replace-Url"] == f"/?{THREE}"
    assert "HX-Push-Url" not in answer
    assertNotContains(answer, "<html")
    assertNotContains(answer, 'id="try"')
    assertContains(answer, "Strength on Monday and Friday.</p>")
    everything = swap(client, THREE, target="try")
    assert everything["HX-Push-Url"] == f"/?{THREE}"
    assertContains(everything, 'id="try"')
    assertContains(everything, 'name="tuesday" value="easy"')
    assertNotContains(everything, "<html")
    assert {"HX-Request", "HX-Target"} <= set(map(str.strip, everything["Vary"].split(",")))


def test_a_full_week_is_told_so_and_each_offer_leads_to_another_plan(client):
    seven = client.get(f"{LANDING}?{SEVEN}")
    assertContains(seven, "No day left for strength")
    assertContains(seven, "No free days this week: no sessions.")
    rest, after = links(seven)
    assertContains(client.get(rest), "One free day this week: one session.")
    assertContains(client.get(after), "Strength on Monday and Friday</h2>")

    six = client.get(f"{LANDING}?{SIX}")
    assertContains(six, "Strength on Friday</h2>")
    assertContains(six, "One free day this week: one session.")
    rest, after, short = links(six)
    assertContains(client.get(rest), "Strength on Monday and Friday</h2>")
    assertContains(client.get(after), "Strength on Monday and Friday</h2>")
    assertContains(client.get(short), "9 minutes</p>")


def test_what_was_taken_can_be_taken_back(client):
    query = f"{SIX}&after_easy=on&short=friday"
    response = client.get(f"{LANDING}?{query}")
    back = re.findall(r'<a href="(/\?[^"]*)#week"[^>]*>Undo', response.content.decode().replace("&amp;", "&"))
    assert [parse_qs(address[2:]).keys() - parse_qs(SIX).keys() for address in back] == [{"short"}, {"after_easy"}]


def test_a_short_session_ends_with_the_day_that_it_was_for(client):
    assertRedirects(client.get(f"{LANDING}?{SEVEN}&short=friday"), f"/?{SEVEN}#week")
    assertNotContains(client.get(f"{LANDING}?tuesday=easy&short=wednesday"), "session is a short one")


def test_every_start_is_an_address_as_it_is_written(client):
    page = client.get(f"{LANDING}?minutes=10&after_easy=on").content.decode().replace("&amp;", "&")
    starts = re.findall(r'<a href="(/[^"]*)#week"[^>]*data-hx-get="(/[^"]*)"[^>]*>(\d runs)', page)
    assert [words for _, _, words in starts] == list(STARTS)
    for address, runs, _ in starts:
        assert client.get(address).status_code == client.get(runs).status_code == 200
        assert parse_qs(address[2:]) == parse_qs(runs[2:]) | {"minutes": ["10"], "after_easy": ["on"]}


def test_without_any_equipment_a_plan_is_found_and_says_what_it_leaves_out(client):
    assertContains(client.get(f"{LANDING}?have=nothing&minutes=10"), "Strength on Monday and Thursday")


def test_an_empty_catalogue_gives_a_page_without_a_plan(client):
    Exercise.objects.update(state="draft")
    response = client.get(LANDING)
    assertContains(response, "There are no exercises at the moment.")
    assertNotContains(response, "Keep this plan")


def test_queries_do_not_grow_and_what_was_asked_before_costs_one(client, django_assert_num_queries):
    with django_assert_num_queries(6):
        client.get(f"{LANDING}?{THREE}")
    for ask in (THREE, SEVEN, "friday=easy"):
        with django_assert_num_queries(1):
            client.get(f"{LANDING}?{ask}")
        with django_assert_num_queries(1):
            swap(client, ask)


def test_weeks_with_the_same_days_share_their_ledger_and_no_others_do(client):
    def ledger(query):
        page = client.get(f"{LANDING}?{query}").content.decode()
        return page[page.index("Twelve weeks") :].split("</section>")[0]

    assert ledger(THREE) == ledger("tuesday=easy&thursday=hard&saturday=easy&sunday=long")
    assert ledger(THREE) != ledger(f"{THREE}&minutes=10")
    assert ledger(THREE) != ledger(SIX)


def test_the_plan_follows_the_catalogue(client):
    assertContains(client.get(f"{LANDING}?{THREE}"), "Squat</a>")
    unpublish(Exercise.objects.filter(slug="squat"), by=UserFactory())
    assertNotContains(client.get(f"{LANDING}?{THREE}"), "Squat</a>")


def test_keeping_takes_the_week_along_to_the_sign_up(client):
    response = client.post(KEEP, {"week": f"{THREE}&minutes=30&utm=x"})
    assertRedirects(response, reverse("account_signup"))
    assert client.session["kept_week"] == THREE
    assertContains(client.get(reverse("account_signup")), f'href="/?{THREE.replace("&", "&amp;")}#week"')


def test_an_empty_week_is_kept_too(client):
    client.post(KEEP, {"week": ""})
    assertContains(client.get(reverse("account_signup")), 'href="/#week"')


def test_nothing_is_kept_of_a_week_that_cannot_be_read(client):
    response = client.post(KEEP, {"week": "tuesday=fast"})
    assertContains(response, "Tuesday’s run is easy, hard or long, not “fast”.", status_code=400)
    assert "kept_week" not in client.session
    assertNotContains(client.get(reverse("account_signup")), "kept in this browser")


def test_what_reloads_the_page_that_refused_a_week_ends_at_the_landing_page(client):
    assertRedirects(client.get(KEEP), LANDING)


def test_what_follows_a_refused_week_leads_on(client):
    page = client.post(KEEP, {"week": "tuesday=fast"}).content.decode().replace("&amp;", "&")
    ways = re.findall(r'href="(/[^"#]*)#week"', page)
    assert len(ways) == len(STARTS) + 1
    assert [client.get(way).status_code for way in ways] == [200] * len(ways)


def test_other_methods_are_refused(client):
    assert [client.post(LANDING).status_code, client.delete(LANDING).status_code] == [405, 405]
    assert client.put(KEEP).status_code == 405


def test_keeping_needs_the_token_of_the_page():
    assert Client(enforce_csrf_checks=True).post(KEEP, {"week": THREE}).status_code == 403
