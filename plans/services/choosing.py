"""The writers of what is chosen of exercises: another variation or load, another exercise, for once or from now on."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from django.db import transaction

from exercises.models import Exercise
from plans.core import types
from plans.core.document import from_document, to_document
from plans.core.history import History
from plans.core.living import Choice, choose
from plans.core.plan import Prescription as Asked
from plans.core.plan import WeekPlan
from plans.core.planner import plan_week
from plans.core.present import Present, version_in_use
from plans.core.types import Reason, Refused, Version, because
from plans.core.versions import for_once
from plans.models import ExerciseChoice, Prescription, Runner, SetLog
from plans.services.catalogue import PlannedCatalogue
from plans.services.doing import Doing, Part, doing
from plans.services.ended import add_up_on
from plans.services.keeping import fields_for, keep
from plans.services.locking import locked
from plans.services.replanning import plan_anew, planned_since, standing_for
from plans.services.standing import Standing

HowLong = Literal["once", "always"]


@dataclass(frozen=True, slots=True)
class Option:
    """What an exercise of a session can become: another variation of it (None: the exercise itself), or another
    exercise in the version in use. `against` says why not, None for nothing; `is_harder`: a rung up, or more; `way` is
    the slug of how another exercise would be done, "" for a variation of the same."""

    exercise: str
    variation: str | None
    how_long: HowLong
    against: Reason | None = None
    is_harder: bool = False
    way: str = ""


@dataclass(frozen=True, slots=True)
class _Scene:
    """A part of a session in which something is chosen: where the runner stands, and the present in which its exercise
    is still to be done; once a set of it is logged, the choice is for the next session."""

    now: Standing
    whole: Doing
    part: Part
    present: Present
    plan: WeekPlan

    def asked(self, present: Present, exercise: str) -> Asked | None:
        """What this session asks for of an exercise, as things are in a present."""
        plan = plan_week(present, self.now.today)
        mine = [each.prescriptions for each in plan.sessions if each.slot == self.whole.row.slot]
        mine += [each for slot, each in plan.undated if slot == self.whole.row.slot]
        return next((each for held in mine for each in held if each.exercise == exercise), None)

    def choice(self, option: Option) -> Choice:
        choice = Choice(self.now.today, len(self.present.held), self.part.slug)
        if option.exercise == self.part.slug:
            return replace(choice, variation=option.variation)
        mine = (each.date for each in self.plan.sessions if each.slot == self.whole.row.slot)
        day = next(mine, self.whole.row.date) if option.how_long == "once" else None
        return replace(choice, other=option.exercise, day=day)

    def against(self, option: Option) -> Reason | None:
        try:
            choose(self.present, self.now.today, self.choice(option))
        except Refused as refused:
            return refused.reason
        return None


def undoable(row: Runner, today: date) -> ExerciseChoice | None:
    """The latest choice, if it was made today, here, and no set was logged since. Two queries."""
    last = ExerciseChoice.objects.for_runner(row).filter(date=today).order_by("-pk").first()
    if last is None or last.before is None or SetLog.objects.for_runner(row).filter(at__gt=last.at).exists():
        return None
    return last


def options(now: Standing, whole: Doing, part: Part) -> list[Option]:
    """What a part of a session may become, in catalogue order: its own variations, then others of its pattern. What
    was not asked for, is over, or belongs to a week that is, can become nothing. No query."""
    found = now.catalogue.exercises.get(part.slug)
    if found is None or part.ended or not _is_of_the_plan(now, whole):
        return []
    scene = _scene(now, whole, part)
    listed = [*_variations(scene, found), *_others(scene, found)]
    return [each if each.how_long == "once" and _is_own(each, part) else _judged(scene, each) for each in listed]


@transaction.atomic
def change_exercise(
    *,
    row: Runner,
    catalogue: PlannedCatalogue,
    today: date,
    session: int,
    prescription: int,
    exercise: str,
    variation: str | None,
    how_long: HowLong,
) -> None:
    """Take one of the options of a part; what it is already, it stays. Raises Session.DoesNotExist, and Refused."""
    row = locked(row)
    scene = _at(row, catalogue, today, session, prescription)
    if (exercise, variation) == (scene.part.slug, scene.part.version.variation):
        return
    wanted = Option(exercise, variation, how_long)
    offered = options(scene.now, scene.whole, scene.part)
    found = next((each for each in offered if replace(each, against=None, is_harder=False, way="") == wanted), None)
    if found is None:
        raise Refused(because("not_offered"))
    if found.against:
        raise Refused(found.against)
    if how_long == "once" and _is_own(found, scene.part):
        _take_once(scene, variation)
    else:
        _choose(scene, scene.choice(found))
    add_up_on(row, scene.whole.row.date)


@transaction.atomic
def undo(*, row: Runner, catalogue: PlannedCatalogue, today: date) -> None:
    """Take the latest choice back: the week and the session are what they were, but for what was told since of the week
    before. Raises Refused where nothing is."""
    row = locked(row)
    last = undoable(row, today)
    if last is None or last.before is None:
        raise Refused(because("nothing_to_undo"))
    now, before = standing_for(row, catalogue, today, today), last.before
    last.delete()
    if before["part"]:
        Prescription.objects.for_runner(row).filter(pk=before["part"]["id"]).update(**before["part"])
    since = planned_since(row)
    if since < now.plan.first_day and to_document(now.present.history) != before.get("chosen"):
        plan_anew(row, catalogue, today, since)
        return
    history, plan = from_document(History, before["history"]), from_document(WeekPlan, before["plan"])
    present = replace(now.present, history=history, previous=plan)
    keep(replace(now, plan=plan_week(present, today), given=present))


@transaction.atomic
def set_load(
    *, row: Runner, catalogue: PlannedCatalogue, today: date, session: int, prescription: int, grams: int
) -> None:
    """The weight of an exercise, in grams, from the next set on; what it makes of the dose is for the next session once
    a set is logged. Raises Session.DoesNotExist, and Refused."""
    scene = _at(locked(row), catalogue, today, session, prescription)
    if not scene.part.version.loaded:
        raise Refused(because("not_loaded", exercise=scene.part.slug))
    variation = scene.part.version.variation
    if not scene.part.row.once and _is_of_the_plan(scene.now, scene.whole):
        _choose(scene, Choice(today, len(scene.present.held), scene.part.slug, variation, grams))
    Prescription.objects.for_runner(row).filter(pk=prescription).update(load_grams=grams)
    add_up_on(row, scene.whole.row.date)


@transaction.atomic
def take(
    *, row: Runner, catalogue: PlannedCatalogue, today: date, exercise: str, variation: str | None, grams: int | None
) -> None:
    """Something harder, or another way to do an exercise, from the next session on. Raises Refused."""
    now = standing_for(locked(row), catalogue, today, today)
    if now.plan.stopped:
        raise Refused(now.plan.stopped)
    choice = Choice(today, len(now.present.held), exercise, variation, grams)
    _store(now, choose(now.present, today, choice), choice, None)


def _variations(scene: _Scene, exercise: types.Exercise) -> list[Option]:
    runner, using, listed = scene.now.runner, scene.part.version, []
    planned = version_in_use(exercise, runner, scene.present.history)
    for version in exercise.versions:
        if version.variation == using.variation or not version.can_be_done(runner.usable_equipment):
            continue
        harder = version.rung > using.rung
        if version != planned:
            listed.append(Option(exercise.slug, version.variation, "always", is_harder=harder))
        if not scene.part.logs and (version == planned or not harder):
            listed.append(Option(exercise.slug, version.variation, "once"))
    return listed


def _others(scene: _Scene, exercise: types.Exercise) -> list[Option]:
    listed = []
    for each in scene.now.catalogue.exercises.values():
        if each.pattern is not exercise.pattern or each is exercise:
            continue
        if version := version_in_use(each, scene.now.runner, scene.present.history):
            way = version.variation or each.slug
            once = [] if scene.part.logs else [Option(each.slug, None, "once", way=way)]
            listed += [*once, Option(each.slug, None, "always", way=way)]
    return listed


def _is_of_the_plan(now: Standing, whole: Doing) -> bool:
    """Whether the present week asks for the session."""
    return whole.row.slot is not None and whole.row.date >= now.plan.first_day


def _is_own(option: Option, part: Part) -> bool:
    return option.exercise == part.slug


def _judged(scene: _Scene, option: Option) -> Option:
    return replace(option, against=scene.against(option))


def _at(row: Runner, catalogue: PlannedCatalogue, today: date, session: int, prescription: int) -> _Scene:
    whole = doing(row, session)
    part = whole.part(prescription)
    if part is None:
        raise Refused(because("not_offered"))
    return _scene(standing_for(row, catalogue, today, whole.row.date), whole, part)


def _scene(now: Standing, whole: Doing, part: Part) -> _Scene:
    held = now.present.held
    if not part.logs:
        held = tuple(each for each in held if each.date != whole.row.date)
    present = replace(now.present, held=held, previous=now.plan)
    return _Scene(now, whole, part, present, plan_week(present, now.today))


def _take_once(scene: _Scene, variation: str | None) -> None:
    """The session's row alone says it: from the next one on the exercise is what it was."""
    exercise = scene.now.catalogue.exercises[scene.part.slug]
    version: Version = exercise.version(variation)
    planned = scene.asked(scene.present, exercise.slug)
    if planned is None:
        raise Refused(because("not_offered"))
    once = version != planned.version
    _write(scene, for_once(planned, version) if once else planned, once=once)


def _choose(scene: _Scene, choice: Choice) -> None:
    """Raises Refused."""
    chosen = choose(scene.present, scene.now.today, choice)
    asked, row = scene.asked(chosen, choice.other or choice.exercise), scene.part.row
    before = {name: getattr(row, name) for name in _OF_A_PART}
    if asked is not None and not scene.part.logs:
        _write(scene, asked)  # first, so that the row keeps its key
    _store(scene.now, replace(chosen, held=scene.now.present.held), choice, before)


def _write(scene: _Scene, asked: Asked, *, once: bool = False) -> None:
    """The session's row asks for something else. Sets of it that do not count were done another way: they are emptied,
    as nothing would say so once they were restored."""
    fields: dict[str, Any] = fields_for(scene.now, scene.now.plan, [asked])[asked]
    row, pk = scene.now.row, scene.part.row.pk
    Prescription.objects.for_runner(row).filter(pk=pk).update(**fields, once=once)
    if (asked.exercise, asked.variation) != (scene.part.slug, scene.part.version.variation):
        gone = SetLog.objects.for_runner(row).filter(prescription=pk, deleted_at__isnull=False)
        gone.update(amount=None, right=None, load_grams=None)


_OF_A_PART = (
    "id", "exercise_id", "variation_id", "sets", "load_grams", "at_top", "version", "name", "reason", "why", "once",
)  # fmt: skip


def _store(now: Standing, chosen: Present, choice: Choice, part: dict[str, Any] | None) -> None:
    """A choice, and what it makes of the plan; `part` is the row of the session as it was."""
    slugs = {each for each in (choice.exercise, choice.variation, choice.other) if each}
    keys = dict(Exercise.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    kinds = ExerciseChoice.Kind
    ExerciseChoice.objects.create(
        runner=now.row,
        kind=kinds.TAKE if choice.other is None else kinds.SWAP if choice.day else kinds.REPLACE,
        date=choice.on,
        after=choice.after,
        exercise_id=keys[choice.exercise],
        variation_id=keys[choice.variation] if choice.variation else None,
        other_id=keys[choice.other] if choice.other else None,
        load_grams=choice.load_grams,
        day=choice.day,
        before={
            "history": to_document(now.present.history),
            "plan": to_document(now.plan),
            "part": part,
            "chosen": to_document(chosen.history),
        },
    )
    keep(replace(now, plan=plan_week(chosen, now.today), given=chosen))
