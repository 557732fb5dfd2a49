"""Sessions that are started and finished: planned, on another day, of a day that has passed, and one more."""

import pytest

from plans.core.types import DAY, WEEK, FlagKind
from plans.models import PlannedWeek, Session, SetLog
from plans.services import training
from plans.services.doing import doing
from plans.services.planning import open_weeks, start
from tests.factories import RunnerFactory
from tests.plans.lives.living import Services
from tests.plans.services.training import MONDAY, days, log_all, refusal, stands

pytestmark = pytest.mark.usefixtures("delivered")


class TestStart:
    def test_begins_what_is_planned_and_again_answers_the_same(self, row, on):
        planned = Session.objects.get(date=MONDAY)
        assert on(MONDAY).start(MONDAY) == on(MONDAY).start(MONDAY) == planned.pk
        begun = Session.objects.get(pk=planned.pk)
        assert (begun.started_at, begun.finished_at) == (on(MONDAY).now, None)

    def test_opens_the_week(self, row, catalogue, on):
        on(MONDAY + WEEK).start(MONDAY + WEEK)
        assert PlannedWeek.objects.count() == 2

    def test_on_another_day_it_is_the_next_one_once_something_is_done(self, row, catalogue, on):
        wednesday, friday = MONDAY + 2 * DAY, MONDAY + 4 * DAY
        monday = on(MONDAY).start(MONDAY)
        log_all(on(MONDAY), monday)
        session = on(wednesday).start(wednesday)
        assert Session.objects.get(pk=session).slot == 1
        assert days(row, catalogue, wednesday) == [str(friday)]
        log_all(on(wednesday), session)
        assert days(row, catalogue, wednesday) == []
        on(wednesday).finish(session, 0, None)
        assert sorted(Session.objects.filter(date__lt=MONDAY + WEEK).values_list("date", flat=True)) == [
            MONDAY,
            wednesday,
        ]

    def test_one_more_than_planned_is_kept_and_not_credited(self, row, catalogue, on):
        for day in (MONDAY, MONDAY + 4 * DAY):
            log_all(on(day), on(day).start(day))
        saturday = MONDAY + 5 * DAY
        session = on(saturday).start(saturday)
        log_all(on(saturday), session)
        held = doing(row, session).held
        assert held.slot is None
        assert all(work.done and work.credit == 0 for work in held.works)

    def test_a_missed_session_can_be_logged_and_then_is_not_placed_again(self, row, catalogue, on):
        tuesday = MONDAY + DAY
        assert days(row, catalogue, tuesday) == ["2026-11-25", "2026-11-27"]
        session = on(tuesday).start(MONDAY)
        log_all(on(tuesday), session)
        on(tuesday).finish(session, 1, None)
        assert days(row, catalogue, tuesday) == ["2026-11-27"]
        assert set(SetLog.objects.values_list("date", flat=True)) == {tuesday}

    def test_it_leaves_the_rest_of_the_week_as_if_it_had_been_known(self, row, catalogue, on):
        saturday = MONDAY + 5 * DAY
        log_all(on(MONDAY), on(MONDAY).start(MONDAY))
        assert days(row, catalogue, saturday) == [str(saturday)], "Friday’s session was missed and moves"
        session = on(saturday).start(MONDAY + 4 * DAY)
        log_all(on(saturday), session)
        on(saturday).finish(session, 0, None)
        assert days(row, catalogue, saturday) == []

    def test_looking_at_another_day_is_no_missed_session(self, row, catalogue, on):
        log_all(on(MONDAY), on(MONDAY).start(MONDAY))
        wednesday = MONDAY + 2 * DAY
        on(wednesday).start(MONDAY + DAY)
        assert stands(row, catalogue, wednesday).missed == ()
        assert days(row, catalogue, wednesday) == ["2026-11-27"]

    @pytest.mark.parametrize("later", [2, 5, 8])
    def test_sets_of_another_day_can_arrive_days_later(self, row, catalogue, on, later):
        log_all(on(MONDAY), on(MONDAY).start(MONDAY))
        tuesday = MONDAY + DAY
        session, day = on(tuesday).start(tuesday), tuesday + later * DAY
        training.settle(row=row, catalogue=catalogue, today=day, day=day)
        log_all(on(day), session)
        assert doing(row, session).is_held

    def test_one_of_another_day_goes_once_its_place_is_done(self, row, catalogue, on):
        log_all(on(MONDAY), on(MONDAY).start(MONDAY))
        tuesday, friday = MONDAY + DAY, MONDAY + 4 * DAY
        session = on(tuesday).start(tuesday)
        planned = on(friday).start(friday)
        log_all(on(friday), planned)
        on(friday).finish(planned, 0, None)
        assert Session.objects.get(pk=planned).slot == 1
        assert not Session.objects.filter(pk=session).exists()

    def test_one_of_last_week_changes_what_this_week_rests_on(self, row, catalogue, on):
        monday, friday = MONDAY, MONDAY + 4 * DAY
        log_all(on(monday), on(monday).start(monday))
        next_monday = MONDAY + WEEK
        open_weeks(row=row, catalogue=catalogue, today=next_monday)
        before = {dose.exercise: dose.action for dose in stands(row, catalogue, next_monday).plan.doses}
        session = on(next_monday).start(friday)
        log_all(on(next_monday), session)
        on(next_monday).finish(session, 0, None)
        after = {dose.exercise: dose.action for dose in stands(row, catalogue, next_monday).plan.doses}
        assert (before["squat"], after["squat"]) == ("hold", "hold"), "Monday’s knee is not answered"
        on(next_monday).finish(Session.objects.get(date=monday).pk, 0, None)
        after = {dose.exercise: (dose.action, dose.dose) for dose in stands(row, catalogue, next_monday).plan.doses}
        assert after["squat"] == ("grow", 22)

    def test_refuses_days_to_come_days_long_past_and_while_all_is_stopped(self, row, on):
        assert refusal(lambda: on(MONDAY).start(MONDAY + DAY)) == "day_to_come"
        assert refusal(lambda: on(MONDAY).start(MONDAY - DAY)) == "day_long_ago"
        on(MONDAY).flag(FlagKind.RED)
        assert refusal(lambda: on(MONDAY).start(MONDAY)) == "red_flag"

    def test_without_anything_known_there_is_nothing_to_train(self, catalogue):
        runs = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "hard")
        row = RunnerFactory(runs=runs)
        start(row=row, catalogue=catalogue, first=MONDAY)
        hands = Services(row, catalogue)
        hands.today = MONDAY
        assert refusal(lambda: hands.start(MONDAY)) == "nothing_to_train"


class TestFinish:
    def test_early_counts_what_was_done(self, row, catalogue, on):
        session = on(MONDAY).start(MONDAY)
        part = doing(row, session).parts[0]
        on(MONDAY).log(session, part, 1, 5)
        on(MONDAY).finish(session, 2, 7)
        finished = Session.objects.get(pk=session)
        assert (finished.finished_at, finished.effort) == (on(MONDAY).now, 7)
        [held] = stands(row, catalogue, MONDAY + DAY).held
        assert (held.knee, held.effort, held.work("squat").credit) == (2, 7, 5)

    def test_nothing_done_is_nothing_to_finish(self, row, on):
        session = on(MONDAY).start(MONDAY)
        on(MONDAY).log(session, doing(row, session).parts[0], 1, 0)
        assert refusal(lambda: on(MONDAY).finish(session, None, None)) == "nothing_done"

    def test_goes_on_after_all(self, row, on):
        session = on(MONDAY).start(MONDAY)
        log_all(on(MONDAY), session)
        on(MONDAY).finish(session, 0, None)
        training.reopen(row=row, session=session)
        assert Session.objects.get(pk=session).finished_at is None
