"""Weeks in which runners change their mind: the rules of sections 2 and 3 on every morning, whatever was changed."""

from dataclasses import replace
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.core.changes import offers, take_offer
from plans.core.feedback import without_calm_answers
from plans.core.fitting import fit
from plans.core.options import WARM_UP, covered, seconds
from plans.core.plan import Slot
from plans.core.planner import as_planned, forecast, if_all_goes_well, plan_week
from plans.core.present import days_ahead, pool_of
from plans.core.progress import close_week
from plans.core.progression import Decision
from plans.core.selection import PER_PATTERN, PER_SESSION, ordered
from plans.core.types import DAY, WEEK, Action, Pattern, RunKind, Runner
from plans.core.wording import sentence
from tests.core.catalogue import CATALOGUE, EQUIPMENT
from tests.core.playing import DAYS, KINDS, MONDAY, diaries, lived, present_of, runners

many = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
dates = DAYS.map(lambda offset: MONDAY + offset * DAY)
changes = st.one_of(
    st.builds(dict, minutes=st.sampled_from([10, 15, 30, 60])),
    st.builds(dict, sessions_per_week=st.integers(1, 3)),
    st.builds(dict, equipment=st.frozensets(st.sampled_from(EQUIPMENT))),
    st.builds(dict, pinned=st.frozensets(dates, max_size=4)),
    st.builds(dict, blocked=st.frozensets(dates, max_size=8)),
    st.builds(dict, dated_runs=st.dictionaries(dates, st.one_of(st.none(), KINDS), max_size=5)),
    st.builds(dict, weekly_runs=st.dictionaries(st.integers(0, 6), st.sampled_from([RunKind.EASY, RunKind.LONG]))),
)
minds = st.dictionaries(st.integers(0, 20), changes, max_size=6)


def mornings(runner, diary, mind, weeks=3):
    """Every morning: the date, the present, the plan, and whether anything was changed since the day before."""
    present = present_of(runner)
    for _ in range(weeks):
        day = max(present.history.starts_on, runner.joined)
        end = present.history.starts_on + WEEK
        while day < end:
            change = mind.get((day - MONDAY).days)
            present = replace(present, runner=replace(present.runner, **(change or {})))
            plan = plan_week(present, day)
            yield day, present, plan, bool(change)
            present = lived(replace(present, previous=plan), plan, day, diary.get((day - MONDAY).days))
            day += DAY
        history = close_week(present.history, plan, present.held, CATALOGUE, present.runner)
        present = replace(present, history=history, held=(), previous=None)


def lasts(plan):
    """What each session still to come takes, warm-up included, from the rules' own words."""
    for session in plan.sessions:
        work = 0
        for each in session.prescriptions:
            version, sides = each.version, 1 + each.version.one_sided
            work += 30 + sum(
                amount * (version.seconds_per_rep or 1) * sides + version.rest_seconds for amount in each.sets
            )
        yield session, 180 + work


@many
@given(runners(), diaries, minds)
def test_sessions_keep_every_limit_whatever_changes(runner, diary, mind):
    for _, present, plan, _ in mornings(runner, diary, mind):
        for session, taken in lasts(plan):
            assert taken <= 60 * present.runner.minutes
            assert session.minutes == -(-taken // 60)
            slugs = [each.exercise for each in session.prescriptions]
            patterns = [CATALOGUE[slug].pattern for slug in slugs]
            assert 1 <= len(set(slugs)) == len(slugs) <= PER_SESSION
            assert all(patterns.count(pattern) <= PER_PATTERN for pattern in patterns)
            assert all(each.version.can_be_done(present.runner.usable_equipment) for each in session.prescriptions)


@many
@given(runners(), diaries, minds)
def test_calm_answers_change_nothing_of_the_weeks_to_come(runner, diary, mind):
    for day, present, plan, _ in mornings(runner, diary, mind):
        following = if_all_goes_well(present, plan)
        calm = tuple(map(without_calm_answers, following.history.sessions))
        history = replace(following.history, sessions=calm)
        assert forecast(replace(following, history=history), day, 6) == forecast(following, day, 6)


@many
@given(runners(), diaries, minds)
def test_planning_again_after_a_change_changes_nothing(runner, diary, mind):
    for day, present, plan, _ in mornings(runner, diary, mind):
        again = plan_week(replace(present, previous=plan), day)
        assert again.days.sessions == plan.days.sessions
        assert replace(again, days=plan.days) == plan


@many
@given(runners(), diaries, minds)
def test_what_was_done_stays_as_it_was(runner, diary, mind):
    before = None
    for _, present, plan, _ in mornings(runner, diary, mind):
        if before and before.first_day == plan.first_day and not plan.stopped:
            for held in present.held:
                assert held.date in plan.days.sessions
                if held.slot is not None:
                    kept = [slug for slug in before.slots[held.slot].held if slug in pool_of(present)]
                    assert plan.slots[held.slot].place == before.slots[held.slot].place
                    assert set(kept) <= set(plan.slots[held.slot].held)
        before = plan


@many
@given(runners(), diaries, minds)
def test_neighbouring_days_split_the_patterns_whatever_changes(runner, diary, mind):
    """Where both are still to come nothing is trained on both; after a day that is done, hip abduction and calf may."""
    light = {Pattern.ABDUCTION, Pattern.CALF}
    for _, present, plan, _ in mornings(runner, diary, mind):
        done = {
            each.date: {CATALOGUE[work.exercise].pattern for work in each.works if work.done}
            for each in (*present.history.sessions, *present.held)
        }
        planned = {each.date: {CATALOGUE[one.exercise].pattern for one in each.prescriptions} for each in plan.sessions}
        for day, patterns in planned.items():
            if day - DAY in done:
                assert not done[day - DAY] & patterns or patterns <= light
            elif day - DAY in planned:
                assert not planned[day - DAY] & patterns or planned[day - DAY] | patterns <= light


@many
@given(runners(), diaries, minds)
def test_every_day_is_held_or_the_week_says_why_not(runner, diary, mind):
    for _, present, plan, _ in mornings(runner, diary, mind):
        if plan.stopped:
            continue
        said = {note.facts["date"] for note in plan.notes if note.code == "nothing_left"}
        done = {each.date for each in present.held}
        assert {session.date for session in plan.sessions} | said == set(plan.days.sessions) - done
        pool = pool_of(present)
        trained = {group for work in works(present) for group in version_of(work).primary}
        held = [each.exercise for session in plan.sessions for each in session.prescriptions]
        missing = covered(pool, pool) - covered(pool, held) - trained
        named = [set(note.facts["groups"]) for note in plan.notes if note.code == "uncovered"]
        if plan.sessions:
            assert named == ([missing] if missing else [])


def works(present):
    return [work for each in present.held for work in each.works if sum(work.done)]


def version_of(work):
    return CATALOGUE[work.exercise].version(work.variation)


@many
@given(runners(), minds, st.integers(0, 2))
def test_every_offer_helps_on_any_morning(runner, mind, skipped):
    for day, present, plan, _ in mornings(runner, {}, mind, weeks=2):
        if day.toordinal() % 3 != skipped:
            continue
        for offer in offers(present, plan, day):
            then = plan_week(replace(take_offer(present, offer), previous=plan), day)
            if offer.code == "ten_minutes":
                assert all(session.minutes <= 10 for session in then.sessions if session.date == offer.date)
                assert [session.date for session in then.sessions] == [session.date for session in plan.sessions]
            else:
                assert then.days.short_by < plan.days.short_by


@many
@given(runners(exceptions=False, races=False), st.integers(5, 9))
def test_a_block_lasts_four_weeks_and_then_keeps_what_can_still_grow(runner, weeks):
    present = present_of(runner)
    for _ in range(weeks):
        last = present.history.block
        plan = plan_week(present, present.history.starts_on)
        if plan.block is None or not plan.sessions:
            return
        pool = pool_of(present)
        held = lambda block: {slug for session in block.sessions for slug in session}  # noqa: E731
        if last and plan.block.week == last.week:
            assert plan.week - last.week < 4
            assert plan.block.sessions == last.sessions
        elif last:
            assert plan.week - last.week == 4
            left = {slug for _, slug in last.left}
            if len(plan.block.sessions) >= len(last.sessions):
                assert held(last) - last.spent - left <= held(plan.block)
            for slug in last.spent & held(plan.block):
                pattern = pool[slug].pattern
                others = [
                    each for each in pool.values() if each.pattern is pattern and each.groups >= pool[slug].groups
                ]
                assert {each.slug for each in others} <= held(last) | held(plan.block)
        done = tuple(as_planned(session) for session in plan.sessions)
        present = replace(present, history=close_week(present.history, plan, done, CATALOGUE, runner))


@many
@given(st.integers(1, 3), st.frozensets(st.sampled_from(EQUIPMENT)), st.integers(15, 60), st.integers(10, 60))
def test_every_group_is_trained_after_the_minutes_change(wish, equipment, before, then):
    runner = Runner(MONDAY, {}, sessions_per_week=wish, equipment=equipment, minutes=before)
    present = present_of(runner)
    for week in range(4):
        present = replace(present, runner=replace(runner, minutes=before if week < 2 else then))
        plan = plan_week(present, present.history.starts_on)
        held = [each.exercise for session in plan.sessions for each in session.prescriptions]
        assert all(taken <= 60 * present.runner.minutes for _, taken in lasts(plan))
        if present.runner.minutes >= 15 or len(plan.sessions) > 1:
            assert covered(pool_of(present), held) == covered(pool_of(present), pool_of(present))
        done = tuple(as_planned(session) for session in plan.sessions)
        present = replace(present, history=close_week(present.history, plan, done, CATALOGUE, present.runner))


def test_days_that_become_neighbours_share_the_patterns_out_and_have_them_back_when_they_part():
    present = present_of(Runner(MONDAY, {}))
    plan = plan_week(present, MONDAY)
    whole = [slot.held for slot in plan.slots]
    pinned = frozenset({MONDAY + 3 * DAY, MONDAY + 4 * DAY})
    near = replace(present, runner=replace(present.runner, pinned=pinned), previous=plan)
    beside = plan_week(near, MONDAY + DAY)
    first, second = (
        {CATALOGUE[each.exercise].pattern for each in session.prescriptions} for session in beside.sessions
    )
    assert first and second and not first & second
    assert first | second == set(Pattern)
    apart = frozenset({MONDAY + 3 * DAY, MONDAY + 5 * DAY})
    far = replace(near, runner=replace(present.runner, pinned=apart), previous=beside)
    assert [slot.held for slot in plan_week(far, MONDAY + DAY).slots] == whole


def test_what_left_is_named_for_the_rest_of_the_week_and_the_minutes_that_would_do_are_todays():
    present = present_of(Runner(MONDAY, {}, minutes=30, pinned=frozenset({MONDAY + 3 * DAY}), sessions_per_week=1))
    plan = plan_week(present, MONDAY)
    short = replace(present, runner=replace(present.runner, minutes=10), previous=plan)
    plan = plan_week(short, MONDAY + DAY)
    codes = [note.code for note in plan.notes]
    assert "left" in codes and "uncovered" in codes
    assert plan_week(replace(short, previous=plan), MONDAY + 2 * DAY).notes == plan.notes
    longer = replace(short, runner=replace(short.runner, minutes=13), previous=plan)
    assert [note.code for note in plan_week(longer, MONDAY + 2 * DAY).notes] == ["uncovered"]


def test_more_minutes_bring_the_groups_that_the_block_had_no_room_for():
    present = present_of(Runner(MONDAY, dict.fromkeys(range(6), RunKind.EASY), minutes=10))
    plan = plan_week(present, MONDAY)
    (named,) = [note.facts for note in plan.notes if note.code == "uncovered"]
    done = tuple(as_planned(session) for session in plan.sessions)
    history = close_week(present.history, plan, done, CATALOGUE, present.runner)
    then = replace(present, history=history, runner=replace(present.runner, minutes=named["minutes"]))
    later = plan_week(then, history.starts_on)
    assert later.block.week == plan.block.week
    assert not [note for note in later.notes if note.code == "uncovered"]


@many
@given(
    st.lists(st.lists(st.sampled_from(sorted(CATALOGUE)), min_size=1, max_size=6, unique=True), min_size=2, max_size=2),
    st.integers(10, 20),
    st.integers(10, 72),
)
def test_sessions_are_fitted_to_the_minutes_and_cover_as_many_groups_as_can_be(held, minutes, dose):
    pool = pool_of(present_of(Runner(MONDAY, {}, equipment=frozenset(EQUIPMENT))))
    slots = [Slot(place, ordered(pool, slugs)) for place, slugs in enumerate(held)]
    limit = 60 * minutes - WARM_UP
    fitted = fit(slots, [limit, limit], pool, lambda *_: Decision(dose, Action.GROW, 10, dose))
    for slot, slugs in enumerate(fitted.slots):
        assert sum(seconds(pool[slug].version, fitted.sets_of(slot, slug)) for slug in slugs) <= limit
    subsets = [
        [names for size in range(len(slugs) + 1) for names in combinations(slugs, size) if least(pool, names) <= limit]
        for slugs in held
    ]
    most = max(len(covered(pool, first + second)) for first in subsets[0] for second in subsets[1])
    assert len(covered(pool, [slug for slugs in fitted.slots for slug in slugs])) == most


def least(pool, names):
    return sum(pool[slug].least for slug in names)


RUNS = st.dictionaries(st.integers(0, 6), st.sampled_from([RunKind.EASY, RunKind.HARD, RunKind.LONG]))


@settings(max_examples=40, deadline=None)
@given(RUNS, RUNS, st.frozensets(st.sampled_from(EQUIPMENT)), st.sampled_from([10, 15, 30]), st.booleans())
def test_what_is_trained_follows_from_the_days_whatever_was_run_on_the_others(runs, others, equipment, minutes, after):
    """Two runners whose weeks leave the same days do the same on them; the second's runs are kinds changed at will."""
    told = {"equipment": equipment, "minutes": minutes, "after_easy_runs": after}
    one = present_of(Runner(MONDAY, runs, **told))
    other = present_of(Runner(MONDAY, {day: others.get(day, kind) for day, kind in runs.items()}, **told))
    weeks = forecast(one, MONDAY, 6)
    days = days_ahead(one, MONDAY, 6)
    assert [tuple(session.date for session in week.sessions) for week in weeks] == days
    if days_ahead(other, MONDAY, 6) == days:
        again = forecast(other, MONDAY, 6)
        assert [week.doses for week in again] == [week.doses for week in weeks]
        assert [[each.prescriptions for each in week.sessions] for week in again] == [
            [each.prescriptions for each in week.sessions] for week in weeks
        ]


def test_a_ten_minute_version_says_what_it_leaves_out_and_still_says_so_the_next_morning():
    runs = dict.fromkeys([0, 1, 2, 3, 5, 6], RunKind.EASY)
    friday = MONDAY + 4 * DAY
    present = present_of(Runner(MONDAY, runs, short_dates=frozenset({friday})))
    first = plan_week(present, MONDAY)
    note = first.notes[1]
    assert sentence(note) == "Ten minutes on Friday: this once without the wall sit, calf raise and side leg raise."
    assert not {note.facts["exercises"][0]} & {each.exercise for each in first.sessions[0].prescriptions}
    assert note in plan_week(replace(present, previous=first), MONDAY + DAY).notes
    assert "left" not in {each.code for each in first.notes}
