"""The form of a movement as a browser sends it: written from a sheet, and changed by its buttons.

`pose`, `beat`, `prop` and `held` list the keys of their rows, and each field of a row is called `key-name`. Poses are
known by their keys there, so that a pose can get another name without its times losing it.
"""

import re
from itertools import count

from django.http import QueryDict

from exercises.admin.figure_words import THINGS
from exercises.figures.reading import HELD, PROPS
from exercises.figures.sheet import END, FIXED, START, Line, Sheet, short

MOST = {"pose": 8, "beat": 16, "prop": 8, "held": 8}
FIRST_MEASURES = {"x": "40", "width": "60", "height": "40", "slope": "30", "feet": "0"}
ENDS = ("one", "other")  # what a band is tied to
PREFIXES = {"pose": "p", "beat": "b", "prop": "prop", "held": "held"}  # how the keys of a kind begin


def field_name(key: str, name: str) -> str:
    """The field of a row; a channel's point would be one of a selector's in CSS."""
    return f"{key}-{name.replace('.', '-')}"


def rows(data: QueryDict, kind: str) -> list[str]:
    """The keys of the rows of a kind, in order, as many as the form takes. There is always a start and an end."""
    keys = _keys(data, kind)[: _room(kind)]
    return [START, *keys, END] if kind == "pose" else keys


def has_more(data: QueryDict) -> bool:
    """Whether there are rows that the form does not take."""
    return any(len(_keys(data, kind)) > _room(kind) for kind in MOST)


def _keys(data: QueryDict, kind: str) -> list[str]:
    """No two rows have the same, of whatever kind they are: a key says of which."""
    key = re.compile(f"{PREFIXES[kind]}[0-9]{{1,3}}", re.ASCII)
    return list(dict.fromkeys(each for each in data.getlist(kind) if key.fullmatch(each)))


def _room(kind: str) -> int:
    """Start and end are always there."""
    return MOST[kind] - len(FIXED) if kind == "pose" else MOST[kind]


def data_of(sheet: Sheet) -> QueryDict:
    """What the form sends when the sheet is on it."""
    data = QueryDict(mutable=True)
    data.update({"view": sheet.view, "anchor": sheet.anchor})
    data.setlist("key", list(sheet.key))
    keys = {name: name if name in FIXED else f"p{index}" for index, name in enumerate(sheet.poses)}
    for name, values in sheet.poses.items():
        _put(data, "pose", keys[name], {"name": name, **{each: _typed(value) for each, value in values.items()}})
    for index, (seconds, name) in enumerate(sheet.beats):
        _put(data, "beat", f"b{index}", {"seconds": _typed(seconds), "pose": keys[name]})
    for kind, lines in (("prop", sheet.props), ("held", sheet.held)):
        for index, line in enumerate(lines):
            _put(data, kind, f"{PREFIXES[kind]}{index}", _thing(line))
    return data


def _thing(line: Line) -> dict[str, str]:
    tied = dict(zip(ENDS, line.at, strict=False))
    return {"kind": line.kind, **tied, **{name: _typed(value) for name, value in line.values.items()}}


def _typed(value: float) -> str:
    return repr(short(value))


def _put(data: QueryDict, kind: str, key: str, values: dict[str, str]) -> None:
    data.appendlist(kind, key)
    for name, value in values.items():
        data[field_name(key, name)] = value


def press(data: QueryDict, button: str) -> QueryDict:
    """The form after one of its buttons that add and remove rows, such as “add pose” or “remove b2”."""
    changed = data.copy()
    match button.split():
        case ["add", "pose"]:
            _add_pose(changed)
        case ["add", "beat"]:
            _add_beat(changed)
        case ["add", "prop" | "held" as kind]:
            _add_thing(changed, kind)
        case ["remove", key] if key not in FIXED:
            _remove(changed, key)
    return changed


def _free(data: QueryDict, kind: str) -> str:
    return next(key for key in (f"{PREFIXES[kind]}{number}" for number in count()) if key not in data.getlist(kind))


def _add_pose(data: QueryDict) -> None:
    keys = rows(data, "pose")
    if len(keys) < MOST["pose"]:
        taken = {data.get(field_name(key, "name")) for key in keys}
        name = next(name for name in (f"pose {number}" for number in count(len(keys) - 1)) if name not in taken)
        _put(data, "pose", _free(data, "pose"), {"name": name})


def _add_beat(data: QueryDict) -> None:
    """Before the last, half-way between."""
    keys = rows(data, "beat")
    if len(keys) >= MOST["beat"]:
        return
    times = [_seconds(data, key) for key in keys[-2:]] or [0.0]
    new = _free(data, "beat")
    _put(data, "beat", new, {"seconds": f"{sum(times) / len(times):g}", "pose": END})
    data.setlist("beat", [*keys[:-1], new, *keys[-1:]])


def _seconds(data: QueryDict, key: str) -> float:
    try:
        return float(data.get(field_name(key, "seconds"), ""))
    except ValueError:
        return 0.0


def _add_thing(data: QueryDict, kind: str) -> None:
    kinds = PROPS if kind == "prop" else HELD
    chosen = data.get(f"add_{kind}", "")
    if chosen not in kinds or chosen not in THINGS or len(rows(data, kind)) >= MOST[kind]:
        return
    if kind == "held":
        values = {"one": "near_knee", "other": "far_knee"} if chosen == "band" else {}
    else:
        values = {name: FIRST_MEASURES[name] for name in kinds[chosen]}
    _put(data, kind, _free(data, kind), {"kind": chosen, **values})


def _remove(data: QueryDict, key: str) -> None:
    """With a pose, its times go."""
    for kind in ("pose", "beat", "prop", "held"):
        data.setlist(kind, [each for each in data.getlist(kind) if each != key])
    gone = [beat for beat in rows(data, "beat") if data.get(field_name(beat, "pose")) == key]
    data.setlist("beat", [beat for beat in data.getlist("beat") if beat not in gone])
