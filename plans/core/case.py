"""A case of the simulator: read from plain JSON values, every field checked (section 6)."""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from plans.core.types import DAY, WEEK, WEEKDAYS, Catalogue, FlagKind, Illness, Level, RunKind, Runner

EQUIPMENT = ("dumbbell", "kettlebell", "barbell", "step", "wall", "band", "sliders", "leg-press", "curl-machine")
MOST_WEEKS = 520
_YEARS = (2000, 2100)
_MOST_AMOUNT = 1000  # reps or seconds of a set
_MOST_GRAMS = 500_000
_MOST_LISTED = 4000  # entries of a list: a date for every day of the longest case
_SHOWN = 40  # letters of a wrong value

Sets = Mapping[str, tuple[int, ...]]
T = TypeVar("T")


_ABSENT = object()


class Malformed(Exception):
    """A case that cannot be played. Its text is one sentence on one line: the field, what it takes, what it was."""

    def __init__(self, name: str, takes: str, given: object = _ABSENT) -> None:
        not_this = "" if given is _ABSENT else f" (not {_shown(given)})"
        super().__init__(f"{name} {takes}{not_this}.")
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
    case = _object("the case", given, _FIELDS, _CASE)
    for name in ("start", "runs"):
        if name not in case:
            raise Malformed(name, "is missing: it " + _FIELDS[name])
    runner = _runner(case, catalogue)
    weeks = _number("weeks", case.get("weeks", 12), 1, MOST_WEEKS)
    if runner.first_day(runner.joined) + weeks * WEEK > date(_YEARS[1] + 1, 1, 1):
        raise Malformed("weeks", f"takes a number of weeks that end in {_YEARS[1]} at the latest", weeks)
    diary = _by_date("diary", case.get("diary", {}))
    _check_covered(runner, weeks, diary)
    entries = {day: _entry(f"diary.{day}", entry, catalogue, _ENTRY) for day, entry in diary.items()}
    otherwise = case.get("otherwise", {"did": "all", "knee": 0, "next_morning": 0})
    return Case(runner, weeks, entries, _entry("otherwise", otherwise, catalogue, _PLAIN))


def _check_covered(runner: Runner, weeks: int, diary: Collection[date]) -> None:
    """Raises Malformed for a date of the diary, or a pinned one, that is not simulated."""
    last = runner.first_day(runner.joined) + weeks * WEEK - DAY
    for name, days in (("diary", diary), ("pinned", runner.pinned)):
        for day in sorted(days):
            if not runner.joined <= day <= last:
                raise Malformed(name, f"takes dates that the case covers, {runner.joined} to {last}", str(day))


def _runner(case: Mapping[str, Any], catalogue: Catalogue) -> Runner:
    first = _one_of("week_starts_on", case.get("week_starts_on", "monday"), ("monday", "sunday"))
    equipment = (*EQUIPMENT, *sorted(_needed(catalogue) - set(EQUIPMENT)))
    return Runner(
        joined=_day("start", case["start"]),
        weekly_runs=_weekly(case["runs"]),
        dated_runs=_dated(case.get("dated_runs", {})),
        week_starts_on=WEEKDAYS.index(first),
        sessions_per_week=_number("sessions_per_week", case.get("sessions_per_week", 2), 1, 3),
        minutes=_number("minutes", case.get("minutes", 30), 5, 240),
        level=Level(_one_of("level", case.get("level", "beginner"), tuple(Level))),
        equipment=frozenset(
            _list("equipment", case.get("equipment", ["wall"]), lambda name, each: _one_of(name, each, equipment))
        ),
        after_easy_runs=_switch("strength_after_easy_runs", case.get("strength_after_easy_runs", False)),
        pinned=frozenset(_list("pinned", case.get("pinned", []), _day)),
        blocked=frozenset(_list("blocked", case.get("blocked", []), _day)),
        ill=tuple(_list("ill", case.get("ill", []), _illness)),
        baseline=_number("baseline", case.get("baseline", 0), 0, 10),
    )


def _needed(catalogue: Catalogue) -> set[str]:
    """What an editor of the catalogue may have added to the equipment that is delivered."""
    versions = (version for exercise in catalogue.values() for version in exercise.versions)
    return {item for version in versions for option in version.needs for item in option}


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
    "runs": f"takes an object of weekdays, monday to sunday, each {_KINDS}",
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
_CASE = "takes an object with the fields " + ", ".join(_FIELDS)
_DID = 'takes "all", "nothing", or an object of sets by exercise, such as {"squat": [5, 5]}'
_PAIN = "takes an object of exercises, each a whole number from 0 to 10"
_SWAP = "takes an object of exercises, each the exercise to do instead"
_TAKE = "takes an object of exercises, each an object with variation, load_grams or both"
_TAKEN = "takes an object with variation, load_grams or both"
_FLAGS = "takes a list of " + ", ".join(FlagKind)
_SETS = "takes a list of sets, such as [5, 5]"


def _entry(name: str, given: object, catalogue: Catalogue, fields: Sequence[str]) -> Entry:
    entry = _object(name, given, fields, "takes an object with the fields " + ", ".join(fields))
    pain = _by_exercise(f"{name}.pain", entry.get("pain", {}), catalogue, _PAIN)
    swap = _by_exercise(f"{name}.swap", entry.get("swap", {}), catalogue, _SWAP)
    take = _by_exercise(f"{name}.take", entry.get("take", {}), catalogue, _TAKE)
    return Entry(
        did=_did(f"{name}.did", entry["did"], catalogue) if "did" in entry else None,
        knee=_answer(f"{name}.knee", entry.get("knee"), 0),
        next_morning=_answer(f"{name}.next_morning", entry.get("next_morning"), 0),
        effort=_answer(f"{name}.effort", entry.get("effort"), 1),
        pain={slug: _number(f"{name}.pain.{slug}", each, 0, 10) for slug, each in pain.items()},
        flags=tuple(dict.fromkeys(_list(f"{name}.flags", entry.get("flags", []), _flag, _FLAGS))),
        swap={slug: _one_of(f"{name}.swap.{slug}", each, tuple(catalogue)) for slug, each in swap.items()},
        take={slug: _taken(f"{name}.take.{slug}", each, slug, catalogue) for slug, each in take.items()},
    )


def _did(name: str, given: object, catalogue: Catalogue) -> str | Sets:
    if isinstance(given, str) and given in ("all", "nothing"):
        return given
    sets = _by_exercise(name, given, catalogue, _DID)
    return {slug: tuple(_list(f"{name}.{slug}", each, _amount, _SETS)) for slug, each in sets.items()}


def _taken(name: str, given: object, slug: str, catalogue: Catalogue) -> Taken:
    taken = _object(name, given, ("variation", "load_grams"), _TAKEN)
    if not taken:
        raise Malformed(name, _TAKEN, given)
    variation, grams = taken.get("variation"), taken.get("load_grams")
    if variation is not None:
        _one_of(f"{name}.variation", variation, [each.variation or slug for each in catalogue[slug].versions])
    return Taken(
        other_version="variation" in taken,
        variation=None if variation == slug else variation,
        load_grams=None if grams is None else _number(f"{name}.load_grams", grams, 0, _MOST_GRAMS),
    )


def _weekly(given: object) -> dict[int, RunKind]:
    runs = _object("runs", given, WEEKDAYS, _FIELDS["runs"])
    return {WEEKDAYS.index(day): _kind(f"runs.{day}", kind) for day, kind in runs.items() if kind is not None}


def _dated(given: object) -> dict[date, RunKind | None]:
    runs = _by_date("dated_runs", given)
    return {
        day: None if kind is None else RunKind(_one_of(f"dated_runs.{day}", kind, tuple(RunKind), "or null for no run"))
        for day, kind in runs.items()
    }


def _illness(name: str, given: object) -> Illness:
    if not isinstance(given, list) or len(given) != 3:
        raise Malformed(name, 'takes [first date, last date, "below" or "above"]', given)
    first, last = _day(f"{name}[0]", given[0]), _day(f"{name}[1]", given[1])
    if last < first:
        raise Malformed(f"{name}[1]", f"takes a date from {first} on, when the illness began", given[1])
    return Illness(first, last, _one_of(f"{name}[2]", given[2], ("below", "above")) == "below")


def _object(name: str, given: object, keys: Collection[str] | None, takes: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise Malformed(name, takes, given)
    for key in given:
        if keys is not None and key not in keys:
            raise Malformed(_path(name, key), f"is not known: {name} {takes}")
    return given


def _by_date(name: str, given: object) -> dict[date, Any]:
    found = {}
    for key, each in _object(name, given, None, _FIELDS[name]).items():
        day = _date(key)
        if day is None:
            raise Malformed(_path(name, key), f"is not {_DATE}: {name} {_FIELDS[name]}")
        found[day] = each
    return found


def _by_exercise(name: str, given: object, catalogue: Catalogue, takes: str) -> dict[str, Any]:
    for slug in _object(name, given, None, takes):
        if slug not in catalogue:
            raise Malformed(_path(name, slug), "is not an exercise; there are " + ", ".join(catalogue))
    return _object(name, given, None, takes)


def _list(name: str, given: object, read: Callable[[str, object], T], takes: str | None = None) -> Sequence[T]:
    if not isinstance(given, list):
        raise Malformed(name, takes or _FIELDS[name], given)
    if len(given) > _MOST_LISTED:
        raise Malformed(name, f"takes at most {_MOST_LISTED} entries", len(given))
    return [read(f"{name}[{place}]", each) for place, each in enumerate(given)]


def _day(name: str, given: object) -> date:
    day = _date(given)
    if day is None:
        raise Malformed(name, f"takes {_DATE}", given)
    return day


def _date(given: object) -> date | None:
    if not isinstance(given, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given, re.ASCII):
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if _YEARS[0] <= day.year <= _YEARS[1] else None


def _number(name: str, given: object, least: int, most: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise Malformed(name, f"takes a whole number from {least} to {most}", given)
    return given


def _amount(name: str, given: object) -> int:
    return _number(name, given, 0, _MOST_AMOUNT)


def _answer(name: str, given: object, least: int) -> int | None:
    return None if given is None else _number(name, given, least, 10)


def _switch(name: str, given: object) -> bool:
    if not isinstance(given, bool):
        raise Malformed(name, "takes true or false", given)
    return given


def _one_of(name: str, given: object, choices: Sequence[str], besides: str = "") -> str:
    if not isinstance(given, str) or given not in choices:
        listed = " or ".join([*filter(None, [", ".join(choices[:-1])]), choices[-1]])
        raise Malformed(name, f"takes {listed}{besides and ', '}{besides}", given)
    return given


def _kind(name: str, given: object) -> RunKind:
    return RunKind(_one_of(name, given, tuple(RunKind)))


def _flag(name: str, given: object) -> FlagKind:
    return FlagKind(_one_of(name, given, tuple(FlagKind)))


def _path(name: str, key: str) -> str:
    """A field within another; a key that is no plain word stands in quotes, so that a message stays on its line."""
    word = key if re.fullmatch(r"[\w-]{1,40}", key, re.ASCII) else _shown(key)
    return word if name == "the case" else f"{name}.{word}"


def _shown(given: object) -> str:
    """A value of JSON in a sentence: what is short as it is written, on one line and in ASCII."""
    if isinstance(given, list):
        return f"a list of {len(given)}" if given else "an empty list"
    if isinstance(given, dict):
        return "an object" if given else "an empty object"
    written = json.dumps(given)
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}..."
