"""Weeks that are over are added up once, and stay what their sessions come to."""

import json
from uuid import uuid4

import pytest

from plans.core.types import DAY, WEEK, FlagKind
from plans.models import EndedWeek, Prescription
from plans.services import choosing, correcting, knee
from plans.services.correcting import Correction
from plans.services.ended import EDITION, add_up, add_up_on
from plans.services.planning import open_weeks
from plans.services.record import record
from tests.plans.services.adding import anew, stored
from tests.plans.services.training import MONDAY, sets, trained

FRIDAY = MONDAY + 4 * DAY
LATER = MONDAY + 4 * WEEK  # four weeks are over by then


@pytest.fixture
def session(on, row, catalogue):
    """The first of two that were done in the first week; the weeks since have opened."""
    session, _ = trained(on, MONDAY, FRIDAY)
    for number in range(1, 5):
        open_weeks(row=row, catalogue=catalogue, today=MONDAY + number * WEEK)
    return session


def test_a_week_is_added_up_when_the_next_one_opens(on, row, catalogue):
    trained(on, MONDAY, FRIDAY)
    assert stored(row) == []
    open_weeks(row=row, catalogue=catalogue, today=MONDAY + WEEK)
    [week] = stored(row)
    assert (week.number, week.first_day, week.planned, week.done) == (0, MONDAY, 2, 2)
    held = json.loads(week.week)["held"]
    assert [each["date"] for each in held] == [str(MONDAY), str(FRIDAY)]


def test_several_that_have_passed_unseen_are_added_up_at_once(on, row, catalogue):
    trained(on, MONDAY)
    open_weeks(row=row, catalogue=catalogue, today=LATER)
    assert [(week.planned, week.done) for week in stored(row)] == [(2, 1), (2, 0), (2, 0), (2, 0)]


def test_a_correction_adds_up_its_week_alone(session, row, catalogue, call):
    EndedWeek.objects.filter(number=2).update(planned=9)
    said = Correction(uuid4(), 3)
    call(correcting.correct_set, LATER, session=session, wrong=sets(session)[0].uuid, said=said)
    assert [week.planned for week in stored(row)] == [2, 2, 9, 2]
    EndedWeek.objects.filter(number=2).update(planned=2)
    assert record(row, catalogue, LATER, None).weeks[0].done["squat"] == 18


def test_a_weight_that_is_said_late_is_part_of_its_week(session, on, row, catalogue):
    part = Prescription.objects.filter(runner=row, session=session).earliest("position")
    Prescription.objects.filter(pk=part.pk).update(version=part.version | {"loaded": True})
    add_up(row, 0, 1)
    said = {"session": session, "prescription": part.pk, "grams": 5_000}
    choosing.set_load(row=row, catalogue=catalogue, today=LATER, **said)
    assert stored(row) == anew(row)
    assert '"load_grams":5000' in stored(row)[0].week


def test_what_is_not_added_up_yet_is_looked_back_on_all_the_same(session, row, catalogue, django_assert_num_queries):
    """As after an update from a version that added nothing up."""
    whole = [record(row, catalogue, LATER, weeks) for weeks in (None, 4)]
    EndedWeek.objects.filter(number__gte=2).delete()
    with django_assert_num_queries(8):
        assert record(row, catalogue, LATER, None) == whole[0]
    assert record(row, catalogue, LATER, 4) == whole[1]
    open_weeks(row=row, catalogue=catalogue, today=LATER + WEEK)
    assert stored(row) == anew(row)
    assert len(stored(row)) == 5


def test_what_is_written_late_before_the_rest_is_added_up_leaves_no_gap(session, row, catalogue, call):
    whole = stored(row)
    EndedWeek.objects.all().delete()
    first = sets(session)[0].uuid
    call(correcting.delete_set, LATER, session=session, uuid=first)
    assert [week.number for week in stored(row)] == [0]
    call(correcting.restore_set, LATER, session=session, uuid=first)
    open_weeks(row=row, catalogue=catalogue, today=LATER + WEEK)
    assert stored(row)[:4] == whole


def test_weeks_that_were_added_up_otherwise_count_as_missing(session, row, catalogue):
    whole = record(row, catalogue, LATER, None)
    EndedWeek.objects.update(edition=EDITION - 1, done=9)
    assert record(row, catalogue, LATER, None) == whole
    open_weeks(row=row, catalogue=catalogue, today=LATER + WEEK)
    assert set(EndedWeek.objects.values_list("edition", flat=True)) == {EDITION}


FLOWN_WEST = {
    "a warning sign": lambda said: knee.raise_flag(kind=FlagKind.RED, **said),
    "another variation": lambda said: choosing.take(exercise="squat", variation="chair-squat", grams=None, **said),
}


@pytest.mark.parametrize("writer", FLOWN_WEST)
def test_a_week_that_goes_on_where_the_runner_flew_west(on, row, catalogue, writer):
    """The next one has opened already, where it was Monday."""
    trained(on, MONDAY)
    open_weeks(row=row, catalogue=catalogue, today=MONDAY + WEEK)
    before = stored(row)
    FLOWN_WEST[writer]({"row": row, "catalogue": catalogue, "today": MONDAY + 6 * DAY})
    assert stored(row) != before
    assert stored(row) == anew(row)


def test_the_present_week_is_not_over(session, row, django_assert_num_queries):
    before = stored(row)
    with django_assert_num_queries(1):
        add_up_on(row, LATER)
    assert stored(row) == before
