"""What an exercise of a session can become, as its sheet shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from plans.core.wording import sentence
from plans.services.catalogue import PlannedCatalogue
from plans.services.choosing import Option
from plans.services.doing import Part


@dataclass(frozen=True, slots=True)
class Become:
    """A way to go on. `once` and `always` say for how long it can be taken; `against` why not, where it cannot."""

    exercise: str
    variation: str
    name: str
    what: str
    once: bool
    always: bool
    against: str


def becomes(options: Sequence[Option], part: Part, catalogue: PlannedCatalogue) -> list[Become]:
    """In the order given, each exercise or variation once."""
    keys = dict.fromkeys((each.exercise, each.variation) for each in options)
    return [
        _become([each for each in options if (each.exercise, each.variation) == key], part, catalogue) for key in keys
    ]


def _become(same: Sequence[Option], part: Part, catalogue: PlannedCatalogue) -> Become:
    first = same[0]
    legal = {each.how_long for each in same if each.against is None}
    against = next((each.against for each in same if each.against), None)
    return Become(
        exercise=first.exercise,
        variation=first.variation or "",
        name=catalogue.name_of(first.way or first.variation or first.exercise),
        what=_what(first, part, catalogue),
        once="once" in legal,
        always="always" in legal,
        against=sentence(against, catalogue.spoken) if against and not legal else "",
    )


def _what(option: Option, part: Part, catalogue: PlannedCatalogue) -> str:
    if option.exercise != part.slug:
        return "another exercise"
    version = catalogue.exercises[option.exercise].find(option.variation)
    rung = version.rung if version else part.version.rung
    if rung == part.version.rung:
        return "about as hard"
    return "harder" if rung > part.version.rung else "easier"
