"""The history: finding sessions, putting a set right, deleting and restoring, as the owner and as nobody else."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin
from uuid import uuid4

import pytest
import time_machine

from plans.core.types import WEEK
from plans.models import KneeReport, Session, SetLog
from plans.services.catalogue import planned_catalogue
from plans.services.doing import doing
from plans.services.planning import open_weeks
from tests.plans.lives.living import Services
from tests.plans.services.training import log_all
from tests.plans.views.conftest import MONDAY
from tests.plans.views.reading import of, text

pytestmark = pytest.mark.usefixtures("delivered")
FRIDAY, SUNDAY = 4, 6


def at(days):
    return datetime(MONDAY.year, MONDAY.month, MONDAY.day, 12, tzinfo=UTC) + timedelta(days=days)


@pytest.fixture
def train(row):
    """The keys of sessions of some days, each done in full."""

    def trained(*days, of=row, pain=1, effort=5):
        hands, keys = Services(of, planned_catalogue()), []
        for number in days:
            hands.wakes_on(MONDAY + timedelta(days=number))
            open_weeks(row=of, catalogue=hands.catalogue, today=hands.today)
            session = hands.start(hands.today)
            log_all(hands, session)
            hands.finish(session, pain, effort)
            keys.append(session)
        return keys

    return trained


@pytest.fixture
def on(row):
    """A page as the runner has it on a day; a POST with what it says."""

    def asked(days, address, said=None, whose=row, **headers):
        with time_machine.travel(at(days), tick=False):
            client = of(whose)
            if said is None:
                return client.get(address, headers=headers)
            return client.post(address, said, follow=True)

    return asked


def words(response):
    page = response.content.decode()
    return text(page[page.index("<main") : page.index("</main>")])


def first_set(session, slug="squat"):
    found = SetLog.objects.filter(prescription__session=session, prescription__exercise__slug=slug, deleted_at=None)
    return found.order_by("number")[0]


class TestTheList:
    def test_before_the_first_session_it_says_what_will_be_there(self, on):
        assert "Nothing behind you yet" in words(on(0, "/history/"))

    def test_each_session_with_its_sets_and_answers_the_latest_first(self, on, train):
        train(0, FRIDAY)
        page = words(on(SUNDAY, "/history/"))
        assert "2 sessions" in page
        assert page.index("Fri 27 Nov 2026") < page.index("Mon 23 Nov 2026")
        assert "Mon 23 Nov 2026 Done knee 1 effort 5 Squat 5 reps 5 reps" in page

    def test_what_was_more_and_what_was_less_than_asked(self, on, train):
        [session] = train(0)
        SetLog.objects.filter(pk=first_set(session).pk).update(amount=8)
        last = SetLog.objects.filter(prescription__session=session, prescription__exercise__slug="squat").last()
        SetLog.objects.filter(pk=last.pk).update(amount=1)
        page = words(on(1, "/history/"))
        assert "Mon 23 Nov 2026 Done, 1 rep short" in page
        assert "Squat 8 reps 3 more than asked 1 rep 4 less than asked" in page

    def test_what_was_missed_and_what_is_still_to_come(self, on, train):
        train(FRIDAY)
        page = words(on(SUNDAY, "/history/"))
        assert "Mon 23 Nov 2026 Missed" in page
        assert "Nov 30" not in page
        today = words(on(7, "/history/"))
        assert "30 Nov" not in today, "a session of today that was not begun"

    def test_by_exercise_and_by_date(self, on, train):
        train(0, FRIDAY)
        page = on(SUNDAY, "/history/?exercise=squat&first=2026-11-24&last=2026-11-29")
        assert "1 session Show everything Fri 27 Nov 2026" in words(page)
        results = page.content.decode().split('id="results"')[1]
        assert "Squat" in results
        assert "Calf raise" not in results
        assert 'value="2026-11-24"' in page.content.decode()

    def test_an_exercise_finds_its_variations_too_and_a_variation_itself_alone(self, on, train, row):
        train(0)
        hands = Services(row, planned_catalogue())
        hands.wakes_on(MONDAY + timedelta(days=FRIDAY))
        hands.take("squat", "chair-squat", None)
        train(FRIDAY)
        assert "2 sessions" in words(on(SUNDAY, "/history/?exercise=squat"))
        assert "1 session Show everything Fri 27 Nov 2026" in words(on(SUNDAY, "/history/?exercise=chair-squat"))

    def test_what_is_said_of_a_session_is_of_all_of_it_whatever_is_searched_for(self, on, row):
        hands = Services(row, planned_catalogue())
        hands.wakes_on(MONDAY)
        session = hands.start(MONDAY)
        for part in doing(row, session).parts:
            if part.slug != "squat":
                hands.log(session, part, 1, part.row.sets[0])
        assert "Mon 23 Nov 2026 Done, 25 reps short Squat not done" in words(on(1, "/history/?exercise=squat"))
        assert "Mon 23 Nov 2026 Done, 25 reps short Calf raise 5 reps" in words(on(1, "/history/?exercise=calf-raise"))

    def test_where_nothing_is_found_there_is_a_way_back(self, on, train):
        train(0)
        page = words(on(SUNDAY, "/history/?last=2026-11-01"))
        assert "No session fits that" in page
        assert "Show everything" in page

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ("first=0001-01-01", "Please choose a day from 1 January 2015 to 29 November 2026."),
            ("first=%00", "Please give the day as a date, such as 2026-11-27."),
            ("last=99999999999999999999", "Please give the day as a date, such as 2026-11-27."),
            ("exercise=%00", "That exercise is not in your history: choose one of the list."),
            ("exercise=deadlift", "That exercise is not in your history: choose one of the list."),
            ("first=2026-11-27&last=2026-11-26", "“To” is before “From”."),
            ("page=99999999999999999999", "A page is a whole number from 1 to 1000."),
            ("page=0", "A page is a whole number from 1 to 1000."),
        ],
    )
    def test_a_search_that_does_not_work_says_why(self, on, train, asked, said):
        train(0)
        for headers in ({}, {"HX-Request": "true"}):
            response = on(SUNDAY, f"/history/?{asked}", **headers)
            assert response.status_code == 400
            assert said in text(response.content.decode())

    def test_a_day_to_come_is_as_good_as_today(self, on, train):
        train(0, FRIDAY)
        page = on(SUNDAY, "/history/?last=9999-12-31")
        assert "2 sessions Show everything" in words(page)
        assert 'value="2026-11-29"' in page.content.decode()
        assert "No session fits that" in words(on(SUNDAY, "/history/?first=2026-11-30"))

    def test_it_says_how_many_were_missed(self, on, train, row):
        train(0)
        assert "1 session Mon 23 Nov 2026 Done" in words(on(2, "/history/"))
        train(FRIDAY)
        Session.objects.filter(runner=row, date=MONDAY).update(started_at=None, finished_at=None)
        SetLog.objects.filter(prescription__session__date=MONDAY).delete()
        KneeReport.objects.filter(session__date=MONDAY).delete()
        assert "2 sessions, 1 of them missed" in words(on(FRIDAY + 1, "/history/"))
        assert "1 session, missed Show everything" in words(on(FRIDAY + 1, "/history/?last=2026-11-24"))
        SetLog.objects.update(amount=0, right=None)
        page = words(on(FRIDAY + 1, "/history/"))
        assert "2 sessions, 1 of them missed" in page, "how the knee was is told of the other"
        assert "Fri 27 Nov 2026 Nothing done" in page
        KneeReport.objects.all().delete()
        assert "2 sessions, all missed" in words(on(FRIDAY + 1, "/history/"))

    def test_a_page_that_is_not_there(self, on, train):
        train(0)
        assert on(SUNDAY, "/history/?page=2").status_code == 404

    def test_a_part_is_the_pages_own(self, on, train):
        train(0, FRIDAY)
        whole = on(SUNDAY, "/history/?exercise=squat")
        part = on(SUNDAY, "/history/?exercise=squat", **{"HX-Request": "true"})
        body = part.content.decode().strip()
        assert body.startswith('<section class="results')
        assert body[: body.index("</section>")] in whole.content.decode()
        assert "2 sessions found." in body
        assert part["HX-Replace-Url"] == "/history/?exercise=squat"

    def test_it_is_found_from_progress_which_stays_marked(self, on, train):
        [session] = train(0)
        assert 'href="/history/"' in on(1, "/progress/").content.decode()
        assert f'href="/history/{session}/"' in on(1, f"/sessions/{session}/finish/?ask=nothing").content.decode()
        for address in ("/history/", "/history/deleted/", f"/history/{session}/"):
            page = on(1, address).content.decode()
            assert re.search(r'href="/progress/" aria-current="true"', page)


class TestPuttingRight:
    def test_a_set_is_corrected_and_the_page_says_what_moved(self, on, train):
        [session, _] = train(0, FRIDAY)
        log = first_set(session)
        address = f"/history/{session}/"
        page = on(SUNDAY, f"{address}?set={log.uuid}").content.decode()
        uuid = re.search(r'name="uuid" value="([^"]+)"', page)[1]
        said = {"uuid": uuid, "set": log.uuid, "amount": "3"}
        response = on(SUNDAY, f"{address}correct/", said)
        assert response.redirect_chain == [(address, 303)]
        assert "Corrected. Six sessions ask for less of the squat." in words(response)
        assert "Set 1 3 reps 2 less than asked corrected, was 5 reps" in words(response)
        again = on(SUNDAY, f"{address}correct/", said)
        assert again.status_code == 200
        assert SetLog.objects.filter(corrects=log.uuid).count() == 1

    def test_what_lies_further_back_leaves_the_plan_and_says_so(self, on, train):
        [session, *_] = train(0, FRIDAY, 7, 11, 14)
        page = words(on(15, f"/history/{session}/"))
        assert "This was before last week" in page
        log = first_set(session)
        response = on(15, f"/history/{session}/correct/", {"uuid": uuid4(), "set": log.uuid, "amount": "3"})
        assert "Corrected. That was before last week: your plan stays as it is, and Progress counts it." in words(
            response
        )
        assert "3 reps" in words(response)
        table = on(15, "/progress/?exercise=squat").content.decode()
        assert "from 23 Nov 2026" in table
        assert re.search(r"from 23 Nov 2026.*?<td>(\d+)</td>", table, re.DOTALL)[1] == "18"

    @pytest.mark.parametrize("amount", ["-1", "1000", "", "x", "1.5", "\0", "9" * 30])
    def test_a_number_that_is_none_is_refused_in_words_and_stays_typed(self, on, train, amount):
        [session] = train(0)
        log, before = first_set(session), SetLog.objects.count()
        response = on(1, f"/history/{session}/correct/", {"uuid": uuid4(), "set": log.uuid, "amount": amount})
        assert response.status_code == 400
        assert "A set is a whole number from 0 to 999." in words(response)
        assert SetLog.objects.count() == before
        if amount.isalnum():
            assert f'value="{amount}"' in response.content.decode()

    def test_each_side_and_the_weight(self, on, begin):
        row = begin(owns=["dumbbell", "step", "wall"], level="strong")
        hands = Services(row, planned_catalogue())
        hands.wakes_on(MONDAY)
        session = hands.start(MONDAY)
        log_all(hands, session)
        hands.finish(session, 1, 5)
        both = SetLog.objects.filter(runner=row, right__isnull=False)[0]
        said = {"uuid": uuid4(), "set": both.uuid, "amount": "5", "right": "4"}
        assert "5 left, 4 right 1 less than asked" in words(on(1, f"/history/{session}/correct/", said, whose=row))
        loaded = SetLog.objects.filter(runner=row, prescription__version__loaded=True, deleted_at=None)[0]
        sides = {} if loaded.right is None else {"right": loaded.right}
        said = {"uuid": uuid4(), "set": loaded.uuid, "amount": loaded.amount, "weight": "7.5", **sides}
        page = words(on(1, f"/history/{session}/correct/", said, whose=row))
        assert "with 7.5 kg" in page
        assert "without a weight" in page
        for weight in ("0", "501", "x", "1e9", "-3"):
            said |= {"uuid": uuid4(), "weight": weight, "set": SetLog.objects.get(load_grams=7500).uuid}
            page = on(1, f"/history/{session}/correct/", said, whose=row)
            assert page.status_code == 400
            assert "A weight is a number above 0 and up to 500 kg." in words(page)

    def test_pounds_that_are_not_touched_stay_as_they_were_to_the_gram(self, on, begin):
        row = begin(owns=["dumbbell", "step", "wall"], level="strong", user__units="lb")
        hands = Services(row, planned_catalogue())
        hands.wakes_on(MONDAY)
        session = hands.start(MONDAY)
        log_all(hands, session)
        loaded = SetLog.objects.filter(runner=row, prescription__version__loaded=True)[0]
        SetLog.objects.filter(pk=loaded.pk).update(load_grams=7500)
        page = on(0, f"/history/{session}/?set={loaded.uuid}", whose=row).content.decode()
        weight = re.search(r'name="weight" value="([^"]+)"', page)[1]
        assert weight == "16.5"
        sides = {} if loaded.right is None else {"right": "3"}
        said = {"uuid": uuid4(), "set": loaded.uuid, "amount": "3", "weight": weight, **sides}
        on(0, f"/history/{session}/correct/", said, whose=row)
        assert SetLog.objects.get(corrects=loaded.uuid).load_grams == 7500

    def test_a_set_is_deleted_and_restored(self, on, train):
        [session, _] = train(0, FRIDAY)
        log, address = first_set(session), f"/history/{session}/"
        response = on(SUNDAY, f"{address}delete/", {"set": log.uuid})
        assert response.redirect_chain == [(address, 303)]
        assert "Deleted. Six sessions ask for less of the squat." in words(response)
        assert "Set 1, deleted 5 reps Restore" in words(response)
        assert "Squat, set 1: 5 reps of Mon 23 Nov 2026, until 29 December Restore" in words(on(7, "/history/deleted/"))
        assert 'Deleted lately <span class="num">1</span>' in on(7, "/history/").content.decode()
        assert "Restored. Six sessions ask for more of the squat." in words(
            on(SUNDAY, f"{address}restore/", {"set": log.uuid})
        )
        assert "Nothing was deleted" in words(on(7, "/history/deleted/"))

    def test_a_session_is_deleted_and_restored(self, on, train):
        [session] = train(0)
        address = f"/history/{session}/"
        response = on(1, f"{address}delete/", {})
        assert "Deleted. One session more: Wednesday." in words(response)
        assert "This session is deleted" in words(response)
        assert "until 24 December" in words(response)
        assert "The whole session of Mon 23 Nov 2026" in words(on(1, "/history/deleted/"))
        assert "Mon 23 Nov" not in words(on(1, "/history/"))
        response = on(1, f"{address}restore/", {})
        assert "Restored." in words(response)
        assert "Set 1 5 reps" in words(response)

    @pytest.mark.parametrize(("pain", "said"), [(2, False), (4, True)])
    def test_with_a_session_goes_an_answer_of_a_sore_knee_and_it_says_so(self, on, train, pain, said):
        [session] = train(0, pain=pain)
        told = "Your answer of 4 for the knee no longer counts either."
        assert (told in words(on(1, f"/history/{session}/delete/", {}))) is said
        assert told not in words(on(1, f"/history/{session}/restore/", {}))

    def test_after_thirty_days_it_is_not_offered_and_not_restored(self, on, train):
        [session] = train(0)
        on(1, f"/history/{session}/delete/", {})
        later = 31
        assert "Nothing was deleted" in words(on(later, "/history/deleted/"))
        assert "so what it held is gone" in words(on(later, f"/history/{session}/"))
        response = on(later, f"/history/{session}/restore/", {})
        assert response.status_code == 409
        assert "That was deleted more than 30 days ago, and is gone." in words(response)

    def test_what_cannot_be_done_any_more_says_what_is_there_now(self, on, train):
        [session] = train(0)
        log, address = first_set(session), f"/history/{session}/"
        on(1, f"{address}correct/", {"uuid": uuid4(), "set": log.uuid, "amount": "3"})
        response = on(1, f"{address}correct/", {"uuid": uuid4(), "set": log.uuid, "amount": "4"})
        assert response.status_code == 409
        assert "That set was corrected or deleted since." in words(response)
        assert "3 reps" in words(response)
        response = on(1, f"{address}restore/", {"set": log.uuid})
        assert (response.status_code, "Another set stands in its place now." in words(response)) == (409, True)

    def test_a_number_that_is_none_for_a_set_that_is_gone_says_that_it_is(self, on, train):
        [session] = train(0)
        log = first_set(session)
        on(1, f"/history/{session}/delete/", {"set": log.uuid})
        response = on(1, f"/history/{session}/correct/", {"uuid": uuid4(), "set": log.uuid, "amount": "x"})
        assert response.status_code == 409
        assert "That set was corrected or deleted since." in words(response)

    @pytest.mark.parametrize("uuid", ["", "x", "\0"])
    def test_a_form_without_its_key_says_so_and_can_be_sent_once_more(self, on, train, uuid):
        [session] = train(0)
        said = {"uuid": uuid, "set": first_set(session).uuid, "amount": "4"}
        response = on(1, f"/history/{session}/correct/", said)
        assert response.status_code == 400
        assert "That correction could not be read. Nothing was changed; try once more." in words(response)
        said["uuid"] = re.search(r'name="uuid" value="([^"]+)"', response.content.decode())[1]
        assert "Set 1 4 reps" in words(on(1, f"/history/{session}/correct/", said))

    def test_what_a_page_that_refused_leads_to_is_there(self, on, train):
        [session] = train(0)
        log, address = first_set(session), f"/history/{session}/correct/"
        on(1, address, {"uuid": uuid4(), "set": log.uuid, "amount": "3"})
        page = on(1, address, {"uuid": uuid4(), "set": log.uuid, "amount": "4"}).content.decode()
        link = re.search(r'href="([^"#]*)\?set=([^"#]*)#', page)
        assert 'name="amount" value="3"' in on(1, f"{urljoin(address, link[1])}?set={link[2]}").content.decode()

    def test_a_session_of_which_nothing_was_done_may_go_with_its_row(self, on, row):
        hands = Services(row, planned_catalogue())
        hands.wakes_on(MONDAY + timedelta(days=1))
        session = hands.start(hands.today)
        response = on(1, f"/history/{session}/delete/", {})
        assert response.redirect_chain == [("/history/", 303)]
        assert "Nothing moves in the next four weeks." in text(response.content.decode())
        assert not Session.objects.filter(pk=session).exists()

    def test_a_session_to_come_is_not_history(self, on, row):
        for session in Session.objects.filter(runner=row, date__gte=MONDAY):
            assert on(0, f"/history/{session.pk}/").status_code == 404


class TestSomebodyElse:
    def test_finds_nothing_of_it(self, on, train, begin):
        [session] = train(0)
        log, stranger = first_set(session), begin()
        before = list(SetLog.objects.values())
        assert on(1, f"/history/{session}/", whose=stranger).status_code == 404
        for what, said in (("correct", {"amount": "3", "uuid": uuid4()}), ("delete", {}), ("restore", {})):
            response = on(1, f"/history/{session}/{what}/", {"set": log.uuid, **said}, whose=stranger)
            assert response.status_code == 404
        [own] = train(0, of=stranger)
        for what, said in (("correct", {"amount": "3", "uuid": uuid4()}), ("delete", {}), ("restore", {})):
            response = on(1, f"/history/{own}/{what}/", {"set": log.uuid, **said}, whose=stranger)
            assert response.status_code == 404, "the set of another runner under a session of one's own"
        assert list(SetLog.objects.filter(prescription__session=session).values()) == before
        assert "Nothing behind you" not in words(on(1, "/history/", whose=stranger))

    @pytest.mark.parametrize("uuid", ["", "x", "\0", "0" * 40, "00000000-0000-4000-8000-000000000001"])
    def test_a_set_that_is_none_is_not_there(self, on, train, uuid):
        [session] = train(0)
        for what in ("correct", "delete", "restore"):
            assert on(1, f"/history/{session}/{what}/", {"set": uuid, "amount": "3"}).status_code == 404
        assert on(1, f"/history/{session}/?set={uuid}".replace("\0", "%00")).status_code == 200


@pytest.mark.parametrize("weeks", [2, 60])
def test_as_many_queries_with_weeks_behind_as_with_years(row, client, weeks, django_assert_num_queries):
    catalogue = planned_catalogue()
    for number in range(1, weeks):
        open_weeks(row=row, catalogue=catalogue, today=MONDAY + number * WEEK)
    Session.objects.filter(date__lt=MONDAY + (weeks - 1) * WEEK).update(started_at=at(0), finished_at=at(0))
    session = Session.objects.earliest("date").pk
    with time_machine.travel(at(7 * (weeks - 1)), tick=False):
        client.force_login(row.user)
        client.get("/history/")
        for address, queries in (
            ("/history/", 10),
            ("/history/?exercise=squat&first=2026-11-01", 10),
            ("/history/deleted/", 4),
            (f"/history/{session}/", 7),
        ):
            with django_assert_num_queries(queries):
                assert client.get(address).status_code == 200
