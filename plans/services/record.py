"""What is behind a runner: rows to the values that the page of progress shows. Reads; writes nothing."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from plans.core.document import from_document
from plans.core.history import next_first_day
from plans.core.plan import Dose
from plans.core.planner import as_planned
from plans.core.record import Kept, Life, Week, kept_weeks
from plans.core.types import WEEK, RunKind
from plans.models import PlannedWeek, Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.happened import Stored, stored_sessions
from plans.services.life import Imported, life_before
from plans.services.standing import Standing, last_day, standing_after

Sides = Mapping[str, tuple[int, int]]  # by exercise, the reps or seconds of the left and of the right
Opened = tuple[int, date, tuple[Dose, ...]]  # a week's number, its first day, and its doses
ByWeek = Mapping[int, Mapping[str, int]]  # a week's number, its exercises, and what was done of them


@dataclass(frozen=True, slots=True)
class Behind:
    """The part of a record that is over: what lies before the latest week that is stored, which began on the day
    `until`. Of that week and those after it there is only what was `imported`, and what was told for them in `life`."""

    until: date
    weeks: tuple[Week, ...]
    before: tuple[Week, ...]
    sides: Sides
    life: Life
    kept: tuple[Kept, ...]
    first: tuple[Dose, ...]
    imported: tuple[Imported, ...]
    over: int | None


@dataclass(frozen=True, slots=True)
class Record:
    """A runner's latest `weeks`, the present one last; `before` are those before the first of all, as far back as sets
    were imported. `sides` are those of exercises where they count by themselves, in the `weeks`. `over` is the key of
    the latest session of these weeks that is finished. Of the whole time `kept` week by week, the `runs` that were told
    of by their dates (None: no run), and `harder`, the day of the first harder variation; `first` are the doses of the
    first week.

    Imported sets are in no part of it but their weeks' `imported`."""

    now: Standing
    behind: Behind
    weeks: tuple[Week, ...]
    before: tuple[Week, ...]
    sides: Sides
    kept: tuple[Kept, ...]
    harder: date | None
    over: int | None

    @property
    def runs(self) -> Mapping[date, RunKind | None]:
        return self.behind.life.runs

    @property
    def first(self) -> tuple[Dose, ...]:
        return self.behind.first


def record(
    row: Runner, catalogue: PlannedCatalogue, today: date, weeks: int | None, behind: Behind | None = None
) -> Record:
    """`weeks` is how many to look back on, the present one among them; None for all. `behind` is that of an earlier
    record of as many, if nothing has changed since that lies before the latest week. Five queries, however long the
    history; with `behind` four, of the present alone, or six where a week has opened since."""
    after = today - weeks * WEEK if weeks else date.min
    if behind:
        latest = PlannedWeek.objects.latest_with_coming_of(row)
        if behind.until == latest.first_day:
            stored, flags = stored_sessions(row, latest.first_day, last_day(latest))
            return _with_present(standing_after(latest, catalogue, today, stored, flags), behind, after)
    return _record_of_all(row, catalogue, today, after)


def _record_of_all(row: Runner, catalogue: PlannedCatalogue, today: date, after: date) -> Record:
    rows = PlannedWeek.objects.later_of(row, after)
    latest, shown = rows[-1], [each for each in rows[:-1] if each.first_day > after]
    begins = min(each.first_day for each in (*shown, latest))
    stored, flags = stored_sessions(row, begins, last_day(latest))
    past = [each for each in stored if each.session.date < latest.first_day]
    now = standing_after(latest, catalogue, today, stored[len(past) :], flags)
    return _with_present(now, _behind(latest, rows[0], shown, past, after), after)


def _behind(
    latest: PlannedWeek, first: PlannedWeek, shown: Sequence[PlannedWeek], stored: Sequence[Stored], after: date
) -> Behind:
    """`first` is the first week that is stored. One query."""
    until = latest.first_day
    life, found = life_before(latest.runner, until, after)
    opened = [(each.number, each.first_day, _doses(each)) for each in shown]
    begins = [(number, first_day) for number, first_day, _ in opened] or [(latest.number, until)]
    imported = _by_week((each for each in found if each[0] < until), begins)
    return Behind(
        until=until,
        weeks=tuple(_weeks(opened, stored, imported)),
        before=tuple(_before(*begins[0], imported, after)),
        sides=_sides(stored),
        life=life,
        kept=kept_weeks(life, until + WEEK)[:-1],
        first=_doses(first) if first.number == 0 else (),
        imported=tuple(each for each in found if each[0] >= until),
        over=_over(stored),
    )


def _with_present(now: Standing, behind: Behind, after: date) -> Record:
    opened = [each for each in _opened(now) if each[1] > after]
    imported = _by_week(behind.imported, [(number, first_day) for number, first_day, _ in opened])
    return Record(
        now=now,
        behind=behind,
        weeks=(*behind.weeks, *_weeks(opened, now.stored, imported)),
        before=behind.before,
        sides=_sum(behind.sides, _sides(each for each in now.stored if opened and each.session.date >= opened[0][1])),
        kept=(*behind.kept, *kept_weeks(_present(behind.life, now), _following(now), len(behind.kept))),
        harder=behind.life.harder or next((each.session.date for each in now.stored if each.is_harder), None),
        over=_over(now.stored) or behind.over,
    )


def _following(now: Standing) -> date:
    """The first day of the week after the present one."""
    return next_first_day(now.present.history, now.runner, (*now.held, *map(as_planned, now.plan.sessions)))


def _opened(now: Standing) -> Iterator[Opened]:
    """The latest week that is stored, and those that have begun since; of the present one the doses as they stand."""
    week = now.week
    if week is not None:
        yield week.number, week.first_day, _doses(week) if now.opened else now.plan.doses
    for lived in now.opened:
        yield lived.plan.week, lived.plan.first_day, lived.plan.doses


def _doses(week: PlannedWeek) -> tuple[Dose, ...]:
    return from_document(tuple[Dose, ...], week.plan["doses"])


def _weeks(opened: Sequence[Opened], stored: Iterable[Stored], imported: ByWeek) -> Iterator[Week]:
    """The weeks, each with what was done in it."""
    held = [each.held for each in stored if each.held]
    ends = (*(first for _, first, _ in opened[1:]), date.max)
    for (number, first, doses), end in zip(opened, ends, strict=False):
        own = tuple(each for each in held if first <= each.date < end)
        yield Week(number, first, doses, own, imported.get(number, {}))


def _before(number: int, first_day: date, imported: ByWeek, after: date) -> Iterator[Week]:
    """Weeks before the first of all, oldest first; none where others come before the one with the `number`."""
    for place in range(min(imported, default=0), 0) if number == 0 else ():
        if (first := first_day + place * WEEK) > after:
            yield Week(place, first, (), (), imported.get(place, {}))


def _by_week(imported: Iterable[Imported], begins: Sequence[tuple[int, date]]) -> ByWeek:
    """By the number of the week, which is less for each week before the first of those that `begins` names."""
    weeks: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day, exercise, amount in imported if begins else ():
        place = bisect(begins, day, key=itemgetter(1)) - 1
        number, first_day = begins[max(0, place)]
        weeks[number if place >= 0 else number + (day - first_day).days // WEEK.days][exercise] += amount
    return {number: dict(sums) for number, sums in weeks.items()}


def _sides(stored: Iterable[Stored]) -> Sides:
    return _sum(*(each.sides for each in stored))


def _sum(*sides: Sides) -> Sides:
    sums: dict[str, tuple[int, int]] = {}
    for each in sides:
        for exercise, (left, right) in each.items():
            before = sums.get(exercise, (0, 0))
            sums[exercise] = before[0] + left, before[1] + right
    return sums


def _over(stored: Sequence[Stored]) -> int | None:
    return next((each.pk for each in reversed(stored) if each.is_finished and each.held), None)


def _present(life: Life, now: Standing) -> Life:
    """The latest week that is stored, and those that have begun since. Today's session is done once it is finished."""
    sessions = [
        (day := each.session.date, each.slot, each.is_done and (each.is_finished or day != now.today))
        for each in now.stored
    ]
    sessions += [
        (each.date, each.slot, False) for lived in now.opened for each in (*lived.missed, *lived.plan.sessions)
    ]
    return replace(
        life,
        weeks=(*life.weeks[-1:], *(lived.plan.first_day for lived in now.opened)),
        sessions=tuple(sorted(sessions, key=itemgetter(0))),
    )
