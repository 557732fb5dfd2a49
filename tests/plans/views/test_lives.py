"""Lives that give a plan something to do, each told through the web, answered by the rules, and taken back again."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import time_machine

from tests.factories import UserFactory
from tests.plans.views.conftest import THREE
from tests.plans.views.reading import ask, kept, of, strength, undo, weeks

pytestmark = pytest.mark.usefixtures("delivered")

SIX = THREE | {"monday": "easy", "tuesday": "hard", "wednesday": "easy", "saturday": "easy"}
SEVEN = SIX | {"friday": "easy"}


@dataclass(frozen=True)
class Life:
    """A usual week, what is asked for, and the days with strength of four weeks before and after."""

    runs: dict
    asked: tuple
    before: tuple
    after: tuple
    week_start: str = "monday"


USUAL = ("Mon 23", "Fri 27", "Mon 30", "Fri 4", "Mon 7", "Fri 11", "Mon 14", "Fri 18")
FRIDAYS = ("Fri 27", "Fri 4", "Fri 11", "Fri 18")
LIVES = {
    "six running days, and Monday’s easy run left out": Life(
        SIX, (("offer", "2026-11-23", {"code": "rest_day"}),), FRIDAYS, ("Mon 23", *FRIDAYS)
    ),
    "seven running days, and strength after easy runs": Life(
        SEVEN, (("offer", "2026-11-23", {"code": "after_easy_run"}),), (), USUAL
    ),
    "a race on Sunday": Life(
        THREE, (("run", "2026-12-13", {"kind": "race"}),), USUAL, (*USUAL[:5], "Wed 9", "Wed 16", "Fri 18")
    ),
    "a long run moved to Saturday": Life(
        THREE, (("run", "2026-11-29", {"kind": "none"}), ("run", "2026-11-28", {"kind": "long"})), USUAL,
        ("Mon 23", "Sun 29", "Wed 2", "Fri 4", *USUAL[4:]),
    ),
    "a week away": Life(
        THREE, (("away", "2026-11-30", {"last": "2026-12-06", "kind": "away"}),), USUAL,
        tuple(day for day in USUAL if day not in ("Mon 30", "Fri 4")),
    ),
    "two weeks ill, below the neck": Life(
        THREE, (("away", "2026-11-23", {"last": "2026-12-06", "kind": "ill-below"}),), USUAL, USUAL[4:]
    ),
    "weeks that start on Sunday, and a session moved": Life(
        THREE, (("move", "2026-11-27", {"to": "2026-11-28"}),), USUAL, ("Mon 23", "Sat 28", *USUAL[2:]),
        week_start="sunday",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_is_answered_by_the_rules_and_taken_back(begin, life):
    row = begin(runs=life.runs, user=UserFactory(week_start=life.week_start))
    client = of(row)
    stored, shown = kept(row), weeks(client)
    assert tuple(strength(client)) == life.before
    for do, day, fields in life.asked:
        response = ask(client, do, day, **fields)
        assert response.status_code == 303
    assert tuple(strength(client)) == life.after
    for _ in life.asked:
        undo(client, row)
    assert (kept(row), weeks(client)) == (stored, shown)
