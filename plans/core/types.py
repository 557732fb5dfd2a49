"""The values that the planner speaks in. All are frozen; amounts are whole reps, seconds, grams or minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum, StrEnum

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

GROUPS = ("quads", "glutes", "hamstrings", "hip-abductors", "calves")  # what a week balances, in the order of naming


class RunKind(StrEnum):
    """What kind of run a date holds, from the gentlest to the hardest."""

    EASY = "easy"
    HARD = "hard"  # intervals, tempo, hills, a parkrun
    LONG = "long"
    RACE = "race"


def hardest(kinds: list[RunKind]) -> RunKind:
    """Several runs on a date count as the hardest. Raises ValueError when there is none."""
    return max(kinds, key=tuple(RunKind).index)


class Pattern(StrEnum):
    """Movement patterns, in the order in which a session trains them."""

    KNEE = "knee"
    HIP = "hip"
    ABDUCTION = "abduction"
    CALF = "calf"


class Measure(StrEnum):
    REPS = "reps"
    HOLD = "hold"  # counted in seconds


class Level(StrEnum):
    BEGINNER = "beginner"
    REGULAR = "regular"
    STRONG = "strong"


class Action(StrEnum):
    """What was decided for an exercise's week."""

    START = "start"
    GROW = "grow"
    HOLD = "hold"
    REDUCE = "reduce"
    AWAY = "away"
    STOP = "stop"


class Verdict(IntEnum):
    """What the answers of a week ask for, from the mildest to the most severe."""

    PROGRESS = 0
    HOLD = 1
    REDUCE = 2
    EASIER = 3  # reduce, and take the easier variation


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was decided: a code, and the facts that its sentence needs (see `wording`)."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def because(code: str, **facts: object) -> Reason:
    return Reason(code, facts)


class Refused(Exception):
    """What a runner asked for is against a rule. Carries the reason; nothing was changed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Version:
    """One way to do an exercise: the exercise itself (`variation` is None) or a variation, inherited facts filled in.

    `needs` lists sets of equipment of which any one will do; empty: nothing is needed. Seconds per rep are None for
    a hold.
    """

    variation: str | None
    rung: int
    primary: frozenset[str]
    measure: Measure
    one_sided: bool
    loaded: bool
    seconds_per_rep: int | None
    rest_seconds: int
    needs: tuple[frozenset[str], ...] = ()

    def can_be_done(self, equipment: frozenset[str]) -> bool:
        return not self.needs or any(option <= equipment for option in self.needs)


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise with all its versions: itself first, then its variations in catalogue order."""

    slug: str
    pattern: Pattern
    versions: tuple[Version, ...]

    def find(self, variation: str | None) -> Version | None:
        """None for a variation that the exercise does not have: an editor may have taken it away since it was used."""
        return next((each for each in self.versions if each.variation == variation), None)

    def version(self, variation: str | None) -> Version:
        """What a runner asks for. Raises Refused for a variation that the exercise does not have."""
        found = self.find(variation)
        if found is None:
            raise Refused(because("no_such_variation", exercise=self.slug, variation=variation))
        return found


Catalogue = Mapping[str, Exercise]  # by slug, in catalogue order


@dataclass(frozen=True, slots=True)
class Illness:
    """First and last day; `below` the neck asks for the next row of the table of time away."""

    first: date
    last: date
    below: bool


@dataclass(frozen=True, slots=True)
class Runner:
    """What a runner told us: everything that planning depends on but for what happened.

    `weekly_runs` by weekday (Monday is 0), overridden by `dated_runs` (None: no run). `week_starts_on` is 0 for Monday
    and 6 for Sunday. `short_dates` are dates on which the runner chose the ten-minute version, `skipped` those on which
    the runner does not want strength although not away: skipped, or moved away from.
    """

    joined: date
    weekly_runs: Mapping[int, RunKind]
    dated_runs: Mapping[date, RunKind | None] = field(default_factory=dict)
    week_starts_on: int = 0
    sessions_per_week: int = 2
    minutes: int = 30
    level: Level = Level.BEGINNER
    equipment: frozenset[str] = frozenset({"wall"})
    after_easy_runs: bool = False
    pinned: frozenset[date] = frozenset()
    blocked: frozenset[date] = frozenset()
    ill: tuple[Illness, ...] = ()
    baseline: int = 0
    short_dates: frozenset[date] = frozenset()
    skipped: frozenset[date] = frozenset()

    def run_on(self, day: date) -> RunKind | None:
        if self.dated_runs and day in self.dated_runs:
            return self.dated_runs[day]
        return self.weekly_runs.get(day.weekday())

    def first_day(self, day: date) -> date:
        """The first day of the week that holds `day`."""
        return day - timedelta(days=(day.weekday() - self.week_starts_on) % 7)

    def is_away(self, day: date) -> bool:
        """Blocked, or ill."""
        return day in self.blocked or any(illness.first <= day <= illness.last for illness in self.ill)

    def is_off(self, day: date) -> bool:
        """Whether the calendar must keep strength off a day: away, or skipped."""
        return day in self.skipped or self.is_away(day)

    @property
    def usable_equipment(self) -> frozenset[str]:
        """What the runner owns and may use: a beginner trains without a barbell (section 1)."""
        return self.equipment - {"barbell"} if self.level is Level.BEGINNER else self.equipment


@dataclass(frozen=True, slots=True)
class Work:
    """One exercise of a session: the sets prescribed and done, on the weaker side where sides count by themselves.

    `at_top`: prescribed at the top, of the range or of what the minutes allow. `pain` is the exercise's own answer.
    `once`: done in an easier variation for this session alone; that earns nothing for the one in use.
    """

    exercise: str
    variation: str | None
    sets: tuple[int, ...]
    done: tuple[int, ...]
    load_grams: int | None = None
    at_top: bool = False
    pain: int | None = None
    once: bool = False

    @property
    def asked(self) -> int:
        return sum(self.sets)

    @property
    def credit(self) -> int:
        """More than asked earns nothing extra (section 4); per session, as sets may be shared out differently."""
        return min(sum(self.done), sum(self.sets))


@dataclass(frozen=True, slots=True)
class Held:
    """A session that was done, in part or in full. `slot` is its place in the week's plan, None if it was unplanned.

    Pain 0–10, effort 1–10; None: not answered.
    """

    date: date
    works: tuple[Work, ...]
    slot: int | None
    knee: int | None = None
    next_morning: int | None = None
    effort: int | None = None

    def work(self, exercise: str) -> Work | None:
        for work in self.works:
            if work.exercise == exercise:
                return work
        return None

    @property
    def worst(self) -> int | None:
        """The worst pain told of it while it lasted."""
        worst = self.knee
        for work in self.works:
            if work.pain is not None and (worst is None or work.pain > worst):
                worst = work.pain
        return worst


class FlagKind(StrEnum):
    RED = "red"
    SHARP = "sharp"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag, sharp pain, or the runner's word that a clinician cleared it, which counts from the next day."""

    date: date
    kind: FlagKind
