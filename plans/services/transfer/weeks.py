"""What the documents of a week must say beside being of their classes, so that the plan can go on from them: each by
itself, and each with the week before it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from plans.core.document import from_document
from plans.core.history import History
from plans.core.plan import Dose, WeekPlan
from plans.core.progression import Track
from plans.core.selection import Block
from plans.core.types import DAY, WEEK, Work

Row = Mapping[str, Any]

_SHIFT = 3 * DAY  # by which a week is shorter or longer where weeks begin on another day from then on
_EXPECTED = 2 * WEEK + _SHIFT  # the days of a week's sessions and of those of the next one


def plan_holds(plan: WeekPlan) -> bool:
    """Whether its days are those of its week, and its parts are there that others name."""
    days, slots = plan.days.sessions, range(len(plan.slots))
    places = range(len(plan.block.sessions) if plan.block else 0)
    week = range(plan.first_day.toordinal(), (plan.first_day + WEEK).toordinal())
    return (
        all(day.toordinal() in week for day in (*days, *(session.date for session in plan.sessions)))
        and all(before < after for before, after in pairwise(days))
        and all(slot.place in places for slot in plan.slots)
        and all(slot in slots for slot in (*(slot for slot, _ in plan.undated), *(each.slot for each in plan.sessions)))
        and len({dose.exercise for dose in plan.doses}) == len(plan.doses)
        and all(map(_dose_holds, plan.doses))
        and _block_holds(plan.block)
    )


def history_holds(history: History) -> bool:
    """Whether nothing in it is less than nothing, or of a week that is still to come."""
    return (
        history.week >= 0
        and all(each.date < history.starts_on for each in history.sessions)
        and all(_work_holds(work) for each in history.sessions for work in each.works)
        and all(_track_holds(track, history.week) for track in history.tracks.values())
        and all(0 <= each.uses <= history.week for each in history.standings.values())
        and _block_holds(history.block)
    )


def check_weeks(weeks: Sequence[Row], sessions: Iterable[Row], wrong: list[str]) -> None:
    """They are counted from 0 with none left out, each after the other, and the sessions lie in them."""
    in_order = sorted(enumerate(weeks, 1), key=lambda each: each[1]["number"])
    wrong += [f"weeks, row {row}: its plan is that of another week." for row, week in in_order if not _is_its_own(week)]
    missing = next((place for place, (_, week) in enumerate(in_order) if week["number"] != place), None)
    if missing is not None:
        wrong.append(f"weeks, row {in_order[missing][0]}: week {missing} is missing before it.")
        return
    for (_, before), (row, week) in pairwise(in_order):
        if not WEEK - _SHIFT <= week["first_day"] - before["first_day"] <= WEEK + _SHIFT:
            wrong.append(f"weeks, row {row}: it does not begin where the week before it ends.")
    if in_order:
        first, end = in_order[0][1]["first_day"], in_order[-1][1]["first_day"] + _EXPECTED
        outside = sorted(each["date"] for each in sessions if not first <= each["date"] < end)
        wrong += [f"sessions: that of {day} lies in no week of the plan." for day in outside]


def _is_its_own(week: Row) -> bool:
    """Whether the plan is that of the week, and the history what lay behind it."""
    plan, number = week["plan"], week["number"]
    behind = from_document(History, week["history"]) if week["history"] else None
    return (plan["first_day"], plan["week"]) == (str(week["first_day"]), number) and (
        behind is None or (behind.starts_on, behind.week) == (week["first_day"], number)
    )


def _dose_holds(dose: Dose) -> bool:
    amounts = (dose.dose, dose.decided, dose.reference or 0, dose.at_most or 0)
    return min(amounts) >= 0 and int(dose.dose + dose.decided > 0) <= dose.sessions <= WEEK // DAY


def _block_holds(block: Block | None) -> bool:
    if block is None:
        return True
    sessions = len(block.sessions)
    return (
        sessions > 0 and len(block.trained) in (0, sessions) and all(0 <= place < sessions for place, _ in block.left)
    )


def _track_holds(track: Track, week: int) -> bool:
    entries = track.entries
    amounts = [amount for each in entries for amount in (each.week, each.asked, each.credit, each.largest)]
    return (
        min(amounts, default=0) >= 0
        and all(each.sessions > 0 for each in entries)
        and all(before.week < after.week for before, after in pairwise(entries))
        and max((*(each.week for each in entries), track.trained or 0, track.reset - 1)) < max(week, 1)
        and (track.anchor is None or track.anchor > 0)
    )


def _work_holds(work: Work) -> bool:
    return min((*work.sets, *work.done), default=0) >= 0
