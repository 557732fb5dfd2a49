"""The document read back, with nothing in it believed: size and counts first, then every field of every row."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from exercises.models import Equipment, Exercise
from plans.services.place import known_zones
from plans.services.transfer.confined import parsed
from plans.services.transfer.kinds import Unreadable, Wrong, shown
from plans.services.transfer.tables import ACCOUNT, ANSWERS, FORMAT, TABLES, Field, Table
from plans.services.transfer.weeks import check_weeks

_MOST_AWAY = 10_000  # days, of which every page of the runner would read each
_LINES = 20  # of what is wrong, at most
_TOP = ("kneecoach", "format", "exported_at", "account", "runner")
_OF_A_SESSION = ("during", "morning")

Row = dict[str, Any]  # by the names of the file


@dataclass(frozen=True, slots=True)
class Known:
    """What this site has: the keys of its exercises by slug, the parents of the variations among them, and its
    equipment."""

    exercises: Mapping[str, int]
    parents: Mapping[str, str]
    equipment: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Read:
    account: Row
    runner: Row
    tables: Mapping[str, list[Row]]


def known() -> Known:
    """Two queries."""
    rows = list(Exercise.objects.values_list("slug", "pk", "parent__slug"))
    return Known(
        {slug: pk for slug, pk, _ in rows},
        {slug: parent for slug, _, parent in rows if parent},
        dict(Equipment.objects.values_list("slug", "pk")),
    )


def read(raw: bytes, site: Known) -> Read:
    """Raises Unreadable."""
    document = _parse(raw)
    account = _part(document, "account", {"email", "joined_at"}, ACCOUNT)
    runner = _part(document, "runner", {"equipment"}, ANSWERS)
    names = [table.name for table in TABLES]
    wrong = [f"There is no “{name}” in the file." for name in names if name not in document]
    wrong += [f"The file says {shown(name)}, which we do not know." for name in document.keys() - {*_TOP, *names}]
    if wrong:
        raise Unreadable(*wrong[:_LINES])
    answers = _values(runner, ANSWERS, wrong, "runner")
    answers["equipment"] = _equipment(runner["equipment"], site.equipment, wrong)
    place = _values(account, ACCOUNT, wrong, "account")
    if place.get("time_zone") not in known_zones():
        wrong.append(f"account: time_zone is not one that we know: {shown(account['time_zone'])}.")
    tables = {table.name: _rows(table, document[table.name], site, wrong) for table in TABLES}
    if not wrong:
        _check_together(tables, site, wrong)
    if wrong:
        more = [f"And {len(wrong) - _LINES} more."] if len(wrong) > _LINES else []
        raise Unreadable(*wrong[:_LINES], *more)
    return Read(place, answers, tables)


def _parse(raw: bytes) -> dict[str, Any]:
    document: dict[str, Any] = parsed("json", raw)
    if type(document.get("format")) is not int or not 1 <= document["format"] <= FORMAT:
        said = shown(document.get("format"))
        raise Unreadable(f"The file is of format {said}; this site reads formats 1 to {FORMAT}.")
    _fill_in(document)
    if not document.get("runner"):
        raise Unreadable("The file is of an account without a runner: there is nothing to import.")
    return document


def _fill_in(document: dict[str, Any]) -> None:
    """What the format of the file did not have yet is null, or a list without rows."""
    for table in TABLES:
        if table.since > document["format"]:
            document.setdefault(table.name, [])
        later = [field.name for field in table.fields if field.since > document["format"]]
        rows = document.get(table.name)
        for row in rows if later and isinstance(rows, list) else ():
            if isinstance(row, dict):
                row.update({name: None for name in later if name not in row})


def _part(document: dict[str, Any], name: str, others: set[str], fields: tuple[Field, ...]) -> Row:
    part = document.get(name)
    names = {field.name for field in fields} | others
    if not isinstance(part, dict):
        raise Unreadable(f"There is no “{name}” in the file.")
    if wrong := _differing(part, names, name):
        raise Unreadable(*wrong[:_LINES])
    return part


def _differing(part: Row, names: Collection[str], where: str) -> list[str]:
    """What a row says that it should not, and what it leaves out."""
    missing = [f"{where}: {name} is missing." for name in names if name not in part]
    return missing + [f"{where}: {shown(name)} is nothing that we know." for name in part if name not in names]


def _rows(table: Table, given: Any, site: Known, wrong: list[str]) -> list[Row]:
    if not isinstance(given, list) or len(given) > table.most:
        wrong.append(f"{table.name} is not a list of at most {table.most} rows.")
        return []
    names = {field.name for field in table.fields}
    rows = []
    for number, row in enumerate(given, 1):
        where = f"{table.name}, row {number}"
        if not isinstance(row, dict):
            wrong.append(f"{where} is not an object.")
        elif row.keys() != names:
            wrong += _differing(row, names, where)
        else:
            rows.append(_values(row, table.fields, wrong, where, site.exercises))
        if len(wrong) > _LINES:
            return rows
    _check_once(table, rows, wrong)
    return rows


def _values(row: Row, fields: tuple[Field, ...], wrong: list[str], where: str, exercises: Collection[str] = ()) -> Row:
    """What could be read of a row."""
    values = {}
    for field in fields:
        try:
            value = values[field.name] = field.kind.read(row[field.name])
            if field.slug and value is not None and value not in exercises:
                raise Wrong("is an exercise that this site does not have", shown(value))
        except Wrong as said:
            wrong.append(f"{where}: {field.name} {said}.")
    return values


def _equipment(given: Any, site: Mapping[str, int], wrong: list[str]) -> list[int]:
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        wrong.append("runner: equipment is not a list of words.")
        return []
    unknown = [each for each in given if each not in site]
    wrong += [f"runner: equipment is nothing that this site has: {shown(each)}." for each in unknown[:_LINES]]
    return [site[each] for each in dict.fromkeys(given) if each in site]


def _check_once(table: Table, rows: list[Row], wrong: list[str]) -> None:
    for rule in table.once:
        seen: dict[tuple[Any, ...], int] = {}
        for number, row in enumerate(rows, 1):
            key = tuple(row.get(name) for name in rule.names)
            if None in key or any(row.get(name) is not None for name in rule.unless):
                continue
            if key in seen:
                names = " and ".join(rule.names)
                wrong.append(f"{table.name}, row {number} says the same {names} as row {seen[key]}.")
            seen[key] = number


def _check_together(tables: Mapping[str, list[Row]], site: Known, wrong: list[str]) -> None:
    """What rows say of each other."""
    days = {row["date"] for row in tables["sessions"]}
    asked = {(row["session"], row["exercise"]) for row in tables["prescriptions"]}
    for name in ("prescriptions", "knee_reports", "exercise_choices", "sets", "imported_sets"):
        for number, row in enumerate(tables[name], 1):
            where = f"{name}, row {number}"
            if row.get("session") is not None and row["session"] not in days:
                wrong.append(f"{where}: there is no session on {row['session']} in the file.")
            elif name == "sets" and (row["session"], row["exercise"]) not in asked:
                wrong.append(f"{where}: the session of {row['session']} does not hold {row['exercise']}.")
            variation = row.get("variation")
            if variation and site.parents.get(variation) != row["exercise"]:
                wrong.append(f"{where}: {variation} is no variation of {row['exercise']}.")
    for number, row in enumerate(tables["knee_reports"], 1):
        of_a_session = row["moment"] in _OF_A_SESSION
        if not (row["session"] is not None) is (row["pain"] is not None) is of_a_session:
            wrong.append(f"knee_reports, row {number}: an answer has its session and pain, a flag has neither.")
    _check_corrections(tables["sets"], wrong)
    _check_deleted(tables, wrong)
    check_weeks(tables["weeks"], tables["sessions"], wrong)
    if sum((row["last"] - row["first"]).days for row in tables["absences"]) > _MOST_AWAY:
        wrong.append(f"absences: together they are more than {_MOST_AWAY:,} days.")
    empty = days - {session for session, _ in asked}
    wrong += [f"sessions: that of {day} holds no exercise." for day in sorted(empty)]


def _check_corrections(sets: list[Row], wrong: list[str]) -> None:
    """A set puts another of its place right, which was there before it and counts no more."""
    places: dict[Any, tuple[Any, ...]] = {}
    for number, row in enumerate(sets, 1):
        place = row["session"], row["exercise"], row["number"]
        if row["corrects"] is not None and places.get(row["corrects"]) != place:
            wrong.append(f"sets, row {number}: corrects names no set of its place, above it, that counts no more.")
        if row["taken_back_at"] is not None:
            places[row["uuid"]] = place


def _check_deleted(tables: Mapping[str, list[Row]], wrong: list[str]) -> None:
    """With a session go its sets and answers; those that went together can come back together."""
    gone = {row["date"] for row in tables["sessions"] if row["deleted_at"] is not None}
    for name, deleted, place in (
        ("sets", "taken_back_at", ("session", "exercise", "number")),
        ("knee_reports", "deleted_at", ("session", "exercise", "moment")),
    ):
        together = set()
        for number, row in enumerate(tables[name], 1):
            key = row[deleted], *(row[part] for part in place)
            if row[deleted] is None and row["session"] in gone:
                wrong.append(f"{name}, row {number}: it counts, although its session is deleted.")
            elif row[deleted] is not None and key in together:
                wrong.append(f"{name}, row {number}: another of its place was deleted at the same moment.")
            together.add(key)
