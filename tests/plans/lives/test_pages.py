"""The same through the pages, without script: the clock is moved, every form is sent as it is on its page."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.plans.lives.cases import CASES, EIGHT_WEEKS, TWO_WEEKS
from tests.plans.lives.living import Life, simulated
from tests.plans.lives.pages import Pages

pytestmark = pytest.mark.usefixtures("delivered")

LIVED = {
    "two weeks": TWO_WEEKS,
    "eight weeks and a holiday": EIGHT_WEEKS,
    "a warning sign": CASES["a warning sign, cleared a week later"],
    "an exercise that hurts": CASES["one exercise hurts"],
    "on other days": CASES["on another day, and one more than planned"],
}


@pytest.mark.parametrize("given", LIVED.values(), ids=LIVED)
def test_is_what_the_simulator_says(given):
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False) as clock:
        assert Life(given, Pages, clock=clock).lived() == simulated(given)
