"""What was exported is brought into an account that was only set up, and into none in which something was done."""

import json
from dataclasses import replace

import pytest

from plans.core import types
from plans.core.types import DAY, FlagKind
from plans.models import Session
from plans.services.catalogue import planned_catalogue
from plans.services.knee import raise_flag
from plans.services.planning import change, start
from plans.services.training import start_session
from plans.services.transfer.importing import NotEmpty, bring, done_already
from tests.factories import RunnerFactory
from tests.plans.services.transfer.conftest import NOON, WEDNESDAY, comparable, exported


@pytest.fixture
def planned(fresh):
    """With its setup behind it, a plan, and a change of it; nothing done, one session missed."""
    row = RunnerFactory(user=fresh, runs={"tuesday": "easy"}, owns=["wall"])
    start(row=row, catalogue=planned_catalogue(), first=WEDNESDAY - 9 * DAY)
    away = types.Illness(WEDNESDAY + DAY, WEDNESDAY + 2 * DAY, below=False)
    told = {"row": row, "catalogue": planned_catalogue(), "today": WEDNESDAY}
    change(**told, ask=lambda now: replace(now.runner, ill=(away,)), asked="ill")
    return row


def test_what_was_only_planned_makes_room(brings, fresh, document, planned):
    assert Session.objects.for_runner(planned).filter(date__lt=WEDNESDAY).exists()
    assert brings(document) == []
    fresh.refresh_from_db()
    assert comparable(exported(fresh)) == comparable(document)


@pytest.mark.parametrize(
    "spoil",
    [lambda told: told["sets"][0].update(amount=None), lambda told: told["weeks"].clear()],
    ids=("set", "weeks"),
)
def test_what_was_planned_stays_where_a_file_is_not_taken(brings, fresh, document, planned, spoil):
    """`brings` compares everything that is kept."""
    before = exported(fresh)
    spoil(document)
    assert len(brings(document)) == 1
    assert exported(fresh) == before


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (lambda told: start_session(**told, day=WEDNESDAY, now=NOON), "sessions"),
        (lambda told: raise_flag(**told, kind=FlagKind.RED), "answers about the knee"),
    ],
)
def test_what_was_done_is_not_replaced(brings, document, planned, done, said):
    done({"row": planned, "catalogue": planned_catalogue(), "today": WEDNESDAY})
    before = exported(planned.user)
    with pytest.raises(NotEmpty) as refused:
        brings(document)
    assert (refused.value.done, exported(planned.user)) == (said, before)


def test_an_account_with_sessions_is_left_alone(life):
    document = exported(life.row.user)
    with pytest.raises(NotEmpty) as refused:
        bring(user=life.row.user, catalogue=life.catalogue, raw=json.dumps(document).encode(), now=NOON)
    assert refused.value.done == "sessions, sets and answers about the knee"
    assert exported(life.row.user) == document


def test_a_session_that_was_deleted_and_emptied_was_done_all_the_same(planned):
    Session.objects.filter(pk=Session.objects.latest("date").pk).update(deleted_at=NOON)
    assert done_already(planned) == "sessions"
