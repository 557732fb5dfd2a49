"""A case of the simulator: read from plain JSON values, every field checked (section 6)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from plans.core.types import Catalogue, FlagKind, Illness, Level, RunKind, Runner

EQUIPMENT = ("dumbbell", "kettlebell", "barbell", "step", "wall", "band", "sliders", "leg-press", "curl-machine")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_WEEKS = 520
_YEARS = (2000, 2100)
_MOST_AMOUNT = 1000  # reps or seconds of a set
_MOST_GRAMS = 500_000

Sets = Mapping[str, tuple[int, ...]]
T = TypeVar("T")


class Malformed(Exception):
    """A case that cannot be played: the field, and what it takes."""

    def __init__(self, name: str, takes: str) -> None:
        super().__init__(f"{name}: {takes}")
        self.field, self.takes = name, takes


@dataclass(frozen=True, slots=True)
class Taken:
    """Another version or load that a runner takes. `variation` is only looked at when `other_version`."""

    other_version: bool
    variation: str | None
    load_grams: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of the diary. `did` is "all", "nothing", sets by exercise, or None for what the date suggests."""

    did: str | Sets | None = None
    knee: int | None = None
    next_morning: int | None = None
    effort: int | None = None
    pain: Mapping[str, int] = field(default_factory=dict)
    flags: tuple[FlagKind, ...] = ()
    swap: Mapping[str, str] = field(default_factory=dict)
    take: Mapping[str, Taken] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    runner: Runner
    weeks: int
    diary: Mapping[date, Entry]
    otherwise: Entry


def read_case(given: object, catalogue: Catalogue) -> Case:
    """The case, or Malformed naming the first field that is wrong and what it takes."""
    case = _object("the case", given, set(_FIELDS), "takes an object with the fields " + ", ".join(_FIELDS))
    for name in ("start", "runs"):
        if name not in case:
            raise Malformed(name, "is missing; " + _FIELDS[name])
    runner = Runner(
        joined=_day("start", case["start"]),
        weekly_runs=_weekly(case["runs"]),
        dated_runs=_dated(case.get("dated_runs", {})),
        week_starts_on={"monday": 0, "sunday": 6}[
            _one_of("week_starts_on", case.get("week_starts_on", "monday"), ("monday", "sunday"))
        ],
        sessions_per_week=_number("sessions_per_week", case.get("sessions_per_week", 2), 1, 3),
        minutes=_number("minutes", case.get("minutes", 30), 5, 240),
        level=Level(_one_of("level", case.get("level", "beginner"), tuple(Level))),
        equipment=frozenset(_list("equipment", case.get("equipment", ["wall"]), _equipment)),
        after_easy_runs=_switch("strength_after_easy_runs", case.get("strength_after_easy_runs", False)),
        pinned=frozenset(_list("pinned", case.get("pinned", []), _day)),
        blocked=frozenset(_list("blocked", case.get("blocked", []), _day)),
        ill=tuple(_list("ill", case.get("ill", []), _illness)),
        baseline=_number("baseline", case.get("baseline", 0), 0, 10),
    )
    weeks = _number("weeks", case.get("weeks", 12), 1, MOST_WEEKS)
    if (runner.joined + timedelta(days=7 * weeks + 21)).year > _YEARS[1]:
        raise Malformed("weeks", f"a number that ends before {_YEARS[1] + 1}")
    diary = _object("diary", case.get("diary", {}), None, _FIELDS["diary"])
    entries = {_day("diary", day): _entry(f"diary.{day}", entry, catalogue) for day, entry in diary.items()}
    otherwise = case.get("otherwise", {"did": "all", "knee": 0, "next_morning": 0})
    return Case(runner, weeks, entries, _entry("otherwise", otherwise, catalogue, plain=True))


_DATE = f"a date such as 2026-11-23, from {_YEARS[0]} to {_YEARS[1]}"
_KINDS = "easy, hard, long or race"
_FIELDS = {
    "start": f"takes {_DATE}",
    "weeks": f"takes a whole number from 1 to {MOST_WEEKS}",
    "week_starts_on": "takes monday or sunday",
    "sessions_per_week": "takes a whole number from 1 to 3",
    "minutes": "takes a whole number from 5 to 240",
    "level": "takes beginner, regular or strong",
    "equipment": "takes a list of " + ", ".join(EQUIPMENT),
    "runs": f"takes an object of weekdays, each {_KINDS}",
    "dated_runs": f"takes an object of dates, each {_KINDS}, or null for no run",
    "strength_after_easy_runs": "takes true or false",
    "pinned": "takes a list of dates",
    "blocked": "takes a list of dates",
    "diary": "takes an object of dates, each an object",
    "otherwise": "takes an object like one of the diary",
    "baseline": "takes a whole number from 0 to 10",
    "ill": 'takes a list of [first date, last date, "below" or "above"]',
}
_ENTRY = ("did", "knee", "next_morning", "effort", "pain", "flags", "swap", "take")
_PLAIN = ("did", "knee", "next_morning", "effort", "pain")  # what may hold for every date
_DID = 'takes "all", "nothing", or lists of sets by exercise'


def _entry(name: str, given: object, catalogue: Catalogue, *, plain: bool = False) -> Entry:
    fields = _PLAIN if plain else _ENTRY
    entry = _object(name, given, set(fields), "takes an object with the fields " + ", ".join(fields))
    pain = _object(f"{name}.pain", entry.get("pain", {}), catalogue, "takes pain from 0 to 10 by exercise")
    swap = _object(f"{name}.swap", entry.get("swap", {}), catalogue, "takes an exercise for an exercise")
    take = _object(f"{name}.take", entry.get("take", {}), catalogue, "takes an object by exercise")
    return Entry(
        did=_did(f"{name}.did", entry["did"], catalogue) if "did" in entry else None,
        knee=_answer(f"{name}.knee", entry.get("knee"), 0),
        next_morning=_answer(f"{name}.next_morning", entry.get("next_morning"), 0),
        effort=_answer(f"{name}.effort", entry.get("effort"), 1),
        pain={slug: _number(f"{name}.pain.{slug}", each, 0, 10) for slug, each in pain.items()},
        flags=tuple(FlagKind(flag) for flag in _list(f"{name}.flags", entry.get("flags", []), _flag)),
        swap={slug: _one_of(f"{name}.swap.{slug}", each, tuple(catalogue)) for slug, each in swap.items()},
        take={slug: _taken(f"{name}.take.{slug}", each, slug, catalogue) for slug, each in take.items()},
    )


def _did(name: str, given: object, catalogue: Catalogue) -> str | Sets:
    if isinstance(given, str) and given in ("all", "nothing"):
        return given
    sets = _object(name, given, catalogue, _DID)
    return {
        slug: tuple(_list(f"{name}.{slug}", each, lambda name, reps: _number(name, reps, 0, _MOST_AMOUNT)))
        for slug, each in sets.items()
    }


def _taken(name: str, given: object, slug: str, catalogue: Catalogue) -> Taken:
    taken = _object(name, given, {"variation", "load_grams"}, "takes an object with variation, load_grams or both")
    variation = taken.get("variation")
    own = [version.variation for version in catalogue[slug].versions if version.variation]
    if variation is not None and variation != slug:
        _one_of(f"{name}.variation", variation, own)
    grams = taken.get("load_grams")
    return Taken(
        other_version="variation" in taken,
        variation=None if variation == slug else variation,
        load_grams=None if grams is None else _number(f"{name}.load_grams", grams, 0, _MOST_GRAMS),
    )


def _weekly(given: object) -> dict[int, RunKind]:
    runs = _object("runs", given, set(WEEKDAYS), _FIELDS["runs"])
    return {WEEKDAYS.index(day): _kind(f"runs.{day}", kind) for day, kind in runs.items() if kind is not None}


def _dated(given: object) -> dict[date, RunKind | None]:
    runs = _object("dated_runs", given, None, _FIELDS["dated_runs"])
    return {
        _day("dated_runs", day): None if kind is None else _kind(f"dated_runs.{day}", kind)
        for day, kind in runs.items()
    }


def _illness(name: str, given: object) -> Illness:
    if not isinstance(given, list) or len(given) != 3:
        raise Malformed(name, _FIELDS["ill"])
    first, last = _day(name, given[0]), _day(name, given[1])
    if last < first:
        raise Malformed(name, "takes a last date that is not before the first")
    return Illness(first, last, _one_of(name, given[2], ("below", "above")) == "below")


def _object(name: str, given: object, keys: Any, takes: str) -> dict[str, Any]:
    if not isinstance(given, dict) or not all(isinstance(key, str) for key in given):
        raise Malformed(name, takes)
    for key in given:
        if keys is not None and key not in keys:
            path = key if name == "the case" else f"{name}.{key}"
            raise Malformed(path, f"is not known here; {name} {takes}")
    return given


def _list(name: str, given: object, read: Callable[[str, object], T]) -> Sequence[T]:
    if not isinstance(given, list):
        raise Malformed(name, _FIELDS.get(name, "takes a list"))
    return [read(name, each) for each in given]


def _day(name: str, given: object) -> date:
    if isinstance(given, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given, re.ASCII):
        try:
            day = date.fromisoformat(given)
        except ValueError:
            pass
        else:
            if _YEARS[0] <= day.year <= _YEARS[1]:
                return day
    raise Malformed(name, f"takes {_DATE}")


def _number(name: str, given: object, least: int, most: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise Malformed(name, f"takes a whole number from {least} to {most}")
    return given


def _answer(name: str, given: object, least: int) -> int | None:
    return None if given is None else _number(name, given, least, 10)


def _switch(name: str, given: object) -> bool:
    if not isinstance(given, bool):
        raise Malformed(name, "takes true or false")
    return given


def _one_of(name: str, given: object, choices: Sequence[str]) -> str:
    if not isinstance(given, str) or given not in choices:
        raise Malformed(name, "takes " + (", ".join(choices[:-1]) + " or " if choices[1:] else "") + choices[-1])
    return given


def _kind(name: str, given: object) -> RunKind:
    return RunKind(_one_of(name, given, tuple(RunKind)))


def _flag(name: str, given: object) -> str:
    return _one_of(name, given, tuple(FlagKind))


def _equipment(name: str, given: object) -> str:
    return _one_of(name, given, EQUIPMENT)
