"""Lives that chance wrote: what a runner lives through is what the simulator says of them, too."""

from datetime import date, timedelta
from random import Random

import pytest

from plans.core.types import WEEKDAYS
from tests.plans.lives.living import Life, simulated
from tests.plans.services import adding

pytestmark = pytest.mark.usefixtures("delivered")

MONDAY = date(2026, 11, 23)
EQUIPMENT = (["wall"], ["wall", "step"], ["dumbbell", "band", "step", "wall"])


def any_life(seed):
    """Four weeks of somebody who misses days, trains on others, and has a knee. Nothing that stops everything: then a
    runner is kept from training, which a diary is not."""
    chance = Random(seed)  # noqa: S311 - a life, not a secret
    start = MONDAY + timedelta(days=chance.choice([0, 0, 1, 3, 5]))
    days = [str(start + timedelta(days=place)) for place in range(21)]
    return {
        "start": str(start),
        "weeks": 4,
        "week_starts_on": chance.choice(["monday", "sunday"]),
        "runs": {day: chance.choice(["easy", "easy", "hard", "long"]) for day in chance.sample(WEEKDAYS, 3)},
        "sessions_per_week": chance.choice([2, 3]),
        "minutes": chance.choice([15, 20, 30, 45]),
        "level": chance.choice(["beginner", "regular", "strong"]),
        "equipment": chance.choice(EQUIPMENT),
        "diary": {day: _entry(chance) for day in days if chance.random() < 0.25},
    }


def _entry(chance):
    if chance.random() < 0.4:
        return {"did": "nothing"}
    answers = {"knee": [0, 1, 2, 3, 4, 5], "next_morning": [0, 1, 3, 4], "effort": [6, 8, 9, 10]}
    return {"did": "all", **{name: chance.choice(given) for name, given in answers.items() if chance.random() < 0.8}}


@pytest.mark.parametrize("seed", range(8))
def test_is_what_the_simulator_says(seed):
    given = any_life(seed)
    assert Life(given).lived() == simulated(given)
    adding.check()
