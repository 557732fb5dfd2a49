"""From slots to what is shown: each exercise's dose for the week, and the sets of each session (section 4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.core.fitting import Decide, Fitted, fit
from plans.core.plan import Dose, Prescription, Slot
from plans.core.present import decider, race_after, room
from plans.core.progression import Decision, session_top, spread
from plans.core.selection import ordered
from plans.core.slots import Morning, Slots
from plans.core.types import Action, Reason, Work, because

SHORT_VERSION = 10  # minutes


@dataclass(frozen=True, slots=True)
class Prescribed:
    """The week's slots as they fit, what each prescribes, the doses, and notes about both. `halved`: the slots that a
    race takes sets from."""

    slots: Slots
    prescriptions: tuple[tuple[Prescription, ...], ...]
    doses: tuple[Dose, ...]
    notes: tuple[Reason, ...]
    halved: frozenset[int]


def prescribe(morning: Morning, slots: Slots) -> Prescribed:
    """Decides the week's doses for the slots and shares them out, within the limit in minutes.

    Sessions in the seven days before a race keep their exercises with half the sets, rounded up.
    """
    present, pool = morning.present, morning.pool
    decide = decider(present, pool, morning.still, max(morning.days.sessions, default=None))
    slots, resting = _without_paused(morning, slots, decide)
    fitted = fit(slots.slots, _limits(morning, slots), pool, decide)
    slots = _as_fitted(morning, slots, fitted)
    sets = _sets(morning, slots.slots, fitted)
    days = {slot: day for day, slot in slots.dates.items()}
    halved = {slot for slot, day in days.items() if race_after(present.runner, day)}
    shorter = frozenset(slot for slot in halved if any(len(each) > 1 for each in sets[slot].values()))
    for index in halved:
        sets[index] = {slug: each[: (len(each) + 1) // 2] for slug, each in sets[index].items()}
    doses = sorted((*_doses(morning, fitted, sets), *resting), key=lambda dose: pool[dose.exercise].place)
    tops = {dose.exercise for dose in doses if dose.at_top}
    prescriptions = []
    for index, (slot, shares) in enumerate(zip(slots.slots, sets, strict=True)):
        held = [slug for slug in ordered(pool, slot.held) if shares.get(slug)]
        top = tops if index not in halved else set()
        prescriptions.append(tuple(_prescription(morning, slug, shares[slug], slug in top) for slug in held))
    return Prescribed(slots, tuple(prescriptions), tuple(doses), tuple(_notes(morning, slots.dates, fitted)), shorter)


def _prescription(morning: Morning, slug: str, sets: tuple[int, ...], at_top: bool) -> Prescription:
    standing = morning.present.history.standings.get(slug)
    version = morning.pool[slug].version
    return Prescription(slug, version, sets, standing.load_grams if standing and version.loaded else None, at_top)


def _limits(morning: Morning, slots: Slots) -> list[int | None]:
    """Seconds for each slot, None for one that is done."""
    runner = morning.present.runner
    done = {each.slot for each in morning.present.held}
    short = {slot for day, slot in slots.dates.items() if day in runner.short_dates}
    return [
        None if slot in done else room(min(SHORT_VERSION, runner.minutes) if slot in short else runner.minutes)
        for slot in range(len(slots.slots))
    ]


def _without_paused(morning: Morning, slots: Slots, decide: Decide) -> tuple[Slots, list[Dose]]:
    """Exercises that pause this week leave its slots; their dose is 0."""
    paused = {}
    history = morning.present.history
    for slug in _all_of(slots.slots):
        track = history.track(slug, morning.pool[slug].version)
        if track and track.pauses(history.week):
            paused[slug] = _resting(morning, slug, decide(slug, 1))
    previous = morning.present.previous
    if not morning.fresh and previous:
        paused |= {
            dose.exercise: dose for dose in previous.doses if not dose.decided and dose.action is not Action.STOP
        }
    if not paused:
        return slots, []
    kept = tuple(
        replace(slot, exercises=tuple(slug for slug in slot.exercises if slug not in paused)) for slot in slots.slots
    )
    return replace(slots, slots=kept), [dose for slug, dose in paused.items() if slug in morning.pool]


def _resting(morning: Morning, slug: str, decision: Decision) -> Dose:
    version = morning.pool[slug].version
    return Dose(slug, version, 0, 0, decision.action, decision.reference, decision.most, decision.reasons, 0)


def _as_fitted(morning: Morning, slots: Slots, fitted: Fitted) -> Slots:
    """Without what had to leave. On the first morning that lasts until the next block, but not for a short version."""
    if not fitted.left:
        return slots
    gone = {(slots.slots[slot].place, slug) for slot, slug in fitted.left}
    kept = tuple(
        replace(slot, exercises=_only(slot.exercises, names), added=_only(slot.added, names))
        for slot, names in zip(slots.slots, fitted.slots, strict=True)
    )
    short = morning.present.runner.short_dates.intersection(slots.dates)
    block = slots.block
    if morning.fresh and not short:
        block = replace(block, left=block.left | gone)
    return Slots(block, kept, slots.dates)


def _only(slugs: tuple[str, ...], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(slug for slug in slugs if slug in names)


def _sets(morning: Morning, slots: Sequence[Slot], fitted: Fitted) -> list[dict[str, tuple[int, ...]]]:
    """For each slot the sets of what it holds; for one that is done, what was asked.

    A session that is added in mid-week gets no more than the week's dose leaves.
    """
    done = {each.slot: each for each in morning.present.held if each.slot is not None}
    sets: list[dict[str, tuple[int, ...]]] = []
    for index, slot in enumerate(slots):
        if index in done:
            sets.append({work.exercise: _asked(morning, fitted, index, work) for work in done[index].works})
        else:
            sets.append({slug: fitted.sets_of(index, slug) for slug in slot.held})
    if not done:
        return sets
    for slug in fitted.decisions:
        version, most = morning.pool[slug].version, _most(morning, fitted, slug)
        # In whatever version: another one that is taken in mid-week does not begin the week anew.
        asked = sum(work.asked for each in done.values() if (work := each.work(slug)))
        later = [index for index in range(len(slots)) if index not in done and slug in sets[index]]
        wanted = asked + sum(sum(sets[index][slug]) for index in later)
        if not asked or wanted <= most:
            continue
        shares = spread(max(0, most - asked), len(later), version)
        for index, share in zip(later, shares, strict=True):
            sets[index][slug] = share
    return sets


def _most(morning: Morning, fitted: Fitted, slug: str) -> int:
    """What the week may ask for in all: its dose, or the promise where a change in mid-week gives what is left its
    share of the new one."""
    history, decision = morning.present.history, fitted.decisions[slug]
    track = history.track(slug, morning.pool[slug].version)
    changed_now = track and track.reset == history.week and track.change and track.change.after
    return decision.most if changed_now and decision.most is not None else fitted.doses[slug]


def _asked(morning: Morning, fitted: Fitted, slot: int, work: Work) -> tuple[int, ...]:
    """What a session that is done asked for, or its share of the new dose where another version was taken since."""
    slug = work.exercise
    changed = slug in fitted.slots[slot] and morning.pool[slug].version.variation != work.variation
    return fitted.sets_of(slot, slug) if changed else work.sets


def _doses(morning: Morning, fitted: Fitted, sets: Sequence[dict[str, tuple[int, ...]]]) -> Iterator[Dose]:
    short = morning.present.runner.short_dates.intersection(morning.days.sessions)
    for slug, decision in fitted.decisions.items():
        version = morning.pool[slug].version
        count = sum(slug in names for names in fitted.slots)
        decided, reasons, action = fitted.doses[slug], decision.reasons, decision.action
        limited = slug in fitted.limited
        if limited:
            reasons = (because("minutes", minutes=SHORT_VERSION if short else morning.present.runner.minutes),)
            action = Action.HOLD if action is Action.GROW else action
        yield Dose(
            exercise=slug,
            version=version,
            dose=sum(sum(shares.get(slug, ())) for shares in sets),
            decided=decided,
            action=action,
            reference=decision.reference,
            at_most=decision.most,
            reasons=reasons,
            sessions=count,
            # What a ten-minute version holds back is not at the top of what the runner's minutes allow.
            at_top=(limited and not short) or decided >= count * session_top(version),
        )


def _notes(morning: Morning, dates: Mapping[date, int], fitted: Fitted) -> Iterator[Reason]:
    if morning.still:
        yield morning.still
    short = {dates[day]: day for day in morning.present.runner.short_dates & dates.keys()}
    for slot, day in sorted(short.items()):
        if without := tuple(slug for place, slug in fitted.left if place == slot):
            yield because("shortened", date=day, exercises=without, minutes=SHORT_VERSION)
    for slug in dict.fromkeys(slug for slot, slug in fitted.left if slot not in short):
        yield because("left", exercise=slug, minutes=morning.present.runner.minutes)


def _all_of(slots: Iterable[Slot]) -> list[str]:
    return list(dict.fromkeys(slug for slot in slots for slug in slot.exercises))
