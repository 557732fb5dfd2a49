"""Four weeks as the plan shows them: skylines, what there is to say under each, and what lies beyond."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.charts.skyline import Day, week_of
from plans.core import wording
from plans.core.changes import offers
from plans.core.plan import WeekPlan
from plans.core.present import Present
from plans.core.types import DAY, WEEK, RunKind
from plans.services.standing import Standing

WEEKS = 4
_ASKED_OF = 2  # weeks that say what would help where they are short; the others do once a day of theirs is open
_SAID_ELSEWHERE = ("red_flag", "severe_pain")  # why everything is stopped: said once, at the top


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """Something to do about a short week: what the button says, and what it comes to."""

    code: str
    date: date
    button: str
    means: str


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """A week of the plan. `dates` are empty where the heading says them; `opened` where it holds the open day."""

    heading: str
    dates: str
    count: str
    days: list[Day]
    notes: list[str]
    offers: list[ShownOffer]
    opened: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """Something told of dates to come: a button takes it away by what it does from the first day to the last."""

    words: str
    dates: str
    button: str
    do: str
    first: date
    last: date


def plan_weeks(now: Standing, ahead: tuple[tuple[Present, WeekPlan], ...], opened: date) -> list[PlanWeek]:
    """The weeks of `ahead`, as `Standing.ahead` answers them. `opened` is the open day."""
    return [_week(now, place, present, plan, opened) for place, (present, plan) in enumerate(ahead)]


def day_to_open(now: Standing, ahead: tuple[tuple[Present, WeekPlan], ...], asked: date | None) -> date:
    """The day that was asked for if a week holds it; else today; else that of the next session."""
    first_days = [plan.first_day for _, plan in ahead]
    for day in filter(None, (asked, now.today)):
        if any(first <= day < first + WEEK for first in first_days):
            return day
    return next((session.date for _, plan in ahead for session in plan.sessions), first_days[0])


def coming(now: Standing, beyond: date) -> list[Coming]:
    """Absences that are not over, and runs of single dates after `beyond`, in order."""
    runner = now.present.runner
    told = [_absence(now, "Away", first, last) for first, last in _away(now)]
    told += [
        _absence(now, "Ill, below the neck" if illness.below else "Ill", illness.first, illness.last)
        for illness in runner.ill
        if illness.last >= now.today
    ]
    told += [
        Coming(_run_in_words(run), f"{day:%A} {day.day} {day:%B %Y}", "Remove", "usual", day, day)
        for day, run in runner.dated_runs.items()
        if day > beyond
    ]
    return sorted(told, key=lambda each: (each.first, each.last))


def short_span(first: date, last: date) -> str:
    """“23–29 Nov”, “30 Nov–6 Dec”."""
    begin = str(first.day) if first.month == last.month else f"{first.day} {first:%b}"
    return f"{begin}–{last.day} {last:%b}"


def _week(now: Standing, place: int, present: Present, plan: WeekPlan, opened: date) -> PlanWeek:
    runner, last = present.runner, plan.first_day + WEEK - DAY
    done = {held.date for held in present.held}
    missed = {session.date for session in now.missed} - runner.skipped if not place else set()
    going = now.going if not place else None
    done -= {going.date} if going else set()
    days = week_of(runner, plan, now.today, missed, done, going)
    race = any(runner.run_on(day.date) is RunKind.RACE for day in days)
    heading, dates = _heading(plan, now, race, short_span(plan.first_day, last))
    names = now.catalogue.spoken
    return PlanWeek(
        heading=heading,
        dates=dates,
        count=_count(plan, len(done), 1 if going else 0),
        days=days,
        notes=[wording.sentence(note, names) for note in plan.notes if note.code not in _SAID_ELSEWHERE],
        offers=_offers(now, present, plan) if place < _ASKED_OF or plan.first_day <= opened <= last else [],
        opened=plan.first_day <= opened <= last,
    )


def _offers(now: Standing, present: Present, plan: WeekPlan) -> list[ShownOffer]:
    found = offers(present, plan, now.today)
    return [ShownOffer(each.code, each.date, *wording.offer(each.code, each.date)) for each in found]


def _heading(plan: WeekPlan, now: Standing, race: bool, dates: str) -> tuple[str, str]:
    """A week's heading, and its dates where that does not say them."""
    ahead = -((now.today - plan.first_day) // WEEK)
    if ahead < 2:
        return ("This week", "Next week")[max(ahead, 0)], dates
    return ("Race week", dates) if race else (dates, "")


def _count(plan: WeekPlan, done: int, going: int) -> str:
    """“2 sessions”, “1 of 2 done”, “2 sessions, halved”."""
    number = done + going + len(plan.sessions)
    halved = any(reason.code == "halved" for session in plan.sessions for reason in session.reasons)
    said = f"{done} of {number} done" if done else f"{number or 'no'} session{'' if number == 1 else 's'}"
    return f"{said}, halved" if halved else said


def _away(now: Standing) -> Iterator[tuple[date, date]]:
    """First and last of the days away from today on that follow each other."""
    left = sorted(day for day in now.present.runner.blocked if day >= now.today)
    starts = [day for day in left if day - DAY not in left]
    ends = [day for day in left if day + DAY not in left]
    return zip(starts, ends, strict=True)


def _absence(now: Standing, words: str, first: date, last: date) -> Coming:
    button = "I’m back" if first <= now.today else "Remove"
    return Coming(words, _dates(first, last), button, "back", max(first, now.today), last)


def _dates(first: date, last: date) -> str:
    if first == last:
        return f"{first:%A} {first.day} {first:%B %Y}"
    return f"{first.day} {first:%B} to {last.day} {last:%B %Y}"


def _run_in_words(run: RunKind | None) -> str:
    words = wording.RUN_NAMES[run] if run else "no run"
    return words.capitalize()
