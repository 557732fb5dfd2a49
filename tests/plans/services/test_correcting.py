"""What is put right afterwards: a set corrected, a set or a session deleted and restored, and what the plan makes of
it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from plans.core.asking import skipped
from plans.core.types import DAY, WEEK, FlagKind
from plans.models import KneeReport, PlannedWeek, Session, SetLog
from plans.services import correcting, knee
from plans.services.correcting import Correction, SessionGone, TooLate
from plans.services.doing import doing
from plans.services.forgetting import forget_deleted
from plans.services.planning import change, open_weeks
from plans.services.record import record
from plans.services.sets import NumberTaken, OtherContent, Said, TakenBack, log_set
from tests.plans.services.training import MONDAY, MONTH, days, doses, log_all, noon, sets, stands, trained

FRIDAY, NEXT_MONDAY = MONDAY + 4 * DAY, MONDAY + WEEK


@pytest.fixture
def correct(call):
    def corrected(day, log, amount, uuid=None, **said):
        said = Correction(uuid or uuid4(), amount, **said)
        session = log.prescription.session_id
        return call(correcting.correct_set, day, session=session, wrong=log.uuid, said=said)

    return corrected


def asked(row, catalogue, today):
    """What four weeks ask for, session by session and exercise by exercise."""
    plans = stands(row, catalogue, today).weeks(4)
    sessions = [[(each.date, each.slot, each.prescriptions) for each in plan.sessions] for plan in plans]
    return sessions, [plan.doses for plan in plans]


def codes(moved):
    return moved if moved is None else [reason.code for reason in moved]


def test_a_corrected_set_is_a_row_of_its_own_and_the_original_stays(on, correct, row):
    [session] = trained(on, MONDAY)
    first, second = sets(session)
    correct(MONDAY + DAY, first, 3)
    assert [log.amount for log in sets(session)] == [3, 5]
    [now, _] = sets(session)
    before = SetLog.objects.get(uuid=first.uuid)
    assert (now.corrects, now.at, now.date, now.number) == (first.uuid, first.at, first.date, 1)
    assert (before.amount, before.deleted_at) == (5, noon(MONDAY + DAY))
    assert second in sets(session)
    with pytest.raises(TakenBack):
        log_set(
            runner=row,
            session=session,
            said=Said(first.uuid, first.prescription_id, "squat", 1, 5),
            now=noon(MONDAY),
        )


def test_what_was_done_of_this_week_plans_the_next(on, correct, row, catalogue):
    [session, _] = trained(on, MONDAY, FRIDAY)
    sunday = FRIDAY + 2 * DAY
    assert doses(row, catalogue, sunday)["squat"] == 22
    assert codes(correct(sunday, sets(session)[0], 3)) == ["sets_change"]
    assert doses(row, catalogue, sunday)["squat"] == 19, "18 of 20 were done: a tenth more than 18 at most"
    correct(sunday, sets(session)[0], 0)
    assert doses(row, catalogue, sunday)["squat"] == 15, "15 of 20: under four fifths, so it holds"


def test_what_was_done_of_last_week_plans_this_one_anew(on, correct, row, catalogue):
    [session, _] = trained(on, MONDAY, FRIDAY)
    open_weeks(row=row, catalogue=catalogue, today=NEXT_MONDAY)
    assert doses(row, catalogue, NEXT_MONDAY, 0)["squat"] == 22
    moved = correct(NEXT_MONDAY, sets(session)[0], 3)
    assert codes(moved) == ["sets_change"]
    assert doses(row, catalogue, NEXT_MONDAY, 0)["squat"] == 19
    asked = Session.objects.get(runner=row, date=NEXT_MONDAY).prescriptions.get(exercise__slug="squat")
    assert sum(asked.sets) == 10
    correct(NEXT_MONDAY, sets(session)[0], 5)
    assert doses(row, catalogue, NEXT_MONDAY, 0)["squat"] == 22


@pytest.mark.parametrize("stopped", [False, True])
def test_a_session_stays_that_this_week_had_no_room_for_when_it_is_opened_anew(on, call, row, catalogue, stopped):
    [_, last_friday] = trained(on, MONDAY, FRIDAY)
    open_weeks(row=row, catalogue=catalogue, today=NEXT_MONDAY)
    friday = FRIDAY + WEEK
    [session] = trained(on, friday)
    assert Session.objects.get(pk=session).slot == 1
    if stopped:
        knee.raise_flag(row=row, catalogue=catalogue, today=friday, kind=FlagKind.RED)
    for day in range(7):
        change(
            row=row,
            catalogue=catalogue,
            today=friday,
            ask=lambda now, day=day: skipped(now.runner, NEXT_MONDAY + day * DAY),
        )
    call(correcting.delete_session, friday, session=last_friday)
    now = stands(row, catalogue, friday)
    assert [each.date for each in now.held] == [friday]
    assert bool(now.plan.stopped) is stopped
    assert len(now.weeks(4)) == 4


def test_what_was_done_before_last_week_changes_the_record_and_no_plan(on, correct, row, catalogue):
    [session, *_] = trained(on, MONDAY, FRIDAY)
    later = MONDAY + 2 * WEEK
    open_weeks(row=row, catalogue=catalogue, today=NEXT_MONDAY)
    open_weeks(row=row, catalogue=catalogue, today=later)
    before = list(PlannedWeek.objects.filter(runner=row).order_by("number").values("plan", "history"))
    assert correct(later, sets(session)[0], 3) is None
    assert list(PlannedWeek.objects.filter(runner=row).order_by("number").values("plan", "history")) == before
    assert record(row, catalogue, later, None).weeks[0].done["squat"] == 18


def test_a_correction_that_was_sent_twice_is_one(on, correct, row):
    [session] = trained(on, MONDAY)
    first, uuid = sets(session)[0], uuid4()
    correct(MONDAY, first, 3, uuid)
    correct(MONDAY, first, 3, uuid)
    assert SetLog.objects.filter(corrects=first.uuid).count() == 1
    with pytest.raises(TakenBack):
        correct(MONDAY, first, 4)
    with pytest.raises(OtherContent):
        correct(MONDAY, sets(session)[1], 4, uuid)
    assert [log.amount for log in sets(session)] == [3, 5]


def test_a_correction_that_says_the_same_leaves_no_row(on, correct):
    [session] = trained(on, MONDAY)
    before = SetLog.objects.count()
    correct(MONDAY, sets(session)[0], 5)
    assert SetLog.objects.count() == before


def test_a_deleted_set_counts_no_more_until_it_is_restored(on, call, row, catalogue):
    [session, _] = trained(on, MONDAY, FRIDAY)
    [first, _] = sets(session)
    same = {"session": session, "uuid": first.uuid}
    assert codes(call(correcting.delete_set, FRIDAY, **same)) == ["sets_change"]
    assert call(correcting.delete_set, FRIDAY + DAY, **same)
    assert SetLog.objects.get(uuid=first.uuid).deleted_at == noon(FRIDAY), "again, it does nothing"
    assert doses(row, catalogue, FRIDAY + DAY)["squat"] == 15
    call(correcting.restore_set, FRIDAY + DAY, **same)
    assert doses(row, catalogue, FRIDAY + DAY)["squat"] == 22


def test_a_set_whose_place_was_taken_or_that_was_corrected_is_not_restored(on, call, correct, row):
    [session] = trained(on, MONDAY)
    first, second = sets(session)
    correct(MONDAY, first, 3)
    with pytest.raises(NumberTaken):
        call(correcting.restore_set, MONDAY, session=session, uuid=first.uuid)
    call(correcting.delete_set, MONDAY, session=session, uuid=second.uuid)
    said = Said(uuid4(), second.prescription_id, "squat", 2, 4)
    log_set(runner=row, session=session, said=said, now=noon(MONDAY))
    with pytest.raises(NumberTaken):
        call(correcting.restore_set, MONDAY, session=session, uuid=second.uuid)
    assert [log.amount for log in sets(session)] == [3, 4]


def test_a_deleted_session_was_missed_and_finds_another_day(on, call, row, catalogue):
    [session] = trained(on, MONDAY)
    tuesday = MONDAY + DAY
    assert days(row, catalogue, tuesday)[:1] == [str(FRIDAY)]
    moved = call(correcting.delete_session, tuesday, session=session)
    assert codes(moved)[0] == "session_again"
    assert days(row, catalogue, tuesday) == [str(MONDAY + 2 * DAY), str(FRIDAY)]
    assert sets(session) == []
    assert doing(row, session).knee is None
    assert KneeReport.objects.filter(session=session, deleted_at=None).count() == 0
    moved = call(correcting.restore_session, tuesday, session=session)
    assert codes(moved)[0] == "session_lost"
    assert days(row, catalogue, tuesday) == [str(FRIDAY)]
    assert [log.amount for log in sets(session)] == [5, 5]
    assert doing(row, session).knee == 1


@pytest.mark.parametrize("later", [FRIDAY + DAY, NEXT_MONDAY], ids=["this week", "last week"])
def test_what_is_restored_leaves_the_plan_as_if_it_had_never_been_deleted(on, call, row, catalogue, later):
    sessions = trained(on, MONDAY, FRIDAY)
    open_weeks(row=row, catalogue=catalogue, today=later)
    before = asked(row, catalogue, later)
    for session in sessions:
        call(correcting.delete_session, later, session=session)
        assert asked(row, catalogue, later) != before
        call(correcting.restore_session, later, session=session)
        assert asked(row, catalogue, later) == before


def test_what_was_deleted_before_its_session_stays_so_when_that_is_restored(on, call, row):
    [session] = trained(on, MONDAY)
    first = sets(session)[0]
    call(correcting.delete_set, MONDAY, session=session, uuid=first.uuid)
    call(correcting.delete_session, MONDAY + DAY, session=session)
    with pytest.raises(SessionGone):
        call(correcting.restore_set, MONDAY + DAY, session=session, uuid=first.uuid)
    call(correcting.restore_session, MONDAY + DAY, session=session)
    assert [log.number for log in sets(session)] == [2]


def test_a_session_whose_place_was_taken_since_is_one_more_when_it_is_restored(on, call, row, catalogue):
    [session] = trained(on, MONDAY)
    call(correcting.delete_session, MONDAY + DAY, session=session)
    trained(on, MONDAY + 2 * DAY, FRIDAY)
    call(correcting.restore_session, FRIDAY, session=session)
    assert Session.objects.get(pk=session).slot is None
    assert doses(row, catalogue, FRIDAY)["squat"] == 22, "it is kept, and not credited"
    call(correcting.delete_session, FRIDAY, session=session)
    assert doses(row, catalogue, FRIDAY)["squat"] == 22


def test_so_it_is_where_that_week_lies_further_back(on, call, row):
    [session] = trained(on, MONDAY)
    call(correcting.delete_session, MONDAY + DAY, session=session)
    trained(on, MONDAY + 2 * DAY, FRIDAY, NEXT_MONDAY, MONDAY + 2 * WEEK)
    assert call(correcting.restore_session, MONDAY + 2 * WEEK, session=session) is None
    assert Session.objects.get(pk=session).slot is None
    assert set(Session.objects.filter(date__lte=FRIDAY).values_list("slot", flat=True)) == {0, 1, None}


@pytest.mark.parametrize("again", ["restored", "begun again"])
def test_where_a_place_is_open_it_has_that_one(on, call, row, catalogue, again):
    [session] = trained(on, MONDAY)
    call(correcting.delete_session, MONDAY + DAY, session=session)
    wednesday, thursday = MONDAY + 2 * DAY, MONDAY + 3 * DAY
    trained(on, wednesday)
    assert days(row, catalogue, thursday) == [str(FRIDAY)]
    if again == "restored":
        call(correcting.restore_session, thursday, session=session)
    else:
        assert on(thursday).start(MONDAY) == session
        log_all(on(thursday), session)
        on(thursday).finish(session, 1, None)
    assert sorted(Session.objects.filter(date__lt=FRIDAY).values_list("slot", flat=True)) == [0, 1]
    assert days(row, catalogue, thursday) == []
    assert doses(row, catalogue, thursday)["squat"] == 22, "both are credited"
    assert on(thursday).start(MONDAY) == session
    assert Session.objects.get(pk=session).slot == 1


def test_the_session_of_today_is_deleted_and_done_once_more(on, call, row):
    [session] = trained(on, MONDAY)
    call(correcting.delete_session, MONDAY, session=session)
    assert doing(row, session).row.started_at is None
    assert on(MONDAY).start(MONDAY) == session
    log_all(on(MONDAY), session)
    on(MONDAY).finish(session, 2, 5)
    assert doing(row, session).knee == 2
    assert Session.objects.get(pk=session).deleted_at is None
    assert len(sets(session)) == 2
    assert call(correcting.restore_session, MONDAY, session=session) is not None
    assert len(sets(session)) == 2, "what counts already is left as it is"


def test_a_bad_knee_goes_with_its_session_and_comes_back_with_it(on, call, row, catalogue):
    [session] = trained(on, MONDAY, pain=7)
    tuesday = MONDAY + DAY
    assert doses(row, catalogue, tuesday)["squat"] == 10
    call(correcting.delete_session, tuesday, session=session)
    with pytest.raises(Session.DoesNotExist):
        knee.say_morning(row=row, catalogue=catalogue, today=tuesday, session=session, pain=1)
    assert doses(row, catalogue, tuesday)["squat"] > 10
    call(correcting.restore_session, tuesday, session=session)
    assert doses(row, catalogue, tuesday)["squat"] == 10


def test_a_session_that_was_never_begun_is_not_there_to_delete(call, row):
    session = Session.objects.filter(runner=row, date=FRIDAY).get().pk
    with pytest.raises(Session.DoesNotExist):
        call(correcting.delete_session, MONDAY, session=session)


def test_a_set_of_another_session_is_not_there(on, call):
    one, other = trained(on, MONDAY, FRIDAY)
    foreign = sets(other)[0].uuid
    for writer in (correcting.delete_set, correcting.restore_set):
        with pytest.raises(SetLog.DoesNotExist):
            call(writer, FRIDAY, session=one, uuid=foreign)


def test_after_thirty_days_what_a_deleted_set_held_goes_and_its_key_stays(on, call, row):
    [session] = trained(on, MONDAY)
    first, second = sets(session)
    call(correcting.delete_set, MONDAY, session=session, uuid=first.uuid)
    assert list(forget_deleted(noon(MONDAY) + MONTH - timedelta(seconds=1))) == []
    assert list(forget_deleted(noon(MONDAY) + MONTH)) == [True]
    assert list(forget_deleted(noon(MONDAY) + MONTH)) == []
    gone = SetLog.objects.get(uuid=first.uuid)
    assert (gone.amount, gone.right, gone.load_grams, gone.deleted_at) == (None, None, None, noon(MONDAY))
    assert SetLog.objects.get(uuid=second.uuid).amount == 5
    with pytest.raises(TakenBack):
        log_set(
            runner=row, session=session, said=Said(first.uuid, first.prescription_id, "squat", 1, 5), now=noon(MONDAY)
        )
    for day in (MONDAY + MONTH, MONDAY + MONTH - DAY):
        with pytest.raises(TooLate):
            call(correcting.restore_set, day, session=session, uuid=first.uuid)


def test_what_a_set_corrects_stays_for_as_long_as_that_does(on, call, correct):
    [session] = trained(on, MONDAY)
    first = sets(session)[0]
    correct(MONDAY, first, 4)
    correct(MONDAY, sets(session)[0], 3)
    assert list(forget_deleted(noon(MONDAY) + 3 * MONTH)) == []
    last = sets(session)[0]
    call(correcting.delete_set, MONDAY + DAY, session=session, uuid=last.uuid)
    assert list(forget_deleted(noon(MONDAY + DAY) + MONTH)) == [True]
    assert set(SetLog.objects.filter(prescription=last.prescription, number=1).values_list("amount")) == {(None,)}


def test_after_thirty_days_no_more_of_a_session_stays_than_that_it_was(on, call, row):
    [session] = trained(on, MONDAY)
    call(correcting.delete_session, MONDAY, session=session)
    later = noon(MONDAY) + MONTH
    list(forget_deleted(later))
    gone = Session.objects.get(pk=session)
    assert (gone.started_at, gone.finished_at, gone.effort) == (None, None, None)
    assert not KneeReport.objects.filter(session=session).exists()
    assert set(SetLog.objects.filter(prescription__session=session).values_list("amount")) == {(None,)}
    with pytest.raises(TooLate):
        call(correcting.restore_session, date(2026, 12, 23), session=session)
