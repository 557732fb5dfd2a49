"""What a change moves, in words: the one place that words it."""

from collections.abc import Iterator, Sequence
from datetime import date

from plans.core.document import from_document
from plans.core.types import Reason
from plans.core.wording import sentence, summary
from plans.models import PlanChange
from plans.services.catalogue import PlannedCatalogue

_NOTHING = "Nothing moves in the next four weeks."


def moves(moved: Sequence[Reason], catalogue: PlannedCatalogue) -> list[str]:
    """One sentence for each thing that moves."""
    names = catalogue.spoken
    return [sentence(reason, names) for reason in moved if reason.code != "nothing_moves"] or [_NOTHING]


def moves_in_one_line(moved: Sequence[Reason], catalogue: PlannedCatalogue) -> str:
    """The most important of it."""
    told = [reason for reason in moved if reason.code != "nothing_moves"]
    return summary(told, catalogue.spoken) or _NOTHING


def change_in_words(change: PlanChange, catalogue: PlannedCatalogue) -> str:
    """What a change was, and what it moved."""
    moved = from_document(tuple[Reason, ...], change.what)
    line = "" if change.asked and moves(moved, catalogue) == [_NOTHING] else moves_in_one_line(moved, catalogue)
    return " ".join(filter(None, [change.asked, line]))


def is_past(change: PlanChange, today: date) -> bool:
    """Whether all that a change moved lies on days that have passed. What has no day, such as other sets, does not."""
    return all(_is_past(reason, today) for reason in from_document(tuple[Reason, ...], change.what))


def _is_past(reason: Reason, today: date) -> bool:
    days = list(_days(reason))
    return bool(days) and max(days) < today


def _days(reason: Reason) -> Iterator[date]:
    for name, fact in reason.facts.items():
        if name != "this_week":  # from where the others are seen
            yield from (each for each in (fact if isinstance(fact, tuple) else (fact,)) if isinstance(each, date))
