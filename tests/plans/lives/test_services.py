"""What a runner lives through comes to what the simulator says of the same diary, digit by digit."""

import pytest

from tests.plans.lives.cases import CASES
from tests.plans.lives.living import Life, simulated
from tests.plans.services import adding

pytestmark = pytest.mark.usefixtures("delivered")


@pytest.mark.parametrize("given", CASES.values(), ids=CASES)
def test_is_what_the_simulator_says(given):
    assert Life(given).lived() == simulated(given)
    adding.check()
