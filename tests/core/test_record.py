"""What is looked back on: weeks kept, streaks, milestones."""

from datetime import date, timedelta

import pytest

from plans.core.plan import Dose
from plans.core.record import Kept, Life, kept_weeks, milestones, share_kept, streak
from plans.core.types import Action, RunKind
from tests.core.catalogue import CATALOGUE

MONDAY = date(2026, 12, 21)


def day(number):
    return MONDAY + timedelta(days=number)


def life(*sessions, weeks=3, **more):
    """`sessions` are (day, slot, done), days counted from the first Monday; a year ends in the second week."""
    starts = [day(7 * number) for number in range(weeks)]
    return starts, [(day(number), slot, done) for number, slot, done in sessions], Life(**more)


def kept(life, days=7):
    """The weeks, the last of which is so many days long."""
    weeks, *rest = life
    return kept_weeks(weeks, *rest, weeks[-1] + timedelta(days=days))


TWO_DONE = ((0, 0, True), (3, 1, True))
ONE_DONE = ((7, 0, True), (10, 1, False))


class TestKept:
    def test_a_week_is_kept_when_all_its_sessions_were_done(self):
        weeks = kept(life(*TWO_DONE, *ONE_DONE, (14, 0, False)))
        assert [(week.planned, week.done, week.is_kept) for week in weeks] == [
            (2, 2, True),
            (2, 1, False),
            (1, 0, False),
        ]

    def test_one_that_was_missed_and_made_up_for_counts_once(self):
        [week] = kept(life((0, 0, False), (2, 0, True), (4, 1, True), weeks=1))
        assert (week.planned, week.done, week.is_kept) == (2, 2, True)

    def test_an_unplanned_one_makes_up_for_a_missed_one(self):
        [week] = kept(life((0, 0, True), (2, None, True), (4, 1, False), weeks=1))
        assert (week.planned, week.done, week.is_kept) == (2, 2, True)

    def test_what_is_expected_of_the_next_week_belongs_to_none(self):
        [week] = kept(life(*TWO_DONE, (8, 0, False), weeks=1))
        assert (week.planned, week.done) == (2, 2)

    def test_a_session_between_two_weeks_belongs_to_the_one_before(self):
        """The next week begins on a Monday, and this one on a Sunday."""
        between = life((0, 0, True), (7, 1, True), (8, 0, False), weeks=1)
        [week] = kept(between, days=8)
        assert (week.planned, week.done, week.is_kept) == (2, 2, True)

    def test_weeks_are_as_long_as_they_were(self):
        """After the first week they begin on Sundays."""
        moved = [day(0), day(6), day(13)], [(day(number), 0, True) for number in (5, 6, 12, 13)], Life()
        assert [week.done for week in kept(moved)] == [1, 2, 1]

    @pytest.mark.parametrize("races", [{day(7): RunKind.RACE}, {day(20): RunKind.RACE}])
    def test_a_race_spares_its_week_and_the_one_before(self, races):
        assert kept(life(*TWO_DONE, *ONE_DONE, runs=races))[1].is_kept is False
        assert kept(life(*TWO_DONE, *ONE_DONE, runs=races))[1].spared

    @pytest.mark.parametrize("runs", [{}, {day(22): RunKind.RACE}, {day(8): RunKind.HARD, day(9): None}])
    def test_other_runs_spare_nothing(self, runs):
        assert not kept(life(*TWO_DONE, *ONE_DONE, runs=runs))[1].spared

    def test_an_illness_spares_every_week_that_it_touches(self):
        weeks = kept(life(*TWO_DONE, *ONE_DONE, (14, 0, False), ill=((day(5), day(7)),)))
        assert [week.spared for week in weeks] == [True, True, False]

    def test_a_week_without_a_day_for_strength_is_spared(self):
        assert [week.spared for week in kept(life(*TWO_DONE, (14, 0, True)))] == [False, True, False]


def weeks(shape):
    """K: kept, m: missed, s: spared, the present one last."""
    made = {"K": (2, 2, False), "m": (2, 1, False), "s": (2, 0, True)}
    return [Kept(number, day(7 * number), *made[each]) for number, each in enumerate(shape)]


class TestStreak:
    @pytest.mark.parametrize(
        ("shape", "so_many"),
        [
            ("m", 0),
            ("K", 1),
            ("KKm", 2),
            ("KKK", 3),
            ("KmK", 1),
            ("Kmm", 0),
            ("KsKm", 2),
            ("KssK", 2),
            ("sm", 0),
            ("s", 0),
        ],
    )
    def test_counts_weeks_in_a_row_up_to_now(self, shape, so_many):
        assert streak(weeks(shape)) == so_many

    def test_share_of_the_sessions(self):
        assert share_kept(weeks("KmK")) == 83
        assert share_kept(weeks("KsK")) == 100
        assert share_kept([]) is None


def dose(exercise, amount, variation=None, sessions=2, halved=False):
    """`amount` is what was decided, and what was done lately."""
    version = CATALOGUE[exercise].version(variation)
    return Dose(exercise, version, amount // 2 if halved else amount, amount, Action.GROW, amount, amount, (), sessions)


class TestMilestones:
    def told(self, shape, first=(), now=(), harder=None):
        return [(each.kind, each.weeks or each.exercise) for each in milestones(weeks(shape), harder, first, now)]

    def test_only_the_latest_number_of_weeks_is_told(self):
        assert self.told("K") == []
        assert self.told("KmK") == [("weeks", 2)]
        assert self.told("K" * 13) == [("weeks", 12)]

    def test_the_first_harder_variation(self):
        assert self.told("K", harder=day(3)) == [("harder", "")]

    def test_twice_the_first_week_in_the_same_variation(self):
        first = (dose("squat", 20), dose("calf-raise", 20))
        assert self.told("K", first, (dose("squat", 39), dose("calf-raise", 40))) == [("doubled", "calf-raise")]
        assert self.told("K", first, (dose("squat", 40, "goblet-squat"), dose("lunge", 80))) == []

    def test_more_sessions_than_in_a_first_week_that_was_short_are_not_more_a_session(self):
        assert self.told("K", (dose("squat", 10, sessions=1),), (dose("squat", 20),)) == []
        assert self.told("K", (dose("squat", 20, halved=True),), (dose("squat", 20),)) == []
        assert self.told("K", (dose("squat", 10, sessions=1),), (dose("squat", 40),)) == [("doubled", "squat")]
