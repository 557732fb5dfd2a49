from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from plans.core.changes import offers, swap, take, take_offer
from plans.core.history import begin
from plans.core.plan import Offer
from plans.core.planner import as_planned, plan_week
from plans.core.present import Present
from plans.core.progress import close_week, weaker_side
from plans.core.progression import changed, reloaded
from plans.core.types import Action, Level, Refused, RunKind, Runner
from tests.core.catalogue import CATALOGUE
from tests.core.playing import runners

MONDAY = date(2026, 11, 23)
RUNS = {1: RunKind.EASY, 3: RunKind.HARD, 6: RunKind.LONG}
SIX = {0: RunKind.EASY, 1: RunKind.HARD, 2: RunKind.EASY, 3: RunKind.HARD, 5: RunKind.EASY, 6: RunKind.LONG}


def present(runs=RUNS, **wishes):
    runner = Runner(MONDAY, runs, **wishes)
    return Present(CATALOGUE, runner, begin(runner))


def after_weeks(start, weeks):
    """The present after so many weeks in which everything was done without pain."""
    for _ in range(weeks):
        plan = plan_week(start, start.history.starts_on)
        held = tuple(as_planned(session) for session in plan.sessions)
        start = replace(start, history=close_week(start.history, plan, held, CATALOGUE, start.runner))
    return start


def version(slug, variation=None):
    return CATALOGUE[slug].version(variation)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(runners(races=False, exceptions=False))
def test_every_offer_can_be_taken_and_helps(runner):
    before = Present(CATALOGUE, runner, begin(runner))
    plan = plan_week(before, MONDAY)
    made = list(offers(before, plan, MONDAY))
    assert len({offer.code for offer in made}) == len(made) <= 3
    assert plan.days.short_by or not made
    for offer in made:
        then = plan_week(replace(take_offer(before, offer), previous=plan), MONDAY)
        if offer.code == "ten_minutes":
            assert [session.minutes <= 10 for session in then.sessions if session.date == offer.date] == [True]
        else:
            assert then.days.short_by < plan.days.short_by


def test_the_three_offers_of_a_short_week():
    before = present(SIX)
    plan = plan_week(before, MONDAY)
    assert list(offers(before, plan, MONDAY)) == [
        Offer("rest_day", MONDAY),
        Offer("after_easy_run", MONDAY),
        Offer("ten_minutes", MONDAY + timedelta(days=4)),
    ]


def test_a_change_is_undone_by_restoring_the_inputs():
    before = present()
    plan = plan_week(before, MONDAY)
    moved = plan_week(replace(before, runner=replace(before.runner, weekly_runs=SIX), previous=plan), MONDAY)
    assert moved != plan
    assert plan_week(before, MONDAY) == plan


def test_equipment_that_is_gone_is_replaced_at_once_and_never_by_something_harder():
    start = after_weeks(present(equipment=frozenset({"dumbbell", "step"}), level=Level.STRONG), 2)
    poorer = replace(start, runner=replace(start.runner, equipment=frozenset()))
    plan = plan_week(poorer, poorer.history.starts_on)
    assert all(each.version.can_be_done(frozenset()) for session in plan.sessions for each in session.prescriptions)
    squat = next(dose for dose in plan.doses if dose.exercise == "squat")
    assert (squat.version.variation, squat.action, squat.dose) == (None, Action.HOLD, 22)


def test_equipment_that_is_gone_in_mid_week_changes_only_what_is_to_come():
    start = present(equipment=frozenset({"wall"}))
    plan = plan_week(start, MONDAY)
    assert "wall-sit" in plan.slots[1].held
    held = (as_planned(plan.sessions[0]),)
    poorer = replace(start, runner=replace(start.runner, equipment=frozenset()), held=held, previous=plan)
    then = plan_week(poorer, MONDAY + timedelta(days=1))
    assert "wall-sit" not in then.slots[1].held
    assert len(then.slots[1].held) == len(plan.slots[1].held)


def test_a_swap_needs_what_the_week_does_not_hold_and_minutes_for_it():
    start = present(minutes=13)
    with pytest.raises(Refused) as refused:
        swap(start, MONDAY, MONDAY, "squat", "lunge")
    assert refused.value.reason.code == "overruns"
    with pytest.raises(Refused) as refused:
        swap(start, MONDAY, MONDAY, "squat", "calf-raise")
    assert refused.value.reason.code == "already_held"
    with pytest.raises(Refused) as refused:
        swap(start, MONDAY, MONDAY, "lunge", "wall-sit")
    assert refused.value.reason.code == "not_in_session"
    plan = plan_week(swap(start, MONDAY, MONDAY, "squat", "wall-sit"), MONDAY)
    assert [session.prescriptions[0].exercise for session in plan.sessions] == ["wall-sit", "squat"]


def test_a_harder_variation_in_mid_week_applies_from_the_next_session():
    start = after_weeks(present(level=Level.REGULAR, minutes=60), 16)
    plan = plan_week(start, start.history.starts_on)
    week = replace(start, held=(as_planned(plan.sessions[0]),), previous=plan)
    tuesday = start.history.starts_on + timedelta(days=1)
    then = take(week, tuesday, "glute-bridge", "single-leg-bridge")
    changed_plan = plan_week(then, tuesday)
    (bridge,) = [each for each in changed_plan.sessions[0].prescriptions if each.exercise == "glute-bridge"]
    assert (bridge.variation, sum(bridge.sets)) == ("single-leg-bridge", 18)
    held = (*then.held, as_planned(changed_plan.sessions[0]))
    history = close_week(then.history, changed_plan, held, CATALOGUE, start.runner)
    after = plan_week(replace(then, history=history, held=(), previous=None), history.starts_on)
    (dose,) = [dose for dose in after.doses if dose.exercise == "glute-bridge"]
    assert (dose.dose, dose.action) == (39, Action.GROW)


def test_the_table_of_changes():
    assert changed(72, version("squat"), version("squat", "goblet-squat")) == (50, Action.REDUCE)
    assert changed(12, version("squat"), version("squat", "goblet-squat")) == (10, Action.REDUCE)
    assert changed(72, version("calf-raise"), version("calf-raise", "single-leg-calf-raise")) == (36, Action.REDUCE)
    assert changed(40, version("squat"), version("squat", "chair-squat")) == (40, Action.HOLD)
    press = version("leg-press")
    assert reloaded(48, press, 20_000, 22_000, 2) == (43, Action.REDUCE)
    assert reloaded(48, press, 8_000, 10_000, 2) == (32, Action.REDUCE)
    assert reloaded(48, press, 10_000, 8_000, 2) == (48, Action.HOLD)
    with pytest.raises(Refused):
        reloaded(48, press, 8_000, 16_000, 2)


def test_the_weaker_side_counts_in_any_order():
    sets = [("left", 5), ("right", 5), ("left", 4), ("right", 2)]
    assert weaker_side(sets, one_sided=True) == weaker_side(sets[::-1], one_sided=True) == (5, 2)
    assert weaker_side(sets, one_sided=False) == (5, 5, 4, 2)
    assert weaker_side(sets[:1], one_sided=True) == ()
