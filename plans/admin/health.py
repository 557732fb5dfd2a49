"""What concerns a runner's health: who may see it, and what stands in its place for everybody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.core.types import Reason
from plans.core.wording import Names, reasons_of, sentence

KEPT = "Kept from view"

# Reasons that say nothing of the knee, of effort or of an illness. One that is new is kept from view until it is here.
HARMLESS = frozenset({
    "short", "eased_in", "on_run_day", "back_to_back", "before_key_run", "pinned_skipped", "pinned_on_run",
    "pinned_by_race", "pinned_third", "race_week", "race_ahead", "after_race", "halved", "nothing_left", "uncovered",
    "left", "shortened", "another_day", "unplanned", "start", "restart", "grow", "top", "minutes", "fewer_sessions",
    "week_off", "much_missed", "regain", "hold", "swapped", "changed", "load",
    "free_day", "after_easy_run", "pinned", "since_last", "before_run", "before_race", "not_before_run",
    "well_before_run", "after_run",
    "nothing_moves", "session_moves", "session_lost", "session_gained", "session_changes", "sessions_halved",
    "sessions_whole", "exercises_change", "sets_change",
})  # fmt: skip
_TELLING = ("away", "ill", "why")  # facts with which a harmless reason says more


def is_harmless(reason: Reason) -> bool:
    return reason.code in HARMLESS and not any(reason.facts.get(fact) for fact in _TELLING)


def may_see_health(user: Any) -> bool:
    return bool(user.has_perm("plans.view_health"))


@dataclass(frozen=True, slots=True)
class Words:
    """How reasons are worded for somebody: with what concerns health (`whole`), or without."""

    whole: bool
    names: Names

    def sentences(self, reasons: Iterable[Reason]) -> list[str]:
        """One for each reason, none twice."""
        worded = (sentence(each, self.names) if self._shows(each) else f"{KEPT}." for each in reasons)
        return list(dict.fromkeys(worded))

    def of_session(self, day: date, reasons: Iterable[Reason]) -> list[str]:
        """Why a session is on its day, and the rest."""
        given = list(reasons)
        shown = [each for each in given if self._shows(each)]
        return reasons_of(day, shown, self.names) + ([f"{KEPT}."] if len(shown) < len(given) else [])

    def of_dose(self, written: str, reasons: Iterable[Reason]) -> str:
        """The reason of a dose as it was written; kept from view unless it is what harmless reasons say."""
        given = list(reasons)
        harmless = " ".join(sentence(each, self.names) for each in given if is_harmless(each))
        return written if self.whole or written in ("", harmless) else f"{KEPT}."

    def _shows(self, reason: Reason) -> bool:
        return self.whole or is_harmless(reason)
