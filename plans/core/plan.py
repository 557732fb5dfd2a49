"""What a planned week is: its slots, the sessions still to come, the doses, and what there is to say about it."""

from dataclasses import dataclass
from datetime import date

from plans.core.calendar import Days
from plans.core.options import WARM_UP, seconds
from plans.core.selection import Block
from plans.core.types import Action, Measure, Reason, Version


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the week's sessions before it has a date: which of the block's sessions it is, and what it holds.

    `exercises` share the week's doses. `out`: those of them that are not done after all (ended by a sore knee, or
    swapped); their share is left out, not given to other sessions. `apart`: the same for what a neighbouring day
    trains, looked at anew each time, as days move. `added`: swapped in, for this once.
    """

    place: int
    exercises: tuple[str, ...]
    out: frozenset[str] = frozenset()
    added: tuple[str, ...] = ()
    apart: frozenset[str] = frozenset()

    @property
    def held(self) -> tuple[str, ...]:
        return tuple(slug for slug in self.whole if slug not in self.apart) if self.apart else self.whole

    @property
    def whole(self) -> tuple[str, ...]:
        """What it would hold if no other session were next to it."""
        own = tuple(slug for slug in self.exercises if slug not in self.out) if self.out else self.exercises
        return own + self.added


@dataclass(frozen=True, slots=True)
class Prescription:
    """One exercise of a session as it is shown: sets of reps or seconds, per side for one-sided versions.

    `at_top`: the top of the range, or of what the minutes allow.
    """

    exercise: str
    version: Version
    sets: tuple[int, ...]
    load_grams: int | None = None
    at_top: bool = False

    @property
    def variation(self) -> str | None:
        return self.version.variation

    @property
    def measure(self) -> Measure:
        return self.version.measure

    @property
    def per_side(self) -> bool:
        return self.version.one_sided

    @property
    def seconds(self) -> int:
        return seconds(self.version, self.sets)


@dataclass(frozen=True, slots=True)
class Session:
    """A session still to be done. `slot` is its place among the week's slots."""

    date: date
    slot: int
    prescriptions: tuple[Prescription, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def minutes(self) -> int:
        """Warm-up included, rounded up."""
        return -(-(WARM_UP + sum(each.seconds for each in self.prescriptions)) // 60)


@dataclass(frozen=True, slots=True)
class Dose:
    """An exercise's week. `dose` is what its sessions ask for together; `decided` the same before a race halved it.

    `reference` is B before time away, `at_most` what the promise allows; both None at the start. `share` is the
    largest session's part of `decided`.
    """

    exercise: str
    version: Version
    dose: int
    decided: int
    action: Action
    reference: int | None
    at_most: int | None
    reasons: tuple[Reason, ...]
    sessions: int
    at_top: bool = False

    @property
    def share(self) -> int:
        return -(-self.decided // self.sessions) if self.sessions else 0


@dataclass(frozen=True, slots=True)
class Offer:
    """What a runner can do about a short week with one tap; `changes.take_offer` applies it."""

    code: str
    date: date


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """A week as it stands. `sessions` are those still to come; `notes` the week's reasons, in order.

    `undated`: slots that found no date, with what they hold; a session on a day without one takes them. `touched`: a
    race halves some of its sessions. `stopped`: why there are none to come, after a red flag or the like.
    """

    first_day: date
    week: int
    days: Days
    block: Block | None
    slots: tuple[Slot, ...]
    sessions: tuple[Session, ...]
    doses: tuple[Dose, ...]
    notes: tuple[Reason, ...]
    undated: tuple[tuple[int, tuple[Prescription, ...]], ...] = ()
    touched: bool = False
    stopped: Reason | None = None

    def session_on(self, day: date) -> Session | None:
        return next((session for session in self.sessions if session.date == day), None)
