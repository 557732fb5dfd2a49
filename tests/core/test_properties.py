"""Every “never”, “always” and “at most” of the rules, over random lives."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.core.options import WARM_UP, covered
from plans.core.planner import forecast, plan_week
from plans.core.present import pool_of, race_after, week_input
from plans.core.progression import SMALLEST, session_top, up
from plans.core.selection import PER_PATTERN, PER_SESSION
from plans.core.types import DAY, GROUPS, WEEK, Action, Flag, FlagKind, Pattern, RunKind, Runner
from tests.core.catalogue import CATALOGUE
from tests.core.playing import MONDAY, Life, Told, answers, dose_in, lives, mornings, present_of, runners

lived = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
ORDER = list(Pattern)


def strength_days(present, plan):
    """Every strength date around a week: done before it, done in it, still to come."""
    done = {each.date for each in (*present.history.sessions, *present.held)}
    return done | {session.date for session in plan.sessions}


def is_away(runner, day):
    return day in runner.blocked or any(ill.first <= day <= ill.last for ill in runner.ill)


@lived
@given(lives)
def test_days_keep_every_rule_of_the_calendar(life):
    for day, present, plan in mornings(life):
        runner = present.runner
        done = {each.date for each in present.held}
        assert done <= set(plan.days.sessions)
        for session in plan.sessions:
            date = session.date
            assert day <= date < plan.first_day + WEEK
            assert date not in done
            assert not is_away(runner, date)
            if date not in runner.pinned:
                around = [runner.run_on(date + timedelta(days=offset)) for offset in (-1, 0, 1)]
                assert RunKind.RACE not in around
                assert around[1] is None or (around[1] is RunKind.EASY and runner.after_easy_runs)
                run_of_three = [{date + timedelta(days=start + offset) for offset in range(3)} for start in (-2, -1, 0)]
                assert not any(three <= strength_days(present, plan) for three in run_of_three)


@lived
@given(lives)
def test_as_many_sessions_as_are_wished_for_and_possible(life):
    for day, present, plan in mornings(life):
        week = week_input(present, day)
        if plan.stopped:
            continue
        free = [
            place
            for place in range(7)
            if (date := plan.first_day + timedelta(days=place)) >= week.today
            and date not in week.done
            and present.runner.run_on(date) is None
            and not is_away(present.runner, date)
            and RunKind.RACE not in [present.runner.run_on(date + side * DAY) for side in (-1, 1)]
        ]
        firm = {
            (date - plan.first_day).days
            for date in week.done | (week.pinned - week.blocked)
            if date >= week.today or date in week.done
        }
        around = {(date - plan.first_day).days for date in week.around}
        possible = max(
            (len(chosen | firm) for chosen in pairs(free) if no_new_three(chosen, firm | around)),
            default=0,
        )
        assert len(plan.days.sessions) >= min(2, week.wish, possible)
        assert len(plan.days.sessions) <= max(week.wish, len(firm))


def pairs(places):
    yield set()
    for first in places:
        yield {first}
        yield from ({first, second} for second in places if second > first)


def no_new_three(chosen, firm):
    days = chosen | firm
    threes = [{start, start + 1, start + 2} for start in range(-3, 9)]
    return all(three <= firm for three in threes if three <= days)


@lived
@given(lives)
def test_planning_again_changes_nothing_and_nothing_moves_as_days_pass(life):
    before = None
    for day, present, plan in mornings(life):
        again = plan_week(replace(present, previous=plan), day)
        assert replace(again, days=plan.days) == plan
        assert again.days.sessions == plan.days.sessions
        if before and before[0].first_day == plan.first_day and not plan.stopped:
            earlier, told = before
            expected = [session for session in earlier.sessions if session.date >= day]
            if told is None:
                assert [(each.date, each.prescriptions) for each in plan.sessions] == [
                    (each.date, each.prescriptions) for each in expected
                ]
        before = plan, life.diary.get((day - MONDAY).days)


@lived
@given(lives)
def test_sessions_keep_to_minutes_equipment_patterns_and_order(life):
    for _, present, plan in mornings(life):
        equipment = present.runner.usable_equipment
        for session in plan.sessions:
            slugs = [each.exercise for each in session.prescriptions]
            patterns = [CATALOGUE[slug].pattern for slug in slugs]
            assert 1 <= len(set(slugs)) == len(slugs) <= PER_SESSION
            assert all(patterns.count(pattern) <= PER_PATTERN for pattern in patterns)
            assert patterns == sorted(patterns, key=ORDER.index)
            assert all(each.version.can_be_done(equipment) for each in session.prescriptions)
            assert WARM_UP + sum(each.seconds for each in session.prescriptions) <= 60 * present.runner.minutes
            assert session.minutes <= present.runner.minutes


@lived
@given(lives)
def test_neighbouring_days_train_no_pattern_twice(life):
    light = {Pattern.ABDUCTION, Pattern.CALF}
    for _, present, plan in mornings(life):
        if not plan.sessions:
            continue
        trained = {
            each.date: {CATALOGUE[work.exercise].pattern for work in each.works if work.done}
            for each in (*present.history.sessions, *present.held)
        }
        for session in plan.sessions:
            patterns = {CATALOGUE[each.exercise].pattern for each in session.prescriptions}
            twice = patterns & trained.get(session.date - DAY, set())
            assert not twice or patterns <= light
            trained[session.date] = patterns


@lived
@given(runners(exceptions=False), st.integers(1, 12))
def test_every_group_is_trained_and_each_session_takes_each_pattern(runner, weeks):
    present = present_of(runner)
    for plan in forecast(present, runner.joined, weeks):
        pool = pool_of(present)
        count = len(plan.sessions)
        if plan.days.cost[2]:
            continue
        enough = (count >= 2 and runner.minutes >= 10) or (count == 1 and runner.minutes >= 15)
        held = [each.exercise for session in plan.sessions for each in session.prescriptions]
        if enough:
            assert set(GROUPS) & covered(pool, pool) == covered(pool, held) & set(GROUPS)
        elif count:
            missing = [note for note in plan.notes if note.code == "uncovered"]
            assert bool(missing) == (covered(pool, held) < covered(pool, pool))


@lived
@given(lives)
def test_the_promise(life):
    """From an exercise's second week on its dose is at most max(10, up(B)), and 0 or at least the smallest."""
    for _, _, plan in mornings(life):
        for dose in plan.doses:
            smallest = SMALLEST[dose.version.measure]
            assert dose.decided == 0 or dose.decided >= smallest
            assert dose.decided <= max(1, dose.sessions) * session_top(dose.version)
            if dose.action is Action.STOP:
                assert dose.dose == 0
            elif dose.reference is None:
                assert dose.action is Action.START
            else:
                assert dose.at_most == max(smallest, up(dose.reference))
                assert dose.decided <= dose.at_most
                if dose.action is not Action.GROW:
                    assert dose.decided <= max(smallest, dose.reference)
                if dose.action in (Action.REDUCE, Action.AWAY):
                    assert dose.decided < dose.reference or dose.decided <= smallest


@lived
@given(lives)
def test_doses_follow_what_was_credited(life):
    """B is recomputed here from the sessions alone: the best credit of the last two weeks that count."""
    for _, present, plan in mornings(life):
        week = plan.week
        for dose in plan.doses:
            if dose.action is Action.GROW:
                credit = {}
                for held in present.history.sessions:
                    work = held.work(dose.exercise)
                    if work and held.slot is not None:
                        number = (held.date - present.history.first_day).days // 7
                        credit[number] = credit.get(number, 0) + work.credit
                assert credit.get(week - 1)
                assert dose.decided <= max(SMALLEST[dose.version.measure], up(credit[week - 1]))


@lived
@given(lives)
def test_the_selection_is_constant_inside_a_block(life):
    """Its sessions stay for as long as it lasts, and a week holds nothing that is not in them.

    A week may hold less: what left for want of minutes, split days, a pause; and in a week with fewer sessions than the
    block one of them may hold what the others would have trained.
    """
    block = None
    for _, _, plan in mornings(life):
        if plan.block is None:
            continue
        if block is not None and block.week == plan.block.week:
            assert plan.block.sessions == block.sessions
            assert plan.block.left >= block.left
        block = plan.block
        everything = {slug for session in block.sessions for slug in session}
        for slot in plan.slots:
            own = set(block.sessions[slot.place])
            fewer = len({each.place for each in plan.slots}) < len(block.sessions)
            assert set(slot.exercises) <= (everything if fewer else own)


@lived
@given(lives)
def test_after_a_red_flag_there_is_no_session_to_come(life):
    """From the moment it is told, the same day, until it is cleared."""
    for day, present, plan in mornings(life):
        told = life.diary.get((day - MONDAY).days)
        stopped = [plan] if present.flags and present.flags[-1].kind is not FlagKind.CLEARED else []
        if told and told.flag in (FlagKind.RED, FlagKind.SHARP):
            flags = (*present.flags, Flag(day, told.flag))
            stopped.append(plan_week(replace(present, flags=flags, previous=plan), day))
        for each in stopped:
            assert each.stopped
            assert not each.sessions
            assert all(dose.action is Action.STOP for dose in each.doses)


@lived
@given(runners(exceptions=False, races=False))
def test_whoever_does_everything_without_pain_keeps_growing_until_the_top(runner):
    plans = forecast(present_of(runner), runner.joined, 10)
    for before, after in pairwise(plans):
        earlier = {(dose.exercise, dose.version): dose for dose in before.doses}
        for dose in after.doses:
            last = earlier.get((dose.exercise, dose.version))
            lighter = any(reason.code == "fewer_sessions" for reason in dose.reasons)
            if last and last.sessions <= dose.sessions and not (dose.at_top or lighter or last.action is Action.START):
                assert dose.dose >= last.dose
                if last.dose and dose.reference == last.dose:
                    assert dose.dose == max(SMALLEST[dose.version.measure], up(last.dose))
            if dose.at_top:
                full = any(reason.code == "minutes" for reason in dose.reasons)
                assert full or dose.decided == dose.sessions * session_top(dose.version)


def test_whoever_has_the_minutes_gets_to_the_top_of_the_range():
    runner = Runner(MONDAY, {1: RunKind.EASY, 3: RunKind.HARD}, minutes=60, equipment=frozenset({"step", "wall"}))
    weekly = [dose_in(plan, "squat").dose for plan in forecast(present_of(runner), MONDAY, 16)]
    assert weekly == [20, 22, 24, 26, 28, 30, 33, 36, 39, 42, 46, 50, 55, 60, 66, 72]


@lived
@given(runners(races=False), st.integers(0, 13), st.data())
def test_a_worse_answer_never_raises_next_weeks_dose(runner, day, data):
    told = Told(
        knee=data.draw(st.integers(0, 10)),
        morning=data.draw(answers),
        effort=data.draw(st.one_of(st.none(), st.integers(1, 10))),
    )
    worse = replace(
        told,
        knee=data.draw(st.integers(told.knee, 10)),
        morning=told.morning if told.morning is None else data.draw(st.integers(told.morning, 10)),
        effort=told.effort if told.effort is None else data.draw(st.integers(told.effort, 10)),
    )
    plans = []
    for entry in (told, worse):
        seen = None
        for morning, _, plan in mornings(Life(runner, {day: entry}, weeks=3)):
            if seen is None and (morning - MONDAY).days > day and plan.first_day > MONDAY + day * DAY:
                seen = plan
        plans.append(seen)
    if None in plans or any(len(plan.slots) != len(plans[0].slots) for plan in plans):
        return
    better = {dose.exercise: dose for dose in plans[0].doses}
    for dose in plans[1].doses:
        reference = better.get(dose.exercise)
        if reference and not reference.at_top and reference.sessions == dose.sessions:
            assert dose.dose <= reference.dose


@lived
@given(lives)
def test_race_weeks_are_halved_and_do_not_grow(life):
    for _, present, plan in mornings(life):
        for session in plan.sessions:
            if race_after(present.runner, session.date):
                assert plan.touched
                assert all(dose.action is not Action.GROW for dose in plan.doses)
                assert all(len(each.sets) <= 2 for each in session.prescriptions)
