"""What was done, as support reads it: sessions with their sets and states, what was chosen, and what the knee said."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine

from plans.core.types import DAY, WEEK, FlagKind
from plans.models import KneeReport, Prescription, Session, SetLog
from plans.services import choosing, correcting, sets
from plans.services.correcting import Correction
from tests.factories import RunnerFactory
from tests.plans.admin.conftest import MONDAY
from tests.plans.admin.test_health import SPEAKS_OF_HEALTH
from tests.plans.admin.training import hands_on, log, page, part_of

WEDNESDAY, FRIDAY, SATURDAY = MONDAY + 2 * DAY, MONDAY + 4 * DAY, MONDAY + 5 * DAY


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def on(ana, catalogue, clock):
    """Ana on a day, which is the present one from then on."""

    def wake(day):
        clock.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        return hands_on(ana, catalogue, day)

    return wake


def session_of(shown, day):
    """What the page says of the session of a day, “Monday 23 November”."""
    return re.split(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d+ \w+ (?!\d)", shown.split(f" {day} ", 1)[1])[0]


class TestStates:
    def test_to_come(self, desk, ana):
        assert session_of(page(desk, ana), "Friday 27 November").startswith("Friday: ")

    def test_started_and_finished(self, desk, ana, on):
        session = on(MONDAY).start(MONDAY)
        said = session_of(page(desk, ana), "Monday 23 November")
        assert said.startswith("Started 09:00 UTC; no set logged Knee")
        log(on(MONDAY), session, "squat", 5)
        assert "no set logged" not in page(desk, ana)
        on(MONDAY).finish(session, None, None)
        said = session_of(page(desk, ana), "Monday 23 November")
        assert said.startswith("Started 09:00 UTC; finished 09:00 UTC Knee")

    def test_logged_later(self, desk, ana, on):
        log(on(WEDNESDAY), on(WEDNESDAY).start(MONDAY), "squat", 5)
        said = session_of(page(desk, ana), "Monday 23 November")
        assert said.startswith("Started Wed 25 Nov 2026, 09:00 UTC Knee")

    def test_missed(self, desk, ana, on):
        on(MONDAY).start(MONDAY)
        on(WEDNESDAY)
        said = session_of(page(desk, ana), "Monday 23 November")
        assert said.startswith("Missed; started 09:00 UTC; no set logged")
        assert "Squat 5 + 5 A handful" in said, "of what was missed nothing is compared"

    def test_the_day_is_the_runners_own(self, desk, ana, clock):
        ana.user.time_zone = "Pacific/Kiritimati"
        ana.user.save()
        assert "Missed" in session_of(page(desk, ana), "Monday 23 November")

    def test_one_more_than_planned(self, desk, ana, on):
        for day in (MONDAY, FRIDAY):
            log(on(day), on(day).start(day), "squat", 5, 5)
        session = on(SATURDAY).start(SATURDAY)
        log(on(SATURDAY), session, "squat", 3)
        said = session_of(page(desk, ana), "Saturday 28 November")
        assert said.startswith("One more than planned; started 09:00 UTC")
        assert "Squat asked 5 + 5, done 3" in said

    def test_what_only_hurt_is_missed_for_whoever_may_not_see_it(self, request, desk, ana, on):
        session = on(MONDAY).start(MONDAY)
        on(MONDAY).hurts(session, part_of(ana, session, "squat"), 6)
        on(WEDNESDAY)
        assert "Missed; started" in page(desk, ana)
        assert "Missed; started" not in page(request.getfixturevalue("ward"), ana)


class TestSets:
    def test_done_beside_what_was_asked(self, desk, trained):
        said = session_of(page(desk, trained), "Monday 23 November")
        assert "Squat asked 5 + 5, done 5 + 4 A handful" in said
        assert "Glute bridge asked 5 + 5, done 5 + 5 A handful" in said
        assert "Side leg raise asked 5 + 5 on each side, done 5 left, 4 right + 5 on each side A handful" in said
        assert "Calf raise asked 5 + 5, not done A handful" in said

    def test_sides_that_are_alike_are_said_once(self, desk, ana, on):
        log(on(MONDAY), on(MONDAY).start(MONDAY), "side-leg-raise", (5, 5), (4, 4))
        assert "done 5 + 4 on each side" in page(desk, ana)

    def test_weights(self, desk, trained):
        lines = Prescription.objects.filter(session__date=MONDAY)
        lines.filter(exercise__slug="squat").update(load_grams=8000)
        SetLog.objects.filter(prescription__exercise__slug="squat").update(load_grams=8000)
        SetLog.objects.filter(prescription__exercise__slug="glute-bridge", number=2).update(load_grams=7500)
        shown = page(desk, trained)
        assert "Squat asked 5 + 5 with 8 kg, done 5 + 4 with 8 kg" in shown
        assert "Glute bridge asked 5 + 5, done 5 + 5 with 7.5 kg" in shown

    def test_holds_are_in_seconds(self, desk, trained):
        bridge = Prescription.objects.get(session__date=MONDAY, exercise__slug="side-leg-raise")
        bridge.version["measure"] = "hold"
        bridge.save()
        assert "asked 5 + 5 s on each side, done 5 s left, 4 s right + 5 s on each side" in page(desk, trained)

    def test_taken_back(self, desk, trained, on):
        last = SetLog.objects.filter(prescription__exercise__slug="squat").latest("number")
        sets.take_back(
            runner=trained, session=last.prescription.session_id, uuid=last.uuid, now=datetime(2026, 11, 23, tzinfo=UTC)
        )
        assert "Squat asked 5 + 5, done 5; one set taken back" in page(desk, trained)

    def test_corrected_and_deleted(self, desk, ward, trained, catalogue):
        session = Session.objects.get(runner=trained, date=MONDAY).pk
        told = {"row": trained, "catalogue": catalogue, "today": MONDAY, "session": session}
        now, first = datetime(2026, 11, 23, 12, tzinfo=UTC), SetLog.objects.earliest("pk")
        correcting.correct_set(**told, wrong=first.uuid, said=Correction(uuid4(), 3), now=now)
        assert "Squat asked 5 + 5, done 3 + 4; one set corrected" in page(desk, trained)
        correcting.delete_session(**told, now=now)
        shown = session_of(page(ward, trained), "Monday 23 November")
        assert shown.startswith("Deleted by the runner on Mon 23 Nov 2026")
        assert "one set corrected; two sets taken back" in shown
        assert "Knee: 2" not in shown

    def test_an_easier_variation_for_once(self, desk, ana, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        choosing.change_exercise(
            row=ana,
            catalogue=catalogue,
            today=MONDAY,
            session=session,
            prescription=part_of(ana, session, "squat").row.pk,
            exercise="squat",
            variation="chair-squat",
            how_long="once",
        )
        assert "Chair squat, for this session alone 5 + 5" in page(desk, ana)

    def test_those_of_a_day_between_two_weeks(self, desk, trained):
        """After a change of the day on which weeks begin there may be some."""
        week = trained.plannedweeks.get()
        trained.plannedweeks.create(
            number=1, first_day=MONDAY + WEEK + 2 * DAY, planned_on=MONDAY, plan=week.plan, opened_at=week.opened_at
        )
        shown = page(desk, trained)
        assert "Week 1: 23 November to 1 December" in shown
        assert session_of(shown, "Monday 30 November")


class TestChoices:
    def test_none(self, desk, ana):
        assert "Exercises that were chosen None." in page(desk, ana)

    def test_are_listed_the_latest_first(self, desk, ana, catalogue, on):
        choosing.take(row=ana, catalogue=catalogue, today=MONDAY, exercise="squat", variation="chair-squat", grams=None)
        session = on(MONDAY).start(MONDAY)
        on(MONDAY).swap(session, part_of(ana, session, "glute-bridge"), "hamstring-curl")
        assert (
            "Glute bridge: the hamstring curl instead, on Mon 23 Nov 2026 alone. 23 Nov 2026, 12:00 "
            "Squat: as chair squat, from Mon 23 Nov 2026 on."
        ) in page(desk, ana)

    def test_with_a_weight_and_for_good(self, desk, ana):
        keys = {each.exercise.slug: each.exercise_id for each in Prescription.objects.select_related("exercise")}
        told = {"runner": ana, "date": MONDAY, "after": 0, "exercise_id": keys["squat"]}
        ana.exercisechoices.create(kind="take", load_grams=8000, **told)
        ana.exercisechoices.create(kind="replace", other_id=keys["calf-raise"], **told)
        shown = page(desk, ana)
        assert "Squat: as squat with 8 kg, from Mon 23 Nov 2026 on." in shown
        assert "Squat: the calf raise instead, from Mon 23 Nov 2026 on." in shown


class TestHealth:
    def test_is_seen_with_the_permission(self, ward, trained, on):
        session = Session.objects.get(date=MONDAY).pk
        on(MONDAY).hurts(session, part_of(trained, session, "squat"), 3)
        on(MONDAY).flag(FlagKind.SHARP)
        on(MONDAY + DAY).morning(session, 0)
        on(MONDAY + DAY).flag(FlagKind.CLEARED)
        shown = page(ward, trained)
        said = session_of(shown, "Monday 23 November")
        assert "Knee: 2 of 10; the next morning: 0 of 10; effort: 7 of 10 Pain with the squat: 3 of 10" in said
        assert "Tue 24 Nov 2026 Cleared by a clinician Mon 23 Nov 2026 Sharp pain" in shown

    def test_of_a_session_that_was_missed_there_is_nothing(self, ward, ana, on):
        on(WEDNESDAY)
        assert session_of(page(ward, ana), "Monday 23 November").startswith("Missed Monday: no run")

    def test_without_it_the_page_is_the_same_whatever_was_said(self, desk, trained):
        before = page(desk, trained)
        assert before.count("Knee and effort: Kept from view") == 1
        session = Session.objects.get(date=MONDAY)
        Session.objects.filter(pk=session.pk).update(effort=10)
        KneeReport.objects.update(pain=5)
        told = {"runner": trained, "date": MONDAY}
        KneeReport.objects.create(**told, session=session, moment="morning", pain=4)
        KneeReport.objects.create(
            **told,
            session=session,
            moment="during",
            pain=6,
            exercise=part_of(trained, session.pk, "squat").row.exercise,
        )
        KneeReport.objects.create(**told, moment="red")
        KneeReport.objects.create(**told, moment="cleared")
        assert page(desk, trained) == before

    @pytest.mark.parametrize("pain", [4, 6])
    def test_what_the_next_week_makes_of_it_is_kept_as_well(self, desk, request, trained, catalogue, on, pain):
        session = Session.objects.get(date=MONDAY).pk
        on(MONDAY).hurts(session, part_of(trained, session, "squat"), pain)
        on(MONDAY + DAY).morning(session, 4)
        log(on(FRIDAY), on(FRIDAY).start(FRIDAY), "calf-raise", 5, 5)
        week = MONDAY + WEEK
        log(on(week), on(week).start(week), "calf-raise", 5)
        whys = Prescription.objects.filter(session__date__gte=week).values_list("why", flat=True)
        assert any("knee" in why for why in whys), "what is to be kept is there"
        shown = page(desk, trained)
        labels = (
            "Knee at the start",
            "Days ill",
            "Warning signs, sharp pain",
            "Cleared by a clinician",
            "Knee and effort",
        )
        for label in labels:
            shown = shown.replace(f"{label} Kept from view", "").replace(f"{label}: Kept from view", "")
        assert not SPEAKS_OF_HEALTH.search(shown), shown
        assert "knee" in page(request.getfixturevalue("ward"), trained).lower()


def test_nothing_of_anybody_else(ward, trained):
    other = RunnerFactory()
    squat = SetLog.objects.filter(prescription__exercise__slug="squat").first().prescription
    SetLog.objects.create(runner=other, uuid=uuid4(), prescription=squat, number=3, amount=77, date=MONDAY)
    assert "77" not in page(ward, trained)
    assert "No week has been opened yet." in page(ward, other)
