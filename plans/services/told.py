"""What a runner told us: rows to the core's value, and a changed value back to rows. The one place for each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from exercises.models import Equipment
from plans.core import types
from plans.core.asking import cleaned
from plans.core.types import DAY, Illness, Level, RunKind
from plans.models import Absence, DatedRun, DayChoice, Runner, WeeklyRun
from plans.services.queries import as_date, ask

_ANSWERS = ("sessions_per_week", "minutes", "level", "after_easy_runs")
_LOOKED_BACK = 120 * DAY  # at absences, which matter until something was trained again

_Row = tuple[str, date | None, date | None, int | None, str]


def told(row: Runner, since: date) -> types.Runner:
    """The runner as the core knows one: what was told, dated things from `since` on. One query, and the user's if that
    is not loaded.

    A runner whose setup is not done joins on `since`.
    """
    week: dict[int, RunKind] = {}
    runs: dict[date, RunKind | None] = {}
    days: dict[str, set[date]] = {"pinned": set(), "skipped": set(), "short": set(), "away": set()}
    ill: list[Illness] = []
    equipment: set[str] = set()
    for source, first, last, number, text in _rows(row, since):
        if source == "week" and number is not None:
            week[number] = RunKind(text)
        elif source == "owns":
            equipment.add(text)
        elif source == "run" and first:
            runs[first] = RunKind(text) if text else None
        elif source == "day" and first:
            for kind in filter(None, (text, "short" if number else "")):
                days[kind].add(first)
        elif first and last and text == Absence.Kind.AWAY:
            days["away"].update(_days(first, last))
        elif first and last:
            ill.append(Illness(first, last, text == Absence.Kind.ILL_BELOW))
    return types.Runner(
        joined=row.started_on or since,
        weekly_runs=dict(sorted(week.items())),
        dated_runs=dict(sorted(runs.items())),
        week_starts_on=6 if row.user.week_start == "sunday" else 0,
        sessions_per_week=row.sessions_per_week,
        minutes=row.minutes,
        level=Level(row.level),
        equipment=frozenset(equipment),
        after_easy_runs=row.after_easy_runs,
        pinned=frozenset(days["pinned"]),
        skipped=frozenset(days["skipped"]),
        short_dates=frozenset(days["short"]),
        blocked=frozenset(days["away"]),
        ill=tuple(sorted(ill, key=attrgetter("first", "last", "below"))),
        baseline=row.baseline or 0,
    )


def told_later(runner: types.Runner, since: date) -> types.Runner:
    """The same runner as `told` answers for a later day. No query."""
    ill = tuple(illness for illness in runner.ill if illness.last >= since - _LOOKED_BACK)
    return replace(cleaned(runner, since), ill=ill)


def tell(row: Runner, before: types.Runner, after: types.Runner, since: date) -> None:
    """Write what `after` says otherwise than `before`, which `told` answered for the same `since`.

    The day of joining and the start of the week are not the plan's to change. Nothing is written where nothing differs.
    """
    answers = {name: str(value) if name == "level" else value for name, value in _answers(after).items()}
    if _answers(before) != _answers(after):
        Runner.objects.filter(pk=row.pk).update(**answers)
        for name, value in answers.items():
            setattr(row, name, value)
    if before.equipment != after.equipment:
        row.equipment.set(Equipment.objects.filter(slug__in=after.equipment))
    _write(row, WeeklyRun, "weekday", _weekly_rows(before), _weekly_rows(after))
    _write(row, DatedRun, "date", _dated_rows(before), _dated_rows(after))
    _write(row, DayChoice, "date", _choice_rows(before), _choice_rows(after))
    if _absences(before) != _absences(after):
        Absence.objects.for_runner(row).filter(last__gte=since - _LOOKED_BACK).delete()
        rows = [Absence(runner=row, kind=kind, first=first, last=last) for kind, first, last in _absences(after)]
        Absence.objects.bulk_create(rows)


Fields = Mapping[str, object]

_TOLD = """
SELECT 'week', CAST(NULL AS date), CAST(NULL AS date), weekday, kind FROM plans_weeklyrun WHERE runner_id = %s
UNION ALL
SELECT 'run', "date", NULL, NULL, kind FROM plans_datedrun WHERE runner_id = %s AND "date" >= %s
UNION ALL
SELECT 'day', "date", NULL, CASE WHEN short THEN 1 ELSE 0 END, strength
FROM plans_daychoice WHERE runner_id = %s AND "date" >= %s
UNION ALL
SELECT 'away', "first", "last", NULL, kind FROM plans_absence WHERE runner_id = %s AND "last" >= %s
UNION ALL
SELECT 'owns', NULL, NULL, NULL, slug
FROM exercises_equipment JOIN plans_runner_equipment ON equipment_id = exercises_equipment.id WHERE runner_id = %s
"""


def _write(row: Runner, model: Any, key: str, before: Mapping[Any, Fields], after: Mapping[Any, Fields]) -> None:
    """The rows of a table, by their key, as they are to be instead of as they were."""
    gone = [each for each in before if after.get(each) != before[each]]
    new = [each for each in after if after[each] != before.get(each)]
    if gone:
        model.objects.for_runner(row).filter(**{f"{key}__in": gone}).delete()
    model.objects.bulk_create([model(runner=row, **{key: each}, **after[each]) for each in new])


def _answers(runner: types.Runner) -> dict[str, Any]:
    return {name: getattr(runner, name) for name in _ANSWERS}


def _weekly_rows(runner: types.Runner) -> dict[int, Fields]:
    return {weekday: {"kind": str(run)} for weekday, run in runner.weekly_runs.items()}


def _dated_rows(runner: types.Runner) -> dict[date, Fields]:
    return {day: {"kind": str(run or "")} for day, run in runner.dated_runs.items()}


def _choice_rows(runner: types.Runner) -> dict[date, Fields]:
    strength = dict.fromkeys(runner.skipped, "skipped") | dict.fromkeys(runner.pinned, "pinned")
    chosen = strength.keys() | runner.short_dates
    return {day: {"strength": strength.get(day, ""), "short": day in runner.short_dates} for day in sorted(chosen)}


def _absences(runner: types.Runner) -> list[tuple[str, date, date]]:
    """Kind, first and last day: days away that follow each other are one absence."""
    away = [(str(Absence.Kind.AWAY), first, last) for first, last in _spans(runner.blocked)]
    kinds = {False: str(Absence.Kind.ILL), True: str(Absence.Kind.ILL_BELOW)}
    ill = {(kinds[each.below], each.first, each.last) for each in runner.ill}
    return [*away, *sorted(ill)]


def _spans(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """First and last of the days that follow each other."""
    together: list[date] = []
    for day in sorted(days):
        if together and day != together[-1] + DAY:
            yield together[0], together[-1]
            together = []
        together.append(day)
    if together:
        yield together[0], together[-1]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=place) for place in range((last - first).days + 1))


def _rows(row: Runner, since: date) -> Iterator[_Row]:
    """Everything that was told, table by table: which table, two dates, a number and a word."""
    values = row.pk, row.pk, since, row.pk, since, row.pk, since - _LOOKED_BACK, row.pk
    for table, first, last, number, word in ask(_TOLD, *values):
        yield table, first and as_date(first), last and as_date(last), number, word
