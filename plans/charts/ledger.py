"""A ledger: one bar a week under the lid that the rule puts on it, over a table with the same numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plans.core.plan import Dose, WeekPlan
from plans.core.types import Measure
from plans.core.wording import Names, sentence

HEIGHT = 1000
COLUMN, _BAR, _LID = 100, 70, 92  # widths of a column, a bar in its middle, and a lid over it
TALLEST = 920  # of a bar; what is above it is for the lid
_GAP = 20  # between a bar that reaches its ceiling and its lid, so that the two do not melt together


@dataclass(frozen=True, slots=True)
class Ledger:
    """One exercise week by week: the doses (0: not trained) and what was allowed at most (None: no rule yet).

    `growth` says from where to where, and what stops it, if anything does. `bars` and `lids` are SVG paths in a drawing
    that is `width` wide and HEIGHT high.
    """

    name: str
    per_side: bool
    unit: str
    doses: tuple[int, ...]
    ceilings: tuple[int | None, ...]
    growth: str
    bars: str
    lids: str

    @property
    def width(self) -> int:
        return COLUMN * len(self.doses)


def ledger(weeks: Sequence[Dose | None], names: Names) -> Ledger:
    """The ledger of one exercise. `weeks` are its doses in order, None for a week without it, not all of them."""
    last = [dose for dose in weeks if dose][-1]
    doses = tuple(dose.dose if dose else 0 for dose in weeks)
    ceilings = tuple(dose.at_most if dose else None for dose in weeks)
    highest = max((*doses, *(ceiling or 0 for ceiling in ceilings), 1))
    return Ledger(
        name=names[last.version.variation or last.exercise],
        per_side=last.version.one_sided,
        unit="seconds" if last.version.measure is Measure.HOLD else "reps",
        doses=doses,
        ceilings=ceilings,
        growth=_growth([dose for dose in weeks if dose and dose.dose]),
        bars="".join(bar(place, TALLEST * dose // highest) for place, dose in enumerate(doses)),
        lids="".join(
            lid(place, TALLEST * ceiling // highest) for place, ceiling in enumerate(ceilings) if ceiling is not None
        ),
    )


def most_trained(plans: Sequence[WeekPlan]) -> str | None:
    """The exercise that is trained in most weeks, the first of them; None where nothing is trained."""
    weeks = Counter(dose.exercise for plan in plans for dose in plan.doses if dose.dose)
    return max(weeks, key=lambda exercise: weeks[exercise], default=None)


def _growth(trained: Sequence[Dose]) -> str:
    if not trained:
        return ""
    first, last = trained[0], trained[-1]
    stops = [sentence(reason) for reason in last.reasons if reason.code in ("minutes", "top")]
    return " ".join([f"From {first.dose} to {last.dose}, and no week jumps.", *stops])


def bar(place: int, height: int, base: int = 0) -> str:
    """The path of a bar in a column, `base` above the ground."""
    return f"M{COLUMN * place + (COLUMN - _BAR) // 2} {HEIGHT - base}v-{height}h{_BAR}v{height}z"


def lid(place: int, height: int) -> str:
    """The path of a lid over a bar of that height."""
    return f"M{COLUMN * place + (COLUMN - _LID) // 2} {HEIGHT - height - _GAP}h{_LID}"
