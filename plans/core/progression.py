"""How much: section 4 of the planner's rules. Doses a week, in whole reps or seconds, per side for one-sided exercises.

Growth is counted in whole reps per week and exercise, because one rep on a set of five is already +20 %. The limit of a
tenth a week is the guide's that Kneecoach is built on. The promise, always: from an exercise's second week on, its dose
is at most `at_most(B)`, B being the reference.

Weeks are numbers; a number higher by one is the next week.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from plans.core.types import Action, Measure, Reason, Refused, Verdict, Version, because

SMALLEST = {Measure.REPS: 10, Measure.HOLD: 40}  # a weekly dose is 0 or at least this
START = {Measure.REPS: 10, Measure.HOLD: 40}  # a session: two sets of five, two holds of 20 s
BOTTOM = {Measure.REPS: 16, Measure.HOLD: 40}  # of the range, a session: two sets of eight, two holds of 20 s
_REPS_A_SET, _HOLD_A_SET = 8, 45
_SETS, _SETS_LOADED = 3, 2
_TOP_SET, _TOP_HOLD = 12, 180
AWAY = ((8, 0, 1), (4, 1, 2), (3, 3, 4), (2, 9, 10), (0, 1, 1))  # from so many empty weeks: numerator, denominator
_WEEKS_OF_CAP = 4
_KEPT = 6  # weeks of entries that a track keeps; the cap looks four back


@dataclass(frozen=True, slots=True)
class Entry:
    """One week of one version of an exercise: asked, credited, in how many sessions, and the largest credited one."""

    week: int
    asked: int
    credit: int
    sessions: int
    largest: int


@dataclass(frozen=True, slots=True)
class Track:
    """What one version of an exercise has behind it, oldest first.

    `reset` is the first week that counts for the reference, `anchor` the dose set by that reset: the reference until
    a week is trained. `trained` is the last week with any credit, also before a reset; `change` is what
    the reset was for.
    """

    entries: tuple[Entry, ...] = ()
    reset: int = -1
    anchor: int | None = None
    trained: int | None = None
    change: "Change | None" = None

    def closed(self, entry: Entry, touched: Collection[int] = ()) -> "Track":
        """With one more week; forgets what no rule looks at any more. Weeks touched by a race are no reference."""
        counted = [each for each in (*self.entries, entry) if each.credit and each.week not in touched][-4:]
        recent = [each for each in (*self.entries, entry) if each.week > entry.week - _KEPT]
        entries = tuple(sorted({each.week: each for each in counted + recent}.values(), key=lambda each: each.week))
        return Track(entries, self.reset, self.anchor, entry.week if entry.credit else self.trained, self.change)

    def set_to(self, dose: int, week: int, change: "Change | None" = None) -> "Track":
        """Forgets what came before `week`: the dose is the reference until a week is trained."""
        return replace(self, reset=week, anchor=dose, change=change)

    def pauses(self, week: int) -> bool:
        """Whether a reduction that could go no lower makes `week` a pause."""
        return self.reset == week and self.change is not None and self.change.paused


@dataclass(frozen=True, slots=True)
class Change:
    """What the reset was for: answers, or another version or load. `reference` is what was there before it, `after`
    how many sessions its week had seen."""

    action: Action
    reference: int
    reason: Reason
    paused: bool = False
    after: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """A week's dose. `reference` is B before time away; `most` what the promise allows, None at the start."""

    dose: int
    action: Action
    reference: int | None
    most: int | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What a decision depends on beside the track.

    `sessions`: how many hold the exercise this week. `verdict`: what last week's answers ask for, and `why`; a
    reduction is a reset of the track already. `still`: why nothing may grow this week, if so. `ill`: there was
    an illness below the neck since it was last trained. `touched`: weeks that the days before a race touched.
    `restart`: this is the first whole week after a partial one. `active`: the last week in which the runner trained
    anything at all.
    """

    week: int
    sessions: int
    verdict: Verdict = Verdict.PROGRESS
    why: Reason | None = None
    still: Reason | None = None
    ill: bool = False
    touched: Collection[int] = ()
    restart: bool = False
    active: int | None = None


def up(total: int) -> int:
    """Never more than a tenth more, in integers."""
    return 11 * total // 10


def at_most(reference: int, version: Version) -> int:
    """The promise: what a week may ask for at most, once there is a reference."""
    return max(SMALLEST[version.measure], up(reference))


def session_top(version: Version) -> int:
    """Top of the range in one session: three sets of 12, loaded two, holds 180 s."""
    if version.measure is Measure.HOLD:
        return _TOP_HOLD
    return _TOP_SET * (_SETS_LOADED if version.loaded else _SETS)


def reduced(reference: int, version: Version) -> int:
    return max(SMALLEST[version.measure], 7 * reference // 10)


def spread(total: int, sessions: int, version: Version) -> tuple[tuple[int, ...], ...]:
    """The sets of each session: as even as possible, larger first, as many sets in each session."""
    if not total or not sessions:
        return ((),) * sessions
    shares = _shares(total, sessions)
    sets = sets_for(shares[0], version)
    return tuple(_shares(share, sets) for share in shares)


def sets_for(amount: int, version: Version) -> int:
    """How many sets, when the largest session asks for `amount`."""
    if version.measure is Measure.HOLD:
        return max(2, -(-amount // _HOLD_A_SET))
    return max(1, min(_SETS_LOADED if version.loaded else _SETS, -(-amount // _REPS_A_SET)))


def reference(track: Track, touched: Collection[int] = ()) -> int | None:
    """B: the best credit of the last trained week and of the week right before it, not past a reset.

    Weeks touched by a race are passed over. None while there is nothing to go by: the exercise starts.
    """
    last: Entry | None = None
    for each in reversed(track.entries):
        if each.week < track.reset:
            break
        if each.week in touched:
            continue
        if last is not None:
            between = range(each.week + 1, last.week)
            return max(last.credit, each.credit) if all(week in touched for week in between) else last.credit
        if each.credit:
            last = each
    return last.credit if last else track.anchor


def decide(track: Track | None, version: Version, ask: Ask) -> Decision:
    """The dose of the week (section 4), before the limit in minutes.

    0 or at least the smallest dose; never above `at_most`. It grows only after a week that was trained, gave the best
    credit, was done to 80 %, and was followed by answers that say progress.
    """
    before = reference(track, ask.touched) if track else None
    change = track.change if track and track.reset == ask.week else None
    eased = ask.verdict is not Verdict.PROGRESS or (change is not None and change.action is Action.REDUCE)
    if track is None or before is None or (ask.restart and not eased):
        dose = ask.sessions * START[version.measure]
        return Decision(dose, Action.START, None, None, (because("start" if before is None else "restart"),))
    if change and track.pauses(ask.week):
        return Decision(0, change.action, change.reference, at_most(change.reference, version), (change.reason,))
    dose, action, reason = _step(track, version, before, ask)
    capped = min(dose, _cap(track, version, ask))
    top = ask.sessions * session_top(version)
    reasons: tuple[Reason, ...] = (reason,)
    if capped < dose and capped < top:
        lighter = because("fewer_sessions", sessions=ask.sessions, largest=capped)
        reasons = (lighter,) if action is Action.GROW else (reason, lighter)
    elif min(capped, dose) >= top:
        untrue = top <= before if action is Action.GROW else action is Action.HOLD and dose > top
        reasons = (*(() if untrue else reasons), because("top", sessions=ask.sessions, top=top))
    dose = min(capped, top)
    action = Action.HOLD if action is Action.GROW and dose <= before else action
    before = change.reference if change else before
    return Decision(dose, action, before, at_most(before, version), reasons)


def away(empty: int, ill: bool) -> tuple[int, int]:
    """The table of time away: the fraction of the reference that is left. (0, 1) stands for the smallest dose.

    `empty` counts whole weeks; after an illness below the neck the next row applies.
    """
    row = next(row for row in range(len(AWAY)) if empty >= AWAY[row][0])
    return AWAY[max(0, row - ill)][1:]


def changed(before: int, old: Version, new: Version) -> tuple[int, Action]:
    """The new weekly dose when a runner takes another version, from the reference of the old one.

    A rung harder: seven tenths; from two legs to one: half, per side; easier or equal: B, and no growth that week.
    """
    choices = [before]
    if new.rung > old.rung:
        choices.append(7 * before // 10)
    if new.one_sided and not old.one_sided:
        choices.append(before // 2)
    action = Action.REDUCE if len(choices) > 1 else Action.HOLD
    return max(SMALLEST[new.measure], min(choices)), action


def reloaded(before: int, version: Version, old: int, new: int, sessions: int) -> tuple[int, Action]:
    """The new weekly dose when the load changes, both in grams.

    Lighter: B. Heavier by at most a tenth: less by as much. Heavier by more (fixed dumbbells): the bottom of the range;
    raises Refused when even less would be called for.
    """
    if new <= old:
        return before, Action.HOLD
    scaled = before * old // new
    if 10 * new <= 11 * old:
        return max(SMALLEST[version.measure], scaled), Action.REDUCE
    bottom = sessions * BOTTOM[version.measure]
    if scaled < bottom:
        raise Refused(because("load_too_heavy", old=old, new=new, bottom=BOTTOM[version.measure]))
    return bottom, Action.REDUCE


def heaviest(before: int, version: Version, load: int, sessions: int) -> int:
    """The heaviest load that `reloaded` accepts, in grams."""
    return max(11 * load // 10, before * load // (sessions * BOTTOM[version.measure]))


def _step(track: Track, version: Version, before: int, ask: Ask) -> tuple[int, Action, Reason]:
    """Dose, action and reason before the caps."""
    smallest = SMALLEST[version.measure]
    empty = max(0, ask.week - 1 - track.trained) if track.trained is not None else 0
    part, whole = away(empty, ask.ill)
    change = track.change if track.reset == ask.week else None
    if change:
        left = max(smallest, change.reference * part // whole)
        return min(left, max(smallest, before)), change.action, change.reason
    if part < whole:
        dose = max(smallest, before * part // whole)
        facts = {"less": dose < before, "trained": _trained_else(track, ask)}
        return dose, Action.AWAY, because("away", weeks=empty, ill=ask.ill, reference=before, **facts)
    hold = _why_hold(track, before, empty, ask)
    if hold:
        return max(smallest, before), Action.HOLD, hold
    least = {"least": smallest} if smallest > up(before) else {}
    return at_most(before, version), Action.GROW, because("grow", reference=before, **least)


def _why_hold(track: Track, before: int, empty: int, ask: Ask) -> Reason | None:
    """What stands in the way of growing, if anything does."""
    last = next((each for each in reversed(track.entries) if each.week == ask.week - 1), None)
    if ask.still:
        return ask.still
    if ask.verdict is Verdict.HOLD:
        return ask.why or because("hold")
    if empty or last is None:
        return because("week_off", trained=_trained_else(track, ask))
    if 10 * last.credit < 8 * last.asked:
        return because("much_missed", reference=before, done=last.credit, asked=last.asked)
    if last.credit != before or last.week < track.reset:
        return because("regain", reference=before, done=last.credit)
    return None


def _trained_else(track: Track, ask: Ask) -> bool:
    """Whether the runner was not away, but trained other exercises since this one."""
    return ask.active is not None and track.trained is not None and ask.active > track.trained


def _cap(track: Track, version: Version, ask: Ask) -> int:
    """The session cap: a week with fewer sessions than lately is lighter, not doubled."""
    lately = [each for each in track.entries if ask.week - _WEEKS_OF_CAP <= each.week < ask.week]
    if ask.restart or all(each.sessions <= ask.sessions for each in lately):
        return ask.sessions * session_top(version)
    return ask.sessions * at_most(max(each.largest for each in lately), version)


def _shares(total: int, parts: int) -> tuple[int, ...]:
    whole, rest = divmod(total, parts)
    return (whole + 1,) * rest + (whole,) * (parts - rest)
