"""What the knee says: section 5 of the planner's rules.

The bands follow the pain-monitoring model of Thomeé (1997) and Silbernagel (2007), in its stricter form. Rows 1 to 3
act at once, all else from the next week. Where several rows, sessions or answers apply, the most severe counts, so a
worse answer never raises the next dose. Row 9's share of the week done is looked at in `progression`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter

from plans.core.types import WEEK, Catalogue, Flag, FlagKind, Held, Pattern, Reason, Verdict, Work, because

SEVERE, SORE = 6, 3  # pain from which a session is ended, and from which it counts
_FORTNIGHT = timedelta(days=14)
_HARD_EFFORT = 9

Answer = tuple[Verdict, Reason | None]
_PROGRESS: Answer = (Verdict.PROGRESS, None)


@dataclass(frozen=True, slots=True)
class Knee:
    """What is known when a week is judged: its first day, the sessions of the weeks up to its end in order of date
    (of the last two months at least), and the knee's baseline from the setup (0–10)."""

    first_day: date
    sessions: Sequence[Held]
    baseline: int = 0

    def worst_of(self, weeks_ago: int) -> int | None:
        """The worst pain told during the sessions of a week; None if none was told."""
        start = self.first_day - weeks_ago * WEEK
        told = [each.worst for each in self.sessions if start <= each.date < start + WEEK]
        return max((pain for pain in told if pain is not None), default=None)


def verdict(exercise: str, catalogue: Catalogue, knee: Knee) -> Answer:
    """What the week's answers ask of one exercise: rows 3 to 10, the most severe of its sessions."""
    answers = [_PROGRESS]
    begins, ends = (
        bisect_left(knee.sessions, day, key=attrgetter("date")) for day in (knee.first_day, knee.first_day + WEEK)
    )
    earlier, planned = _before(exercise, knee.sessions[:begins])
    for held in knee.sessions[begins:ends]:
        if work := held.work(exercise):
            answers += [_severe(held, work, catalogue), _pain(held, work, knee), _rising(held, work, knee)]
            answers += [_effort(held, work, earlier), _reps(work, planned)]
            earlier, planned = held, work if _is_planned(held, work) else planned
    return max(answers, key=lambda answer: answer[0])


def _before(exercise: str, sessions: Sequence[Held]) -> tuple[Held | None, Work | None]:
    """The last session that held an exercise, and what the last did of it that was planned: of others the reps do not
    count."""
    last: Held | None = None
    for held in reversed(sessions):
        if work := held.work(exercise):
            last = last or held
            if _is_planned(held, work):
                return last, work
    return last, None


def _is_planned(held: Held, work: Work) -> bool:
    return held.slot is not None and bool(work.sets)


def ended(held: Held, catalogue: Catalogue) -> frozenset[str]:
    """Row 3: the exercises that a session's answers end for the rest of the week.

    The session's own answer ends all of it; an exercise's, that exercise and the other knee-dominant ones.
    """
    if max(held.knee or 0, held.next_morning or 0) >= SEVERE:
        return frozenset(work.exercise for work in held.works)
    hurting = {work.exercise for work in held.works if (work.pain or 0) >= SEVERE}
    if not hurting:
        return frozenset()
    known = [work.exercise for work in held.works if work.exercise in catalogue]
    return frozenset(hurting.union(slug for slug in known if catalogue[slug].pattern is Pattern.KNEE))


def stopped(sessions: Iterable[Held], flags: Iterable[Flag], today: date) -> Reason | None:
    """Rows 1 and 2: why everything is stopped on the morning of `today`, if it is.

    A flag acts at once; what comes in `flags` after it lifts it the next day, if it is the word that it was cleared. A
    second pain of 6 or more within 14 days, of another session, then or the next morning, is a stop like a flag.
    """
    lifted = date.min
    events: list[tuple[date, FlagKind]] = []
    for flag in flags:
        if flag.kind is FlagKind.CLEARED and flag.date < today:
            lifted = max(lifted, flag.date)
            events = [event for event in events if event[0] > flag.date]
        elif flag.kind is not FlagKind.CLEARED and flag.date <= today:
            events.append((flag.date, flag.kind))
    severe = [each for each in sessions if is_severe(each)]
    for before, after in pairwise(severe):
        known = after.date if (after.worst or 0) >= SEVERE else after.date + timedelta(days=1)
        if after.date - before.date <= _FORTNIGHT and lifted < known <= today:
            events.append((known, FlagKind.SHARP))
    if not events:
        return None
    kinds = {kind for _, kind in events}
    return because("red_flag" if FlagKind.RED in kinds else "severe_pain", since=min(day for day, _ in events))


def is_severe(held: Held) -> bool:
    """Pain of 6 or more, then or the next morning."""
    return max(held.worst or 0, held.next_morning or 0) >= SEVERE


def without_calm_answers(held: Held) -> Held:
    """The same session as if only what asks for something had been told of it. Weeks after that of the session are
    planned alike, if all goes well in them: what hurts, or is hard, is looked at then once more, little never."""
    pains = (held.knee, held.next_morning, *(work.pain for work in held.works))
    if max(pain or 0 for pain in pains) >= SORE or (held.effort or 0) >= _HARD_EFFORT - 1:
        return held
    works = tuple(replace(work, pain=None) if work.pain is not None else work for work in held.works)
    return replace(held, works=works, knee=0, next_morning=0, effort=None)


def _told(held: Held, work: Work) -> int:
    """The pain that acts on an exercise: the session's answer or its own, the worse; 0 where none was given."""
    return max(held.knee or 0, work.pain or 0)


def _severe(held: Held, work: Work, catalogue: Catalogue) -> Answer:
    if work.exercise in ended(held, catalogue):
        return Verdict.EASIER, because("pain_severe", date=held.date)
    return _PROGRESS


def _pain(held: Held, work: Work, knee: Knee) -> Answer:
    """Rows 4, 5 and 7."""
    pain, morning = _told(held, work), held.next_morning
    if pain >= SORE:
        if morning is not None and morning > max(2, knee.baseline):
            return Verdict.REDUCE, because("pain_not_settled", pain=pain, morning=morning)
        return Verdict.HOLD, because("pain_settled" if morning is not None else "morning_unanswered", pain=pain)
    if _is_morning_sore(held, knee):
        again = any(
            _is_morning_sore(each, knee) for each in knee.sessions if timedelta(0) < held.date - each.date <= _FORTNIGHT
        )
        return (Verdict.REDUCE if again else Verdict.HOLD), because("morning_sore", morning=morning, again=again)
    if held.knee is None:
        return Verdict.HOLD, because("pain_unanswered")
    return _PROGRESS


def _is_morning_sore(held: Held, knee: Knee) -> bool:
    """Row 5: little pain then, but a sore knee the next morning. More pain then counts as much for the next time."""
    return held.next_morning is not None and held.next_morning >= SORE and held.next_morning > knee.baseline + 1


def _rising(held: Held, work: Work, knee: Knee) -> Answer:
    """Row 6: at least 2 above last week's worst, or 3–5 in three weeks running."""
    pain = _told(held, work)
    if pain < SORE:
        return _PROGRESS
    last, before = knee.worst_of(1), knee.worst_of(2)
    if last is not None and pain >= last + 2:
        return Verdict.REDUCE, because("pain_rising", pain=pain, last=last)
    if last is not None and before is not None and last >= SORE and before >= SORE:
        return Verdict.REDUCE, because("pain_three_weeks")
    return _PROGRESS


def _effort(held: Held, work: Work, earlier: Held | None) -> Answer:
    """Rows 8 and 9; `earlier` is the session before that held the exercise."""
    effort = held.effort or 0
    if effort >= _HARD_EFFORT:
        if earlier is not None and (earlier.effort or 0) >= _HARD_EFFORT:
            return Verdict.REDUCE, because("effort_twice")
        return Verdict.HOLD, because("effort_high", effort=effort)
    if effort == _HARD_EFFORT - 1 and work.credit < work.asked:
        return Verdict.HOLD, because("effort_and_missed")
    return _PROGRESS


def _reps(work: Work, earlier: Work | None) -> Answer:
    """Row 8: under 60 % of the reps twice running."""
    if earlier is not None and _is_far_below(work) and _is_far_below(earlier):
        return Verdict.REDUCE, because("reps_twice")
    return _PROGRESS


def _is_far_below(work: Work) -> bool:
    return 10 * work.credit < 6 * work.asked
