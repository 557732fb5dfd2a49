"""Time away in words: the table that a runner sees before leaving (section 4), and which row of it an absence is."""

from dataclasses import dataclass
from datetime import date

from plans.core.progression import AWAY, away
from plans.core.types import WEEK, Runner

_LEFT = {
    (1, 1): "as before",
    (9, 10): "nine tenths",
    (3, 4): "three quarters",
    (1, 2): "half",
    (0, 1): "the smallest dose",
}


@dataclass(frozen=True, slots=True)
class Row:
    """After so many whole empty weeks, `least` to `most` (None: or more), the dose that is left, and the same after an
    illness below the neck."""

    least: int
    most: int | None
    weeks: str
    dose: str
    after_illness: str

    def holds(self, weeks: int) -> bool:
        return self.least <= weeks and (self.most is None or weeks <= self.most)


def away_table() -> tuple[Row, ...]:
    """The rows, the shortest time first."""
    starts = [row[0] for row in reversed(AWAY)]
    ends = [start - 1 for start in starts[1:]]
    return tuple(
        Row(least, most, _weeks(least, most), _LEFT[away(least, ill=False)], _LEFT[away(least, ill=True)])
        for least, most in zip(starts, [*ends, None], strict=True)
    )


def weeks_away(first: date, last: date, runner: Runner) -> int:
    """How many whole weeks in a row stay empty with an absence from the first day to the last.

    Weeks beside it that the runner is away or ill throughout count as well.
    """

    def is_empty(week: date) -> bool:
        days = (date.fromordinal(week.toordinal() + place) for place in range(7))
        return all(first <= day <= last or runner.is_away(day) for day in days)

    start = runner.first_day(first)
    if not is_empty(start):
        start += WEEK
    if not is_empty(start):
        return 0
    while is_empty(start - WEEK):
        start -= WEEK
    weeks = 1
    while is_empty(start + weeks * WEEK):
        weeks += 1
    return weeks


def _weeks(least: int, most: int | None) -> str:
    """“up to 1 week”, “2 weeks”, “4 to 7 weeks”, “8 weeks or more”."""
    if most is None:
        return f"{least} weeks or more"
    if not least:
        return f"up to {most} week" + ("" if most == 1 else "s")
    return f"{least} weeks" if least == most else f"{least} to {most} weeks"
