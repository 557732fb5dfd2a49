"""Rules of which each step is tested by itself: here that planning takes them."""

from dataclasses import replace

from plans.core.changes import offers
from plans.core.planner import as_planned, plan_week
from plans.core.present import pool_of
from plans.core.progress import close_week
from plans.core.types import DAY, WEEK, Illness, RunKind, Runner
from tests.core.catalogue import CATALOGUE
from tests.core.playing import MONDAY, present_of

SIX = dict.fromkeys([0, 1, 2, 3, 5, 6], RunKind.EASY)


def lived(present, weeks, **answers):
    """The present after so many weeks done in full, every session answered for alike."""
    for _ in range(weeks):
        plan = plan_week(present, present.history.starts_on)
        held = tuple(replace(as_planned(session), **answers) for session in plan.sessions)
        present = replace(present, history=close_week(present.history, plan, held, CATALOGUE, present.runner))
    return present


def planned(present):
    return plan_week(present, present.history.starts_on)


def dose_of(plan, slug):
    return next(dose for dose in plan.doses if dose.exercise == slug)


def trained(block):
    return {slug for session in block.sessions for slug in session}


def test_ill_days_hold_nothing_not_even_what_is_pinned():
    ill = (Illness(MONDAY, MONDAY + 4 * DAY, below=False),)
    plan = planned(present_of(Runner(MONDAY, {}, ill=ill, pinned=frozenset({MONDAY + 2 * DAY}))))
    assert [session.date for session in plan.sessions] == [MONDAY + 5 * DAY, MONDAY + 6 * DAY]
    assert [warning.code for warning in plan.days.warnings] == ["pinned_blocked"]


def test_what_spent_a_whole_block_at_its_top_gives_way():
    present = lived(present_of(Runner(MONDAY, {}, equipment=frozenset({"step"}))), 4)
    last = present.history.block
    assert "squat" in trained(last) & trained(planned(present).block)
    spent = replace(last, topped=frozenset({"squat"}), growing=trained(last) - {"squat"})
    assert "squat" not in trained(planned(replace(present, history=replace(present.history, block=spent))).block)


def test_what_hurts_gives_way_at_a_new_block():
    present = lived(present_of(Runner(MONDAY, {})), 4)
    assert "squat" in trained(planned(present).block)
    last = present.history.sessions[-1]
    works = tuple(replace(work, pain=3 if work.exercise == "squat" else None) for work in last.works)
    sessions = (*present.history.sessions[:-1], replace(last, works=works))
    sore = replace(present, history=replace(present.history, sessions=sessions))
    assert "squat" not in trained(planned(sore).block)


def test_what_hurts_this_week_hurts():
    present = present_of(Runner(MONDAY, {}))
    held = as_planned(planned(present).sessions[0])
    works = tuple(replace(work, pain=3 if work.exercise == "squat" else None) for work in held.works)
    pool = pool_of(replace(present, held=(replace(held, works=works),)))
    assert [slug for slug, option in pool.items() if option.hurts] == ["squat"]


def test_weeks_that_a_race_touched_are_no_reference():
    races = dict.fromkeys([MONDAY + 3 * WEEK + 6 * DAY, MONDAY + 4 * WEEK + 6 * DAY], RunKind.RACE)
    present = lived(present_of(Runner(MONDAY, {}, races)), 5)
    assert present.history.touched == {3, 4}
    dose = dose_of(planned(present), "squat")
    assert (dose.reference, dose.dose) == (24, 24)


def test_the_baseline_counts_when_a_week_is_closed():
    """Rows 4 and 5: 4 in the morning is no more than a knee that is at 4 anyway."""
    doses = []
    for baseline in (0, 4):
        present = lived(lived(present_of(Runner(MONDAY, {}, baseline=baseline)), 1), 1, knee=3, next_morning=0)
        doses += [dose_of(planned(lived(present, 1, **told)), "squat").action
                  for told in ({"knee": 4, "next_morning": 4}, {"knee": 1, "next_morning": 4})]  # fmt: skip
    assert doses == ["reduce", "reduce", "hold", "grow"]


def test_no_block_begins_around_a_race():
    race = MONDAY + 4 * WEEK + 6 * DAY
    present = lived(present_of(Runner(MONDAY, {}, {race: RunKind.RACE})), 4)
    begun = []
    for _ in range(3):
        begun.append(planned(present).block.week)
        present = lived(present, 1)
    assert begun == [0, 0, 6]


def test_a_week_with_one_session_takes_the_one_trained_longest_ago():
    present = lived(present_of(Runner(MONDAY, {})), 1)
    monday = present.history.starts_on
    places = []
    for _ in range(2):
        blocked = frozenset(monday + day * DAY for day in range(7) if day != 2)
        present = replace(present, runner=replace(present.runner, blocked=present.runner.blocked | blocked))
        places.append([slot.place for slot in planned(present).slots])
        present, monday = lived(present, 1), monday + WEEK
    assert present.history.block.trained[places[1][0]] == MONDAY + 2 * WEEK + 2 * DAY
    assert places[0] != places[1]


def test_sessions_are_remembered_for_eight_weeks():
    """For as long as a version keeps its own history: its last session tells its load."""
    present = lived(present_of(Runner(MONDAY, {})), 9)
    assert present.history.sessions[0].date == MONDAY
    assert lived(present, 1).history.sessions[0].date == MONDAY + WEEK


def test_ten_minutes_are_offered_only_where_they_are_shorter():
    def codes(minutes):
        present = present_of(Runner(MONDAY, SIX, minutes=minutes))
        return [offer.code for offer in offers(present, planned(present), MONDAY)]

    assert ("ten_minutes" in codes(30), "ten_minutes" in codes(10)) == (True, False)


def test_a_ten_minute_version_is_never_longer_than_the_runners_minutes():
    present = lived(present_of(Runner(MONDAY, SIX)), 4)
    friday = present.history.starts_on + 4 * DAY
    for minutes in (8, 30):
        runner = replace(present.runner, minutes=minutes, short_dates=frozenset({friday}))
        (session,) = planned(replace(present, runner=runner)).sessions
        assert session.date == friday
        assert session.minutes <= min(10, minutes)
