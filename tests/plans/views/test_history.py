"""The history: finding sessions."""

import re
from datetime import timedelta

import pytest
import time_machine

from plans.core.types import WEEK
from plans.models import KneeReport, Session, SetLog
from plans.services.catalogue import planned_catalogue
from plans.services.doing import doing
from plans.services.planning import open_weeks
from tests.plans.lives.living import Services
from tests.plans.views.behind import FRIDAY, SUNDAY, first_set, words
from tests.plans.views.conftest import MONDAY, at
from tests.plans.views.reading import text

pytestmark = pytest.mark.usefixtures("delivered")


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
            ("first=2026-11-27&last=2026-11-26", "To: This day is before “From”."),
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
            ("/history/", 11),
            ("/history/?exercise=squat&first=2026-11-01", 11),
            ("/history/deleted/", 5),
            (f"/history/{session}/", 7),
        ):
            with django_assert_num_queries(queries):
                assert client.get(address).status_code == 200
