"""A planned week as pages show it: its skyline, its sessions as a sheet, and why each day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plans.charts.sheet import Row, sheet
from plans.charts.skyline import Lane, skyline
from plans.core.plan import Session, WeekPlan
from plans.core.types import DAY, WEEK, Reason, Runner
from plans.core.wording import sentence, spoken, why
from plans.services.catalogue import PlannedCatalogue


@dataclass(frozen=True, slots=True)
class Why:
    """A question about a day, and the answer."""

    day: date
    answer: str


@dataclass(frozen=True, slots=True)
class ShownWeek:
    dates: str
    lanes: list[Lane]
    sessions: tuple[Session, ...]
    rows: list[Row]
    whys: list[Why]
    notes: list[str]


def shown(plan: WeekPlan, runner: Runner, catalogue: PlannedCatalogue) -> ShownWeek:
    return ShownWeek(
        dates=_span(plan.first_day, plan.first_day + WEEK - DAY),
        lanes=skyline(runner, plan),
        sessions=plan.sessions,
        rows=sheet(plan.sessions, catalogue),
        whys=[Why(session.date, _because(session.reasons)) for session in plan.sessions],
        notes=[sentence(note, spoken(catalogue.names)) for note in plan.notes],
    )


def _span(first: date, last: date) -> str:
    """“23 to 29 November”, “30 November to 6 December”."""
    begin = str(first.day) if first.month == last.month else f"{first.day} {first:%B}"
    return f"{begin} to {last.day} {last:%B}"


def _because(reasons: Iterable[Reason]) -> str:
    answer = why(reasons)
    return answer[:1].upper() + answer[1:]
