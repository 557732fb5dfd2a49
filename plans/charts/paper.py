"""The plan on paper: the coming two weeks to tick by hand, and what is behind in numbers, for the fridge or the
physiotherapist."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.charts.growth import Column, exercises_of, growths
from plans.charts.skyline import Day, week_of
from plans.core.load import load_in_words
from plans.core.plan import Prescription, Session, WeekPlan
from plans.core.present import Present
from plans.core.record import Kept, Week, share_kept, streak
from plans.core.types import DAY, WEEK, Measure
from plans.core.wording import sentence
from plans.services.catalogue import PlannedCatalogue
from plans.services.record import Record
from plans.services.standing import Standing

DAYS = 14  # to come
WEEKS = 12  # behind, the present one among them
_PLANNED = DAYS // WEEK.days + 1  # weeks in which those days lie
Ahead = tuple[Present, WeekPlan]  # a week, and the present that it is planned from
_LATELY = 4  # weeks of which the share that was kept is told


@dataclass(frozen=True, slots=True)
class Exercise:
    """One of a session: what it `asks` ("2 × 5 reps each side"), the load in words, and a box a set."""

    name: str
    asks: str
    load: str
    boxes: range


@dataclass(frozen=True, slots=True)
class PaperDay:
    """`holds` is the day in words, the `exercises` are those of a session that is still to be done."""

    date: date
    holds: str
    exercises: list[Exercise]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of what is behind: its `name` and unit, and of each week what there is to say, "" for nothing."""

    name: str
    unit: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Paper:
    """`forecast` is the day from which on the `days` hold if all goes well, `rests` how long to rest between sets, ""
    where there are none. `stopped` says why there is no strength, "" where there is. `weeks` are the first days of
    those behind, oldest first and the present one last, none while nothing is done; `lines` are what was done of each
    exercise in them, `others` what was kept and what the knee said. `kept` is a sentence."""

    printed: date
    days: list[PaperDay]
    forecast: date
    rests: str
    stopped: str
    weeks: list[date]
    lines: list[Line]
    others: list[Line]
    kept: str


def paper_of(record: Record, units: str) -> Paper:
    """`units` are those of the loads. Needs a record of WEEKS."""
    now = record.now
    ahead = now.ahead(_PLANNED)
    weeks = record.weeks if any(week.held for week in record.weeks) else ()
    kept = record.kept[weeks[0].number :] if weeks else ()
    ledgers = growths(exercises_of(weeks, now.catalogue), weeks, (), now.catalogue)
    return Paper(
        printed=now.today,
        days=list(_days(now, ahead, units)),
        forecast=ahead[1][1].first_day,
        rests=_rests(ahead),
        stopped=sentence(now.plan.stopped) if now.plan.stopped else "",
        weeks=[week.first_day for week in weeks],
        lines=[line for each in ledgers for line in _lines(each.columns)],
        others=[
            Line("Sessions", "done/planned", [_sessions(each) for each in kept]),
            Line("Week kept", "", [*map(_is_kept, kept[:-1]), *("yes" if each.is_kept else "" for each in kept[-1:])]),
            Line("Knee", "worst, 0 to 10", [_worst(week, morning=False) for week in weeks]),
            Line("Next morning", "worst, 0 to 10", [_worst(week, morning=True) for week in weeks]),
        ],
        kept=_kept(record),
    )


def _days(now: Standing, ahead: Sequence[Ahead], units: str) -> Iterator[PaperDay]:
    """From today on, or from the first day of the plan. A week ends where the next begins, which is not after seven
    days where the runner changed on which day weeks begin."""
    first = max(now.today, ahead[0][1].first_day)
    ends = [*(plan.first_day for _, plan in ahead[1:]), first + DAYS * DAY]
    for place, ((present, plan), end) in enumerate(zip(ahead, ends, strict=True)):
        going = now.going if not place else None
        for day in _lived(now, present, plan, going):
            if first <= day.date < min(end, ends[-1]):
                session = going if going and going.date == day.date else plan.session_on(day.date)
                yield PaperDay(day.date, day.lane.words.capitalize(), _exercises(session, now.catalogue, units))


def _lived(now: Standing, present: Present, plan: WeekPlan, going: Session | None) -> list[Day]:
    """The seven days of a week, and those after it that may lie between it and the next."""
    done = {held.date for held in present.held} - ({going.date} if going else set())
    after = replace(plan, first_day=plan.first_day + WEEK)
    return [day for days in (plan, after) for day in week_of(present.runner, days, now.today, (), done, going)]


def _exercises(session: Session | None, catalogue: PlannedCatalogue, units: str) -> list[Exercise]:
    return [
        Exercise(
            name=catalogue.name_of(each.variation or each.exercise),
            asks=_asks(each),
            load=load_in_words(each.load_grams, units) if each.load_grams else "",
            boxes=range(len(each.sets)),
        )
        for each in (session.prescriptions if session else ())
    ]


def _asks(asked: Prescription) -> str:
    """“2 × 5 reps each side”, “6 + 5 reps”, “20 s”."""
    first, *others = asked.sets
    alike = others and set(others) == {first}
    sets = f"{len(asked.sets)} × {first}" if alike else " + ".join(map(str, asked.sets))
    unit = "s" if asked.measure is Measure.HOLD else "reps"
    return f"{sets} {unit}{' each side' if asked.per_side else ''}"


def _lines(columns: Sequence[Column]) -> Iterator[Line]:
    """One for the exercise and each variation in which it was asked for or done, the latest first."""
    for name, unit in dict.fromkeys((each.name, each.unit) for each in reversed(columns)):
        cells = [_done(each) if (each.name, each.unit) == (name, unit) else "" for each in columns]
        if any(cells):
            yield Line(name, unit, cells)


def _done(column: Column) -> str:
    """“20/22”; of a week that did not ask for it what was done, if anything."""
    if column.dose is None:
        return str(column.done or "")
    return f"{column.done}/{column.dose}"


def _rests(ahead: Sequence[Ahead]) -> str:
    """“45 seconds”, “30 to 60 seconds”."""
    asked = [each for _, plan in ahead for session in plan.sessions for each in session.prescriptions]
    rests = sorted({each.version.rest_seconds for each in asked})
    return f"{' to '.join(map(str, dict.fromkeys((rests[0], rests[-1]))))} seconds" if rests else ""


def _is_kept(week: Kept) -> str:
    return "yes" if week.is_kept else "spared" if week.spared else "no"


def _sessions(week: Kept) -> str:
    return f"{week.done}/{week.planned}" if week.planned or week.done else ""


def _worst(week: Week, *, morning: bool) -> str:
    told = [each.next_morning if morning else each.worst for each in week.held]
    return str(max((each for each in told if each is not None), default=""))


def _kept(record: Record) -> str:
    """“3 weeks in a row with every session done. 88 % of the last 4 weeks.”"""
    running, lately = streak(record.kept), record.kept[:-1][-_LATELY:]
    said = f"{running} week{'' if running == 1 else 's'} in a row with every session done."
    share = share_kept(lately)
    if share is None:
        return said
    return f"{said} {share}\N{NO-BREAK SPACE}% of the last {f'{len(lately)} weeks' if len(lately) > 1 else 'week'}."
