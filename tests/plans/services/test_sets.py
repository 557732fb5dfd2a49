"""A set counts once, whatever happens on its way: the same tap from many sides, and other taps for the same set."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from plans.models import Prescription, Session, SetLog
from plans.services.catalogue import planned_catalogue
from plans.services.doing import doing
from plans.services.planning import start
from plans.services.sets import NumberTaken, OtherContent, Said, TakenBack, log_set, take_back
from plans.services.training import start_session
from tests.at_once import at_once
from tests.conftest import load_delivered
from tests.factories import RunnerFactory

MONDAY, NINE = date(2026, 11, 23), datetime(2026, 11, 23, 9, tzinfo=UTC)
EIGHT = 8


@pytest.fixture
def row(transactional_db):
    load_delivered()
    row = RunnerFactory(runs={"tuesday": "easy"})
    start(row=row, catalogue=planned_catalogue(), first=MONDAY)
    return row


@pytest.fixture
def session(row):
    return start_session(row=row, catalogue=planned_catalogue(), today=MONDAY, day=MONDAY, now=NINE)


@pytest.fixture
def said(session):
    part = Prescription.objects.filter(session=session).order_by("position")[0]
    return Said(uuid4(), part.pk, "squat", 1, 5)


def log(row, session, said):
    """What became of it."""
    try:
        whole = log_set(runner=row, session=session, said=said, now=NINE)
    except (NumberTaken, OtherContent, TakenBack) as refused:
        return type(refused)
    return [each.amount for each in whole.logs]


def test_the_same_tap_eight_times_at_once_is_one_set(row, session, said):
    assert at_once(*[lambda: log(row, session, said)] * EIGHT) == [[5]] * EIGHT
    assert SetLog.objects.get().uuid == said.uuid


def test_of_eight_taps_for_the_same_set_at_once_one_counts(row, session, said):
    taps = [replace(said, uuid=uuid4(), amount=amount) for amount in range(EIGHT)]
    answers = at_once(*[lambda tap=tap: log(row, session, tap) for tap in taps])
    assert answers.count(NumberTaken) == EIGHT - 1
    [kept] = [answer for answer in answers if answer is not NumberTaken]
    assert kept == [SetLog.objects.get().amount]


def test_a_tap_and_its_undo_at_once_leave_nothing_half_done(row, session, said):
    log(row, session, said)
    at_once(
        *[lambda: take_back(runner=row, session=session, uuid=said.uuid, now=NINE)] * 4,
        *[lambda: log(row, session, said)] * 4,
    )
    assert SetLog.objects.get().deleted_at == NINE
    assert log(row, session, said) is TakenBack
    assert doing(row, session).logs == []


def test_the_tap_of_one_session_is_no_set_of_another(row, session, said):
    log(row, session, said)
    other = Session.objects.exclude(pk=session).order_by("date")[0]
    Session.objects.filter(pk=other.pk).update(started_at=NINE)
    part = Prescription.objects.filter(session=other).order_by("position")[0]
    assert log(row, other.pk, replace(said, prescription=part.pk)) is OtherContent
    assert SetLog.objects.count() == 1


def test_two_runners_may_have_made_the_same_key(row, session, said):
    log(row, session, said)
    other = RunnerFactory(runs={"tuesday": "easy"})
    start(row=other, catalogue=planned_catalogue(), first=MONDAY)
    theirs = start_session(row=other, catalogue=planned_catalogue(), today=MONDAY, day=MONDAY, now=NINE)
    part = Prescription.objects.filter(session=theirs).order_by("position")[0]
    assert log(other, theirs, replace(said, prescription=part.pk)) == [5]
    with pytest.raises(Session.DoesNotExist):
        log_set(runner=other, session=session, said=said, now=NINE)
    assert SetLog.objects.count() == 2
