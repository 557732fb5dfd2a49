"""How it goes on, if all goes well."""

from dataclasses import replace
from datetime import date

import pytest

from plans.core.feedback import ended
from plans.core.history import begin
from plans.core.planner import as_finished, as_planned, forecast, if_all_goes_well, plan_week, weeks_after
from plans.core.present import Present
from plans.core.types import RunKind, Runner
from tests.core.catalogue import CATALOGUE

MONDAY = date(2026, 11, 23)


@pytest.fixture
def present():
    runner = Runner(MONDAY, {1: RunKind.EASY, 3: RunKind.HARD, 6: RunKind.LONG})
    return Present(CATALOGUE, runner, begin(runner))


@pytest.fixture
def whole(present):
    return as_planned(plan_week(present, MONDAY).sessions[0])


def begun(whole, number, **answers):
    """So far so many sets were done of it."""
    works, left = [], number
    for work in whole.works:
        works.append(replace(work, done=work.sets[: max(0, left)]))
        left -= len(work.sets)
    return replace(whole, works=tuple(works), knee=None, next_morning=None, **answers)


def test_a_session_that_goes_on_ends_as_it_was_planned(whole):
    sets = sum(len(work.sets) for work in whole.works)
    assert [as_finished(begun(whole, number), CATALOGUE) for number in range(sets + 1)] == [whole] * (sets + 1)


def test_what_was_said_and_done_otherwise_stays(whole):
    first, *others = begun(whole, 1).works
    fewer = replace(first, done=(first.sets[0] - 2,))
    held = replace(begun(whole, 1), works=(fewer, *others), knee=2, effort=9)
    found = as_finished(held, CATALOGUE)
    assert found.works[0].done == (*first.sets[1:], first.sets[0] - 2)
    assert (found.knee, found.effort) == (2, 9)


def test_any_set_may_be_done_first(whole):
    first, *others = begun(whole, 0).works
    uneven = replace(first, sets=(6, 5), done=(5,))
    assert as_finished(replace(whole, works=(uneven, *others)), CATALOGUE).works[0].done == (6, 5)


def test_what_the_knee_ended_goes_on_no_more(whole):
    first, *others = begun(whole, 1).works
    sore, severe = (replace(begun(whole, 1), works=(replace(first, pain=pain), *others)) for pain in (4, 6))
    assert as_finished(sore, CATALOGUE).works == (replace(whole.works[0], pain=4), *whole.works[1:])
    over = ended(severe, CATALOGUE)
    assert {work.exercise for work in as_finished(severe, CATALOGUE).works if work.done != work.sets} == over


def test_of_a_session_that_nobody_planned_nothing_is_to_come(whole):
    works = tuple(replace(work, sets=(), done=work.sets) for work in whole.works)
    assert as_finished(replace(whole, works=works, slot=None), CATALOGUE).works == works


def test_the_weeks_after_are_those_from_what_they_begin_from(present):
    plan = plan_week(present, MONDAY)
    after = tuple(week for _, week in weeks_after(present, plan, MONDAY, 3))
    assert forecast(if_all_goes_well(present, plan), MONDAY, 3) == after
