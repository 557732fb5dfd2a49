"""How a week's doses meet the limit in minutes (section 3), and how they are shared out over its sessions.

When a session would be too long, its last extra leaves until the next block; an extra is an exercise without which the
week still covers every group. With none left, growth stops for the session's last exercise, then for the one before;
if it is still too long, the longest dose is lowered. Where even the smallest doses are too long, exercises go.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from plans.core.options import Pool, covered, seconds
from plans.core.plan import Slot
from plans.core.progression import SMALLEST, Decision, spread
from plans.core.types import Action, Version

Decide = Callable[[str, int], Decision]  # from a slug and the number of sessions that hold it


@dataclass(slots=True)
class Fitted:
    """The week while it is made to fit. `left` are pairs of slot and slug; `limited` what the minutes hold back."""

    slots: list[list[str]]
    decisions: dict[str, Decision]
    doses: dict[str, int]
    sets: dict[str, tuple[tuple[int, ...], ...]]
    left: list[tuple[int, str]] = field(default_factory=list)
    limited: set[str] = field(default_factory=set)

    def sets_of(self, slot: int, slug: str) -> tuple[int, ...]:
        """The sets of an exercise in one slot: its share of the week's dose, larger shares first."""
        return self.sets[slug][sum(slug in each for each in self.slots[:slot])]

    def groups(self, slots: Sequence[Slot], pool: Pool) -> frozenset[str]:
        held = zip(slots, self.slots, strict=True)
        return covered(pool, (slug for slot, names in held for slug in names if slug in slot.held))


def fit(slots: Sequence[Slot], limits: Sequence[int | None], pool: Pool, decide: Decide) -> Fitted:
    """Doses that fit. `limits` are seconds after the warm-up, None for a slot that is done and cannot change.

    Where extras that leave one by one cost a group, as when the minutes are cut, what covers most groups is kept.
    """
    fitted = _Fitting(slots, limits, pool, decide).fitted()
    if not fitted.left:
        return fitted
    every = covered(pool, (slug for slot in slots for slug in slot.held))
    if fitted.groups(slots, pool) == every:
        return fitted
    narrow = tuple(
        replace(slot, exercises=_only(slot, slot.exercises, names), added=_only(slot, slot.added, names))
        for slot, names in zip(slots, _covering_most(slots, limits, pool), strict=True)
    )
    other = _Fitting(narrow, limits, pool, decide).fitted()
    if len(other.groups(narrow, pool)) <= len(fitted.groups(slots, pool)):
        return fitted
    gone = [
        (index, slug)
        for index, (slot, kept) in enumerate(zip(slots, narrow, strict=True))
        for slug in slot.held
        if slug not in kept.held
    ]
    other.left[:0] = gone
    return other


def _only(slot: Slot, slugs: tuple[str, ...], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(slug for slug in slugs if slug in names or slug not in slot.held)


def _covering_most(slots: Sequence[Slot], limits: Sequence[int | None], pool: Pool) -> tuple[tuple[str, ...], ...]:
    """For each slot what fits at the smallest doses, so that together they cover most groups, then hold most."""
    best: dict[frozenset[str], tuple[tuple[str, ...], ...]] = {frozenset(): ()}
    for slot, limit in zip(slots, limits, strict=True):
        wider: dict[frozenset[str], tuple[tuple[str, ...], ...]] = {}
        for groups, taken in best.items():
            for names in _that_fit(slot.held, limit, pool):
                more = groups | covered(pool, names)
                if more not in wider or _held(wider[more]) < _held((*taken, names)):
                    wider[more] = (*taken, names)
        best = wider
    return best[max(best, key=len)]


def _that_fit(held: tuple[str, ...], limit: int | None, pool: Pool) -> list[tuple[str, ...]]:
    if limit is None:
        return [held]
    subsets = (names for size in range(len(held), -1, -1) for names in combinations(held, size))
    return [names for names in subsets if sum(pool[slug].least for slug in names) <= limit]


def _held(sessions: tuple[tuple[str, ...], ...]) -> int:
    return sum(len(names) for names in sessions)


class _Fitting:
    __slots__ = ("_decide", "_limits", "_pool", "_slots", "_week")

    def __init__(self, slots: Sequence[Slot], limits: Sequence[int | None], pool: Pool, decide: Decide) -> None:
        self._slots, self._limits, self._pool, self._decide = slots, limits, pool, decide
        held = [[*slot.exercises, *slot.added] for slot in slots]
        self._week = Fitted(held, {}, {}, {})
        self._decide_all()

    def fitted(self) -> Fitted:
        # One session may grow longer when another gives up an exercise, so they are looked at until all fit.
        while (slot := self._too_long()) is not None:
            if not (self._drop_extra(slot) or self._stop_growth(slot) or self._lower(slot)):
                self._drop(slot, self._least_missed(slot))
        return self._week

    def _too_long(self) -> int | None:
        limits = enumerate(self._limits)
        return next((slot for slot, limit in limits if limit is not None and self._time(slot) > limit), None)

    def _decide_all(self) -> None:
        """Decides every dose, anew when an exercise has left: what was held back for its sake need not be."""
        for doses in (self._week.decisions, self._week.doses, self._week.sets, self._week.limited):
            doses.clear()
        for slug in dict.fromkeys(slug for names in self._week.slots for slug in names):
            decision = self._decide(slug, sum(slug in names for names in self._week.slots))
            self._week.decisions[slug] = decision
            self._set_dose(slug, decision.dose)

    def _set_dose(self, slug: str, dose: int) -> None:
        count = sum(slug in names for names in self._week.slots)
        self._week.doses[slug] = dose
        self._week.sets[slug] = spread(dose, count, self._version(slug))

    def _time(self, slot: int) -> int:
        return sum(seconds(self._version(slug), self._week.sets_of(slot, slug)) for slug in self._held(slot))

    def _held(self, slot: int) -> list[str]:
        held = self._slots[slot].held
        return [slug for slug in self._week.slots[slot] if slug in held]

    def _version(self, slug: str) -> Version:
        return self._pool[slug].version

    def _missed_without(self, slot: int, slug: str) -> int:
        """How many groups the week would no longer cover."""
        others = [each for other in range(len(self._slots)) if other != slot for each in self._held(other)]
        own = self._held(slot)
        rest = [each for each in own if each != slug]
        return len(covered(self._pool, [*others, *own])) - len(covered(self._pool, [*others, *rest]))

    def _drop_extra(self, slot: int) -> bool:
        held = self._held(slot)
        for slug in reversed(held):
            if len(held) > 1 and not self._missed_without(slot, slug):
                self._drop(slot, slug)
                return True
        return False

    def _drop(self, slot: int, slug: str) -> None:
        self._week.slots[slot].remove(slug)
        self._week.left.append((slot, slug))
        self._decide_all()

    def _least_missed(self, slot: int) -> str:
        return min(reversed(self._held(slot)), key=lambda slug: self._missed_without(slot, slug))

    def _stop_growth(self, slot: int) -> bool:
        for slug in reversed(self._held(slot)):
            decision, dose = self._week.decisions[slug], self._week.doses[slug]
            still = max(SMALLEST[self._version(slug).measure], decision.reference or 0)
            if decision.action is Action.GROW and dose > still:
                self._week.limited.add(slug)
                self._set_dose(slug, still)
                return True
        return False

    def _lower(self, slot: int) -> bool:
        """Takes a rep or a second a session off the exercise that takes longest and can still give."""

        def time(slug: str) -> int:
            return seconds(self._version(slug), self._week.sets_of(slot, slug))

        for slug in sorted(self._held(slot), key=time, reverse=True):
            smallest = SMALLEST[self._version(slug).measure]
            if self._week.doses[slug] > smallest:
                count = sum(slug in names for names in self._week.slots)
                self._week.limited.add(slug)
                self._set_dose(slug, max(smallest, self._week.doses[slug] - count))
                return True
        return False
