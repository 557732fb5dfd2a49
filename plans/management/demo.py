"""Runners who look lived-in: each day of theirs is lived by the services that the pages call."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from plans.core import types
from plans.core.asking import away, ill
from plans.core.changes import next_steps
from plans.core.types import DAY, WEEK, Level, Refused, RunKind
from plans.forms.plan import said
from plans.models import ExerciseChoice, KneeReport, PlanChange, PlannedWeek, Runner
from plans.services import choosing, knee, planning, sets, setup, training
from plans.services.catalogue import PlannedCatalogue
from plans.services.doing import Doing, Part, doing
from plans.services.sets import Said
from plans.services.standing import Standing, standing

MORNING, EVENING = time(6, tzinfo=UTC), time(18, tzinfo=UTC)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
EASY, HARD, LONG = RunKind.EASY, RunKind.HARD, RunKind.LONG
FIRST_LOAD, HEAVIER = 6_000, 2_000  # grams: what weights begin with, and from one dumbbell to the next


@dataclass(frozen=True, slots=True)
class Life:
    """An account to be, by its `name`, that began so many weeks ago. Of a hundred sessions `misses` are missed, and in
    so many one set has a rep less than asked (`short`). `holidays` and `ill` are weeks of its own and days from then
    on; in the weeks of `climbs` something harder is taken, if it is offered."""

    name: str
    weeks: int
    runs: Mapping[int, RunKind]
    owns: frozenset[str]
    minutes: int = 30
    level: Level = Level.BEGINNER
    misses: int = 0
    short: int = 8
    holidays: Mapping[int, int] = field(default_factory=dict)
    ill: Mapping[int, int] = field(default_factory=dict)
    climbs: int = 6


LIVES = (
    Life("three-weeks", 3, {TUE: EASY, THU: HARD, SUN: LONG}, frozenset({"wall", "step"})),
    Life(
        "two-years",
        104,
        {TUE: EASY, WED: HARD, THU: EASY, SAT: EASY, SUN: LONG},
        frozenset({"wall", "step", "dumbbell", "band"}),
        minutes=40,
        misses=7,
        holidays={31: 16, 83: 12},
        ill={62: 9},
    ),
    Life(
        "six-days",
        30,
        {MON: EASY, TUE: HARD, WED: EASY, THU: HARD, SAT: EASY, SUN: LONG},
        frozenset({"wall", "step", "kettlebell"}),
        level=Level.REGULAR,
        misses=4,
    ),
)


def begun(user: Any, life: Life, catalogue: PlannedCatalogue, today: date) -> Runner:
    """The runner of a new user, whose plan began on a Monday so many weeks before this one."""
    first = today - today.weekday() * DAY - (life.weeks - 1) * WEEK
    row = setup.begin_setup(user=user, known=types.Runner(first, life.runs, equipment=life.owns, minutes=life.minutes))
    setup.answer_training(row=row, level=life.level, minutes=life.minutes, sessions_per_week=2)
    setup.answer_safety(row=row, baseline=0, cleared=False, now=datetime.combine(first, EVENING))
    planning.start(row=row, catalogue=catalogue, first=first)
    row.refresh_from_db()
    row.user = user
    return row


def lived(row: Runner, life: Life, catalogue: PlannedCatalogue, today: date, seed: int) -> Iterator[date]:
    """Live every day up to yesterday, and open this week; yields the days. The same for the same seed and `today`."""
    assert row.started_on is not None  # noqa: S101 - `begun` starts it
    player = _Player(row, life, catalogue, Random(f"{seed} {life.name}"))  # noqa: S311 - for the looks of it
    for number in range((today - row.started_on).days):
        player.live(row.started_on + number * DAY)
        yield player.today
    planning.open_weeks(row=row, catalogue=catalogue, today=today)


class _Player:
    """One runner, day by day."""

    def __init__(self, row: Runner, life: Life, catalogue: PlannedCatalogue, chance: Random) -> None:
        self.row, self.life, self.catalogue, self.chance = row, life, catalogue, chance
        self.today, self.began = date.min, row.user.joined_at
        self.slept_on: tuple[int, int] | None = None  # yesterday's session, and how the knee is this morning

    def live(self, day: date) -> None:
        self.today = day
        self._write(planning.open_weeks)
        if self.slept_on:
            session, pain = self.slept_on
            self._write(knee.say_morning, session=session, pain=pain)
            self._date(KneeReport, MORNING)
        self.slept_on = None
        assert self.row.started_on is not None  # noqa: S101 - it lives
        week, weekday = divmod((day - self.row.started_on).days, 7)
        if weekday == MON:
            self._date(PlannedWeek, MORNING, "opened_at")
            self._begin_week(week)
        if self._stands().plan.session_on(day) and self.chance.randrange(100) >= self.life.misses:
            self._train()

    def _begin_week(self, week: int) -> None:
        first = self.today
        if week in self.life.holidays:
            back = first + self.life.holidays[week] * DAY
            self._ask(lambda now: away(now.runner, first, back, today=first), said("away", first, back, "away"))
        if week in self.life.ill:
            well = first + self.life.ill[week] * DAY
            asked = said("away", first, well, "ill")
            self._ask(lambda now: ill(now.runner, first, well, below=False, today=first), asked)
        if week and week % self.life.climbs == 0:
            self._climb()

    def _climb(self) -> None:
        for step in next_steps(self._stands().present, self.today)[:1]:
            grams = min(step.load[0] + HEAVIER, step.load[1]) if step.load else None
            try:
                self._write(choosing.take, exercise=step.exercise, variation=step.variation, grams=grams)
            except Refused:
                return  # not today
            self._date(ExerciseChoice, EVENING)

    def _train(self) -> None:
        now = datetime.combine(self.today, EVENING)
        session = self._write(training.start_session, day=self.today, now=now)
        for part in self._with_loads(session).parts:
            for number, asked in enumerate(part.row.sets, start=1):
                self._log(session, part, number, asked, now)
        self._write(training.finish, session=session, now=now)
        pain = self.chance.choices((0, 1, 2, 3, 4), (40, 34, 20, 4, 2))[0]
        self._write(knee.say_knee, session=session, pain=pain)
        self._date(KneeReport, EVENING)
        self._write(training.say_effort, session=session, effort=self.chance.choice((4, 5, 5, 6, 6, 7)))
        self.slept_on = session, min(2, pain // 2)

    def _with_loads(self, session: int) -> Doing:
        """A session with a load for every exercise that takes one, said before the first set of it ever."""
        for part in doing(self.row, session).parts:
            if part.version.loaded and part.row.load_grams is None:
                self._write(choosing.set_load, session=session, prescription=part.row.pk, grams=FIRST_LOAD)
                self._date(ExerciseChoice, EVENING)
        return doing(self.row, session)

    def _log(self, session: int, part: Part, number: int, asked: int, now: datetime) -> Doing:
        amount = asked - (self.chance.randrange(100) < self.life.short)
        right = amount if part.version.one_sided else None
        uuid = UUID(int=self.chance.getrandbits(128), version=4)
        told = Said(uuid, part.row.pk, part.way, number, amount, right)
        return sets.log_set(runner=self.row, session=session, said=told, now=now)

    def _ask(self, ask: planning.Ask, asked: str) -> None:
        self._write(planning.change, ask=ask, asked=asked)
        self._date(PlanChange, MORNING)

    def _date(self, model: Any, hour: time, column: str = "at") -> None:
        """What a service has dated by the clock was written at this hour of the day that is lived."""
        now = {f"{column}__range": (self.began, timezone.now())}
        model.objects.for_runner(self.row).filter(**now).update(**{column: datetime.combine(self.today, hour)})

    def _stands(self) -> Standing:
        return standing(PlannedWeek.objects.latest_of(self.row), self.catalogue, self.today)

    def _write(self, writer: Any, **said: Any) -> Any:
        return writer(row=self.row, catalogue=self.catalogue, today=self.today, **said)
