"""What the knee says, and what that does at once."""

import pytest

from plans.core.types import DAY, WEEK, FlagKind
from plans.models import KneeReport, Prescription
from plans.services import knee
from plans.services.doing import doing
from plans.services.planning import open_weeks
from tests.plans.services.training import MONDAY, days, log_all, stands, trained

pytestmark = pytest.mark.usefixtures("delivered")

FRIDAY = MONDAY + 4 * DAY


def doses(row, catalogue, today):
    return {dose.exercise: (str(dose.action), dose.dose) for dose in stands(row, catalogue, today).plan.doses}


class TestAnExerciseHurts:
    def test_badly_ends_it_and_what_loads_the_knee_with_it(self, row, on):
        log_all(on(MONDAY), on(MONDAY).start(MONDAY))
        session = on(FRIDAY).start(FRIDAY)
        squat = doing(row, session).parts[0]
        on(FRIDAY).hurts(session, squat, 6)
        assert [part.slug for part in doing(row, session).parts if part.ended] == ["squat", "wall-sit"]
        assert not any(part.is_over for part in doing(row, session).parts if part.slug not in ("squat", "wall-sit"))
        on(FRIDAY).hurts(session, squat, 2)
        assert not any(part.ended for part in doing(row, session).parts), "the last answer counts"

    def test_badly_keeps_it_out_for_the_rest_of_the_week(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        on(MONDAY).hurts(session, doing(row, session).parts[0], 7)
        later = stands(row, catalogue, MONDAY + DAY).plan.session_on(FRIDAY)
        assert "squat" not in {each.exercise for each in later.prescriptions}

    def test_a_little_leaves_what_is_expected_of_next_week(self, row, on):
        """Also in the middle of a session: the rest of it is to come."""
        coming = Prescription.objects.filter(session__date__gt=MONDAY + WEEK - DAY).order_by(
            "session__date", "position"
        )
        before = list(coming.values_list("exercise__slug", "sets"))
        session = on(MONDAY).start(MONDAY)
        first = doing(row, session).parts[0]
        on(MONDAY).log(session, first, 1, first.row.sets[0])
        on(MONDAY).hurts(session, first, 2)
        assert before
        assert list(coming.values_list("exercise__slug", "sets")) == before

    def test_sharply_stops_everything(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        part = doing(row, session).parts[0]
        knee.hurts(
            row=row, catalogue=catalogue, today=MONDAY, session=session, prescription=part.row.pk, pain=3, sharp=True
        )
        assert stands(row, catalogue, MONDAY).plan.stopped.code == "severe_pain"
        assert days(row, catalogue, MONDAY) == []


class TestTheNextMorning:
    def test_after_the_last_day_of_a_week_opens_the_next_one_anew(self, row, catalogue, on):
        _, session = trained(on, MONDAY, FRIDAY)
        monday = MONDAY + WEEK
        open_weeks(row=row, catalogue=catalogue, today=monday)
        assert doses(row, catalogue, monday)["squat"] == ("grow", 22)
        on(monday).morning(session, 4)
        assert doses(row, catalogue, monday)["squat"] == ("hold", 20)
        on(monday).morning(session, 1)
        assert doses(row, catalogue, monday)["squat"] == ("grow", 22)

    def test_what_was_chosen_since_stays(self, row, catalogue, on):
        _, session = trained(on, MONDAY, FRIDAY)
        monday = MONDAY + WEEK
        begun = on(monday).start(monday)
        on(monday).swap(begun, doing(row, begun).parts[0], "lunge")
        log_all(on(monday), begun)
        on(monday).morning(session, 4)
        now = stands(row, catalogue, monday)
        assert now.held[0].work("lunge")
        assert now.plan.slots[now.held[0].slot].added == ("lunge",)
        assert doses(row, catalogue, monday)["calf-raise"] == ("hold", 20)


class TestStop:
    def test_a_warning_sign_stops_all_until_the_day_after_it_was_cleared(self, row, catalogue, on):
        on(MONDAY).flag(FlagKind.RED)
        assert stands(row, catalogue, MONDAY).plan.stopped.code == "red_flag"
        wednesday = MONDAY + 2 * DAY
        on(wednesday).flag(FlagKind.CLEARED)
        assert stands(row, catalogue, wednesday).plan.stopped
        thursday = stands(row, catalogue, wednesday + DAY)
        assert thursday.plan.stopped is None
        assert [str(each.date) for each in thursday.plan.sessions] == ["2026-11-27", "2026-11-28"]

    def test_told_again_it_is_one(self, row, on):
        on(MONDAY).flag(FlagKind.RED)
        on(MONDAY).flag(FlagKind.RED)
        assert KneeReport.objects.count() == 1

    def test_after_it_was_cleared_a_new_one_counts(self, row, catalogue, on):
        for kind in (FlagKind.RED, FlagKind.CLEARED, FlagKind.RED):
            on(MONDAY).flag(kind)
        assert stands(row, catalogue, MONDAY + DAY).plan.stopped

    def test_not_cleared_after_all_is_stopped_as_before(self, row, catalogue, on):
        on(MONDAY).flag(FlagKind.RED)
        on(MONDAY).flag(FlagKind.CLEARED)
        knee.take_flag_back(row=row, catalogue=catalogue, today=MONDAY)
        assert stands(row, catalogue, MONDAY + DAY).plan.stopped

    def test_bad_pain_twice_stops_for_as_long_as_it_takes(self, row, catalogue, on):
        trained(on, MONDAY, FRIDAY, pain=7)
        long_after = FRIDAY + 15 * WEEK
        assert stands(row, catalogue, long_after).plan.stopped
        on(long_after).flag(FlagKind.CLEARED)
        assert stands(row, catalogue, long_after + DAY).plan.stopped is None

    def test_a_mistake_is_taken_back_and_the_plan_is_what_it_was(self, row, catalogue, on):
        before = days(row, catalogue, MONDAY)
        on(MONDAY).flag(FlagKind.RED)
        knee.take_flag_back(row=row, catalogue=catalogue, today=MONDAY)
        assert days(row, catalogue, MONDAY) == before

    def test_what_was_not_stopped_is_not_cleared(self, row, catalogue, on):
        on(MONDAY).flag(FlagKind.CLEARED)
        assert not KneeReport.objects.exists()

    def test_what_is_cleared_comes_back_gently_once(self, row, catalogue, on):
        trained(on, MONDAY, FRIDAY)
        monday = MONDAY + WEEK
        on(monday).flag(FlagKind.RED)
        on(monday).flag(FlagKind.CLEARED)
        tuesday = monday + DAY
        first = doses(row, catalogue, tuesday)
        assert first["squat"] == ("reduce", 14)
        begun = on(tuesday).start(tuesday)  # stores it
        assert doses(row, catalogue, tuesday)["squat"] == ("reduce", 14)
        log_all(on(tuesday), begun)
        assert doses(row, catalogue, tuesday + DAY)["squat"] == ("reduce", 14)
