"""A session as its page shows it: one exercise after the other, its sets in words, what is done and what is left."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from plans.charts.sheet import sets_in_words
from plans.core.feedback import SEVERE, SORE
from plans.core.load import load_in_words
from plans.core.options import WARM_UP, seconds
from plans.core.types import Measure, Version
from plans.models import SetLog
from plans.services.doing import Doing, Part
from plans.services.sets import Said


@dataclass(frozen=True, slots=True)
class Line:
    """A set: `asks` and `done` in words, `done` empty while it is still to do; `amount` is the `target`, or what was
    done on the weaker side; `uuid` of the tap that logged it."""

    number: int
    target: int
    amount: int
    asks: str
    done: str
    uuid: UUID | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What the set button sends: made anew for each set, or as it was typed before."""

    uuid: UUID
    number: int
    amount: int
    right: int | None


@dataclass(frozen=True, slots=True)
class PartShown:
    """An exercise; `place` counts from 1, `way` is the slug of how it is done, `shows` its key. `sets` say of each set
    what was done, or what it asks for; `entry` is None when nothing is left to do. `rest` in seconds. `ended`: a sore
    knee has ended it."""

    place: int
    pk: int
    way: str
    shows: int
    name: str
    why: str
    sets: str
    lines: tuple[Line, ...]
    entry: Entry | None
    one_sided: bool
    hold: bool
    loaded: bool
    load: str
    rest: int
    pain: int | None
    ended: bool

    def anybodys(self, pk: int) -> "PartShown":
        """The same without keys that are one runner's own: `pk` is the exercise's, sets go by their numbers."""
        lines = tuple(replace(line, uuid=UUID(int=line.number)) if line.uuid else line for line in self.lines)
        entry = replace(self.entry, uuid=UUID(int=0)) if self.entry else None
        return replace(self, pk=pk, lines=lines, entry=entry)

    @property
    def first_side(self) -> str:
        """What the first number is about."""
        if self.one_sided:
            return "Left"
        return "Seconds" if self.hold else "Reps"

    @property
    def split(self) -> bool:
        """Whether what is typed differs between the sides."""
        return self.entry is not None and self.entry.right not in (None, self.entry.amount)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Of an exercise what is the same for everybody: a sentence, and as they are drawn its figure, the one that moves,
    and its steps."""

    cue: str
    figure: str
    moves: str
    steps: str


@dataclass(frozen=True, slots=True)
class Rest:
    """Seconds of a rest: how many are left, and of how many."""

    left: int
    whole: int

    @property
    def ring(self) -> str:
        """The part that is left of a circle whose length is 100."""
        return f"{100 * self.left // self.whole} 100"


@dataclass(frozen=True, slots=True)
class Resting:
    """A rest of so many seconds that began with the end of a set."""

    since: datetime
    seconds: int

    def at(self, now: datetime) -> Rest | None:
        """What is left of it; None once it is over."""
        left = self.seconds - int((now - self.since).total_seconds())
        return Rest(left, self.seconds) if 0 < left <= self.seconds else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a session is: the place on the screen, about how long it still takes, and of each exercise which of its
    sets are done."""

    place: int
    left: str
    sets: tuple[tuple[bool, ...], ...]

    @property
    def at(self) -> int:
        """“2” of “2 of 5”."""
        return self.place or len(self.sets)

    @property
    def done(self) -> str:
        """“3 of 10 sets done”."""
        return f"{sum(map(sum, self.sets))} of {sum(map(len, self.sets))} sets done"


@dataclass(frozen=True, slots=True)
class SessionShown:
    """`place` is that of the exercise on the screen, 0 when all is done; `next` is the place of the one after it, 0 for
    none. `fresh`: nothing is logged yet."""

    pk: int
    date: date
    parts: tuple[PartShown, ...]
    place: int
    next: int
    progress: Progress
    fresh: bool

    @property
    def part(self) -> PartShown | None:
        return self.parts[self.place - 1] if self.place else None


def session_shown(whole: Doing, *, units: str, asked: int = 0, typed: Said | None = None) -> SessionShown:
    """`asked` is the place of an exercise to open, 0 for the first with sets to do; `typed` a set that is still to do,
    to be sent once more."""
    if typed:
        asked = next(place for place, part in enumerate(whole.parts, 1) if part.row.pk == typed.prescription)
    place = asked if 0 < asked <= len(whole.parts) else place_of(whole)
    parts = tuple(_part(number, part, units, typed) for number, part in enumerate(whole.parts, 1))
    return SessionShown(
        pk=whole.row.pk,
        date=whole.row.date,
        parts=parts,
        place=place,
        next=_following(whole, place),
        progress=Progress(place, _left(whole), tuple(tuple(bool(each.done) for each in part.lines) for part in parts)),
        fresh=not whole.logs,
    )


def resting(whole: Doing) -> Resting | None:
    """The rest after the latest set, while there is another to come."""
    if not whole.logs or whole.now is None:
        return None
    last = whole.logs[-1]
    part = whole.part(last.prescription_id)
    return Resting(last.at, part.version.rest_seconds) if part else None


def is_to_do(whole: Doing, said: Said) -> bool:
    """Whether a set is one that the session still asks for."""
    part = whole.part(said.prescription)
    return part is not None and not part.ended and said.number in part.missing


def place_of(whole: Doing) -> int:
    """The place of the first exercise with sets to do, 0 when there is none."""
    return _following(whole, 0)


def place_after(whole: Doing, prescription: int) -> int:
    """Which exercise is on the screen after a set of one: that one while it has more, then the next that has some."""
    part = whole.part(prescription)
    if part is None:
        return place_of(whole)
    place = whole.parts.index(part) + 1
    return _following(whole, place) if part.is_over else place


def _following(whole: Doing, place: int) -> int:
    """The next exercise with sets to do after a place, from the beginning once the end is reached; 0: no other."""
    places = range(1, len(whole.parts) + 1)
    return next(
        (each for each in (*places[place:], *places[: max(0, place - 1)]) if not whole.parts[each - 1].is_over), 0
    )


def _part(place: int, part: Part, units: str, typed: Said | None) -> PartShown:
    row, version = part.row, part.version
    logs = {log.number: log for log in part.logs}
    lines = tuple(_line(number, target, version, logs.get(number)) for number, target in enumerate(row.sets, 1))
    return PartShown(
        place=place,
        pk=row.pk,
        way=part.way,
        shows=row.variation_id or row.exercise_id,
        name=row.name,
        why=row.why or row.reason,
        sets=sets_in_words([line.amount for line in lines], version.measure),
        lines=lines,
        entry=None if part.is_over else _entry(part, typed),
        one_sided=version.one_sided,
        hold=version.measure is Measure.HOLD,
        loaded=version.loaded,
        load=load_in_words(row.load_grams, units) if row.load_grams else "",
        rest=version.rest_seconds,
        pain=part.pain,
        ended=part.ended,
    )


def _line(number: int, target: int, version: Version, log: SetLog | None) -> Line:
    unit = " s" if version.measure is Measure.HOLD else ""
    asks = f"{target}{unit} each side" if version.one_sided else f"{target}{unit or ' reps'}"
    if log is None:
        return Line(number, target, target, asks, "", None)
    done = (
        f"{log.amount}{unit or ' reps'}" if log.right is None else f"{log.amount}{unit} left, {log.right}{unit} right"
    )
    left, right = log.done
    return Line(number, target, left if right is None else min(left, right), asks, done, log.uuid)


def _entry(part: Part, typed: Said | None) -> Entry:
    if typed and typed.prescription == part.row.pk:
        right = (typed.amount if typed.right is None else typed.right) if part.version.one_sided else None
        return Entry(typed.uuid, typed.number, typed.amount, right)
    number = part.missing[0]
    target = part.row.sets[number - 1]
    return Entry(uuid4(), number, target, target if part.version.one_sided else None)


def _left(whole: Doing) -> str:
    """About how long the rest of it takes, the warm-up included while nothing is done."""
    left = 0 if whole.logs else WARM_UP
    for part in whole.parts:
        if not part.is_over:
            left += seconds(part.version, [part.row.sets[number - 1] for number in part.missing])
    return f"about {-(-left // 60)} min left" if left else ""


def after_pain(pain: int) -> str:
    """What follows at once from pain in an exercise."""
    if pain >= SEVERE:
        return f"{pain} of 10: stop the knee bends for today. Next week begins lower and easier."
    if pain >= SORE:
        return (
            f"{pain} of 10: go on only as far as it does not get worse. How it is tomorrow morning decides next week."
        )
    return f"{pain} of 10: that is fine, carry on."
