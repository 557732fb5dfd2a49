from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.core.absence import away_table, weeks_away
from plans.core.types import DAY, Illness, Runner
from tests.core.playing import DAYS, MONDAY, runners


def test_the_table_of_time_away_in_words():
    assert [(row.weeks, row.dose, row.after_illness) for row in away_table()] == [
        ("up to 1 week", "as before", "nine tenths"),
        ("2 weeks", "nine tenths", "three quarters"),
        ("3 weeks", "three quarters", "half"),
        ("4 to 7 weeks", "half", "the smallest dose"),
        ("8 weeks or more", "the smallest dose", "the smallest dose"),
    ]


@given(st.integers(0, 60))
def test_every_number_of_weeks_has_one_row(weeks):
    assert sum(row.holds(weeks) for row in away_table()) == 1


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [(0, 6, 1), (0, 5, 0), (1, 6, 0), (1, 13, 1), (0, 13, 2), (6, 14, 1), (2, 2, 0), (3, 29, 3)],
)
def test_the_whole_weeks_of_an_absence(first, last, weeks):
    runner = Runner(MONDAY, {})
    assert weeks_away(MONDAY + first * DAY, MONDAY + last * DAY, runner) == weeks


def test_weeks_begin_as_the_runner_chose_and_what_is_beside_an_absence_counts():
    first, last = MONDAY, MONDAY + 6 * DAY
    assert weeks_away(first, last, Runner(MONDAY, {}, week_starts_on=6)) == 0
    after = (Illness(last + DAY, last + 14 * DAY, below=True),)
    assert weeks_away(first, last, Runner(MONDAY, {}, ill=after)) == 3
    before = frozenset(MONDAY - days * DAY for days in range(1, 8))
    assert weeks_away(first, last, Runner(MONDAY, {}, blocked=before)) == 2
    assert weeks_away(first + DAY, last, Runner(MONDAY, {}, blocked=frozenset({first}))) == 1


@given(runners(), DAYS, st.integers(0, 40))
def test_a_longer_absence_is_never_fewer_weeks(runner, place, length):
    first = MONDAY + place * DAY
    last = first + length * DAY
    assert weeks_away(first, last, runner) <= weeks_away(first, last + timedelta(days=1), runner)
