"""What changed between two contents of an entry, line by line, in an editor's words."""

import difflib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from exercises.content import OWNER, Content, Object
from exercises.figures.sheet import Line, Values, sheet_of, short

SAME, GONE, NEW = "same", "gone", "new"
UNSPOKEN = {"slug", "first_published_at"}
HEADINGS = {"exercises.muscleuse": "Muscles", "exercises.equipmentoption": "Way to do it"}
UNORDERED = {"exercises.muscleuse"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that is not the same. `before` is empty for a new line, `after` for one that is gone."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The words of both, in reading order, each as (SAME, GONE or NEW, words)."""
        old, new = _tokens(self.before), _tokens(self.after)
        pieces: list[tuple[str, str]] = []
        for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
            if tag == "equal":
                pieces.append((SAME, "".join(old[i1:i2])))
            else:
                pieces += [(GONE, "".join(old[i1:i2])), (NEW, "".join(new[j1:j2]))]
        return [(kind, words) for kind, words in pieces if words]


def differences(before: Content, after: Content) -> list[Difference]:
    """The lines that differ, in the order of the page. An empty content is that of an entry that was not there."""
    old, new = _lines(before), _lines(after)
    found = []
    for model in UNORDERED:
        for lines in (old, new):
            lines.get(HEADINGS[model], []).sort()
    for heading in {**new, **old}:
        found += _aligned(heading, old.get(heading, []), new.get(heading, []))
    return found


def _aligned(heading: str, old: list[str], new: list[str]) -> list[Difference]:
    """Pairs the lines under one heading, so that a line put in between does not make all that follow look changed."""
    found = []
    numbered = (len(old) > 1 or len(new) > 1) and heading not in {HEADINGS[model] for model in UNORDERED}
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(i2 - i1, j2 - j1)):
            before = old[i1 + step] if i1 + step < i2 else ""
            after = new[j1 + step] if j1 + step < j2 else ""
            number = (j1 if after else i1) + step + 1
            found.append(Difference(f"{heading} {number}" if numbered else heading, before, after))
    return found


def _lines(content: Content) -> dict[str, list[str]]:
    """The words of an entry under headings: one line for each field of the root, one for each part of a kind."""
    lines: dict[str, list[str]] = {}
    for each in content:
        model = apps.get_model(each["model"])
        if model in OWNER:
            heading = HEADINGS.get(each["model"]) or _capital(model._meta.verbose_name)
            lines.setdefault(heading, []).append(_part(each))
            continue
        for field in model._meta.fields:
            if field.name == "movement":
                lines |= _figure(each["fields"].get("movement"))
            elif field.name in each["fields"] and field.name not in UNSPOKEN:
                words = _words(field, each["fields"][field.name])
                lines[_capital(field.verbose_name)] = [words] if words else []
    return lines


def _figure(movement: Any) -> dict[str, list[str]]:
    """The numbers of a figure, each pose under a heading of its own."""
    if not movement:
        return {}
    sheet = sheet_of(movement)
    poses = {f"Figure, {name}": [_numbers(values)] for name, values in sheet.poses.items()}
    return poses | {
        "Figure, times": [", ".join(f"{short(seconds)} s {name}" for seconds, name in sheet.beats)],
        "Figure, seen": [f"{sheet.view}, by {_spoken(sheet.anchor)}"],
        "Figure, working joints": [", ".join(map(_spoken, sheet.key))],
        "Figure, around it": [_thing(line) for line in (*sheet.props, *sheet.held)],
    }


def _thing(line: Line) -> str:
    return " · ".join(filter(None, (line.kind, *map(_spoken, line.at), _numbers(line.values))))


def _numbers(values: Values) -> str:
    return ", ".join(f"{_spoken(name)} {short(value)}" for name, value in sorted(values.items()))


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace(".", " ")


def _part(data: Object) -> str:
    model = apps.get_model(data["model"])
    fields = [*model._meta.fields, *model._meta.many_to_many]
    shown = [field for field in fields if field.name not in (OWNER[model], "position") and not field.primary_key]
    return " · ".join(filter(None, (_words(field, data["fields"].get(field.name)) for field in shown)))


def _words(field: Any, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if field.many_to_many:
        return " + ".join(key[0] for key in value)
    if field.is_relation and isinstance(value, list):
        return str(value[0])
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(dict(field.flatchoices).get(value, value))


def _capital(words: Any) -> str:
    return str(words)[:1].upper() + str(words)[1:]


def _tokens(words: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", words)
