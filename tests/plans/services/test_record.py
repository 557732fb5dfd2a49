"""Every number that is looked back on, worked out once more from the sets as they are stored."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.utils import timezone

from exercises.models import MuscleUse
from plans.core.case import read_case
from plans.core.record import sets_by_group
from plans.core.simulation import play
from plans.core.types import DAY
from plans.models import SetLog
from plans.services.record import record
from plans.services.sets import take_back
from plans.services.transfer.importing_sets import bring_sets
from tests.plans.lives.cases import CASES, EIGHT_WEEKS
from tests.plans.lives.living import Life, again, simulated

pytestmark = pytest.mark.usefixtures("delivered")
AUTUMN = {"start": "2026-10-12", "runs": {"tuesday": "easy", "thursday": "hard", "saturday": "long"}, "weeks": 5}
DIARIES = CASES | {
    "across the end of summer time": AUTUMN,
    "with weeks that begin on Sunday": AUTUMN | {"week_starts_on": "sunday"},
}


def lived(given):
    life = Life(given)
    life.lived()
    return life


@pytest.fixture(scope="module")
def often(shared):
    return [(given, lived(given)) for given in (CASES["all is done"], EIGHT_WEEKS)]


@pytest.fixture
def life_of(often, delivered):
    """Makes the life of a diary. Those that many tests look back on are lived once."""

    def found(given):
        return next((again(life) for known, life in often if known is given), None) or lived(given)

    return found


def looked_back(life, weeks=None):
    life.row.refresh_from_db()
    return record(life.row, life.catalogue, life.today, weeks)


def by_hand(row, first, last):
    """Of each exercise what its sets of some days come to, on the side that did less where sides count."""
    sides = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    logs = SetLog.objects.filter(runner=row, deleted_at=None)
    for log in logs.select_related("prescription__session", "prescription__exercise"):
        asked = log.prescription
        if first <= asked.session.date <= last:
            both = sides[asked.exercise.slug][asked.session_id]
            both[0] += log.amount
            both[1] += log.amount if log.right is None else log.right
    return {slug: sum(min(both) for both in sessions.values()) for slug, sessions in sides.items()}


@pytest.mark.parametrize("given", DIARIES.values(), ids=DIARIES)
def test_what_was_done_and_asked_week_by_week(life_of, given):
    life = life_of(given)
    found = looked_back(life)
    ends = [date.fromordinal(week.first_day.toordinal() - 1) for week in found.weeks[1:]] + [date.max]
    assert [week.number for week in found.weeks] == list(range(life.case.weeks))
    for week, end, (doses, _) in zip(found.weeks, ends, simulated(given), strict=True):
        done = by_hand(life.row, week.first_day, end)
        assert {slug: week.done[slug] for slug in done} == done
        stood = {each.exercise: each for each in week.doses}
        assert {slug for slug in doses if slug in stood} == set(doses)


@pytest.mark.parametrize("given", [CASES["all is done"], EIGHT_WEEKS], ids=["all is done", "eight weeks"])
def test_what_each_week_was_asked_and_allowed_is_the_simulators(life_of, given):
    life = life_of(given)
    catalogue = life.catalogue
    played = play(read_case(given, catalogue.exercises), catalogue.exercises, catalogue.names)["weeks"]
    found = looked_back(life)
    for week, told in zip(found.weeks, played, strict=True):
        stood = {each.exercise: each for each in week.doses}
        assert {each["exercise"]: each["at_most"] for each in told["doses"]} == {
            each["exercise"]: stood[each["exercise"]].at_most for each in told["doses"]
        }
    assert [each.dose for week in found.weeks[:5] for each in week.doses] == [
        each["dose"] for told in played[:5] for each in told["doses"]
    ]


def test_sets_of_muscle_groups_and_of_sides(life_of):
    life = life_of(EIGHT_WEEKS)
    found = looked_back(life)
    exercises = life.catalogue.exercises
    versions = {(slug, each.variation): each for slug, exercise in exercises.items() for each in exercise.versions}
    sets, sides = defaultdict(int), defaultdict(lambda: [0, 0])
    for log in SetLog.objects.filter(runner=life.row, deleted_at=None).select_related("prescription"):
        asked = log.prescription
        uses = MuscleUse.objects.filter(role="primary")
        own = uses.filter(exercise=asked.variation_id) if asked.variation_id else uses.none()
        for use in own or uses.filter(exercise=asked.exercise_id):
            sets[use.muscle.slug] += log.amount > 0
        if log.right is not None:
            sides[asked.exercise.slug][0] += log.amount
            sides[asked.exercise.slug][1] += log.right
    assert sets_by_group(found.weeks, versions) == sets
    assert found.sides == {slug: tuple(both) for slug, both in sides.items()}


def test_weeks_that_were_kept_and_that_were_not(life_of):
    found = looked_back(life_of(EIGHT_WEEKS))
    assert [(week.planned, week.done) for week in found.kept[:4]] == [(2, 1), (2, 2), (2, 2), (2, 2)]
    assert [week.spared for week in found.kept][4:7] == [True, True, True]


def test_a_set_that_is_taken_back_is_gone(life_of):
    life = life_of(CASES["all is done"])
    log = SetLog.objects.filter(runner=life.row).latest("pk")
    slug, session = log.prescription.exercise.slug, log.prescription.session_id
    before = looked_back(life).weeks[-1].done[slug]
    take_back(runner=life.row, session=session, uuid=log.uuid, now=log.at)
    assert looked_back(life).weeks[-1].done[slug] == before - log.amount


def test_weeks_that_have_begun_unseen_count_as_missed(life_of):
    life = life_of(CASES["all is done"])
    life.today = date.fromordinal(life.today.toordinal() + 22)
    found = looked_back(life)
    assert [week.done for week in found.kept[-4:-1]] == [0, 0, 0]
    assert all(week.planned == 2 and not week.spared for week in found.kept[-4:-1])
    assert [week.number for week in found.weeks] == list(range(len(found.kept)))
    assert [week.first_day for week in found.weeks] == [week.first_day for week in found.kept]


@pytest.mark.parametrize("weeks", [1, 3, 4])
def test_only_so_many_weeks(life_of, weeks):
    life = life_of(CASES["all is done"])
    found, whole = looked_back(life, weeks), looked_back(life)
    assert found.weeks == whole.weeks[-weeks:]
    assert (found.kept, found.first) == (whole.kept, whole.first)


def test_of_one_runner_alone(life_of):
    life = life_of(CASES["all is done"])
    before = looked_back(life)
    life_of(CASES["all is done"] | {"weeks": 2})
    assert looked_back(life).kept == before.kept
    assert looked_back(life).weeks == before.weeks


def imports(life, *lines):
    raw = "session,exercise,variation,set,amount,right\n" + "\n".join(lines)
    found = bring_sets(user=life.row.user, catalogue=life.catalogue, raw=raw.encode(), now=timezone.now())
    assert (len(found.sets), found.wrong) == (len(lines), ())


def test_imported_sets_stand_beside_what_was_done(life_of):
    """By week, of the weaker side, as far back as they go; and in nothing else."""
    life = life_of(CASES["all is done"])
    before = looked_back(life)
    first = before.weeks[0].first_day
    sides = "calf-raise,single-leg-calf-raise"
    with time_machine.travel(datetime.combine(life.today, time(12), tzinfo=UTC)):
        imports(
            life,
            f"{first},squat,,15,40,",
            f"{first + DAY},{sides},15,7,9",
            f"{first + DAY},{sides},16,8,4",
            f"{first - DAY},squat,,1,5,",
            f"{first - 8 * DAY},squat,,1,6,",
            f"{first - 8 * DAY},squat,,2,6,",
            f"{first - 29 * DAY},squat,,1,3,",
        )
        found = looked_back(life)
        short = looked_back(life, len(found.weeks) + 2)
    assert found.weeks[0].imported == {"squat": 40, "calf-raise": 13}
    assert [(week.number, week.first_day, week.imported) for week in found.before] == [
        (-5, first - 35 * DAY, {"squat": 3}),
        (-4, first - 28 * DAY, {}),
        (-3, first - 21 * DAY, {}),
        (-2, first - 14 * DAY, {"squat": 12}),
        (-1, first - 7 * DAY, {"squat": 5}),
    ]
    assert [week.number for week in short.before] == [-2, -1]
    apart = {"before": (), "weeks": (), "now": before.now}
    assert replace(found, **apart) == replace(before, **apart)
    assert [replace(week, imported={}) for week in found.weeks] == list(before.weeks)


def test_weeks_before_are_not_shown_where_the_first_is_not(life_of):
    life = life_of(CASES["all is done"])
    with time_machine.travel(datetime.combine(life.today, time(12), tzinfo=UTC)):
        imports(life, "2020-01-06,squat,,1,5,")
        assert looked_back(life, 2).before == ()
