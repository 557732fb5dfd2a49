"""How much and what the knee says, against the rules read naively, and over lives in which runners change things."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from plans.core.changes import cleared, replaced, swap, take
from plans.core.feedback import Knee, verdict
from plans.core.options import WARM_UP
from plans.core.planner import plan_week
from plans.core.progress import close_week, weaker_side
from plans.core.progression import (
    SMALLEST,
    START,
    Ask,
    Change,
    Entry,
    Track,
    decide,
    reduced,
    session_top,
    spread,
    up,
)
from plans.core.selection import PER_PATTERN
from plans.core.types import Action, Held, Measure, Pattern, Reason, Refused, Verdict, Version, Work
from tests.core.catalogue import CATALOGUE
from tests.core.playing import lives, mornings, present_of, runners

many = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
some = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))

# One exercise's weeks ------------------------------------------------------------------------------------------------

versions = st.builds(
    Version,
    st.none(),
    st.just(0),
    st.just(frozenset()),
    st.sampled_from([Measure.REPS, Measure.REPS, Measure.HOLD]),
    st.booleans(),
    st.booleans(),
    st.just(4),
    st.just(45),
)
# asked, fifths of it done, sessions; None: a week without the exercise
weeks = st.lists(
    st.one_of(
        st.none(),
        st.tuples(st.sampled_from([10, 14, 20, 24, 33, 50]), st.sampled_from([0, 3, 4, 5, 5, 5]), st.integers(1, 3)),
    ),
    max_size=12,
)


def tracked(history, touched, reset):
    track = Track()
    for week, row in enumerate(history):
        if week == reset:
            track = track.set_to(15, week, Change(Action.HOLD, 20, Reason("hold")))
        if row:
            asked, fifths, sessions = row
            credit = asked * fifths // 5
            track = track.closed(Entry(week, asked, credit, sessions, -(-credit // sessions)), touched)
    return track


@many
@given(versions, weeks, st.sets(st.integers(0, 11), max_size=3), st.integers(0, 11), st.data())
def test_a_dose_is_what_the_rules_say_of_the_weeks_before(version, history, touched, reset, data):
    """Sections “How much”: B, growth, time away, the cap and the top, recomputed from the weeks alone."""
    week, sessions = len(history), data.draw(st.integers(1, 3))
    verdict_ = data.draw(st.sampled_from([Verdict.PROGRESS, Verdict.PROGRESS, Verdict.HOLD]))
    ill = data.draw(st.sampled_from([False, False, True]))
    still = data.draw(st.sampled_from([None, None, Reason("race_week")]))
    ask = Ask(week, sessions, verdict_, None, still, ill, touched)
    decision = decide(tracked(history, touched, reset), version, ask)
    smallest, top = SMALLEST[version.measure], session_top(version)

    credit = {number: row[0] * row[1] // 5 for number, row in enumerate(history) if row}
    since = reset if reset < week else -1
    counted = [number for number in credit if credit[number] and number >= since and number not in touched]
    if not counted and since < 0:
        assert (decision.dose, decision.action) == (sessions * START[version.measure], Action.START)
        return
    best = 15
    if counted:
        right_before = max(counted) - 1
        while right_before in touched:
            right_before -= 1
        best = max(credit[max(counted)], credit.get(right_before, 0) if right_before >= since else 0)
    trained = [number for number in credit if credit[number]]
    empty = week - 1 - max(trained) if trained else 0
    rows = [(10, 10), (9, 10), (3, 4), (1, 2), (0, 1)]
    row = [empty <= 1, empty == 2, empty == 3, 4 <= empty <= 7, empty >= 8].index(True)
    part, whole = rows[min(row + ill, 4)]
    grows = (
        (part, whole) == (10, 10)
        and not still
        and verdict_ is Verdict.PROGRESS
        and credit.get(week - 1, 0) == best
        and week - 1 >= since
        and 10 * credit[week - 1] >= 8 * history[-1][0]
    )
    dose = max(smallest, up(best)) if grows else max(smallest, best * part // whole)
    lately = [(credit[number], history[number][2]) for number in range(max(0, week - 4), week) if history[number]]
    if any(number > sessions for _, number in lately):
        largest = max(-(-amount // number) for amount, number in lately)
        dose = min(dose, sessions * max(smallest, up(largest)))
    assert decision.dose == min(dose, sessions * top)
    assert decision.reference == best
    assert decision.most == max(smallest, up(best))
    if decision.action is Action.GROW:
        assert grows
        assert decision.dose > best
    elif decision.action is Action.AWAY:
        assert part < whole
    else:
        assert decision.action is Action.HOLD


@many
@given(versions, st.integers(0, 400), st.integers(1, 3))
def test_sets_share_a_dose_out_evenly(version, total, sessions):
    sets = spread(total, sessions, version)
    shares = [sum(each) for each in sets]
    assert sum(shares) == total
    assert shares == sorted(shares, reverse=True)
    assert max(shares) - min(shares) <= 1
    for each in sets:
        assert list(each) == sorted(each, reverse=True)
        assert not each or max(each) - min(each) <= 1
    if total:
        largest = max(shares)
        wanted = max(2, -(-largest // 45)) if version.measure is Measure.HOLD else -(-largest // 8)
        most = wanted if version.measure is Measure.HOLD else 2 if version.loaded else 3
        assert {len(each) for each in sets} == {max(1, min(wanted, most))}
    assert reduced(total, version) == max(SMALLEST[version.measure], 7 * total // 10)


# The table of the knee -----------------------------------------------------------------------------------------------

MONDAY = date(2026, 11, 23)
pains = st.one_of(st.none(), st.integers(0, 3), st.integers(0, 8))
efforts = st.sampled_from([None, None, 5, 8, 9, 10])
SLUGS = ("squat", "lunge", "glute-bridge")


@st.composite
def diaries(draw):
    """Sessions of four weeks, in order of date."""
    held = []
    for day in sorted(draw(st.sets(st.integers(0, 27), min_size=1, max_size=9))):
        slot = draw(st.sampled_from([0, 0, 0, None]))
        works = []
        for slug in draw(st.lists(st.sampled_from(SLUGS), min_size=1, max_size=3, unique=True)):
            sets = (10,) if slot is not None and draw(st.integers(0, 5)) else ()
            done = draw(st.sampled_from([5, 6, 9, 10, 10]))
            works.append(Work(slug, None, sets, (done,), pain=draw(st.sampled_from([None, None, None, 2, 4, 6]))))
        day_of = MONDAY + timedelta(days=day)
        held.append(Held(day_of, tuple(works), slot, draw(pains), draw(pains), draw(efforts)))
    return held


def read_naively(slug, sessions, first_day, baseline):
    """The most severe of rows 3 to 10, each as the table has it."""
    found = {Verdict.PROGRESS}
    mine = [each for each in sessions if each.work(slug)]

    def worst(weeks_ago):
        start = first_day - timedelta(weeks=weeks_ago)
        told = [each for each in sessions if start <= each.date < start + timedelta(weeks=1)]
        known = [pain for each in told for pain in (each.knee, *(work.pain for work in each.works)) if pain is not None]
        return max(known, default=None)

    def sore(each):
        return each.next_morning is not None and each.next_morning >= 3 and each.next_morning > baseline + 1

    for place, held in enumerate(mine):
        if not first_day <= held.date < first_day + timedelta(weeks=1):
            continue
        work, knee, morning = held.work(slug), held.knee, held.next_morning
        pain = max(knee or 0, work.pain or 0)
        hurting = {each.exercise for each in held.works if (each.pain or 0) >= 6}
        if max(knee or 0, morning or 0) >= 6 or slug in hurting:
            found.add(Verdict.EASIER)
        if hurting and CATALOGUE[slug].pattern is Pattern.KNEE:
            found.add(Verdict.EASIER)
        if pain >= 3 and morning is not None and morning > max(2, baseline):
            found.add(Verdict.REDUCE)
        if pain <= 2 and sore(held):
            before = [each for each in sessions if sore(each) and 0 < (held.date - each.date).days <= 14]
            found.add(Verdict.REDUCE if before else Verdict.HOLD)
        last, earlier = worst(1), worst(2)
        if pain >= 3 and last is not None and pain >= last + 2:
            found.add(Verdict.REDUCE)
        if pain >= 3 and min(last or 0, earlier or 0) >= 3:
            found.add(Verdict.REDUCE)
        if pain >= 3 or knee is None:
            found.add(Verdict.HOLD)
        if (held.effort or 0) >= 9:
            found.add(Verdict.REDUCE if place and (mine[place - 1].effort or 0) >= 9 else Verdict.HOLD)
        if held.effort == 8 and sum(work.done) < sum(work.sets):
            found.add(Verdict.HOLD)
        planned = [each.work(slug) for each in mine[: place + 1] if each.slot is not None and each.work(slug).sets]
        low = [10 * sum(each.done) < 6 * sum(each.sets) for each in planned]
        if planned and planned[-1] is work and low[-2:] == [True, True]:
            found.add(Verdict.REDUCE)
    return max(found)


@many
@given(diaries(), st.integers(0, 4))
def test_the_verdict_is_the_most_severe_row(sessions, baseline):
    for week in range(4):
        first_day = MONDAY + timedelta(weeks=week)
        knee = Knee(first_day, sessions, baseline)
        for slug in SLUGS:
            assert verdict(slug, CATALOGUE, knee)[0] is read_naively(slug, sessions, first_day, baseline)


@many
@given(diaries(), st.data())
def test_a_worse_answer_never_makes_the_verdict_milder(sessions, data):
    place = data.draw(st.integers(0, len(sessions) - 1))
    held = sessions[place]
    name = data.draw(st.sampled_from(["knee", "next_morning", "effort", "own"]))
    if name == "own":
        pain = data.draw(st.integers(held.works[0].pain or 0, 10))
        worse = replace(held, works=(replace(held.works[0], pain=pain), *held.works[1:]))
    else:
        answer = getattr(held, name)
        assume(answer is not None)
        worse = replace(held, **{name: data.draw(st.integers(answer, 10))})
    first_day = MONDAY + timedelta(weeks=(held.date - MONDAY).days // 7)
    for slug in SLUGS:
        before = verdict(slug, CATALOGUE, Knee(first_day, sessions))[0]
        then = verdict(slug, CATALOGUE, Knee(first_day, [*sessions[:place], worse, *sessions[place + 1 :]]))[0]
        assert then >= before


@many
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12) | st.none()), max_size=6), st.booleans(), st.data())
def test_the_order_in_which_sets_were_logged_does_not_matter(sets, one_sided, data):
    done = weaker_side(sets, one_sided)
    assert done == weaker_side(data.draw(st.permutations(sets)), one_sided)
    left, right = sum(amount for amount, _ in sets), sum(amount or 0 for _, amount in sets)
    assert sum(done) == (min(left, right) if one_sided else left)


@some
@given(lives)
def test_the_order_of_sets_changes_no_plan(life):
    for _, present, plan in mornings(replace(life, weeks=2)):
        turned = [replace(each, works=tuple(map(turn, each.works))) for each in present.held]
        histories = [close_week(present.history, plan, held, CATALOGUE, life.runner) for held in (present.held, turned)]
        assert histories[0].tracks == histories[1].tracks
        assert histories[0].standings == histories[1].standings


def turn(work):
    return replace(work, done=work.done[::-1])


# Whole lives ---------------------------------------------------------------------------------------------------------

wishes = st.dictionaries(
    st.integers(0, 34),
    st.tuples(
        st.sampled_from(["take", "swap", "replaced", "replaced", "cleared"]), st.integers(0, 9), st.integers(0, 9)
    ),
    max_size=12,
)


def granted(asked, seen):
    """Lets a runner change things on some mornings, as far as the rules allow; `seen` collects what was replaced."""

    def change(present, plan, day):
        wish = asked.get((day - MONDAY).days)
        if not wish or not plan.doses:
            return present
        kind, first, second = wish
        old = plan.doses[first % len(plan.doses)].exercise
        new = list(CATALOGUE)[second]
        with suppress(Refused):
            if kind == "take":
                options = CATALOGUE[old].versions
                return take(present, day, old, options[second % len(options)].variation, 1000 * (first + 1) or None)
            if kind == "swap" and plan.sessions:
                return swap(present, day, plan.sessions[0].date, old, new)
            if kind == "replaced":
                changed = replaced(present, day, old, new)
                seen.append((plan, old, new, changed, day))
                return changed
            if kind == "cleared":
                return cleared(present)
        return present

    return change


@some
@given(lives, wishes)
def test_whatever_a_runner_changes_the_promise_and_the_sessions_hold(life, asked):
    for _, present, plan in mornings(life, granted(asked, [])):
        for dose in plan.doses:
            smallest = SMALLEST[dose.version.measure]
            assert dose.decided == 0 or dose.decided >= smallest
            if dose.reference is not None and dose.action is not Action.STOP:
                assert dose.decided <= dose.at_most == max(smallest, up(dose.reference))
                assert dose.action is Action.GROW or dose.decided <= max(smallest, dose.reference)
            done = [work.asked for each in present.held if (work := each.work(dose.exercise))]
            assert dose.dose <= max(dose.decided, dose.at_most or 0, sum(done))
        for session in plan.sessions:
            slugs = [each.exercise for each in session.prescriptions]
            patterns = [CATALOGUE[slug].pattern for slug in slugs]
            assert len(set(slugs)) == len(slugs)
            assert all(patterns.count(pattern) <= PER_PATTERN for pattern in patterns)
            assert patterns == sorted(patterns, key=list(Pattern).index)
            assert WARM_UP + sum(each.seconds for each in session.prescriptions) <= 60 * present.runner.minutes
        done = {each.slot for each in present.held}
        for index, slot in enumerate(plan.slots):
            if index not in done and plan.block:
                assert set(slot.exercises) <= set(plan.block.sessions[slot.place])


@some
@given(lives, wishes)
def test_what_is_replaced_lasts_and_takes_the_old_ones_places(life, asked):
    seen = []
    for day, _, plan in mornings(life, granted(asked, seen)):
        for before, old, new, changed, when in seen:
            places = [place for place, session in enumerate(before.block.sessions) if old in session]
            after = changed.history.block
            assert [place for place, session in enumerate(after.sessions) if new in session] == places
            assert not any(old in session for session in after.sessions)
            if plan.block and plan.block.week == before.block.week and (before, old, new, changed, when) == seen[-1]:
                assert plan.block.sessions == after.sessions or not all(
                    each in changed.catalogue for session in after.sessions for each in session
                )
            if when == day:
                held = [each.exercise for session in plan.sessions for each in session.prescriptions]
                assert plan.stopped or old not in held


@some
@given(lives)
def test_no_session_asks_for_more_than_the_week_was_given(life):
    """A session that is added in mid-week shares the dose with those that are done."""
    for _, present, plan in mornings(life):
        for dose in plan.doses:
            done = [work.asked for each in present.held if (work := each.work(dose.exercise))]
            assert dose.dose <= max(dose.decided, sum(done))


@some
@given(runners(races=False, exceptions=False), st.data())
def test_any_worse_answer_lowers_or_keeps_the_next_doses(runner, data):
    """The first week's session is answered for; the second week's plan is compared exercise by exercise."""
    present = present_of(runner)
    plan = plan_week(present, runner.joined)
    works = (
        tuple(Work(each.exercise, each.variation, each.sets, each.sets) for each in plan.sessions[0].prescriptions)
        if plan.sessions
        else ()
    )
    assume(works)
    knee, effort = data.draw(st.integers(0, 10)), data.draw(st.integers(1, 10))
    answers = [(knee, effort), (data.draw(st.integers(knee, 10)), data.draw(st.integers(effort, 10)))]
    doses = []
    for pain, hard in answers:
        held = [Held(plan.sessions[0].date, works, 0, pain, 0, hard)]
        history = close_week(present.history, plan, held, CATALOGUE, runner)
        then = plan_week(replace(present, history=history), history.starts_on)
        doses.append({dose.exercise: dose for dose in then.doses})
    for slug, dose in doses[1].items():
        better = doses[0].get(slug)
        if better and better.sessions == dose.sessions and not better.at_top:
            assert dose.decided <= better.decided
