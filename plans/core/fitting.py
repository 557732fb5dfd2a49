"""How a week's doses meet the limit in minutes (section 3), and how they are shared out over its sessions.

When a session would be too long, its last extra leaves until the next block; an extra is an exercise without which the
week still covers every group. With none left, growth stops for the session's last exercise, then for the one before;
if it is still too long, the longest dose is lowered. Where even the smallest doses are too long, exercises go.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from plans.core.plan import Slot
from plans.core.progression import SMALLEST, Decision, spread
from plans.core.selection import Pool, covered, seconds
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


def fit(slots: Sequence[Slot], limits: Sequence[int | None], pool: Pool, decide: Decide) -> Fitted:
    """Doses that fit. `limits` are seconds after the warm-up, None for a slot that is done and cannot change."""
    return _Fitting(slots, limits, pool, decide).fitted()


class _Fitting:
    __slots__ = ("_decide", "_limits", "_pool", "_slots", "_week")

    def __init__(self, slots: Sequence[Slot], limits: Sequence[int | None], pool: Pool, decide: Decide) -> None:
        self._slots, self._limits, self._pool, self._decide = slots, limits, pool, decide
        held = [[*slot.exercises, *slot.added] for slot in slots]
        self._week = Fitted(held, {}, {}, {})
        for slug in dict.fromkeys(slug for names in held for slug in names):
            self._decided(slug)

    def fitted(self) -> Fitted:
        for slot, limit in enumerate(self._limits):
            while limit is not None and self._time(slot) > limit:
                if not (self._drop_extra(slot) or self._stop_growth(slot) or self._lower(slot)):
                    self._drop(slot, self._least_missed(slot))
        return self._week

    def _decided(self, slug: str) -> None:
        """Decides anew, as the number of sessions that hold the exercise counts."""
        count = sum(slug in names for names in self._week.slots)
        decision = self._decide(slug, count)
        self._week.decisions[slug] = decision
        self._set_dose(slug, decision.dose)

    def _set_dose(self, slug: str, dose: int) -> None:
        count = sum(slug in names for names in self._week.slots)
        self._week.doses[slug] = dose
        self._week.sets[slug] = spread(dose, count, self._version(slug))

    def _time(self, slot: int) -> int:
        return sum(seconds(self._version(slug), self._week.sets_of(slot, slug)) for slug in self._held(slot))

    def _held(self, slot: int) -> list[str]:
        return [slug for slug in self._week.slots[slot] if slug not in self._slots[slot].out]

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
        if any(slug in names for names in self._week.slots):
            self._decided(slug)
        else:
            del self._week.decisions[slug], self._week.doses[slug], self._week.sets[slug]

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
