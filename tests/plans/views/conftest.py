"""Runners with a plan."""

from datetime import date

import pytest

from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from tests.factories import RunnerFactory

MONDAY = date(2026, 11, 23)
THREE = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}


@pytest.fixture
def begin():
    """A runner whose first week began on Monday, unless said otherwise."""

    def begun(runs=THREE, first=MONDAY, **answers):
        row = RunnerFactory(runs=runs, **answers)
        start(row=row, catalogue=planned_catalogue(), first=first)
        return row

    return begun


@pytest.fixture
def row(begin):
    return begin()
