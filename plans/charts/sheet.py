"""A week's sessions as a training sheet: one row an exercise, one column a session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plans.core.plan import Prescription, Session
from plans.core.types import Measure, Pattern
from plans.services.catalogue import PlannedCatalogue


@dataclass(frozen=True, slots=True)
class Row:
    """An exercise as it is done, and its sets in each of the sessions, as text ("5 + 5"; empty: not in that one).

    `why` says in a few words why they are so many, "" where that is not asked. The slug is empty where there is no page
    of it any more.
    """

    slug: str
    name: str
    per_side: bool
    sets: tuple[str, ...]
    why: str = ""


def sheet(sessions: Sequence[Session], catalogue: PlannedCatalogue, whys: Mapping[str, str] | None = None) -> list[Row]:
    """In the order of movement patterns, as every session trains them. `whys` are answers by exercise."""
    held = {each.exercise: each for session in sessions for each in session.prescriptions}
    ordered = sorted(held.values(), key=lambda each: _place(each.exercise, catalogue))
    return [replace(_row(each, sessions, catalogue), why=(whys or {}).get(each.exercise, "")) for each in ordered]


def _place(slug: str, catalogue: PlannedCatalogue) -> int:
    """That of its pattern; what is not published any more comes last."""
    exercise = catalogue.exercises.get(slug)
    return tuple(Pattern).index(exercise.pattern) if exercise else len(Pattern)


def sets_in_words(sets: Sequence[int], measure: Measure) -> str:
    """“5 + 5”, or for a hold “20 + 20 s”."""
    text = " + ".join(map(str, sets))
    return f"{text} s" if measure is Measure.HOLD else text


def _row(first: Prescription, sessions: Sequence[Session], catalogue: PlannedCatalogue) -> Row:
    sets = []
    for session in sessions:
        found = next((each for each in session.prescriptions if each.exercise == first.exercise), None)
        sets.append(sets_in_words(found.sets, found.measure) if found else "")
    slug = first.variation or first.exercise
    return Row(slug if slug in catalogue.names else "", catalogue.name_of(slug), first.per_side, tuple(sets))
