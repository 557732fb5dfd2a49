"""Another variation, load or exercise: what is offered, what it does, and to which session."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from exercises.models import Equipment
from plans.core.types import DAY, WEEK
from plans.models import ExerciseChoice, PlannedWeek, Prescription, SetLog
from plans.services import choosing, correcting, knee, past, planning
from plans.services.correcting import Correction
from plans.services.doing import doing
from tests.plans.services.training import MONDAY, log_all, refusal, stands, trained

pytestmark = pytest.mark.usefixtures("delivered")

FRIDAY = MONDAY + 4 * DAY


def offered(row, catalogue, session, slug):
    now, whole = stands(row, catalogue, MONDAY), doing(row, session)
    part = next(part for part in whole.parts if part.slug == slug)
    return {
        (each.exercise, each.variation, each.how_long): each.against.code if each.against else ""
        for each in choosing.options(now, whole, part)
    }


def change(hands, session, slug, exercise, variation, how_long):
    part = next(part for part in doing(hands.row, session).parts if part.slug == slug)
    choosing.change_exercise(
        row=hands.row,
        catalogue=hands.catalogue,
        today=hands.today,
        session=session,
        prescription=part.row.pk,
        exercise=exercise,
        variation=variation,
        how_long=how_long,
    )


class TestOptions:
    def test_are_what_the_runner_can_do_each_with_what_stands_against_it(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        found = offered(row, catalogue, session, "squat")
        assert found[("squat", "chair-squat", "always")] == ""
        assert found[("squat", "chair-squat", "once")] == ""
        assert found[("lunge", None, "once")] == ""
        assert found[("wall-sit", None, "once")] == "already_held"
        assert not any(exercise == "leg-press" for exercise, *_ in found), "nobody can do it without the machine"
        assert not any(variation == "goblet-squat" for _, variation, _ in found)

    def test_a_rung_up_says_when_it_will_be_time(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        found = offered(row, catalogue, session, "calf-raise")
        assert found[("calf-raise", "edge-calf-raise", "always")] == "harder_too_early"
        assert ("calf-raise", "edge-calf-raise", "once") not in found

    def test_once_a_set_is_logged_they_are_for_the_next_session(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        on(MONDAY).log(session, doing(row, session).parts[0], 1, 5)
        found = offered(row, catalogue, session, "squat")
        assert {how_long for *_, how_long in found} == {"always"}


class TestChange:
    def test_another_exercise_once_takes_the_place_in_this_session_alone(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        change(on(MONDAY), session, "squat", "lunge", None, "once")
        assert doing(row, session).parts[0].slug == "lunge"
        friday = stands(row, catalogue, MONDAY).plan.session_on(FRIDAY)
        assert "squat" in {each.exercise for each in friday.prescriptions}
        assert ExerciseChoice.objects.get().day == MONDAY

    def test_another_exercise_from_now_on_is_in_every_session(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        change(on(MONDAY), session, "squat", "lunge", None, "always")
        plans = stands(row, catalogue, MONDAY).weeks(2)
        held = [{each.exercise for each in session.prescriptions} for plan in plans for session in plan.sessions]
        assert all("lunge" in each and "squat" not in each for each in held)
        assert "lunge" in {part.slug for part in doing(row, session).parts}

    def test_what_was_chosen_outlasts_the_undo_of_an_earlier_change(self, row, catalogue, on):
        planning.change(row=row, catalogue=catalogue, today=MONDAY, ask=lambda now: replace(now.runner, minutes=25))
        session = on(MONDAY).start(MONDAY)
        change(on(MONDAY), session, "squat", "lunge", None, "always")
        last = planning.latest_change(row)
        planning.undo(row=row, catalogue=catalogue, today=MONDAY, change=last.pk)
        now = stands(row, catalogue, MONDAY)
        assert now.runner.minutes == 30
        assert all("lunge" in slot.exercises for slot in now.plan.slots)

    def test_while_sets_of_others_are_logged_the_page_keeps_them(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        last = doing(row, session).parts[-1]
        on(MONDAY).log(session, last, 1, 5)
        change(on(MONDAY), session, "squat", "lunge", None, "once")
        assert [len(part.logs) for part in doing(row, session).parts if part.slug == last.slug] == [1]
        assert "lunge" in {part.slug for part in doing(row, session).parts}

    def test_an_easier_variation_from_now_on(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        change(on(MONDAY), session, "squat", "squat", "chair-squat", "always")
        part = doing(row, session).parts[0]
        assert (part.version.variation, part.row.name) == ("chair-squat", "Chair squat")
        friday = stands(row, catalogue, MONDAY).plan.session_on(FRIDAY)
        assert friday.prescriptions[0].variation == "chair-squat"

    def test_an_easier_variation_once_earns_nothing_and_holds(self, row, catalogue, on):
        monday = on(MONDAY).start(MONDAY)
        change(on(MONDAY), monday, "squat", "squat", "chair-squat", "once")
        assert doing(row, monday).parts[0].version.variation == "chair-squat"
        friday = stands(row, catalogue, MONDAY).plan.session_on(FRIDAY)
        assert friday.prescriptions[0].variation is None
        for day in (MONDAY, FRIDAY):
            session = on(day).start(day)
            log_all(on(day), session)
            on(day).finish(session, 0, None)
        doses = {dose.exercise: dose for dose in stands(row, catalogue, MONDAY + WEEK).plan.doses}
        assert (doses["squat"].version.variation, str(doses["squat"].action)) == (None, "hold")
        assert doses["squat"].dose <= 20
        assert str(doses["glute-bridge"].action) == "grow"

    def test_once_can_be_taken_back(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        before = Prescription.objects.filter(session=session).order_by("position").values().first()
        change(on(MONDAY), session, "squat", "squat", "chair-squat", "once")
        change(on(MONDAY), session, "squat", "squat", None, "once")
        assert Prescription.objects.filter(session=session).order_by("position").values().first() == before

    @pytest.mark.parametrize(
        "wanted", [("lunge", None, "once"), ("lunge", None, "always"), ("squat", "chair-squat", "always")]
    )
    def test_can_be_taken_back_until_a_set_is_logged(self, row, catalogue, on, wanted):
        session = on(MONDAY).start(MONDAY)

        def all_of_it():
            parts = Prescription.objects.filter(runner=row).order_by("session__date", "position")
            return (
                list(parts.values_list("session", "name", "sets", "why", "once")),
                stands(row, catalogue, MONDAY).plan,
                PlannedWeek.objects.get().history,
            )

        before = all_of_it()
        change(on(MONDAY), session, "squat", *wanted)
        assert all_of_it() != before
        choosing.undo(row=row, catalogue=catalogue, today=MONDAY)
        assert all_of_it() == before
        assert not ExerciseChoice.objects.exists()
        change(on(MONDAY), session, "squat", *wanted)
        on(MONDAY).log(session, doing(row, session).parts[-1], 1, 5)
        SetLog.objects.update(at=timezone.now())
        assert refusal(lambda: choosing.undo(row=row, catalogue=catalogue, today=MONDAY)) == "nothing_to_undo"

    @pytest.mark.parametrize("told", ["knee", "correction", "deletion"])
    def test_undo_leaves_what_was_told_of_last_week_since(self, row, catalogue, on, told):
        _, friday = trained(on, MONDAY, FRIDAY)
        SetLog.objects.update(at=timezone.now())
        today = MONDAY + WEEK
        planning.open_weeks(row=row, catalogue=catalogue, today=today)
        session = on(today).start(today)

        def tell():
            of_friday = {"row": row, "catalogue": catalogue, "today": today, "session": friday}
            if told == "knee":
                knee.say_knee(**of_friday, pain=6)
            elif told == "deletion":
                correcting.delete_session(**of_friday, now=timezone.now())
            else:
                squat = doing(row, friday).parts[0].logs[0]
                said = Correction(uuid4(), 0)
                correcting.correct_set(**of_friday, wrong=squat.uuid, said=said, now=timezone.now())

        def all_of_it():
            return stands(row, catalogue, today).plan.doses, [part.asked for part in doing(row, session).parts]

        before = all_of_it()
        with transaction.atomic():
            tell()
            expected = all_of_it()
            transaction.set_rollback(True)
        change(on(today), session, "calf-raise", "calf-raise", "supported-calf-raise", "always")
        tell()
        choosing.undo(row=row, catalogue=catalogue, today=today)
        assert all_of_it() == expected != before
        planning.open_weeks(row=row, catalogue=catalogue, today=today + DAY)
        assert all_of_it() == expected

    def test_sets_that_were_deleted_do_not_come_back_as_another_exercise(self, row, on):
        session = on(MONDAY).start(MONDAY)
        squat, *_, bridge = doing(row, session).parts
        for part in (squat, bridge):
            on(MONDAY).log(session, part, 1, 5)
        correcting.delete_session(
            row=row, catalogue=on(MONDAY).catalogue, today=MONDAY, session=session, now=timezone.now()
        )
        on(MONDAY).start(MONDAY)
        change(on(MONDAY), session, "squat", "lunge", None, "once")
        amounts = dict(SetLog.objects.values_list("prescription", "amount"))
        assert amounts == {squat.row.pk: None, bridge.row.pk: 5}
        [kept] = [each for each in past.deleted(row, timezone.now()) if each.log]
        assert kept.log.prescription_id == bridge.row.pk

    def test_twice_is_once(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        for _ in range(2):
            change(on(MONDAY), session, "squat", "squat", "chair-squat", "always")
        assert ExerciseChoice.objects.count() == 1

    def test_a_session_of_last_week_becomes_nothing_else(self, row, catalogue, on):
        session = on(FRIDAY).start(FRIDAY)
        now, whole = stands(row, catalogue, FRIDAY + WEEK), doing(row, session)
        assert choosing.options(now, whole, whole.parts[0]) == []

    def test_what_is_not_offered_is_refused_and_writes_nothing(self, row, on):
        session = on(MONDAY).start(MONDAY)
        wanted = [("leg-press", None, "once"), ("squat", "goblet-squat", "always"), ("nothing", None, "once")]
        for exercise, variation, how_long in wanted:
            asked = lambda: change(on(MONDAY), session, "squat", exercise, variation, how_long)  # noqa: E731, B023
            assert refusal(asked) == "not_offered"
        assert refusal(lambda: change(on(MONDAY), session, "squat", "wall-sit", None, "once")) == "already_held"
        assert not ExerciseChoice.objects.exists()


class TestLoad:
    @pytest.fixture
    def loaded(self, row, on):
        """A session with an exercise that carries a weight."""
        row.equipment.add(Equipment.objects.get(slug="dumbbell"))
        session = on(MONDAY).start(MONDAY)
        change(on(MONDAY), session, "glute-bridge", "deadlift", None, "once")
        return session

    def test_is_what_the_runner_enters(self, row, catalogue, on, loaded):
        part = next(part for part in doing(row, loaded).parts if part.slug == "deadlift")
        assert part.row.load_grams is None
        choosing.set_load(
            row=row, catalogue=catalogue, today=MONDAY, session=loaded, prescription=part.row.pk, grams=7500
        )
        assert Prescription.objects.get(pk=part.row.pk).load_grams == 7500
        on(MONDAY).log(loaded, part, 1, 5)
        assert doing(row, loaded).logs[0].load_grams == 7500

    def test_of_what_carries_none_is_refused(self, row, catalogue, on, loaded):
        part = doing(row, loaded).parts[0]
        asked = lambda: choosing.set_load(  # noqa: E731
            row=row, catalogue=catalogue, today=MONDAY, session=loaded, prescription=part.row.pk, grams=5000
        )
        assert refusal(asked) == "not_loaded"
