"""What is behind a runner, as it is looked back on: week by week, exercise by exercise, and what has come of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import takewhile

from plans.core.plan import Dose, WeekPlan
from plans.core.types import DAY, WEEK, Held, RunKind, Version

MILESTONE_WEEKS = (2, 4, 8, 12, 26, 52, 104)

Counted = tuple[date, int | None, bool]  # a session's date, its slot (None: unplanned), and whether any of it was done


@dataclass(frozen=True, slots=True)
class Week:
    """A week that has opened, by its number, counted from 0. `doses` as they stood last, `held` what was done.
    `imported` is what a table says was done in it, by exercise: it counts for nothing. `sides` are the reps or seconds
    of the left and of the right, by exercise, where they count by themselves. A week before the first has a negative
    number, and nothing but what was imported."""

    number: int
    first_day: date
    doses: tuple[Dose, ...]
    held: tuple[Held, ...]
    imported: Mapping[str, int] = field(default_factory=dict)
    sides: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def asked(self) -> Mapping[str, Dose]:
        """By exercise the doses that ask for anything."""
        return {dose.exercise: dose for dose in self.doses if dose.dose}

    @property
    def done(self) -> Mapping[str, int]:
        """By exercise the reps or seconds in all, of the weaker side where sides count by themselves; more than asked
        counts here."""
        sums: dict[str, int] = defaultdict(int)
        for held in self.held:
            for work in held.works:
                sums[work.exercise] += sum(work.done)
        return sums


def as_weeks(plans: Iterable[WeekPlan]) -> tuple[Week, ...]:
    """Weeks that are only planned, nothing done."""
    return tuple(Week(plan.week, plan.first_day, plan.doses, ()) for plan in plans)


@dataclass(frozen=True, slots=True)
class Kept:
    """Of a week how many of the sessions that had a day were done, in part or in full. `spared`: a race lies in it or
    in the week after it, or an illness, or it has no day for strength; it breaks no streak then."""

    number: int
    first_day: date
    planned: int
    done: int
    spared: bool = False

    @property
    def is_kept(self) -> bool:
        return 0 < self.planned <= self.done


@dataclass(frozen=True)
class Life:
    """What else there was in a time: runs that were told of by their dates (None: no run), illnesses from and to."""

    runs: Mapping[date, RunKind | None] = field(default_factory=dict)
    ill: tuple[tuple[date, date], ...] = ()

    @cached_property
    def races(self) -> list[date]:
        return [day for day, run in self.runs.items() if run is RunKind.RACE]


def kept_weeks(
    weeks: Sequence[date], sessions: Iterable[Counted], life: Life, following: date, number: int = 0
) -> tuple[Kept, ...]:
    """The weeks that began on some days, oldest first, the first by that `number`; `following` is the first day of the
    week after them. The `sessions` come by their dates. Of the present week also what is still to come counts as
    planned."""
    own: dict[int, list[Counted]] = defaultdict(list)
    ends = [first - DAY for first in (*weeks[1:], following)]
    place = 0
    for session in sessions:
        while place < len(ends) and session[0] > ends[place]:
            place += 1
        own[place].append(session)
    return tuple(
        kept_week(number + place, first, last, counted(own[place]), life)
        for place, (first, last) in enumerate(zip(weeks, ends, strict=True))
    )


def kept_week(number: int, first: date, last: date, sessions: tuple[int, int], life: Life) -> Kept:
    """The week from the day `first` to the `last`, by its `number`; `sessions` are how many were planned and done."""
    planned, done = sessions
    spared = (
        not planned
        or any(first <= race <= last + WEEK for race in life.races)
        or any(begins <= last and first <= ends for begins, ends in life.ill)
    )
    return Kept(number, first, planned, done, spared)


def counted(sessions: Sequence[Counted]) -> tuple[int, int]:
    """How many of a week's were planned and done. One that was missed, moved and missed again has one slot; an
    unplanned one makes up for a missed one."""
    planned = {slot for _, slot, _ in sessions if slot is not None}
    return len(planned), sum(done for _, _, done in sessions)


def streak(weeks: Sequence[Kept]) -> int:
    """How many weeks in a row were kept, up to now. One that is spared is passed over, and so is the present one until
    its sessions are done."""
    *past, present = weeks
    counted = [week for week in reversed(past) if week.is_kept or not week.spared]
    return present.is_kept + sum(1 for _ in takewhile(lambda week: week.is_kept, counted))


def share_kept(weeks: Sequence[Kept]) -> int | None:
    """Per cent of the planned sessions that were done, weeks left out that were spared; None where none was planned."""
    counted = [week for week in weeks if week.is_kept or not week.spared]
    planned = sum(week.planned for week in counted)
    return 100 * sum(min(week.done, week.planned) for week in counted) // planned if planned else None


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that has come true: "weeks" in which all was done; "harder", the `day` of the first harder variation;
    or "doubled", an exercise of which twice as much was done a session lately as its first week asked for."""

    kind: str
    weeks: int = 0
    day: date | None = None
    exercise: str = ""


def milestones(
    weeks: Sequence[Kept], harder: date | None, first: Sequence[Dose], now: Sequence[Dose]
) -> Iterator[Milestone]:
    """`harder` is the day of the first harder variation, `first` are the doses of the first week, `now` of the present
    one."""
    kept = sum(week.is_kept for week in weeks)
    for number in [number for number in MILESTONE_WEEKS if number <= kept][-1:]:
        yield Milestone("weeks", weeks=number)
    if harder:
        yield Milestone("harder", day=harder)
    before = {(dose.exercise, dose.version.variation): dose for dose in first if dose.decided}
    for dose in now:
        then = before.get((dose.exercise, dose.version.variation))
        if then and (dose.reference or 0) * then.sessions >= 2 * then.decided * dose.sessions > 0:
            yield Milestone("doubled", exercise=dose.exercise)


def sets_by_group(weeks: Iterable[Week], versions: Mapping[tuple[str, str | None], Version]) -> dict[str, int]:
    """How many sets each muscle group was worked with most, in all the weeks."""
    sets: dict[str, int] = defaultdict(int)
    for week in weeks:
        for held in week.held:
            for work in held.works:
                version = versions.get((work.exercise, work.variation))
                for group in version.primary if version else ():
                    sets[group] += sum(amount > 0 for amount in work.done)
    return dict(sets)


def both_sides(some: Iterable[Mapping[str, tuple[int, int]]]) -> dict[str, tuple[int, int]]:
    """By exercise the left and the right of all together."""
    sums: dict[str, tuple[int, int]] = {}
    for each in some:
        for exercise, (left, right) in each.items():
            before = sums.get(exercise, (0, 0))
            sums[exercise] = before[0] + left, before[1] + right
    return sums
