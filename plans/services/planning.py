"""The writers of plans: begin, open the week, change what was told, take a change back.

Each locks the runner's row first, so that of two changes at once the second sees the first.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from plans.core import types
from plans.core.asking import cleaned, merged
from plans.core.difference import difference
from plans.core.document import from_document, to_document
from plans.core.history import begin
from plans.core.living import Lived
from plans.core.plan import WeekPlan
from plans.core.planner import plan_week
from plans.core.present import Present
from plans.core.types import Reason, Refused, because
from plans.models import ExerciseChoice, PlanChange, PlannedWeek, Runner
from plans.services.catalogue import PlannedCatalogue
from plans.services.keeping import keep
from plans.services.locking import locked
from plans.services.standing import Standing, standing
from plans.services.told import tell, told

WEEKS = 4  # in which a change is looked at

# Written out, without what taking it back needs: the pages ask it at the first look.
_LATEST_CHANGE = """
SELECT id, runner_id, at, asked, what, undone_at FROM plans_planchange
WHERE runner_id = %s AND undone_at IS NULL ORDER BY id DESC LIMIT 1
"""

Ask = Callable[[Standing], types.Runner]  # what is told from now on; raises Refused


@transaction.atomic
def start(*, row: Runner, catalogue: PlannedCatalogue, first: date) -> None:
    """The first week of a runner whose setup is answered, from a date on. Once: later calls change nothing."""
    row = locked(row)
    if row.started_on is not None:
        return
    row.started_on = first
    row.save(update_fields=["started_on"])
    runner = told(row, first)
    present = Present(catalogue.exercises, runner, begin(runner))
    plan = plan_week(present, first)
    present = replace(present, previous=plan)
    keep(Standing(row, catalogue, first, first, runner, plan, opened=(Lived(present),), given=present))


@transaction.atomic
def open_weeks(*, row: Runner, catalogue: PlannedCatalogue, today: date) -> bool:
    """Store the weeks that have begun since the latest was, the present one as it is on the morning of `today`.

    True if there were any. Again, or in two processes at once, it does nothing.
    """
    now = _standing(row, catalogue, today)
    if now.opened:
        keep(now)
    return bool(now.opened)


@transaction.atomic
def change(*, row: Runner, catalogue: PlannedCatalogue, today: date, ask: Ask, asked: str = "") -> tuple[Reason, ...]:
    """Change what the runner told and plan anew; answers what that moved. Raises Refused; then nothing is changed.

    `asked` says in a few words what it is, for who wants to take it back.
    """
    now = _standing(row, catalogue, today)
    runner = ask(now)
    if runner == now.runner:
        if now.opened:
            keep(now)
        return (because("nothing_moves"),)
    after = replan(now, runner)
    moved = difference(now.weeks(WEEKS), after.weeks(WEEKS), today)
    what = [to_document(reason) for reason in moved]
    PlanChange.objects.create(runner=now.row, asked=asked, what=what, before=_snapshot(now))
    tell(now.row, now.runner, runner, now.since)
    keep(after)
    return moved


def preview(now: Standing, runner: types.Runner) -> tuple[Reason, ...]:
    """What a change would move. Writes nothing."""
    return difference(now.weeks(WEEKS), replan(now, runner).weeks(WEEKS), now.today)


def replan(now: Standing, runner: types.Runner) -> Standing:
    """Where the runner stands once something else is told."""
    present = replace(now.present, runner=runner, previous=now.plan)
    return replace(now, runner=runner, plan=plan_week(present, now.today), given=present)


def latest_change(row: Runner) -> PlanChange | None:
    """The one that can be taken back. One query."""
    return next(iter(PlanChange.objects.raw(_LATEST_CHANGE, [row.pk])), None)


@transaction.atomic
def undo(*, row: Runner, catalogue: PlannedCatalogue, today: date, change: int) -> tuple[Reason, ...]:
    """Take the latest change, by its key, back: what was told before it, and the week as it stood; answers what that
    moved.

    Raises Refused where that is not the latest, so that a second tap takes no other change back. What is past stays.
    """
    now = _standing(row, catalogue, today)
    last = latest_change(now.row)
    if last is None or last.pk != change:
        raise Refused(because("nothing_to_undo"))
    before = from_document(types.Runner, last.before["runner"])
    plan = from_document(WeekPlan, last.before["plan"])
    runner = merged(now.runner, before, now.present.history.starts_on)
    as_it_stood = _holds(plan, now) and not _chosen_since(now.row, last)
    present = replace(now.present, runner=runner, previous=plan if as_it_stood else now.plan)
    after = replace(now, runner=runner, plan=plan_week(present, today), given=present)
    moved = difference(now.weeks(WEEKS), after.weeks(WEEKS), today)
    PlanChange.objects.for_runner(now.row).filter(pk=last.pk).update(undone_at=timezone.now())
    tell(now.row, now.runner, runner, now.since)
    keep(after)
    return moved


def _holds(plan: WeekPlan, now: Standing) -> bool:
    """Whether an earlier plan of the week has the slots of everything that was done since."""
    done = [each.slot for each in now.held if each.slot is not None]
    return plan.first_day == now.plan.first_day and all(
        slot < len(plan.slots) and plan.slots[slot].place == now.plan.slots[slot].place for slot in done
    )


def _chosen_since(row: Runner, change: PlanChange) -> bool:
    """Whether exercises were chosen after a change: the week as it stood before knows nothing of them."""
    return ExerciseChoice.objects.for_runner(row).filter(at__gt=change.at).exists()


def _standing(row: Runner, catalogue: PlannedCatalogue, today: date) -> Standing:
    return standing(PlannedWeek.objects.latest_of(locked(row)), catalogue, today)


def _snapshot(now: Standing) -> dict[str, object]:
    runner = cleaned(now.runner, now.present.history.starts_on)
    return {"runner": to_document(runner), "plan": to_document(now.plan)}
