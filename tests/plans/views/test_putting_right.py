"""What is behind: a set put right, deleted and restored, as the owner and as nobody else."""

import re
from datetime import timedelta
from urllib.parse import urljoin
from uuid import uuid4

import pytest

from plans.models import Session, SetLog
from plans.services.catalogue import planned_catalogue
from plans.services.doing import doing
from tests.plans.lives.living import Services
from tests.plans.services.training import log_all
from tests.plans.views.behind import FRIDAY, SUNDAY, first_set, words
from tests.plans.views.conftest import MONDAY
from tests.plans.views.reading import text

pytestmark = pytest.mark.usefixtures("delivered")


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

    def test_a_number_far_above_what_was_asked_is_asked_about_once_more(self, on, train):
        [session] = train(0)
        log, address = first_set(session), f"/history/{session}/correct/"
        said = {"uuid": uuid4(), "set": log.uuid, "amount": "500"}
        response = on(1, address, said)
        assert response.status_code == 400
        asked = "This set asked for 5 reps, and you say 500. Change that, or say that it is right."
        assert words(response).count(asked) == 1
        page = response.content.decode()
        assert 'name="amount" value="500"' in page
        assert not SetLog.objects.filter(corrects=log.uuid).exists()
        [(name, value)] = re.findall(r'name="(sure)" value="([^"]+)">It is right', page)
        assert "Set 1 500 reps 495 more than asked" in words(on(1, address, said | {name: value}))

    @pytest.mark.parametrize(("amount", "logged", "status"), [("15", 5, 200), ("16", 5, 400), ("20", 20, 200)])
    def test_what_may_well_be_true_is_taken_as_it_is(self, on, train, amount, logged, status):
        [session] = train(0)
        log = first_set(session)
        SetLog.objects.filter(pk=log.pk).update(amount=logged)
        said = {"uuid": uuid4(), "set": log.uuid, "amount": amount}
        assert on(1, f"/history/{session}/correct/", said).status_code == status

    @pytest.mark.parametrize(("amount", "right", "says"), [("5", "90", "90"), ("90", "80", "90 and 80")])
    def test_of_sides_it_asks_once_and_not_beside_what_is_no_number(self, on, train, amount, right, says):
        [session] = train(0)
        both = SetLog.objects.filter(prescription__session=session, right__isnull=False)[0]
        address, said = f"/history/{session}/correct/", {"uuid": uuid4(), "set": both.uuid, "amount": amount}
        page = words(on(1, address, said | {"right": right}))
        assert page.count(f"and you say {says}. Change that") == 1
        assert "It is right" in page
        assert "It is right" not in words(on(1, address, said | {"right": "x"}))

    def test_of_one_more_than_planned_nothing_was_asked(self, on, train):
        [*_, session] = train(0, FRIDAY, FRIDAY + 1)
        said = {"uuid": uuid4(), "set": first_set(session).uuid, "amount": "60"}
        assert "Set 1 60 reps" in words(on(FRIDAY + 1, f"/history/{session}/correct/", said))

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
        assert "Deleted. Monday’s session is to be done again, on Wednesday." in words(response)
        assert "This session is deleted" in words(response)
        assert "until 24 December" in words(response)
        assert "The whole session of Mon 23 Nov 2026" in words(on(1, "/history/deleted/"))
        assert "Mon 23 Nov" not in words(on(1, "/history/"))
        response = on(1, f"{address}restore/", {})
        assert "Restored. No session on Wednesday any more: two sessions this week." in words(response)
        assert "Set 1 5 reps" in words(response)

    def test_of_the_day_itself_it_says_what_is_to_be_done_and_what_counts(self, on, train):
        [_, session] = train(0, FRIDAY)
        address = f"/history/{session}/"
        deleted = words(on(FRIDAY, f"{address}delete/", {}))
        assert "Deleted. Friday’s session is to be done again. History" in deleted
        restored = words(on(FRIDAY, f"{address}restore/", {}))
        assert "Restored. Friday’s session counts again. History" in restored

    def test_so_it_does_of_the_only_set_of_a_session(self, on, row):
        hands = Services(row, planned_catalogue())
        hands.wakes_on(MONDAY)
        session = hands.start(MONDAY)
        part = doing(row, session).parts[0]
        hands.log(session, part, 1, part.row.sets[0])
        said = {"set": first_set(session, part.slug).uuid}
        assert "Deleted. Monday’s session is to be done again." in words(on(0, f"/history/{session}/delete/", said))
        assert "Restored. Monday’s session counts again." in words(on(0, f"/history/{session}/restore/", said))

    def test_one_more_than_planned_is_not_to_be_done_again(self, on, train):
        [*_, session] = train(0, FRIDAY, FRIDAY + 1)
        response = on(FRIDAY + 1, f"/history/{session}/delete/", {})
        assert "Deleted. Nothing moves in the next four weeks." in words(response)

    def test_a_session_that_was_begun_again_comes_back_as_it_was_deleted(self, on, train, row):
        [session] = train(0)
        on(0, f"/history/{session}/delete/", {})
        hands = Services(row, planned_catalogue())
        hands.wakes_on(MONDAY)
        hands.start(MONDAY)
        hands.log(session, doing(row, session).parts[0], 1, 3)
        page = on(0, "/history/deleted/").content.decode()
        assert page.count("/restore/") == 1
        assert "The session as you deleted it of Mon 23 Nov 2026, until 23 December; it takes the place" in text(page)
        at = re.search(r'name="at" value="([^"]+)"', page)[1]
        response = on(1, f"/history/{session}/restore/", {"at": at})
        assert response.redirect_chain == [(f"/history/{session}/", 303)]
        assert "Restored, in place of what was done since." in words(response)
        assert "knee 1" in words(response)
        assert "Set 1 5 reps" in words(response)

    @pytest.mark.parametrize(
        "at", ["", "x", "\0", "2026-11-23", "2026-11-23T12:00:00", "9" * 40, "0001-01-01T00:00+14"]
    )
    def test_a_moment_that_is_none_is_not_there(self, on, train, at):
        [session] = train(0)
        assert on(1, f"/history/{session}/restore/", {"at": at}).status_code == 404

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
