"""Days off before they are taken: what is left of the dose after so many weeks, and what the plan makes of them."""

from dataclasses import dataclass
from datetime import date

from plans.charts.moves import moves_in_one_line
from plans.core.absence import Row, away_table, weeks_away
from plans.core.types import Runner
from plans.services.planning import preview
from plans.services.standing import Standing


@dataclass(frozen=True, slots=True)
class Absent:
    """The table of time away; the place of the row that applies and what would move, once the dates are known."""

    rows: tuple[Row, ...]
    row: int | None = None
    below: bool = False
    moves: str = ""


def absent(now: Standing, asked: tuple[Runner, date, date] | None, *, below: bool) -> Absent:
    """`asked` is what the runner would tell, and the first and the last of the days; None while they are not known."""
    rows = away_table()
    if asked is None:
        return Absent(rows, below=below)
    runner, first, last = asked
    weeks = weeks_away(first, last, runner)
    row = next(place for place, each in enumerate(rows) if each.holds(weeks))
    return Absent(rows, row, below, moves_in_one_line(preview(now, runner), now.catalogue))
