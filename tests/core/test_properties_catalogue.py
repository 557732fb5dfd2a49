"""What an editor takes out of the catalogue while runners use it: planning goes on, and the rules hold."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.core.changes import cleared, next_steps, offers
from plans.core.options import WARM_UP
from plans.core.planner import forecast, plan_week
from plans.core.progress import close_week
from plans.core.progression import SMALLEST, up
from plans.core.selection import PER_PATTERN, PER_SESSION
from plans.core.types import DAY, WEEK, Action, Pattern
from tests.core.catalogue import CATALOGUE
from tests.core.playing import DAYS, MONDAY, lived, lives, present_of

edited = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
NAMES = [(slug, each.variation) for slug, exercise in CATALOGUE.items() for each in exercise.versions]
# What is gone from a day on, until the next such day; an exercise goes with all its variations.
editions = st.dictionaries(DAYS, st.frozensets(st.sampled_from(NAMES), max_size=12), max_size=6)


def without(gone):
    kept = {}
    for slug, exercise in CATALOGUE.items():
        if (slug, None) not in gone:
            versions = tuple(each for each in exercise.versions if (slug, each.variation) not in gone)
            kept[slug] = replace(exercise, versions=versions)
    return kept


def mornings(life, edits):
    """Every morning of a life, the catalogue as it is that day; weeks are closed with the next one's."""
    present = present_of(life.runner)
    for _ in range(life.weeks):
        day = max(present.history.starts_on, life.runner.joined)
        end = present.history.starts_on + WEEK
        while day < end:
            gone = edits.get((day - MONDAY).days)
            present = present if gone is None else replace(present, catalogue=without(gone))
            plan = plan_week(present, day)
            yield day, present, plan
            present = lived(replace(present, previous=plan), plan, day, life.diary.get((day - MONDAY).days))
            day += DAY
        gone = edits.get((day - MONDAY).days)
        present = present if gone is None else replace(present, catalogue=without(gone))
        history = close_week(present.history, plan, present.held, present.catalogue, life.runner)
        present = replace(present, history=history, held=(), previous=None)


@edited
@given(lives, editions)
def test_whatever_leaves_the_catalogue_the_rules_hold(life, edits):
    for day, present, plan in mornings(life, edits):
        again = plan_week(replace(present, previous=plan), day)
        assert replace(again, days=plan.days) == plan
        for session in plan.sessions:
            slugs = [each.exercise for each in session.prescriptions]
            patterns = [present.catalogue[slug].pattern for slug in slugs]
            assert 1 <= len(set(slugs)) == len(slugs) <= PER_SESSION
            assert all(patterns.count(pattern) <= PER_PATTERN for pattern in patterns)
            assert patterns == sorted(patterns, key=list(Pattern).index)
            assert all(each.version in present.catalogue[each.exercise].versions for each in session.prescriptions)
            assert all(each.version.can_be_done(present.runner.usable_equipment) for each in session.prescriptions)
            assert WARM_UP + sum(each.seconds for each in session.prescriptions) <= 60 * present.runner.minutes
        for dose in plan.doses:
            smallest = SMALLEST[dose.version.measure]
            assert dose.decided == 0 or dose.decided >= smallest
            if dose.reference is not None and dose.action is not Action.STOP:
                assert dose.decided <= dose.at_most == max(smallest, up(dose.reference))
                assert dose.action is Action.GROW or dose.decided <= max(smallest, dose.reference)


@edited
@given(lives, editions)
def test_whatever_leaves_the_catalogue_the_runner_can_still_ask(life, edits):
    for day, present, plan in mornings(replace(life, weeks=2), edits):
        if day.toordinal() % 4 == 0:
            next_steps(present, day)
            list(offers(present, plan, day))
            forecast(replace(present, previous=plan), day, 2)
            plan_week(cleared(present), day)
