"""What is behind a runner: rows to the values that the page of progress shows. Reads; writes nothing."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from plans.core.document import from_text
from plans.core.history import next_first_day
from plans.core.plan import Dose
from plans.core.planner import as_planned
from plans.core.record import Counted, Kept, Life, Week, both_sides, kept_week, kept_weeks
from plans.core.types import DAY, WEEK, RunKind
from plans.models import PlannedWeek, Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.ended import Ended, doses, ended_weeks, latest_over, week_of
from plans.services.happened import Stored, stored_sessions
from plans.services.life import Imported, life_before
from plans.services.standing import Standing, last_day, standing_after

Begins = Sequence[tuple[int, date]]  # the numbers of weeks and their first days
Opened = tuple[int, date, tuple[Dose, ...]]  # a week's number, its first day, and its doses
ByWeek = Mapping[int, Mapping[str, int]]  # a week's number, its exercises, and what was done of them


@dataclass(frozen=True, slots=True)
class Record:
    """A runner's latest `weeks`, the present one last; `before` are those before the first of all, as far back as sets
    were imported. `over` is the key of the latest session of these weeks that is finished. Of the whole time `kept`
    week by week, the `runs` that were told of by their dates (None: no run), and `harder`, the day of the first harder
    variation; `first` are the doses of the first week.

    Imported sets are in no part of it but their weeks' `imported`."""

    now: Standing
    weeks: tuple[Week, ...]
    before: tuple[Week, ...]
    kept: tuple[Kept, ...]
    runs: Mapping[date, RunKind | None]
    harder: date | None
    first: tuple[Dose, ...]
    over: int | None

    @property
    def sides(self) -> Mapping[str, tuple[int, int]]:
        """Of the `weeks`, by exercise the left and the right where they count by themselves."""
        return both_sides(week.sides for week in self.weeks)


def record(row: Runner, catalogue: PlannedCatalogue, today: date, weeks: int | None) -> Record:
    """`weeks` is how many to look back on, the present one among them; None for all. Five queries, however long the
    history; three more while weeks are not added up."""
    after = today - weeks * WEEK if weeks else date.min
    latest = PlannedWeek.objects.latest_with_coming_of(row)
    stored, flags = stored_sessions(row, latest.first_day, last_day(latest))
    now = standing_after(latest, catalogue, today, stored, flags)
    ended, life, found = life_before(row, latest.number, after)
    if len(ended) < latest.number:
        ended = ended_weeks(row, 0, latest.number)
    past = [each for each in ended if each.first_day > after]
    opened = [each for each in _opened(now) if each[1] > after]
    begins = [*((each.number, each.first_day) for each in past), *((number, first) for number, first, _ in opened)]
    imported = _by_week(found, begins)
    return Record(
        now=now,
        weeks=(*_past(past, imported), *_weeks(opened, stored, imported)),
        before=tuple(_before(begins, imported, after)),
        kept=(*_kept(ended, latest.first_day, life), *_kept_lately(now, latest, life)),
        runs=life.runs,
        harder=next((each.harder for each in ended if each.harder), None)
        or next((each.session.date for each in stored if each.is_harder), None),
        first=from_text(Week, ended[0].week).doses if ended else doses(latest.plan),
        over=latest_over(stored) or next((each.over_id for each in reversed(past) if each.over_id), None),
    )


def _past(ended: Iterable[Ended], imported: ByWeek) -> Iterator[Week]:
    for each in ended:
        yield replace(from_text(Week, each.week), imported=imported.get(each.number, {}))


def _kept(ended: Sequence[Ended], until: date, life: Life) -> Iterator[Kept]:
    """The weeks that ended before the one from `until` on."""
    ends = (*(each.first_day for each in ended[1:]), until)
    for each, end in zip(ended, ends, strict=False):
        yield kept_week(each.number, each.first_day, end - DAY, (each.planned, each.done), life)


def _following(now: Standing) -> date:
    """The first day of the week after the present one."""
    return next_first_day(now.present.history, now.runner, (*now.held, *map(as_planned, now.plan.sessions)))


def _opened(now: Standing) -> Iterator[Opened]:
    """The latest week that is stored, and those that have begun since; of the present one the doses as they stand."""
    week = now.week
    if week is not None:
        yield week.number, week.first_day, doses(week.plan) if now.opened else now.plan.doses
    for lived in now.opened:
        yield lived.plan.week, lived.plan.first_day, lived.plan.doses


def _weeks(opened: Sequence[Opened], stored: Sequence[Stored], imported: ByWeek) -> Iterator[Week]:
    """The weeks, each with what was done in it."""
    ends = (*(first for _, first, _ in opened[1:]), date.max)
    for (number, first, asked), end in zip(opened, ends, strict=False):
        own = [each for each in stored if first <= each.session.date < end]
        yield week_of(number, first, asked, own, imported.get(number))


def _before(begins: Begins, imported: ByWeek, after: date) -> Iterator[Week]:
    """Weeks before the first of all, oldest first; none where that is not among those that `begins` names."""
    for number, first_day in begins[:1]:
        for place in range(min(imported, default=0), 0) if number == 0 else ():
            if (first := first_day + place * WEEK) > after:
                yield Week(place, first, (), (), imported.get(place, {}))


def _by_week(imported: Iterable[Imported], begins: Begins) -> ByWeek:
    """By the number of the week, which is less for each week before the first of those that `begins` names."""
    weeks: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day, exercise, amount in imported if begins else ():
        place = bisect(begins, day, key=itemgetter(1)) - 1
        number, first_day = begins[max(0, place)]
        weeks[number if place >= 0 else number + (day - first_day).days // WEEK.days][exercise] += amount
    return {number: dict(sums) for number, sums in weeks.items()}


def _kept_lately(now: Standing, latest: PlannedWeek, life: Life) -> tuple[Kept, ...]:
    """The `latest` week that is stored, and those since. Today's session is done once it is finished."""
    sessions: list[Counted] = [
        (day := each.session.date, each.slot, each.is_done and (each.is_finished or day != now.today))
        for each in now.stored
    ]
    sessions += [
        (each.date, each.slot, False) for lived in now.opened for each in (*lived.missed, *lived.plan.sessions)
    ]
    weeks = latest.first_day, *(lived.plan.first_day for lived in now.opened)
    return kept_weeks(weeks, sorted(sessions, key=itemgetter(0)), life, _following(now), latest.number)
