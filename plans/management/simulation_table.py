"""The simulator's answer as a coach would write it on paper: week by week a strip of seven days, each session with its
sets, and the doses with what they come from, so that every number can be checked by hand. Pure: values in, text out."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from plans.core.case import Case, Entry
from plans.core.options import WARM_UP, seconds
from plans.core.types import DAY, WEEKDAYS, Catalogue, Measure, RunKind, Runner
from plans.core.wording import Names, kilograms, offer, spoken, step

Row = Mapping[str, Any]  # an object of the answer

WIDTH = 100  # columns, but for a week of more sessions than fit
_NONE = "–"
_CELL = 10  # of the strip
_NAME = 26  # of an exercise in a session
_SETS = 24

_HOW_TO_READ = (
    ("5 + 5", "two sets of five reps; “s”: seconds to hold; “each side”: as much with each leg, the weaker one counts"),
    ("2:40", "minutes and seconds: half a minute to get ready, sets, the rest after each; a session rounds up"),
    ("Last", "the reference: what counted in the better of the last two weeks, those halved before a race passed over"),
    ("At most", "a tenth more than that, and at least 10 reps or 40 seconds; none at the start"),
    ("Dose", "what the week’s sessions ask for together, as planned on its first morning; later changes show in them"),
    ("9/10", "nine of ten done; (10): missed, and where there is time it stands once more on another day"),
    ("+10", "done beside the plan; it does not count"),
    ("Done", "what counts for next week: never more than was asked, session by session"),
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the whole plan is about."""

    case: Case
    catalogue: Catalogue
    names: Names


def table(answer: Row, case: Case, catalogue: Catalogue, names: Names) -> str:
    """The answer to `case` in words and columns. `names` by slug, as they stand alone: “Calf raise”."""
    sheet = _Sheet(case, catalogue, names)
    blocks = [_heading(case)]
    blocks += [_week(number, week, sheet) for number, week in enumerate(answer["weeks"], 1)]
    blocks.append(["How to read it", *_listed(_HOW_TO_READ, 10)])
    return "\n\n\n".join("\n".join(block) for block in blocks) + "\n"


def _heading(case: Case) -> list[str]:
    runner = case.runner
    title = f"Training plan from {_day(runner.joined, year=True)}, {_counted(case.weeks, 'week')}"
    lines = [
        ("Level", str(runner.level)),
        ("Strength", f"{_counted(runner.sessions_per_week, 'session')} a week, {runner.minutes} minutes at most"),
        ("Equipment", ", ".join(sorted(runner.equipment)) or "none"),
        ("Runs", ", ".join(f"{WEEKDAYS[day].title()} {run}" for day, run in sorted(runner.weekly_runs.items()))),
        ("On dates", ", ".join(f"{_day(day)} {run or 'no run'}" for day, run in sorted(runner.dated_runs.items()))),
        ("Pinned", _days(runner.pinned)),
        ("Blocked", _days(runner.blocked)),
        ("Ill", ", ".join(f"{_span(ill.first, ill.last)} ({_neck(ill.below)})" for ill in runner.ill)),
        ("Knee", f"{runner.baseline} of 10 at the beginning" if runner.baseline else ""),
        ("Easy runs", "strength after them is allowed" if runner.after_easy_runs else ""),
    ]
    if not runner.weekly_runs:
        lines[3] = ("Runs", "none")
    return [title, "=" * len(title), *_listed([line for line in lines if line[1]], 11)]


def _week(number: int, week: Row, sheet: _Sheet) -> list[str]:
    first_day = date.fromisoformat(week["starts_on"])
    title = f"Week {number} · {_span(first_day, first_day + 6 * DAY)}"
    free = f"{_counted(week['free_days'], 'day')} without a run"
    short = f", {_counted(week['short_by'], 'session')} short" if week["short_by"] else ""
    lines = [title, "-" * len(title), f"{free}{short}", "", *_strip(first_day, week, sheet.case.runner)]
    for block in (
        _bullets("To note", week["notes"]),
        _bullets("What would help", [_offer(each) for each in week["offers"] if "exercise" not in each]),
        _bullets("What may come", [_step(each, sheet.names) for each in week["offers"] if "exercise" in each]),
        _bullets("From the diary", _told(first_day, sheet.case, sheet.names)),
        *(_session(session, sheet) for session in week["sessions"]),
        _doses(week, sheet),
        _why(week["doses"], sheet.names),
    ):
        lines += ["", *block] if block else []
    return lines


# The strip of seven days ----------------------------------------------------------------------------------------------


def _strip(first_day: date, week: Row, runner: Runner) -> Iterator[str]:
    """Runs above, strength below."""
    days = [first_day + place * DAY for place in range(7)]
    held = {session["date"]: session for session in week["sessions"]}
    yield _columns("", [f"{day:%a} {day.day}" for day in days])
    yield _columns("Run", [_run(day, runner) for day in days])
    yield _columns("Strength", [_strength(day, held.get(str(day)), runner) for day in days])
    if held:
        yield _columns("", [held[str(day)]["status"] if str(day) in held else "" for day in days])


def _columns(label: str, cells: Iterable[str]) -> str:
    return (f"  {label:10}" + "".join(f"{cell:{_CELL}}" for cell in cells)).rstrip()


def _run(day: date, runner: Runner) -> str:
    run = runner.run_on(day)
    if day < runner.joined:
        return ""
    return "RACE" if run is RunKind.RACE else run or _NONE


def _strength(day: date, session: Row | None, runner: Runner) -> str:
    if session:
        return f"{session['minutes']} min"
    if day < runner.joined:
        return ""
    if day in runner.blocked:
        return "blocked"
    return "ill" if runner.is_away(day) else _NONE


# A session ------------------------------------------------------------------------------------------------------------


def _session(session: Row, sheet: _Sheet) -> list[str]:
    day = date.fromisoformat(session["date"])
    title = [f"{day:%A} {_day(day)}", _counted(session["minutes"], "minute"), session["status"]]
    if session["status"] != "missed":
        title.append(_answers(sheet.case.diary.get(day, sheet.case.otherwise)))
    why = " ".join(session["reasons"]).removeprefix(f"{day:%A}: ")
    lines = [f"  {' · '.join(title)}", *_wrapped(why[:1].upper() + why[1:], 4)]
    rows = session["exercises"]
    unplanned = not any(row["sets"] for row in rows)
    lines.append(_timed("Warm-up", "", WARM_UP))
    return lines + [_exercise(row, sheet, session["status"], unplanned=unplanned) for row in rows]


def _answers(entry: Entry) -> str:
    knee = "knee not told" if entry.knee is None else f"knee {entry.knee}"
    morning = "" if entry.next_morning is None else f", next morning {entry.next_morning}"
    return knee + morning + ("" if entry.effort is None else f", effort {entry.effort}")


def _exercise(row: Row, sheet: _Sheet, status: str, *, unplanned: bool) -> str:
    """What is done beside a planned session is no part of its minutes."""
    unit = (" s" if row["measure"] == "seconds" else "") + (" each side" if row["per_side"] else "")
    load = "" if row["load_grams"] is None else f" with {kilograms(row['load_grams'])}"
    asked = f"{_sets(row['sets'])}{unit}" if row["sets"] else "beside the plan"
    version = sheet.catalogue[row["exercise"]].version(row["variation"])
    line = _timed(_name(row, sheet.names), asked + load, seconds(version, row["done"] if unplanned else row["sets"]))
    if row["done"] == row["sets"] or status == "missed":
        return line
    return f"{line}   done {_sets(row['done'])}{unit}" if any(row["done"]) else f"{line}   not done"


def _timed(name: str, asked: str, time: int) -> str:
    clock = f"{time // 60}:{time % 60:02}" if time else ""
    return f"    {name:{_NAME}}{asked:{_SETS}}{clock:>7}"


def _told(first_day: date, case: Case, names: Names) -> Iterator[str]:
    """What the diary holds of a week beside sessions and their answers."""
    for day, entry in sorted(case.diary.items()):
        if not first_day <= day <= first_day + 6 * DAY:
            continue
        told = [f"pain {pain} of 10 with {_of(slug, names)}" for slug, pain in entry.pain.items()]
        told += [f"swap {_of(old, names)} for {_of(new, names)}" for old, new in entry.swap.items()]
        for slug, taken in entry.take.items():
            version = _of(taken.variation or slug, names) if taken.other_version else _of(slug, names)
            told.append(
                f"take {version}" + ("" if taken.load_grams is None else f" with {kilograms(taken.load_grams)}")
            )
        told += [_FLAGS[flag] for flag in entry.flags]
        if told:
            yield f"{day:%A} {_day(day)}: {', '.join(told)}."


_FLAGS = {"red": "a red flag", "sharp": "sharp pain", "cleared": "a clinician cleared the knee"}


# Doses ----------------------------------------------------------------------------------------------------------------


def _doses(week: Row, sheet: _Sheet) -> list[str]:
    """Each exercise's week: what it comes from, what it asks for, session by session, and what counted."""
    if not week["doses"]:
        return []
    dates = [date.fromisoformat(session["date"]) for session in week["sessions"]]
    named = [f"{day:%a} {day.day}" if len(dates) < 4 else f"{day:%a}" for day in dates]
    head = ["Dose of the week", "Last", "At most", "Dose", *named, "Done", "Decision"]
    rows = [head, *(_dose(dose, week["sessions"], sheet) for dose in week["doses"])]
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    return [_aligned(row, widths) for row in rows]


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    """The first and the last to the left, numbers to the right."""
    numbers = "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:-1], widths[1:-1], strict=True))
    return f"  {row[0]:{widths[0]}}{numbers}  {row[-1]}"


def _dose(dose: Row, sessions: Sequence[Row], sheet: _Sheet) -> list[str]:
    own = [
        next((row for row in session["exercises"] if row["exercise"] == dose["exercise"]), None) for session in sessions
    ]
    version = sheet.catalogue[dose["exercise"]].version(dose["variation"])
    sides, held = ", each side" if version.one_sided else "", ", s" if version.measure is Measure.HOLD else ""
    cells = [_share(row, session["status"]) for row, session in zip(own, sessions, strict=True)]
    counted = sum(min(sum(row["done"]), sum(row["sets"])) for row in own if row)
    given = [_NONE if dose[key] is None else str(dose[key]) for key in ("reference", "at_most", "dose")]
    return [_name(dose, sheet.names) + held + sides, *given, *cells, str(counted), dose["action"]]


def _share(row: Row | None, status: str) -> str:
    if row is None:
        return _NONE
    asked, done = sum(row["sets"]), sum(row["done"])
    if not row["sets"]:
        return f"+{done}"
    if status == "missed":
        return f"({asked})"
    return str(asked) if done >= asked else f"{done}/{asked}"


def _why(doses: Sequence[Row], names: Names) -> list[str]:
    """Reasons of the doses, each with the exercises that it is given for."""
    given: dict[str, list[str]] = {}
    for dose in doses:
        given.setdefault(dose["reason"], []).append(_name(dose, names))
    if len(given) == 1 < len(doses):
        return _bullets("Why", given)
    return _bullets("Why", [f"{reason} ({', '.join(exercises)})" for reason, exercises in given.items()])


# Words ----------------------------------------------------------------------------------------------------------------


def _offer(given: Mapping[str, str]) -> str:
    day = date.fromisoformat(given["date"])
    button, means = offer(given["code"], day)
    return f"{_day(day)}: {button}. {means}"


def _step(given: Row, names: Names) -> str:
    slug = given["variation"] or given["exercise"]
    return step(given["code"], spoken({slug: _of(slug, names)})[slug], given["load_grams"])


def _bullets(title: str, lines: Iterable[str]) -> list[str]:
    wrapped = [part for line in lines for part in _wrapped(f"- {line}", 4, hanging=2)]
    return [f"  {title}", *wrapped] if wrapped else []


def _listed(lines: Iterable[tuple[str, str]], width: int) -> list[str]:
    return [part for label, text in lines for part in _wrapped(f"{label:{width}}{text}", 2, hanging=width)]


def _wrapped(text: str, indent: int, hanging: int = 0) -> list[str]:
    first, later = " " * indent, " " * (indent + hanging)
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False)


def _name(row: Row, names: Names) -> str:
    return _of(row["variation"] or row["exercise"], names)


def _of(slug: str, names: Names) -> str:
    return names.get(slug, slug.replace("-", " ").capitalize())


def _sets(amounts: Sequence[int]) -> str:
    return " + ".join(map(str, amounts))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _neck(below: bool) -> str:
    return "below the neck" if below else "above the neck"


def _day(day: date, *, year: bool = False) -> str:
    return f"{day.day} {day:%B}" + (f" {day.year}" if year else "")


def _span(first: date, last: date) -> str:
    if first == last:
        return _day(last, year=True)
    if first.year != last.year:
        return f"{_day(first, year=True)} to {_day(last, year=True)}"
    begin = str(first.day) if first.month == last.month else _day(first)
    return f"{begin} to {_day(last, year=True)}"


def _days(days: Iterable[date]) -> str:
    """Dates in order, those that follow each other as one span."""
    ordered = sorted(days)
    if not ordered:
        return ""
    breaks = [place for place, (before, after) in enumerate(pairwise(ordered), 1) if after - before > timedelta(days=1)]
    runs = zip([0, *breaks], [*breaks, len(ordered)], strict=True)
    return ", ".join(_span(ordered[begin], ordered[end - 1]) for begin, end in runs)
