"""What a runner sees of the way so far: how it grew, what was kept, whether it is balanced, what the knee said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from plans.charts.growth import Growth, exercises_of, growths
from plans.core.changes import next_steps_of
from plans.core.feedback import SORE
from plans.core.record import Kept, Milestone, Week, milestones, sets_by_group, share_kept, streak
from plans.core.types import DAY, WEEK
from plans.core.wording import sentence
from plans.core.words import counted, day_of_year, number
from plans.services.catalogue import PlannedCatalogue
from plans.services.record import Record
from plans.services.standing import Standing

KNEE_COLUMN, KNEE_POINT, KNEE_HEIGHT = 100, 10, 110
_SEEN = 2  # height of an answer of 0
_KNEES = 8  # sessions that a drawing has room for at least
_LATELY = 4  # weeks of which the share that was kept is told
_UNEVEN = 10  # per cent by which sides may differ
_KNEE_CODES = (
    "pain_severe", "pain_not_settled", "pain_settled", "morning_unanswered", "morning_sore", "pain_unanswered",
    "pain_rising", "pain_three_weeks",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WeekKept:
    """A week of the calendar: `boxes` are "done", "missed" or "left" for each session, `runs` how many runs."""

    number: int
    boxes: tuple[str, ...]
    runs: int
    words: str
    now: bool

    @property
    def dots(self) -> str:
        return "•" * self.runs


@dataclass(frozen=True, slots=True)
class Keeping:
    """`streak` in weeks; `lately` in per cent of so many weeks that are `over`, None while nothing was to be done in
    them."""

    streak: int
    lately: int | None
    over: int
    done: int
    weeks: list[WeekKept]


@dataclass(frozen=True, slots=True)
class Group:
    """A muscle group's sets a week, on average of whole weeks and in tenths, and its share of the most worked in per
    cent."""

    slug: str
    name: str
    tenths: int
    share: int

    @property
    def sets(self) -> str:
        whole, tenth = divmod(self.tenths, 10)
        return f"{whole}.{tenth}" if tenth else str(whole)

    @property
    def level(self) -> str:
        """As the map of muscles draws it."""
        return "primary" if self.share >= 67 else "secondary" if self.share else "quiet"


@dataclass(frozen=True, slots=True)
class Sided:
    """An exercise of which each side counts; `uneven` in words where they differ by more than a tenth."""

    name: str
    left: int
    right: int
    uneven: str


@dataclass(frozen=True, slots=True)
class Knee:
    """The pain of a session on a `day` while it lasted and the next morning, 0 to 10; None: not told."""

    day: str
    worst: int | None
    morning: int | None


@dataclass(frozen=True, slots=True)
class KneeDrawn:
    """Bars as paths: the worst of each session, in `calm` or in `sore`, and what the knee said on the `mornings` after.
    A session is KNEE_COLUMN wide and a point of pain KNEE_POINT high."""

    calm: str
    sore: str
    mornings: str


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer did, and from which week on."""

    week: int
    words: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The page; no `ledgers` while nothing is planned, `open` is the one to show large. Something harder can be taken
    of it on the page of the session under the key `over`, if there is one."""

    ledgers: list[Growth]
    open: Growth | None
    keeping: Keeping
    groups: list[Group]
    sides: list[Sided]
    knees: list[Knee]
    knees_drawn: KneeDrawn
    told: list[Told]
    milestones: list[str]
    over: int | None

    @property
    def levels(self) -> dict[str, str]:
        """How the map of muscles draws each group."""
        return {group.slug: group.level for group in self.groups}

    @property
    def balance(self) -> str:
        """The same read out."""
        return "Sets a week: " + ", ".join(f"{group.name.lower()} {group.sets}" for group in self.groups) + "."

    @property
    def knee_room(self) -> int:
        """Sessions that the drawing has room for."""
        return max(len(self.knees), _KNEES)

    @property
    def knee_width(self) -> int:
        return KNEE_COLUMN * self.knee_room


def progress_of(record: Record, coming: Sequence[Week], exercise: str) -> Progress:
    """`coming` are the weeks of the forecast, `exercise` the slug of the one to show large, if there is one."""
    catalogue = record.now.catalogue
    weeks, knees = (*record.before, *record.weeks), _knees(record)
    exercises = exercises_of(weeks, catalogue)
    large = exercise if exercise in exercises else next(iter(exercises), "")
    ledgers = growths(exercises, weeks, coming, catalogue, large)
    return Progress(
        ledgers=ledgers,
        open=next((each for each in ledgers if each.slug == large), None),
        keeping=_keeping(record),
        groups=_groups(record),
        sides=[_sided(catalogue.name_of(slug), *both) for slug, both in record.sides.items() if any(both)],
        knees=knees,
        knees_drawn=_knees_drawn(knees),
        told=list(_told(record)),
        milestones=[
            _milestone(each, catalogue)
            for each in milestones(record.kept, record.harder, record.first, record.now.plan.doses)
        ],
        over=record.over if _can_be_harder(large, record.now) else None,
    )


def _can_be_harder(exercise: str, now: Standing) -> bool:
    dose = next((each for each in now.plan.doses if each.exercise == exercise), None)
    return dose is not None and any(next_steps_of(dose, now.present, now.plan, now.today))


def _knees(record: Record) -> list[Knee]:
    held = [held for week in record.weeks for held in week.held]
    told = [each for each in held if each.worst is not None or each.next_morning is not None]
    return [Knee(f"{each.date:%a} {day_of_year(each.date)}", each.worst, each.next_morning) for each in told]


def _knees_drawn(knees: Sequence[Knee]) -> KneeDrawn:
    worst = [(place, knee.worst) for place, knee in enumerate(knees) if knee.worst is not None]
    mornings = [(place, knee.morning) for place, knee in enumerate(knees) if knee.morning is not None]
    return KneeDrawn(
        calm="".join(_pain(KNEE_COLUMN * place + 8, 40, pain) for place, pain in worst if pain < SORE),
        sore="".join(_pain(KNEE_COLUMN * place + 8, 40, pain) for place, pain in worst if pain >= SORE),
        mornings="".join(_pain(KNEE_COLUMN * place + 56, 30, pain) for place, pain in mornings),
    )


def _pain(left: int, width: int, pain: int) -> str:
    height = max(_SEEN, KNEE_POINT * pain)
    return f"M{left} {KNEE_HEIGHT}v-{height}h{width}v{height}z"


def _keeping(record: Record) -> Keeping:
    kept = record.kept
    first = record.weeks[0].number if record.weeks else 0
    lately = kept[:-1][-_LATELY:]
    return Keeping(
        streak=streak(kept),
        lately=share_kept(lately),
        over=len(lately),
        done=sum(week.done for week in kept),
        weeks=[_week_kept(record, week, week is kept[-1]) for week in kept[first:]],
    )


def _week_kept(record: Record, week: Kept, now: bool) -> WeekKept:
    to_come = len(record.now.plan.sessions) + (record.now.going is not None) if now else 0
    missed = max(0, week.planned - week.done - to_come)
    boxes = ("done",) * week.done + ("left",) * to_come + ("missed",) * missed
    said = [f"{counted(count, 'session')} {word}" for word, count in _counts(boxes) if count]
    return WeekKept(
        number=week.number + 1,
        boxes=boxes,
        runs=sum(_runs(record, week.first_day + day * DAY) for day in range(WEEK.days)),
        words=", ".join(said) or "no session",
        now=now,
    )


def _counts(boxes: Sequence[str]) -> list[tuple[str, int]]:
    return [(word, boxes.count(kind)) for word, kind in (("done", "done"), ("to come", "left"), ("missed", "missed"))]


def _runs(record: Record, day: date) -> bool:
    runs = record.runs
    return (runs[day] if day in runs else record.now.runner.weekly_runs.get(day.weekday())) is not None


def _groups(record: Record) -> list[Group]:
    exercises = record.now.catalogue.exercises
    versions = {(slug, each.variation): each for slug, exercise in exercises.items() for each in exercise.versions}
    whole = record.weeks[:-1] or record.weeks
    sets = sets_by_group(whole, versions)
    most = max(sets.values(), default=0)
    trained = frozenset[str]().union(*(version.primary for version in versions.values()))
    if not most:
        return []
    return [
        Group(slug, name, 10 * sets.get(slug, 0) // len(whole), 100 * sets.get(slug, 0) // most)
        for slug, name in record.now.catalogue.muscles.items()
        if slug in trained
    ]


def _sided(name: str, left: int, right: int) -> Sided:
    fewer, more = sorted((left, right))
    uneven = ""
    if 100 * (more - fewer) > _UNEVEN * more:
        uneven = f"The {'left' if left < right else 'right'} does less."
    return Sided(name, left, right, uneven)


def _told(record: Record) -> Iterator[Told]:
    """What the knee's answers did to weeks: the reasons of their doses, each said once a week."""
    names = record.now.catalogue.spoken
    for week in reversed(record.weeks):
        reasons = [reason for dose in week.doses for reason in dose.reasons if reason.code in _KNEE_CODES]
        for words in dict.fromkeys(sentence(reason, names) for reason in reasons):
            yield Told(week.number + 1, words)


def _milestone(reached: Milestone, catalogue: PlannedCatalogue) -> str:
    if reached.kind == "weeks":
        return f"{number(reached.weeks).capitalize()} weeks with every session done."
    if reached.kind == "harder":
        return f"Your first harder variation, on {reached.day:%-d %B %Y}."
    return f"{catalogue.name_of(reached.exercise)}: twice as much a session as in your first week."
