"""Which of a block's sessions a week holds, and on which of its dates (section 3).

On a week's first morning its slots are taken fresh from the block; from then on they stay, and only find new dates.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.core import feedback
from plans.core.calendar import Days, Week
from plans.core.options import Option, Pool, covered
from plans.core.plan import Slot
from plans.core.present import Present, days_ahead, room
from plans.core.selection import (
    BLOCK,
    PER_PATTERN,
    PER_SESSION,
    Block,
    Selection,
    after,
    choose_block,
    for_week,
    ordered,
    patterns_of,
    renewed,
    split,
)
from plans.core.types import DAY, WEEK, Held, Pattern, Reason

_MINUTES_FOR_ALL = (15, 10)  # with which one session, and two or more, train every group


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
    if impossible:
        block = replace(block, sessions=renewed(morning.pool, present.catalogue, block.sessions, impossible))
    return _completed(morning, block) if morning.fresh and not morning.still else block


def _completed(morning: Morning, block: Block) -> Block:
    """The block with what trains a group that it had no room for, once there are the minutes that would do."""
    sessions = _with_missing(morning, block.sessions, sorted(morning.pool.values(), key=_by_groups))
    return block if sessions == block.sessions else replace(block, sessions=sessions)


def _with_missing(morning: Morning, sessions: Selection, options: Sequence[Option]) -> Selection:
    """The sessions with those of the options that train a group they miss, where the smallest doses fit."""
    pool, longer = morning.pool, list(sessions)
    limit = room(morning.present.runner.minutes)
    trained = covered(pool, _flat(longer))
    for option in options:
        if option.hurts or option.groups <= trained:
            continue
        for place, session in enumerate(longer):
            same = [slug for slug in session if pool[slug].pattern is option.pattern]
            full = len(session) >= PER_SESSION or len(same) >= PER_PATTERN
            if not full and option.least + sum(pool[slug].least for slug in session) <= limit:
                longer[place] = ordered(pool, (*session, option.slug))
                trained |= option.groups
                break
    return tuple(longer)


def _by_groups(option: Option) -> tuple[int, int, int]:
    return -len(option.groups), option.uses, option.place


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
        first = for_week(pool, replace(last, sessions=sessions, left=frozenset()), min(count, len(sessions)))
        places = (*first, *(place for place in range(len(sessions)) if place not in first))
        stay = tuple(sessions[place] for place in places)
    limit = room(morning.present.runner.minutes)
    return Block(morning.present.history.week, choose_block(pool, count, limit, stay))


def _usual_count(morning: Morning) -> int:
    """How many sessions most of the block's weeks allow; weeks without any are not counted, ties go to more."""
    possible = [len(days) for days in days_ahead(morning.present, morning.today, BLOCK) if days]
    return max(possible, key=lambda count: (possible.count(count), count), default=0)


def _new_slots(morning: Morning, block: Block) -> Slots:
    pool, dates = morning.pool, morning.days.sessions
    places = for_week(pool, block, len(dates))
    names = [tuple(slug for slug in block.held(place) if slug in pool) for place in places]
    if len(set(places)) < len(block.sessions):
        _bring_back(pool, block, places, names)
        if morning.present.runner.minutes >= _MINUTES_FOR_ALL[len(dates) > 1]:
            others = [pool[slug] for slug in dict.fromkeys(_flat(block.sessions)) if slug in pool]
            names[:] = _with_missing(morning, tuple(names), others)
    _keep_apart(morning, dates, names)
    _leave_to_next_week(morning, dates, names)
    slots = tuple(Slot(place, ordered(pool, held)) for place, held in zip(places, names, strict=True))
    done = {each.date: each.slot for each in morning.present.held}
    return Slots(block, slots, {day: slot for slot, day in enumerate(dates) if day not in done})


def _bring_back(pool: Pool, block: Block, places: Sequence[int], names: list[tuple[str, ...]]) -> None:
    """A week with fewer sessions than its block takes back what had left, where a group would go missing."""
    for slot, place in enumerate(places):
        for slug in block.sessions[place]:
            held = _flat(names)
            if slug in pool and slug not in held and covered(pool, [*held, slug]) > covered(pool, held):
                names[slot] = (*names[slot], slug)


def _keep_apart(morning: Morning, dates: Sequence[date], names: list[tuple[str, ...]]) -> None:
    """Neighbouring days train no pattern twice; done sessions count, last week's included."""
    pool = morning.pool
    for slot, day in enumerate(dates):
        before = _patterns_of(morning, day - DAY)
        if before is None and slot and dates[slot - 1] == day - DAY:
            before = [pool[slug].pattern for slug in names[slot - 1]]
        if before is not None:
            names[slot] = after(pool, names[slot], before)
        if slot + 1 < len(dates) and dates[slot + 1] == day + DAY:
            names[slot] = split(pool, names[slot], names[slot + 1])


def _leave_to_next_week(morning: Morning, dates: Sequence[date], names: list[tuple[str, ...]]) -> None:
    """A session on the week's last day leaves half to next week's first, if that is expected the day after.

    The week's own first session stands for that one.
    """
    if dates and dates[-1] == morning.week.first_day + WEEK - DAY and _next_week_begins(morning):
        names[-1] = split(morning.pool, names[-1], names[0])


def _patterns_of(morning: Morning, day: date) -> list[Pattern] | None:
    """What was trained on a date, as far as it is still in the catalogue; None if nothing was."""
    held, catalogue = _held_on(morning.present, day), morning.present.catalogue
    if held is None:
        return None
    return [catalogue[work.exercise].pattern for work in held.works if work.done and work.exercise in catalogue]


def _held_on(present: Present, day: date) -> Held | None:
    sessions = (*present.history.sessions[-3:], *present.held)
    return next((each for each in sessions if each.date == day), None)


def _next_week_begins(morning: Morning) -> bool:
    """Whether next week's first session is expected on its first day."""
    return morning.week.first_day + WEEK in days_ahead(morning.present, morning.today, 2)[1]


def _kept_slots(morning: Morning, block: Block) -> Slots:
    """The week's slots as they are, the open ones given to the dates that are still to come.

    A session that moves keeps its slot, one that was missed finds another date if there is one, and a date too many
    repeats the session trained longest ago. So does one that was done in a slot which the week, opened anew, lacks.
    """
    present, pool = morning.present, morning.pool
    previous = present.previous
    assert previous is not None  # noqa: S101 - a week that is not fresh has one
    done = {each.slot for each in present.held if each.slot is not None}
    slots = [_possible(morning, slot, block, done=index in done) for index, slot in enumerate(previous.slots)]
    while done and len(slots) <= max(done):
        slots.append(_repeated(pool, block, slots))
    dates = [day for day in morning.days.sessions if day >= morning.week.today and day not in morning.week.done]
    before = {each.date: each.slot for each in previous.sessions if each.slot not in done}
    placed = {day: before[day] for day in dates if day in before}
    rest = [slot for slot in range(len(slots)) if slot not in done and slot not in placed.values()]
    have = covered(pool, _flat(slots[slot].held for slot in (*done, *placed.values())))
    rest.sort(key=lambda slot: (-len(covered(pool, slots[slot].held) - have), slot))
    for day in dates:
        if day not in placed:
            if not rest:
                slots.append(_repeated(pool, block, slots))
                rest.append(len(slots) - 1)
            placed[day] = rest.pop(0)
    _end(morning, slots, done)
    _keep_moved_apart(morning, slots, placed, frozenset(previous.days.sessions))
    return Slots(block, tuple(slots), placed)


def _repeated(pool: Pool, block: Block, slots: Sequence[Slot]) -> Slot:
    """The block's session that the week holds least and that was trained longest ago, once more."""
    counts = [slot.place for slot in slots]
    trained = block.trained or (None,) * len(block.sessions)
    place = min(range(len(trained)), key=lambda place: (counts.count(place), trained[place] or date.min, place))
    return Slot(place, ordered(pool, (slug for slug in block.held(place) if slug in pool)))


def _possible(morning: Morning, slot: Slot, block: Block, *, done: bool) -> Slot:
    """A slot without what can no longer be done; in an open one, what took its place in the block takes it here."""
    present, pool = morning.present, morning.pool
    last = present.previous.block if present.previous and not done else None
    before = last.sessions[slot.place] if last else block.sessions[slot.place]
    new = [each for each in block.sessions[slot.place] if each not in before]
    gone = [slug for slug in slot.exercises if slug not in pool]
    kept = [slug for slug in slot.exercises if slug in pool]
    for slug in gone:
        patterns = patterns_of(present.catalogue, slug, pool, kept)
        kept += [each for each in new if pool[each].pattern in patterns and each not in (*kept, *slot.added)][:1]
    exercises = ordered(pool, kept) if gone else slot.exercises
    return replace(slot, exercises=exercises, added=tuple(each for each in slot.added if each in pool))


def _end(morning: Morning, slots: list[Slot], done: set[int]) -> None:
    """Row 3: what a severe pain ended stays out for the rest of the week."""
    ended = [feedback.ended(each, morning.present.catalogue) for each in morning.present.held]
    for index, slot in enumerate(slots):
        gone = frozenset(slot.held).intersection(*[frozenset().union(*ended)])
        if index not in done and gone:
            slots[index] = _without(slot, gone)


def _keep_moved_apart(morning: Morning, slots: list[Slot], placed: Mapping[date, int], before: frozenset[date]) -> None:
    """Days that became neighbours in mid-week share the patterns out; those that no longer are hold everything again.

    What is left to next week is settled once, when a session comes to the week's last day.
    """
    dates = sorted(placed)
    names = [slots[placed[day]].whole for day in dates]
    if dates and dates[-1] not in before:
        _leave_to_next_week(morning, dates, names)
        last = placed[dates[-1]]
        slots[last] = _without(slots[last], frozenset(slots[last].whole).difference(names[-1]))
    _keep_apart(morning, dates, names)
    for day, kept in zip(dates, names, strict=True):
        slot = slots[placed[day]]
        slots[placed[day]] = replace(slot, apart=frozenset(slot.whole).difference(kept))


def _without(slot: Slot, gone: frozenset[str]) -> Slot:
    out = slot.out | gone.intersection(slot.exercises)
    return replace(slot, out=out, added=tuple(slug for slug in slot.added if slug not in gone))


def _flat(sessions: Iterable[Iterable[str]]) -> list[str]:
    return [slug for session in sessions for slug in session]
