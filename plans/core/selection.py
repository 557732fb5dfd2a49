"""Which exercises: section 3 of the planner's rules. What a block's sessions hold, and what of it a week takes.

A selection is a tuple of sessions, each a tuple of exercise slugs in the order of training: knee-dominant,
hip-dominant, abduction, calf. It stays the same inside a block of four weeks, so that every dose has a reference.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, product, zip_longest

from plans.core.options import WARM_UP, Option, Pool, covered
from plans.core.progression import START
from plans.core.types import GROUPS, Catalogue, Pattern

BLOCK = 4  # weeks
PER_PATTERN, PER_SESSION = 2, 6

Selection = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Four weeks with the same selection.

    `week` is its first week's number. `left`: what gave way to the limit in minutes until the next block, as pairs of
    session and slug. `topped` and `growing`: what was at its top in some week, and what was below. `trained`: when each
    session was last held.
    """

    week: int
    sessions: Selection
    left: frozenset[tuple[int, str]] = frozenset()
    topped: frozenset[str] = frozenset()
    growing: frozenset[str] = frozenset()
    trained: tuple[date | None, ...] = ()

    @property
    def spent(self) -> frozenset[str]:
        """What was at its top in every week that held it."""
        return self.topped - self.growing

    def held(self, session: int) -> tuple[str, ...]:
        return tuple(slug for slug in self.sessions[session] if (session, slug) not in self.left)


def choose_block(pool: Pool, count: int, limit: int, stay: Selection = ()) -> Selection:
    """The sessions of a new block: `count` of them, each within `limit` seconds after the warm-up at present doses.

    Each takes each pattern if it fits, with the same exercise in every session; together they train every group as a
    primary group, if that can be done. What is in `stay` stays; sessions of it beyond the count give what they hold to
    the others. Where present doses leave a group out, or something that was to stay, the smallest are tried, as doses
    can be lowered. Extras join where they would still fit with everything at its top, so that they need not leave:
    exercises that the week does not hold yet, at most two a pattern and six a session.
    """

    def worth(sessions: Selection) -> tuple[int, int]:
        return len(covered(pool, _flat(sessions))), len({*_flat(stay)}.intersection(_flat(sessions)))

    sessions = _chosen(pool, count, limit, stay)
    if worth(sessions) == (len(covered(pool, pool)), len({*_flat(stay)})):
        return sessions
    smallest = {
        slug: replace(option, amount=min(option.amount, START[option.version.measure])) for slug, option in pool.items()
    }
    return max(sessions, _chosen(smallest, count, limit, stay), key=worth)


def _chosen(pool: Pool, count: int, limit: int, stay: Selection) -> Selection:
    sessions = _mended(pool, _each_pattern(pool, count, limit, stay), limit)
    for slug, place in [(slug, place) for place, kept in enumerate(stay[:count]) for slug in kept]:
        _add(pool, sessions, place, slug, limit)
    _fill(pool, sessions, limit)
    for option in sorted(pool.values(), key=_by_use):
        staying = option.slug in _flat(stay[count:])
        may_join = staying or (option.extra and not option.hurts)
        if not may_join or any(option.slug in session for session in sessions):
            continue
        for place in sorted(range(count), key=lambda place: (_time(pool, sessions[place]), -place)):
            if not staying and option.top + sum(pool[slug].top for slug in sessions[place]) > limit:
                continue
            if _add(pool, sessions, place, option.slug, limit):
                break
    return tuple(ordered(pool, session) for session in sessions)


def renewed(pool: Pool, catalogue: Catalogue, sessions: Selection, leaving: frozenset[str]) -> Selection:
    """The sessions with each exercise of `leaving` replaced by the least used of its pattern that can be done.

    What no session holds comes first. Where nothing can take its place without a group going missing, an exercise that
    can be done stays.
    """
    for slug in dict.fromkeys(_flat(sessions)):
        if slug not in leaving:
            continue
        beside = _flat(session for session in sessions if slug in session)
        new = substitutes(pool, catalogue, slug, {*_flat(sessions), *leaving})
        for option in (*new, *substitutes(pool, catalogue, slug, {*beside, *leaving})):
            replaced = tuple(_exchanged(session, slug, option.slug) for session in sessions)
            if covered(pool, _flat(replaced)) >= covered(pool, _flat(sessions)):
                sessions = replaced
                break
        else:
            if slug not in pool:
                sessions = tuple(_without(pool, catalogue, session, slug, leaving) for session in sessions)
    return sessions


def _without(
    pool: Pool, catalogue: Catalogue, session: tuple[str, ...], slug: str, leaving: frozenset[str]
) -> tuple[str, ...]:
    """A session without an exercise that cannot be done; what only other sessions held beside it may take its place."""
    others = substitutes(pool, catalogue, slug, {*session, *leaving}) if slug in session else []
    if others:
        return _exchanged(session, slug, others[0].slug)
    return tuple(each for each in session if each != slug)


def _exchanged(session: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if each == old else each for each in session)


def substitutes(pool: Pool, catalogue: Catalogue, slug: str, taken: Collection[str]) -> list[Option]:
    """What can take the place of an exercise: others of its pattern that do not hurt, the least used first."""
    patterns = patterns_of(catalogue, slug, pool, taken)
    others = [option for option in pool.values() if option.slug not in taken and not option.hurts]
    same = [option for option in others if option.pattern in patterns]
    return sorted(same, key=lambda option: (option.uses, option.below, option.place))


def patterns_of(catalogue: Catalogue, slug: str, pool: Pool, beside: Iterable[str]) -> set[Pattern]:
    """The pattern of an exercise; of one that is no longer in the catalogue any that is missing `beside` it."""
    if slug in catalogue:
        return {catalogue[slug].pattern}
    return set(Pattern) - {pool[each].pattern for each in beside if each in pool}


def for_week(pool: Pool, block: Block, count: int) -> tuple[int, ...]:
    """Which of the block's sessions a week of `count` sessions takes, in order.

    With fewer: those that cover most groups, then those trained longest ago. With more: those trained longest ago are
    repeated.
    """
    sessions = range(len(block.sessions))
    longest_ago = sorted(sessions, key=lambda place: (_trained(block, place), place))
    if not sessions or count == len(sessions):
        return tuple(sessions)
    if count > len(sessions):
        return tuple(longest_ago[turn % len(sessions)] for turn in range(count))
    few = combinations(longest_ago, count)  # those trained longest ago first, of which max takes the first
    return tuple(sorted(max(few, key=lambda places: _coverage(pool, [block.held(place) for place in places]))))


def _coverage(pool: Pool, sessions: Sequence[Sequence[str]]) -> tuple[int, int]:
    """How many groups sessions cover together, and each by itself."""
    return len(covered(pool, _flat(sessions))), sum(len(covered(pool, session)) for session in sessions)


def split(pool: Pool, first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """What the first of two sessions on neighbouring days keeps, so that no pattern is trained on both.

    The two share the patterns out: as many groups as possible, then patterns and time as evenly as
    possible, then the first patterns first.
    """
    shared = sorted({pool[slug].pattern for slug in first} & {pool[slug].pattern for slug in second}, key=_ORDER)
    if not shared:
        return tuple(first)

    def worth(given: tuple[bool, ...]) -> tuple[int, int, int, tuple[bool, ...]]:
        gone = {pattern for pattern, away in zip(shared, given, strict=True) if away}
        here = [slug for slug in first if pool[slug].pattern not in gone]
        left = {pool[slug].pattern for slug in here}
        there = [slug for slug in second if pool[slug].pattern not in left]
        uneven = abs(len(left) - len({pool[slug].pattern for slug in there}))
        longer = abs(_time(pool, here) - _time(pool, there))
        return len(covered(pool, [*here, *there])), -uneven, -longer, tuple(not away for away in given)

    given = max(product((False, True), repeat=len(shared)), key=worth)
    gone = {pattern for pattern, away in zip(shared, given, strict=True) if away}
    return tuple(slug for slug in first if pool[slug].pattern not in gone)


def after(pool: Pool, slugs: Sequence[str], yesterday: Iterable[Pattern]) -> tuple[str, ...]:
    """What a session keeps on the day after another: no pattern of yesterday's.

    If nothing would be left, hip abduction and calf stay.
    """
    trained = set(yesterday)
    fresh = tuple(slug for slug in slugs if pool[slug].pattern not in trained)
    return fresh or tuple(slug for slug in slugs if pool[slug].pattern in (Pattern.ABDUCTION, Pattern.CALF))


def ordered(pool: Pool, slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(slugs, key=lambda slug: (_ORDER(pool[slug].pattern), pool[slug].place)))


def minutes_needed(pool: Pool, count: int, limit: int) -> int | None:
    """The minutes a session with which `count` sessions would train every group.

    None where minutes are not what is missing, or none up to an hour would do.
    """
    every = covered(pool, pool)

    def enough(seconds: int) -> bool:
        return covered(pool, _flat(choose_block(pool, count, seconds))) >= every

    first = (limit + WARM_UP) // 60 + 1
    return None if enough(limit) else next((each for each in range(first, 61) if enough(60 * each - WARM_UP)), None)


_ORDER: Callable[[Pattern], int] = tuple(Pattern).index


def _by_use(option: Option) -> tuple[bool, bool, bool, int, int, int]:
    """Which exercises come first: those without a weight, that train more, and that were used least."""
    return option.hurts, option.below, option.version.loaded, -len(option.groups), option.uses, option.place


def _by_time(option: Option) -> tuple[bool, bool, int, int]:
    return option.hurts, len(option.groups) < 2, option.now, option.place


def _each_pattern(pool: Pool, count: int, limit: int, stay: Selection) -> list[list[str]]:
    """One exercise a pattern for each session: those that fit, chosen so that the week covers most groups.

    Where that leaves a pattern without time, the quickest exercises are tried as well.
    """
    first = _fitting(pool, count, limit, stay, _by_use)
    if all(len(session) == len({option.pattern for option in pool.values()}) for session in first):
        best = first
    else:
        second = _fitting(pool, count, limit, stay, _by_time)
        best = min((first, second), key=lambda sessions: _worth(sessions, stay)[:3])
    return [[option.slug for option in session] for session in best]


def _fitting(
    pool: Pool, count: int, limit: int, stay: Selection, rank: Callable[[Option], tuple[int, ...]]
) -> tuple[tuple[Option, ...], ...]:
    choices = [[min(options, key=rank) for options in _by_pattern(pool, stay, place, count)] for place in range(count)]
    return min(product(*(_maximal(choice, limit) for choice in choices)), key=lambda each: _worth(each, stay))


def _by_pattern(pool: Pool, stay: Selection, place: int, count: int) -> Iterator[list[Option]]:
    """For each pattern what a session may take: what stays in it, else in a session there is no more, else all."""
    kept, spare = stay[place] if place < len(stay) else (), _flat(stay[count:])
    for pattern in Pattern:
        options = [option for option in pool.values() if option.pattern is pattern]
        if options:
            staying = [option for option in options if option.slug in kept]
            yield staying or [option for option in options if option.slug in spare] or options


def _worth(sessions: tuple[tuple[Option, ...], ...], stay: Selection) -> tuple[int, int, int, int, int]:
    """Most groups first, then most of what stays, most exercises, most work for the knee and hip, and even sessions."""
    groups = frozenset().union(*(option.groups for session in sessions for option in session))
    total = sum(len(option.groups) for session in sessions for option in session)
    spare = _flat(stay[len(sessions) :])
    kept = zip_longest(sessions, stay[: len(sessions)], fillvalue=())
    return (
        -len(groups),
        -sum(option.slug in (*own, *spare) for session, own in kept for option in session),
        -sum(len(session) for session in sessions),
        -total,
        max((sum(option.now for option in session) for session in sessions), default=0),
    )


def _maximal(choice: list[Option], limit: int) -> list[tuple[Option, ...]]:
    """The subsets that fit and to which nothing of the choice can be added."""
    if sum(option.now for option in choice) <= limit:
        return [tuple(choice)]
    subsets = []
    for mask in range(1 << len(choice)):
        taken = tuple(option for bit, option in enumerate(choice) if mask >> bit & 1)
        room = limit - sum(option.now for option in taken)
        if room >= 0 and all(option in taken or option.now > room for option in choice):
            subsets.append(taken)
    return subsets


def _mended(pool: Pool, sessions: list[list[str]], limit: int) -> list[list[str]]:
    """With exercises replaced where that covers a group that is missing, such as the glutes beside a wall sit."""
    for missing in [group for group in GROUPS if group in covered(pool, pool) - covered(pool, _flat(sessions))]:
        for option in sorted(pool.values(), key=_by_use):
            if missing not in option.groups:
                continue
            for place, session in enumerate(sessions):
                changed = [each for each in session if pool[each].pattern is not option.pattern] + [option.slug]
                tried = [*sessions[:place], changed, *sessions[place + 1 :]]
                better = covered(pool, _flat(tried)) > covered(pool, _flat(sessions))
                if option.slug not in session and better and _time(pool, changed) <= limit:
                    sessions = tried
    return sessions


def _fill(pool: Pool, sessions: list[list[str]], limit: int) -> None:
    """Gives each session a pattern that it still lacks and that fits after all, with its quickest exercise."""
    for place, session in enumerate(sessions):
        for pattern in Pattern:
            if any(pool[slug].pattern is pattern for slug in session):
                continue
            options = [option for option in pool.values() if option.pattern is pattern]
            if options:
                _add(pool, sessions, place, min(options, key=_by_time).slug, limit)


def _add(pool: Pool, sessions: list[list[str]], place: int, slug: str, limit: int) -> bool:
    session = sessions[place]
    if slug not in pool or slug in session or len(session) >= PER_SESSION:
        return False
    if sum(pool[each].pattern is pool[slug].pattern for each in session) >= PER_PATTERN:
        return False
    with_it = [*session, slug]
    if _time(pool, with_it) > limit:
        return False
    session.append(slug)
    return True


def _time(pool: Pool, slugs: Iterable[str]) -> int:
    return sum(pool[slug].now for slug in slugs)


def _flat(sessions: Iterable[Iterable[str]]) -> list[str]:
    return [slug for session in sessions for slug in session]


def _trained(block: Block, place: int) -> date:
    when = block.trained[place] if place < len(block.trained) else None
    return when or date.min
