"""A planned week as pages show it: its skyline, its sessions as a sheet, and why each day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plans.charts.sheet import Row, sheet
from plans.charts.skyline import Lane, skyline
from plans.core.plan import Session, WeekPlan
from plans.core.types import DAY, WEEK, Reason, Runner
from plans.core.wording import joined, sentence, why
from plans.services.catalogue import PlannedCatalogue


@dataclass(frozen=True, slots=True)
class Why:
    """A question about a day, and the answer."""

    day: date
    answer: str


@dataclass(frozen=True, slots=True)
class ShownWeek:
    dates: str
    headline: str
    length: str
    lanes: list[Lane]
    sessions: tuple[Session, ...]
    rows: list[Row]
    whys: list[Why]
    notes: list[str]


def shown(plan: WeekPlan, runner: Runner, catalogue: PlannedCatalogue) -> ShownWeek:
    return ShownWeek(
        dates=_span(plan.first_day, plan.first_day + WEEK - DAY),
        headline=_headline(plan.sessions),
        length=_length(plan.sessions, runner),
        lanes=skyline(runner, plan),
        sessions=plan.sessions,
        rows=sheet(plan.sessions, catalogue),
        whys=[Why(session.date, because_in_words(session.reasons)) for session in plan.sessions],
        notes=[sentence(note, catalogue.spoken) for note in plan.notes],
    )


def _span(first: date, last: date) -> str:
    """“23 to 29 November”, “30 November to 6 December”."""
    begin = str(first.day) if first.month == last.month else f"{first.day} {first:%B}"
    return f"{begin} to {last.day} {last:%B}"


def _headline(sessions: Sequence[Session]) -> str:
    """“Strength on Monday and Friday”."""
    days = [f"{session.date:%A}" for session in sessions]
    return f"Strength on {joined(days)}" if days else "No day left for strength"


def _length(sessions: Sequence[Session], runner: Runner) -> str:
    """“13 and 16 minutes”."""
    minutes = list(dict.fromkeys(str(session.minutes) for session in sessions))
    text = f"{joined(minutes)} minutes" if minutes else ""
    return text if runner.weekly_runs else f"{text}, in a week without a run".removeprefix(", ")


def left_out(reasons: Mapping[date, Reason]) -> list[tuple[str, str]]:
    """Why not on the other free days, as `calendar.why_not` answers: the days with the same answer together."""
    days: dict[str, list[str]] = {}
    for day, reason in reasons.items():
        days.setdefault(sentence(reason), []).append(f"{day:%A}")
    return [(joined(names, "or"), answer) for answer, names in days.items()]


def because_in_words(reasons: Iterable[Reason]) -> str:
    answer = why(reasons)
    return answer[:1].upper() + answer[1:]
