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

Opened = tuple[int, date, tuple[Dose, ...]]  # a week's number, its first day, and its doses
ByWeek = Mapping[int, Mapping[str, int]]  # a week's number, its exercises, and what was done of them


@dataclass(frozen=True, slots=True)
class Behind:
    """The part of a record that is over: what lies before the latest week that is stored, which began on the day
    `until`. Of that week and those after it there is only what was `imported`, and what was told for them in `life`."""

    until: date
    weeks: tuple[Week, ...]
    before: tuple[Week, ...]
    life: Life
    kept: tuple[Kept, ...]
    harder: date | None
    first: tuple[Dose, ...]
    imported: tuple[Imported, ...]
    over: int | None


@dataclass(frozen=True, slots=True)
class Record:
    """A runner's latest `weeks`, the present one last; `before` are those before the first of all, as far back as sets
    were imported. `over` is the key of the latest session of these weeks that is finished. Of the whole time `kept`
    week by week, the `runs` that were told of by their dates (None: no run), and `harder`, the day of the first harder
    variation; `first` are the doses of the first week.

    Imported sets are in no part of it but their weeks' `imported`."""

    now: Standing
    behind: Behind
    weeks: tuple[Week, ...]
    before: tuple[Week, ...]
    kept: tuple[Kept, ...]
    harder: date | None
    over: int | None

    @property
    def runs(self) -> Mapping[date, RunKind | None]:
        return self.behind.life.runs

    @property
    def first(self) -> tuple[Dose, ...]:
        return self.behind.first

    @property
    def sides(self) -> Mapping[str, tuple[int, int]]:
        """Of the `weeks`, by exercise the left and the right where they count by themselves."""
        return both_sides(week.sides for week in self.weeks)


def record(
    row: Runner, catalogue: PlannedCatalogue, today: date, weeks: int | None, behind: Behind | None = None
) -> Record:
    """`weeks` is how many to look back on, the present one among them; None for all. `behind` is that of an earlier
    record of as many, if nothing has changed since that lies before the latest week. Five queries, however long the
    history; with `behind` four, of the present alone, unless a week has opened since."""
    after = today - weeks * WEEK if weeks else date.min
    latest = PlannedWeek.objects.latest_with_coming_of(row)
    stored, flags = stored_sessions(row, latest.first_day, last_day(latest))
    now = standing_after(latest, catalogue, today, stored, flags)
    if behind is None or behind.until != latest.first_day:
        behind = _behind(latest, after)
    return _with_present(now, behind, after)


def _behind(latest: PlannedWeek, after: date) -> Behind:
    """One query, three more for weeks that are not added up yet."""
    until = latest.first_day
    ended, life, found = life_before(latest.runner, latest.number, after)
    if len(ended) < latest.number:
        ended = ended_weeks(latest.runner, 0, latest.number)
    shown = [each for each in ended if each.first_day > after]
    begins = [(each.number, each.first_day) for each in shown] or [(latest.number, until)]
    imported = _by_week((each for each in found if each[0] < until), begins)
    return Behind(
        until=until,
        weeks=tuple(replace(from_text(Week, each.week), imported=imported.get(each.number, {})) for each in shown),
        before=tuple(_before(*begins[0], imported, after)),
        life=life,
        kept=tuple(_kept(ended, until, life)),
        harder=next((each.harder for each in ended if each.harder), None),
        first=from_text(Week, ended[0].week).doses if ended else doses(latest.plan),
        imported=tuple(each for each in found if each[0] >= until),
        over=next((each.over_id for each in reversed(shown) if each.over_id), None),
    )


def _kept(ended: Sequence[Ended], until: date, life: Life) -> Iterator[Kept]:
    ends = (*(each.first_day for each in ended[1:]), until)
    for each, end in zip(ended, ends, strict=False):
        yield kept_week(each.number, each.first_day, end - DAY, (each.planned, each.done), life)


def _with_present(now: Standing, behind: Behind, after: date) -> Record:
    opened = [each for each in _opened(now) if each[1] > after]
    imported = _by_week(behind.imported, [(number, first_day) for number, first_day, _ in opened])
    return Record(
        now=now,
        behind=behind,
        weeks=(*behind.weeks, *_weeks(opened, now.stored, imported)),
        before=behind.before,
        kept=(*behind.kept, *_kept_lately(now, behind)),
        harder=behind.harder or next((each.session.date for each in now.stored if each.is_harder), None),
        over=latest_over(now.stored) or behind.over,
    )


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


def _kept_lately(now: Standing, behind: Behind) -> tuple[Kept, ...]:
    """The latest week that is stored, and those that have begun since. Today's session is done once it is finished."""
    sessions: list[Counted] = [
        (day := each.session.date, each.slot, each.is_done and (each.is_finished or day != now.today))
        for each in now.stored
    ]
    sessions += [
        (each.date, each.slot, False) for lived in now.opened for each in (*lived.missed, *lived.plan.sessions)
    ]
    weeks = behind.until, *(lived.plan.first_day for lived in now.opened)
    return kept_weeks(weeks, sorted(sessions, key=itemgetter(0)), behind.life, _following(now), len(behind.kept))
