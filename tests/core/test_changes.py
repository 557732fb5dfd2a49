from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from plans.core.changes import Step, cleared, next_steps, offers, replaced, swap, take, take_offer
from plans.core.history import begin
from plans.core.plan import Offer
from plans.core.planner import as_planned, plan_week
from plans.core.present import Present
from plans.core.progress import close_week, weaker_side
from plans.core.progression import changed, reloaded
from plans.core.types import Action, Flag, FlagKind, Level, Refused, RunKind, Runner
from tests.core.catalogue import CATALOGUE
from tests.core.playing import after_weeks, dose_in, following, runners

MONDAY = date(2026, 11, 23)
RUNS = {1: RunKind.EASY, 3: RunKind.HARD, 6: RunKind.LONG}
SIX = {0: RunKind.EASY, 1: RunKind.HARD, 2: RunKind.EASY, 3: RunKind.HARD, 5: RunKind.EASY, 6: RunKind.LONG}


def present(runs=RUNS, **wishes):
    runner = Runner(MONDAY, runs, **wishes)
    return Present(CATALOGUE, runner, begin(runner))


def refused(change, *args):
    with pytest.raises(Refused) as refusal:
        change(*args)
    return refusal.value.reason.code


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
    sets = [(4, 2), (5, 5)]
    assert weaker_side(sets, one_sided=True) == weaker_side(sets[::-1], one_sided=True) == (5, 2)
    assert weaker_side([(4, None), (5, None)], one_sided=False) == (5, 4)
    assert weaker_side([(5, None)], one_sided=True) == (0,)
    assert weaker_side([], one_sided=True) == ()


def test_a_change_after_the_weeks_last_session_waits_for_the_next():
    start = after_weeks(present(level=Level.REGULAR, minutes=60), 16)
    plan = plan_week(start, start.history.starts_on)
    held = tuple(as_planned(session) for session in plan.sessions)
    sunday = plan.first_day + timedelta(days=6)
    week = take(replace(start, held=held, previous=plan), sunday, "glute-bridge", "single-leg-bridge")
    after, then = following(week, plan_week(week, sunday), held)
    dose = dose_in(then, "glute-bridge")
    assert (dose.version.variation, dose.dose, dose.action) == ("single-leg-bridge", 36, Action.REDUCE)
    held = tuple(as_planned(session) for session in then.sessions)
    assert dose_in(following(after, then, held)[1], "glute-bridge").dose == 39


@pytest.mark.parametrize("wait", [1, 4])
def test_a_reduction_after_the_weeks_last_session_waits_for_the_next(wait):
    """A red flag on Tuesday, cleared on Wednesday or Saturday; Friday's session, if any, is missed."""
    start = after_weeks(present(), 6)
    plan = plan_week(start, start.history.starts_on)
    day = plan.first_day + timedelta(days=1)
    flags = (Flag(day, FlagKind.RED), Flag(day + timedelta(days=wait), FlagKind.CLEARED))
    week = replace(start, held=(as_planned(plan.sessions[0]),), previous=plan, flags=flags)
    week = cleared(replace(week, previous=plan_week(week, day)))
    friday = plan_week(week, plan.first_day + timedelta(days=4)).sessions
    assert [sum(each.prescriptions[0].sets) for each in friday] == ([10] if wait == 1 else [])
    saturday = plan.first_day + timedelta(days=5)
    then = plan_week(replace(week, runner=replace(week.runner, blocked=frozenset({saturday}))), saturday)
    assert not then.sessions
    dose = dose_in(following(week, then, week.held)[1], "squat")
    assert (dose.dose, dose.action, dose.reference) == (21, Action.REDUCE, 30)


def test_clearance_eases_versions_that_are_not_in_use_too():
    start = after_weeks(present(equipment=frozenset({"step"})), 4)
    monday = start.history.starts_on
    eased = cleared(take(start, monday, "squat", "chair-squat"))
    back = plan_week(take(eased, monday, "squat", None), monday)
    assert (dose_in(back, "squat").dose, dose_in(plan_week(eased, monday), "squat").dose) == (18, 18)


def test_pain_before_the_first_rep_takes_an_easier_rung_or_a_pause():
    start = present(equipment=frozenset({"step"}))
    plan = plan_week(start, MONDAY)
    planned = as_planned(plan.sessions[0])
    works = tuple(replace(each, done=(), pain=7) if each.exercise == "squat" else each for each in planned.works)
    dose = dose_in(following(start, plan, (replace(planned, works=works),))[1], "squat")
    assert (dose.version.variation, dose.dose, dose.action) == ("chair-squat", 10, Action.REDUCE)


def test_back_to_a_harder_version_used_lately_goes_on_with_its_own_history():
    start = after_weeks(present(equipment=frozenset({"step"})), 4)
    monday = start.history.starts_on
    easier = take(start, monday, "squat", "chair-squat")
    assert dose_in(plan_week(easier, monday), "squat").dose == 26
    week = after_weeks(easier, 1)
    back = take(week, week.history.starts_on, "squat", None)
    dose = dose_in(plan_week(back, week.history.starts_on), "squat")
    assert (dose.version.variation, dose.dose, dose.action, dose.reference) == (None, 26, Action.HOLD, 26)
    sore = replace(week.history, sessions=(*week.history.sessions[:-1], replace(week.history.sessions[-1], knee=3)))
    assert refused(take, replace(week, history=sore), sore.starts_on, "squat", None) == "back_too_early"
    late = after_weeks(easier, 9)
    assert refused(take, late, late.history.starts_on, "squat", None) == "harder_too_early"


def test_another_version_of_what_the_week_does_not_hold_may_be_taken():
    lower = take(present(equipment=frozenset({"step"})), MONDAY, "step-up", "low-step-up")
    assert lower.history.standings["step-up"].variation == "low-step-up"


def test_sessions_halved_before_a_race_and_ten_minutes_are_not_the_top():
    start = after_weeks(present(level=Level.REGULAR, minutes=60), 16)
    monday = start.history.starts_on
    assert all(each.at_top for each in plan_week(start, monday).sessions[0].prescriptions if each.exercise == "squat")
    raced = replace(start, runner=replace(start.runner, dated_runs={monday + timedelta(days=6): RunKind.RACE}))
    halved = [each for session in plan_week(raced, monday).sessions for each in session.prescriptions]
    assert not any(each.at_top for each in halved)
    assert {each.sets for each in halved if each.exercise == "squat"} == {(12, 12)}  # of three sets, rounded up
    first = after_weeks(present(SIX), 8)
    day = first.history.starts_on
    dates = frozenset(day + timedelta(days=place) for place in range(7))
    short = plan_week(replace(first, runner=replace(first.runner, short_dates=dates)), day)
    assert any(reason.code == "minutes" for dose in short.doses for reason in dose.reasons)
    assert not any(dose.at_top for dose in short.doses)


def test_next_steps_are_what_take_accepts():
    """At the top: everything one rung up, and nothing else; not of what comes back after weeks away."""
    start = after_weeks(present(level=Level.REGULAR, minutes=60, equipment=frozenset({"dumbbell", "band", "step"})), 20)
    monday = start.history.starts_on
    steps = next_steps(start, monday)
    accepted = set()
    for slug in {dose.exercise for dose in plan_week(start, monday).doses if dose.action is not Action.AWAY}:
        standing = start.history.standings[slug].variation
        for each in CATALOGUE[slug].versions:
            if each.rung > version(slug, standing).rung:
                try:
                    take(start, monday, slug, each.variation)
                except Refused:
                    continue
                accepted.add(Step(slug, each.variation))
    assert accepted == set(steps)
    assert Step("squat", "goblet-squat") in steps
    assert not next_steps(present(), MONDAY)
    red = Flag(monday - timedelta(days=1), FlagKind.RED)
    assert not next_steps(replace(start, flags=(red,)), monday)
    assert not next_steps(cleared(start), monday)
    raced = replace(start, runner=replace(start.runner, dated_runs={monday + timedelta(days=6): RunKind.RACE}))
    assert not next_steps(raced, monday)


def test_the_heaviest_load_that_is_offered_is_the_heaviest_that_is_accepted():
    start = present(level=Level.REGULAR, minutes=60, equipment=frozenset({"leg-press"}))
    start = take(start, MONDAY, "leg-press", None, 20_000)
    assert not [step for step in next_steps(start, MONDAY) if step.exercise == "leg-press"]
    later = after_weeks(start, 14)
    monday = later.history.starts_on
    (step,) = [step for step in next_steps(later, monday) if step.exercise == "leg-press" and step.load]
    assert step.load == (20_000, 30_000)
    dose = dose_in(plan_week(take(later, monday, "leg-press", None, 30_000), monday), "leg-press")
    assert (dose.dose, dose.action, dose.sessions) == (16, Action.REDUCE, 1)
    assert refused(take, later, monday, "leg-press", None, 30_001) == "load_too_heavy"


def test_a_version_used_lately_comes_back_with_its_load():
    start = take(present(level=Level.STRONG, equipment=frozenset({"dumbbell"})), MONDAY, "squat", "goblet-squat", 8000)
    week = after_weeks(start, 3)
    monday = week.history.starts_on
    light = after_weeks(take(week, monday, "squat", None), 1)
    back = take(light, light.history.starts_on, "squat", "goblet-squat")
    assert back.history.standings["squat"].load_grams == 8000
    assert refused(take, light, light.history.starts_on, "squat", "goblet-squat", 20_000) == "load_too_early"


def test_another_exercise_takes_the_old_ones_places_for_good():
    start = after_weeks(present(equipment=frozenset()), 2)
    monday = start.history.starts_on
    then = replaced(start, monday, "squat", "lunge")
    plan = plan_week(then, monday)
    assert "squat" not in {dose.exercise for dose in plan.doses}
    assert (dose_in(plan, "lunge").dose, dose_in(plan, "lunge").action) == (20, Action.START)
    later = after_weeks(then, 1)
    assert dose_in(plan_week(later, later.history.starts_on), "lunge").dose == 22
    back = replaced(later, later.history.starts_on, "lunge", "squat")
    dose = dose_in(plan_week(back, later.history.starts_on), "squat")
    assert (dose.dose, dose.action, dose.reference) == (22, Action.HOLD, 22)


def test_another_exercise_in_mid_week_gets_its_share_from_the_next_session():
    start = after_weeks(present(equipment=frozenset()), 2)
    monday = start.history.starts_on
    plan = plan_week(start, monday)
    week = replace(start, held=(as_planned(plan.sessions[0]),), previous=plan)
    tuesday = monday + timedelta(days=1)
    then = replaced(week, tuesday, "squat", "lunge")
    middle = plan_week(then, tuesday)
    held = {each.exercise: each.sets for session in middle.sessions for each in session.prescriptions}
    assert "squat" not in held
    assert held["lunge"] == (5, 5)
    after, following_plan = following(then, middle, (*then.held, as_planned(middle.sessions[0])))
    assert [dose.exercise for dose in following_plan.doses if dose.exercise in ("squat", "lunge")] == ["lunge"]
    assert not any("squat" in session for session in after.history.block.sessions)


def test_what_stands_against_another_exercise():
    start = present(equipment=frozenset({"step"}))
    assert refused(replaced, start, MONDAY, "wall-sit", "lunge") == "not_in_block"
    assert refused(replaced, start, MONDAY, "squat", "glute-bridge") == "already_held"
    assert refused(replaced, start, MONDAY, "squat", "leg-press") == "cannot_be_done"
    assert refused(replaced, start, MONDAY, "squat", "no-such") == "no_such_exercise"
    assert refused(replaced, start, MONDAY, "calf-raise", "lunge") == "groups_missing"
    short = present(equipment=frozenset(), minutes=13)
    assert refused(replaced, short, MONDAY, "squat", "lunge") == "overruns"
    assert (
        refused(
            replaced,
            present(equipment=frozenset(), blocked=frozenset(MONDAY + timedelta(days=day) for day in range(28))),
            MONDAY,
            "squat",
            "lunge",
        )
        == "not_in_block"
    )


def test_clearance_reduces_once_what_answers_reduced_and_all_else():
    start = after_weeks(present(), 6)
    plan = plan_week(start, start.history.starts_on)
    held = tuple(replace(as_planned(session), knee=4, next_morning=4) for session in plan.sessions)
    sore, eased = following(start, plan, held)
    monday = sore.history.starts_on
    assert dose_in(eased, "squat").dose == dose_in(plan_week(cleared(sore), monday), "squat").dose == 23
    trained = after_weeks(sore, 1)
    assert dose_in(plan_week(cleared(trained), trained.history.starts_on), "squat").dose == 16
    top = after_weeks(present(level=Level.REGULAR, minutes=60), 16)
    harder = cleared(take(top, top.history.starts_on, "glute-bridge", "single-leg-bridge"))
    assert dose_in(plan_week(harder, top.history.starts_on), "glute-bridge").dose == 25


def test_a_red_flag_takes_todays_session_too():
    start = present()
    assert plan_week(start, MONDAY).sessions[0].date == MONDAY
    assert not plan_week(replace(start, flags=(Flag(MONDAY, FlagKind.RED),)), MONDAY).sessions


def test_severe_pain_takes_seven_tenths_on_an_easier_rung():
    start = after_weeks(present(equipment=frozenset({"step"})), 6)
    plan = plan_week(start, start.history.starts_on)
    first, second = (as_planned(session) for session in plan.sessions)
    dose = dose_in(following(start, plan, (first, replace(second, knee=6)))[1], "squat")
    assert (dose.version.variation, dose.dose, dose.action, dose.reference) == ("chair-squat", 23, Action.REDUCE, 33)


def test_a_harder_rung_is_the_next_and_comes_after_mild_answers():
    start = after_weeks(present(level=Level.REGULAR, minutes=60, equipment=frozenset({"step"})), 16)
    monday = start.history.starts_on
    assert refused(take, start, monday, "calf-raise", "single-leg-calf-raise") == "two_rungs"
    assert take(start, monday, "calf-raise", "edge-calf-raise")
    last = start.history.sessions[-1]
    for answers in ({"knee": 3}, {"knee": None}, {"effort": 9}):
        sessions = (*start.history.sessions[:-1], replace(last, **answers))
        told = replace(start, history=replace(start.history, sessions=sessions))
        assert refused(take, told, monday, "calf-raise", "edge-calf-raise") == "harder_too_early"


@pytest.mark.parametrize(("weeks", "dose", "reference"), [(7, 12, 24), (8, 42, 42)])
def test_a_version_keeps_its_own_history_for_eight_weeks(weeks, dose, reference):
    """Three weeks of squats, then sumo squats, and back; the squats were away for seven weeks."""
    week = after_weeks(present(), 3)
    week = after_weeks(take(week, week.history.starts_on, "squat", "sumo-squat"), weeks)
    monday = week.history.starts_on
    back = dose_in(plan_week(take(week, monday, "squat", None), monday), "squat")
    assert (back.dose, back.action, back.reference) == (dose, Action.HOLD, reference)


def test_back_to_a_harder_version_asks_for_no_more_than_the_easier_one_does():
    start = after_weeks(present(equipment=frozenset({"step"})), 4)
    easier = take(start, start.history.starts_on, "squat", "chair-squat")
    plan = plan_week(easier, easier.history.starts_on)
    held = tuple(replace(as_planned(session), knee=4, next_morning=4) for session in plan.sessions)
    week = after_weeks(following(easier, plan, held)[0], 1)
    monday = week.history.starts_on
    assert dose_in(plan_week(take(week, monday, "squat", None), monday), "squat").dose == 18
