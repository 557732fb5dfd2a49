import copy
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import transaction

from kneecoach.accounts.models import User
from plans.core.types import Illness, RunKind
from plans.models import Runner
from plans.models.owned import Owned
from plans.services.catalogue import planned_catalogue
from plans.services.planning import change
from plans.services.sets import take_back
from plans.services.transfer.exporting import json_file
from plans.services.transfer.importing import bring
from plans.services.transfer.kinds import Unreadable
from tests.factories import UserFactory
from tests.plans.lives.cases import CASES
from tests.plans.lives.living import Life

WEDNESDAY = date(2026, 12, 16)  # after the third week
NOON = datetime(2026, 12, 16, 12, tzinfo=UTC)
BY_NATURE = {"account": ("email", "joined_at"), "runner": ("agreed_at",)}  # what is another in another account


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=True):
        yield


def three_weeks():
    """With a swap, an illness, a race, a change of the plan and a set that was taken back."""
    life = Life(CASES["a set missed and an exercise swapped"])
    life.lived()
    row, told = life.row, {"row": life.row, "catalogue": life.catalogue, "today": WEDNESDAY}
    change(**told, ask=lambda now: replace(now.runner, minutes=20))
    ill, race = Illness(date(2026, 12, 22), date(2026, 12, 23), below=True), {date(2026, 12, 27): RunKind.RACE}
    told["ask"] = lambda now: replace(now.runner, ill=(ill,), dated_runs=race, short_dates=frozenset({WEDNESDAY}))
    change(**told, asked="ill, and a race")
    log = row.setlogs.latest("pk")
    take_back(runner=row, session=log.prescription.session_id, uuid=log.uuid, now=NOON)
    return life


@pytest.fixture
def life(delivered):
    return three_weeks()


@pytest.fixture(scope="module")
def written(_around):
    """That life as a file; it is lived once."""
    with time_machine.travel(NOON, tick=True), transaction.atomic():
        file = exported(three_weeks().row.user)
        transaction.set_rollback(True)
    return file


@pytest.fixture
def document(written, delivered):
    return copy.deepcopy(written)


@pytest.fixture
def fresh(delivered):
    """An account that has only been signed up."""
    return UserFactory(email="new@example.org")


def exported(user):
    with json_file(user=user, now=NOON) as file:
        return json.load(file)


def comparable(document):
    """Without what is another in any other account."""
    return {
        name: {key: each for key, each in value.items() if key not in BY_NATURE[name]} if name in BY_NATURE else value
        for name, value in document.items()
    }


@pytest.fixture
def brings(fresh):
    """Brings a document, or bytes, and answers the lines of why not, none where it was taken."""

    def brought(document, user=fresh):
        raw = document if isinstance(document, bytes) else json.dumps(document).encode()
        before, lines = rows(), []
        try:
            bring(user=user, catalogue=planned_catalogue(), raw=raw, now=NOON)
        except Unreadable as unreadable:
            lines = list(unreadable.lines)
        assert (rows() == before) is bool(lines)
        return lines

    return brought


def rows():
    """Everything that is kept of anybody."""
    models = [Runner, User, *Owned.__subclasses__()]
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}
