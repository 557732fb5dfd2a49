"""Which of a block's sessions a week holds, and on which of its dates (section 3).

On a week's first morning its slots are taken fresh from the block; from then on they stay, and only find new dates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.core import calendar, feedback
from plans.core.calendar import Days, Week
from plans.core.plan import Slot
from plans.core.present import Present, room, week_input
from plans.core.selection import (
    BLOCK,
    Block,
    Pool,
    after,
    choose_block,
    covered,
    for_week,
    ordered,
    renewed,
    split,
    substitutes,
)
from plans.core.types import DAY, WEEK, Held, Pattern, Reason


@dataclass(frozen=True, slots=True)
class Morning:
    """A present on one morning, with what the first steps of planning made of it.

    `still`: why nothing grows and no block begins this week. `fresh`: nothing has happened in the week yet.
    """

    present: Present
    today: date
    week: Week
    days: Days
    pool: Pool
    still: Reason | None
    fresh: bool


@dataclass(frozen=True, slots=True)
class Slots:
    """The week's slots, and which date each of the open ones has."""

    block: Block
    slots: tuple[Slot, ...]
    dates: dict[date, int]


def slots_of(morning: Morning) -> Slots | None:
    """None while no week of the next four holds a session."""
    block = _block(morning)
    if block is None:
        return None
    return _new_slots(morning, block) if morning.fresh else _kept_slots(morning, block)


def _block(morning: Morning) -> Block | None:
    """The week's block: four weeks from its start, longer where a race keeps the next one from starting."""
    present, block = morning.present, morning.present.history.block
    if not morning.fresh and present.previous is not None and present.previous.block is not None:
        block = present.previous.block
    due = block is None or (not morning.still and present.history.week - block.week >= BLOCK)
    if due and morning.fresh:
        block = _new_block(morning, block) or block
    if block is None:
        return None
    impossible = frozenset(_flat(block.sessions)) - morning.pool.keys()
    if not impossible:
        return block
    return replace(block, sessions=renewed(morning.pool, present.catalogue, block.sessions, impossible))


def _new_block(morning: Morning, last: Block | None) -> Block | None:
    """A block for as many sessions as most of its weeks allow; None while none of them allows any.

    Whatever can still grow stays; what spent the whole last block at its top, hurts, or can no longer be done gives
    way to the least used of its pattern.
    """
    count, pool = _usual_count(morning), morning.pool
    if not count:
        return None
    stay: tuple[tuple[str, ...], ...] = ()
    if last is not None:
        held = frozenset(_flat(last.sessions))
        leaving = last.spent | (held - pool.keys()) | {slug for slug in held & pool.keys() if pool[slug].hurts}
        sessions = renewed(pool, morning.present.catalogue, last.sessions, leaving)
        places = for_week(pool, replace(last, sessions=sessions, left=frozenset()), min(count, len(sessions)))
        stay = tuple(sessions[place] for place in places)
    limit = room(morning.present.runner.minutes)
    return Block(morning.present.history.week, choose_block(pool, count, limit, stay))


def _usual_count(morning: Morning) -> int:
    """How many sessions most of the block's weeks allow; weeks without any are not counted, ties go to more."""
    around = morning.days.sessions
    counts = [len(around)]
    for ahead in range(1, BLOCK):
        around = calendar.choose_days(week_input(morning.present, morning.today, ahead, frozenset(around))).sessions
        counts.append(len(around))
    possible = [count for count in counts if count]
    return max(possible, key=lambda count: (possible.count(count), count), default=0)


def _new_slots(morning: Morning, block: Block) -> Slots:
    pool, dates = morning.pool, morning.days.sessions
    places = for_week(pool, block, len(dates))
    names = [tuple(slug for slug in block.held(place) if slug in pool) for place in places]
    _bring_back(pool, block, places, names)
    _keep_apart(morning, dates, names)
    slots = tuple(Slot(place, ordered(pool, held)) for place, held in zip(places, names, strict=True))
    done = {each.date: each.slot for each in morning.present.held}
    return Slots(block, slots, {day: slot for slot, day in enumerate(dates) if day not in done})


def _bring_back(pool: Pool, block: Block, places: Sequence[int], names: list[tuple[str, ...]]) -> None:
    """A week with fewer sessions than its block takes back what had left, where a group would go missing."""
    if not block.left or len(set(places)) == len(block.sessions):
        return
    for slot, place in enumerate(places):
        for slug in block.sessions[place]:
            held = _flat(names)
            if slug in pool and slug not in held and covered(pool, [*held, slug]) > covered(pool, held):
                names[slot] = (*names[slot], slug)


def _keep_apart(morning: Morning, dates: Sequence[date], names: list[tuple[str, ...]]) -> None:
    """Neighbouring days train no pattern twice; last week's sessions and next week's expected first one count."""
    pool = morning.pool
    last_day = morning.week.first_day + WEEK - DAY
    for slot, day in enumerate(dates):
        before = _patterns_of(morning, day - DAY)
        if before is None and slot and dates[slot - 1] == day - DAY:
            before = [pool[slug].pattern for slug in names[slot - 1]]
        if before is not None:
            names[slot] = after(pool, names[slot], before)
        if slot + 1 < len(dates) and dates[slot + 1] == day + DAY:
            names[slot] = split(pool, names[slot], names[slot + 1])
        elif day == last_day and _next_week_begins(morning, dates):
            names[slot] = split(pool, names[slot], names[0] if slot else names[slot])


def _patterns_of(morning: Morning, day: date) -> list[Pattern] | None:
    """What was trained on a date; None if nothing was."""
    held = _held_on(morning.present, day)
    return [morning.present.catalogue[work.exercise].pattern for work in held.works if work.done] if held else None


def _held_on(present: Present, day: date) -> Held | None:
    sessions = (*present.history.sessions[-3:], *present.held)
    return next((each for each in sessions if each.date == day), None)


def _next_week_begins(morning: Morning, dates: Sequence[date]) -> bool:
    """Whether next week's first session is expected on its first day."""
    week = week_input(morning.present, morning.today, 1, frozenset(dates))
    return week.first_day in calendar.choose_days(week).sessions


def _kept_slots(morning: Morning, block: Block) -> Slots:
    """The week's slots as they are, the open ones given to the dates that are still to come.

    A session that moves keeps its slot, one that was missed finds another date if there is one, and a date too many
    repeats the session trained longest ago.
    """
    present, pool = morning.present, morning.pool
    previous = present.previous
    assert previous is not None  # noqa: S101 - a week that is not fresh has one
    done = {each.slot for each in present.held if each.slot is not None}
    slots = [_possible(morning, slot, done=index in done) for index, slot in enumerate(previous.slots)]
    dates = [day for day in morning.days.sessions if day >= morning.week.today and day not in morning.week.done]
    before = {each.date: each.slot for each in previous.sessions if each.slot not in done}
    placed = {day: before[day] for day in dates if day in before}
    rest = [slot for slot in range(len(slots)) if slot not in done and slot not in placed.values()]
    have = covered(pool, _flat(slots[slot].held for slot in (*done, *placed.values())))
    rest.sort(key=lambda slot: (-len(covered(pool, slots[slot].held) - have), slot))
    for day in dates:
        if day not in placed:
            if not rest:
                place = _longest_ago(block, slots)
                slots.append(Slot(place, ordered(pool, (slug for slug in block.held(place) if slug in pool))))
                rest.append(len(slots) - 1)
            placed[day] = rest.pop(0)
    _end(morning, slots, done)
    for day in sorted(placed):
        slots[placed[day]] = _apart(morning, slots, placed, day)
    return Slots(block, tuple(slots), placed)


def _longest_ago(block: Block, slots: Sequence[Slot]) -> int:
    """The block's session that the week holds least and that was trained longest ago."""
    counts = [slot.place for slot in slots]
    trained = block.trained or (None,) * len(block.sessions)
    return min(range(len(trained)), key=lambda place: (counts.count(place), trained[place] or date.min, place))


def _possible(morning: Morning, slot: Slot, *, done: bool) -> Slot:
    """A slot without what can no longer be done; in an open one the least used of its pattern takes its place."""
    for slug in [slug for slug in (*slot.exercises, *slot.added) if slug not in morning.pool]:
        others = [] if done else substitutes(morning.pool, morning.present.catalogue, slug, slot.held)
        kept = [each for each in slot.exercises if each != slug] + [option.slug for option in others[:1]]
        added = tuple(each for each in slot.added if each != slug)
        slot = replace(slot, exercises=ordered(morning.pool, kept), added=added)
    return slot


def _end(morning: Morning, slots: list[Slot], done: set[int]) -> None:
    """Row 3: what a severe pain ended stays out for the rest of the week."""
    ended = [feedback.ended(each, morning.present.catalogue) for each in morning.present.held]
    for index, slot in enumerate(slots):
        gone = frozenset(slot.held).intersection(*[frozenset().union(*ended)])
        if index not in done and gone:
            slots[index] = _without(slot, gone)


def _apart(morning: Morning, slots: Sequence[Slot], placed: dict[date, int], day: date) -> Slot:
    """Days that became neighbours in mid-week: the later session leaves out what the earlier one trains."""
    slot = slots[placed[day]]
    before = _patterns_of(morning, day - DAY)
    if before is None and day - DAY in placed:
        before = [morning.pool[slug].pattern for slug in slots[placed[day - DAY]].held]
    if before is None:
        return slot
    gone = frozenset(slot.held).difference(after(morning.pool, slot.held, before))
    return _without(slot, gone) if gone else slot


def _without(slot: Slot, gone: frozenset[str]) -> Slot:
    out = slot.out | gone.intersection(slot.exercises)
    return replace(slot, out=out, added=tuple(slug for slug in slot.added if slug not in gone))


def _flat(sessions: Iterable[Iterable[str]]) -> list[str]:
    return [slug for session in sessions for slug in session]
