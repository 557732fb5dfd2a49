"""Am I growing, and safely? Each exercise week by week against what the rule allowed, and as it goes on if all goes
well."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plans.charts.ledger import COLUMN, HEIGHT, TALLEST, bar, lid
from plans.core.plan import Dose
from plans.core.progression import up
from plans.core.record import Week
from plans.core.types import Measure, Version
from plans.core.wording import sentence
from plans.core.words import day_of_year
from plans.services.catalogue import PlannedCatalogue

_GAP = 18  # between what is done of a week and what is left
_SMALLEST = 8  # columns of a small drawing, at least
_SEEN = 35  # height of what is left of a week, at least: less would look like a ceiling
_LABELS = 5  # dates that a phone has room for beneath
_LONG, _LABELS_OF_LONG = 52, 4  # columns of which the labels say the year, and how many have room then


@dataclass(frozen=True, slots=True)
class Column:
    """A week of an exercise, or of the variation that it was done in by that `name`: the day on which it `begins`, what
    was `done` of the `dose` (None: it was not in the plan), `imported` beside it, `at_most` by the rule (None: there is
    none yet), and `why`. `when` is "past", "now" or "next"; `label` is when it begins, in short, "" for most, and
    `renamed` are those with another variation than before. The `number` counts from 1, and is less for weeks before the
    first."""

    number: int
    begins: str
    name: str
    unit: str
    done: int
    imported: int
    dose: int | None
    at_most: int | None
    why: str
    when: str
    label: str
    renamed: bool = False

    @property
    def left(self) -> int:
        """What this week still asks for."""
        return max(0, (self.dose or 0) - self.done) if self.when == "now" else 0

    @property
    def reach(self) -> int:
        return max(self.done + self.imported, self.dose or 0, self.at_most or 0)


@dataclass(frozen=True, slots=True)
class Growth:
    """The ledger of an exercise. `done`, `imported`, `left`, `next` and `lids` are paths in a drawing `width` wide and
    `height` high; `past_reach` is how high the bars stand of the weeks so far. `name` and `unit` ("reps", "reps each
    side" and so on) are those of its latest week, `says` what that asks for, in sentences, and `ends` why it is not in
    the last of the weeks to come, "" where it is."""

    slug: str
    name: str
    unit: str
    says: str
    ends: str
    columns: tuple[Column, ...]
    done: str
    imported: str
    left: str
    next: str
    lids: str
    past_reach: int

    @property
    def width(self) -> int:
        return COLUMN * len(self.columns)

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def now(self) -> Column:
        return next(column for column in self.columns if column.when == "now")

    @property
    def past(self) -> list[Column]:
        """This week first, then back in time."""
        return [column for column in reversed(self.columns) if column.when != "next"]

    @property
    def ahead(self) -> list[Column]:
        """The weeks to come, if all goes well."""
        return [column for column in self.columns if column.when == "next"]

    @property
    def is_mixed(self) -> bool:
        """Whether it was done in more than one way."""
        return any(column.renamed for column in self.columns)

    @property
    def past_top(self) -> int:
        """Where the drawing without the weeks to come has its tallest bar."""
        return self.height - self.past_reach

    @property
    def past_width(self) -> int:
        """Of the drawing without the weeks to come, but for room for a few."""
        return COLUMN * max(_SMALLEST, len(self.past))


@dataclass(frozen=True, slots=True)
class _Place:
    """A week in a row of them: by exercise what was asked and done, and the words of it that a column takes."""

    week: Week
    asked: Mapping[str, Dose]
    done: Mapping[str, int]
    begins: str
    when: str
    label: str


def exercises_of(weeks: Sequence[Week], catalogue: PlannedCatalogue) -> list[str]:
    """The slugs of all exercises of the weeks: what was in the plan, the last week first, then what was done or brought
    besides."""
    slugs = [dose.exercise for week in reversed(weeks) for dose in week.doses if dose.dose]
    known = catalogue.exercises.keys() | {dose.exercise for week in weeks for dose in week.doses}
    besides = [*(week.done for week in reversed(weeks)), *(week.imported for week in reversed(weeks))]
    slugs += [slug for amounts in besides for slug, amount in amounts.items() if amount and slug in known]
    return list(dict.fromkeys(slugs))


def growths(
    exercises: Iterable[str],
    weeks: Sequence[Week],
    coming: Sequence[Week],
    catalogue: PlannedCatalogue,
    large: str = "",
) -> list[Growth]:
    """The ledgers of some exercises. `weeks` end with the present one, `coming` are those that follow. Only that of the
    exercise `large` goes on with them, and says why each week asks for so much."""
    places, present = _places(weeks, coming), len(weeks) - 1
    return [_growth(slug, places, present, catalogue, is_large=slug == large) for slug in exercises]


def _growth(
    exercise: str, places: Sequence[_Place], present: int, catalogue: PlannedCatalogue, *, is_large: bool
) -> Growth:
    drawn = places if is_large else places[: present + 1]
    columns = _columns(exercise, drawn, _first_version(exercise, places, catalogue), catalogue, why=is_large)
    now = columns[present]
    scale = max(1, *(column.reach for column in columns))
    return Growth(
        slug=exercise,
        name=now.name,
        unit=now.unit,
        says=" ".join(_says(now, columns[present - 1] if present else None, places[present].asked.get(exercise))),
        ends=_ends(exercise, drawn[present:]),
        columns=tuple(columns),
        done=_bars(columns, scale, lambda each: (0, each.done)),
        imported=_bars(columns, scale, lambda each: (each.done, each.imported)),
        left=_bars(columns, scale, lambda each: (each.done + each.imported, each.left), gap=_GAP, least=_SEEN),
        next=_bars(columns, scale, lambda each: (0, each.dose or 0 if each.when == "next" else 0)),
        past_reach=TALLEST * max(1, *(each.done + each.imported + each.left for each in columns)) // scale,
        lids="".join(lid(place, TALLEST * each.at_most // scale) for place, each in enumerate(columns) if each.at_most),
    )


def _places(weeks: Sequence[Week], coming: Sequence[Week]) -> list[_Place]:
    """What all exercises have in common of each week."""
    every, present = [*weeks, *coming], len(weeks) - 1
    return [
        _Place(
            week=week,
            asked=week.asked,
            done=week.done,
            begins=day_of_year(week.first_day),
            when="next" if place > present else "past" if place < present else "now",
            label=_label(week, place, present, len(every)),
        )
        for place, week in enumerate(every)
    ]


def _first_version(exercise: str, places: Sequence[_Place], catalogue: PlannedCatalogue) -> Version:
    """In which it was in the plan first, if only to be stopped; where it never was, that of the exercise itself."""
    doses = [dose for each in places for dose in each.week.doses if dose.exercise == exercise]
    first = next((dose for dose in doses if dose.dose), next(iter(doses), None))
    return first.version if first else catalogue.exercises[exercise].versions[0]


def _columns(
    exercise: str, places: Sequence[_Place], version: Version, catalogue: PlannedCatalogue, *, why: bool
) -> list[Column]:
    """Where an exercise was not in the plan, it has the name and unit that it had before, at first those of the
    `version`."""
    columns: list[Column] = []
    for each in places:
        dose = each.asked.get(exercise)
        renamed = dose is not None and dose.version.variation != version.variation
        version = dose.version if dose else version
        column = Column(
            number=each.week.number + 1,
            begins=each.begins,
            name=catalogue.name_of(version.variation or exercise),
            unit=_unit(version),
            done=each.done.get(exercise, 0),
            imported=each.week.imported.get(exercise, 0),
            dose=dose.dose if dose else None,
            at_most=dose.at_most if dose else None,
            why=_why(exercise, each.week, catalogue) if why else "",
            when=each.when,
            label=each.label,
            renamed=renamed,
        )
        columns.append(column)
    return columns


def _why(exercise: str, week: Week, catalogue: PlannedCatalogue) -> str:
    """Also of a week that asks for nothing of it: it was paused, or stopped."""
    reasons = (reason for dose in week.doses if dose.exercise == exercise for reason in dose.reasons)
    return " ".join(dict.fromkeys(sentence(reason, catalogue.spoken) for reason in reasons))


def _label(week: Week, place: int, now: int, count: int) -> str:
    """Of this week and of others at even distances, where it does not stand out over an end."""
    step = -(-count // (_LABELS_OF_LONG if count > _LONG else _LABELS))
    fits = step <= 2 * place + 1 <= 2 * count - step
    if (place - now) % step or not (fits or place == now):
        return ""
    return f"{week.first_day:%b ’%y}" if count > _LONG else f"{week.first_day.day} {week.first_day:%b}"


def _says(now: Column, before: Column | None, dose: Dose | None) -> Iterator[str]:
    """What was done last week, and what the rule allows this week."""
    if dose is None:
        yield "Not in the plan this week."
        return
    if now.renamed:
        yield "A new way to do it."
    elif before and (before.done or before.dose):
        yield f"Last week {before.done}."
    if dose.at_most is not None and dose.reference is not None:
        is_a_tenth = dose.at_most == up(dose.reference)
        rule = f"a tenth above {dose.reference}" if is_a_tenth else "the least that a week asks for"
        yield f"At most {dose.at_most}, {rule}."
    elif any(reason.code == "start" for reason in dose.reasons):
        yield "Your first week with it."


def _ends(exercise: str, weeks: Sequence[_Place]) -> str:
    """Why the exercise is not in the last of the weeks, the first of which is this one: others take its place. "" where
    that is not why, as in weeks away."""
    last = next((place for place in reversed(range(len(weeks))) if exercise in weeks[place].asked), len(weeks) - 1)
    if last == len(weeks) - 1:
        return ""
    with_it, without = weeks[last : last + 2]
    if not without.asked.keys() - with_it.asked.keys():
        return ""
    why = ": this one will have spent a block of four weeks at its top" if with_it.asked[exercise].at_top else ""
    return f"From {without.begins} on another exercise has its turn{why}."


def _bars(
    columns: Sequence[Column], scale: int, part: Callable[[Column], tuple[int, int]], gap: int = 0, least: int = 1
) -> str:
    """`part` says from where up a bar stands, and how high; the `gap` is left between it and what it stands on, unless
    it would be less than the `least` then."""
    paths = []
    for place, column in enumerate(columns):
        base, height = part(column)
        if TALLEST * height // scale:
            foot, top = TALLEST * base // scale, TALLEST * (base + height) // scale
            foot = min(foot + gap if foot else 0, max(0, top - least))
            paths.append(bar(place, top - foot, foot))
    return "".join(paths)


def _unit(version: Version) -> str:
    unit = "seconds" if version.measure is Measure.HOLD else "reps"
    return f"{unit} each side" if version.one_sided else unit
