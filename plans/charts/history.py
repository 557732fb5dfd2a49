"""A session that is over, as the history shows it: what was asked, what was done, what was put right since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plans.charts.sheet import sets_in_words
from plans.core.document import from_document
from plans.core.feedback import SORE
from plans.core.load import load_in_words
from plans.core.types import Measure, Version
from plans.core.words import joined
from plans.models import Runner, SetLog
from plans.models.sessions import RESTORED_WITHIN
from plans.services.doing import Doing, Part
from plans.services.past import Deleted


@dataclass(frozen=True, slots=True)
class SetShown:
    """A set in words. `against` is how far it is from what was asked, "" where it is not; `was` what it was before it
    was corrected, "" where it was not. `until` is the last day on which a deleted one can be restored."""

    uuid: UUID
    number: int
    done: str
    load: str
    against: str = ""
    was: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PartShown:
    """An exercise: `asked` in words, its sets that count and those that can be restored; `pain` is its own answer."""

    name: str
    asked: str
    sets: list[SetShown]
    gone: list[SetShown]
    pain: int | None


@dataclass(frozen=True, slots=True)
class SessionShown:
    """`state` in a few words; `is_missed`: nothing was done of it, and nothing told."""

    pk: int
    day: date
    state: str
    is_missed: bool
    facts: list[str]
    parts: list[PartShown]


@dataclass(frozen=True, slots=True)
class DeletedShown:
    """What can be restored until a day, in `words`: a set under its `uuid`, the whole session, or what was deleted `at`
    a moment of one that was begun again."""

    day: date
    session: int
    uuid: UUID | None
    at: str
    words: str
    until: date


def deleted_shown(row: Runner, deleted: Deleted) -> DeletedShown:
    log, session = deleted.log, deleted.session
    words = "The session as you deleted it" if deleted.is_earlier else "The whole session"
    if log:
        measure = from_document(Version, log.prescription.version).measure
        words = f"{log.prescription.name}, set {log.number}: {set_in_words(log, measure)}"
    return DeletedShown(
        day=session.date,
        session=session.pk,
        uuid=log.uuid if log else None,
        at=deleted.at.isoformat() if deleted.is_earlier else "",
        words=words,
        until=last_day_to_restore(row, deleted.at),
    )


def session_shown(row: Runner, whole: Doing, now: datetime, exercise: str = "") -> SessionShown:
    """With all of its exercises, or with what was searched for: one, or a variation, by its slug."""
    return SessionShown(
        pk=whole.row.pk,
        day=whole.row.date,
        state=_state(whole, row.today(now)),
        is_missed=not whole.is_held,
        facts=list(_facts(whole)),
        parts=[_part(row, whole, part, now) for part in whole.parts if not exercise or _is_of(part, exercise)],
    )


def sore_in_words(whole: Doing) -> str:
    """That the worst answer about the knee counts no more, where it was 3 or more; "" where it was less."""
    told = [whole.knee, whole.morning, *(part.pain for part in whole.parts)]
    worst = max((pain for pain in told if pain is not None), default=0)
    return f"Your answer of {worst} for the knee no longer counts either." if worst >= SORE else ""


def last_day_to_restore(row: Runner, at: datetime) -> date:
    """Of what was deleted at a moment."""
    return row.today(at + RESTORED_WITHIN)


def set_in_words(log: SetLog, measure: Measure) -> str:
    """“8 reps”, “20 s”, “5 left, 4 right”."""
    amount, right = log.done
    if right is not None and right != amount:
        unit = " s" if measure is Measure.HOLD else ""
        return f"{amount}{unit} left, {right}{unit} right"
    unit = "s" if measure is Measure.HOLD else "rep" if amount == 1 else "reps"
    return f"{amount} {unit}{' a side' if right is not None else ''}"


def _state(whole: Doing, today: date) -> str:
    if whole.row.date == today and whole.row.finished_at is None:
        return "Under way"
    if not whole.is_held:
        return "Missed" if whole.row.slot is not None else "Nothing done"
    if whole.row.slot is None:
        return "One more than planned"
    if not any(sum(work.done) for work in whole.held.works):
        return "Nothing done"
    short = list(_short(whole))
    return f"Done, {joined(short)} short" if short else "Done"


def _short(whole: Doing) -> Iterator[str]:
    """How much less was done than asked, where it was: “3 reps”, “10 s”."""
    left = dict.fromkeys(Measure, 0)
    for part, work in zip(whole.parts, whole.held.works, strict=True):
        left[part.version.measure] += work.asked - work.credit
    if reps := left[Measure.REPS]:
        yield f"{reps} rep{'' if reps == 1 else 's'}"
    if seconds := left[Measure.HOLD]:
        yield f"{seconds} s"


def _facts(whole: Doing) -> Iterator[str]:
    if whole.knee is not None or whole.morning is not None:
        knee = "not told" if whole.knee is None else str(whole.knee)
        yield f"knee {knee}" + ("" if whole.morning is None else f", next morning {whole.morning}")
    if whole.row.effort:
        yield f"effort {whole.row.effort}"


def _is_of(part: Part, slug: str) -> bool:
    return slug == part.slug or (part.row.variation is not None and slug == part.row.variation.slug)


def _part(row: Runner, whole: Doing, part: Part, now: datetime) -> PartShown:
    units = row.user.units
    own = [log for log in whole.taken_back if log.prescription_id == part.row.pk]
    corrected = {log.corrects for log in (*own, *part.logs)}
    taken = {log.number for log in part.logs}
    can_be = (
        log
        for log in own
        if log.amount is not None and log.deleted_at and log.deleted_at > now - RESTORED_WITHIN
        if log.uuid not in corrected and log.number not in taken
    )
    before = {log.uuid: log for log in own}
    return PartShown(
        name=part.row.name,
        asked=_asked(part, units) if whole.row.slot is not None else "",
        sets=[_set(part, log, before, units, is_asked=whole.row.slot is not None) for log in part.logs],
        gone=[_gone(row, part, log) for log in can_be] if whole.row.deleted_at is None else [],
        pain=part.pain,
    )


def _asked(part: Part, units: str) -> str:
    """“5 + 5 a side with 8 kg”."""
    sets = sets_in_words(part.row.sets, part.version.measure) + (" a side" if part.version.one_sided else "")
    return sets + (f" with {load_in_words(part.row.load_grams, units)}" if part.row.load_grams else "")


def _set(part: Part, log: SetLog, before: dict[UUID, SetLog], units: str, *, is_asked: bool) -> SetShown:
    return SetShown(
        uuid=log.uuid,
        number=log.number,
        done=set_in_words(log, part.version.measure),
        load=_load(log, units),
        against=_against(part, log) if is_asked else "",
        was=", before that ".join(_said(each, part, log, units) for each in _chain(log, before)),
    )


def _gone(row: Runner, part: Part, log: SetLog) -> SetShown:
    assert log.deleted_at is not None  # noqa: S101 - it is deleted
    done = set_in_words(log, part.version.measure)
    return SetShown(
        log.uuid, log.number, done, _load(log, row.user.units), until=last_day_to_restore(row, log.deleted_at)
    )


def _chain(log: SetLog, before: dict[UUID, SetLog]) -> Iterator[SetLog]:
    """What a set was before it was put right, the latest first."""
    while log.corrects in before:
        log = before[log.corrects]
        yield log


def _said(was: SetLog, part: Part, now: SetLog, units: str) -> str:
    """With the weight where that is what was wrong."""
    done = set_in_words(was, part.version.measure)
    if was.load_grams == now.load_grams:
        return done
    return f"{done} {_load(was, units) or 'without a weight'}"


def _load(log: SetLog, units: str) -> str:
    return f"with {load_in_words(log.load_grams, units)}" if log.load_grams else ""


def _against(part: Part, log: SetLog) -> str:
    """“2 more than asked”, by the weaker side."""
    amount, right = log.done
    done = amount if right is None else min(amount, right)
    asked = part.row.sets[log.number - 1] if log.number <= len(part.row.sets) else 0
    return "" if done == asked else f"{abs(done - asked)} {'more' if done > asked else 'less'} than asked"
