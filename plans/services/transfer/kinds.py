"""What a field of the file can hold: how it is written, and how it is read, which is where nothing is believed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

EARLIEST = date(2015, 1, 1)
AHEAD = timedelta(days=1100)  # how far dates may lie ahead: a race in two years, a year away from then
_SHOWN = 40  # characters of what was not understood
_LONGEST = 10_000  # characters of a text


class Wrong(Exception):
    """What a value should have been: “is not …”, so that it makes a sentence with the field before it; and what was
    given instead, as it is shown."""

    def __init__(self, said: str, given: str = "") -> None:
        super().__init__(said, given)
        self.said, self.given = said, given

    def __str__(self) -> str:
        return f"{self.said}: {self.given}" if self.given else self.said


class Unreadable(Exception):
    """A file that is not taken, with what is wrong in it, one line each."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Kind:
    """`write` makes of a column what JSON takes, `read` of what JSON held the value of the column; it raises Wrong."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def shown(value: object) -> str:
    """What was not understood, short and without what cannot be shown."""
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    text = value if isinstance(value, str) else repr(value)
    short = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text[:_SHOWN])
    return f"“{short}{'…' if len(text) > _SHOWN else ''}”"


def optional(kind: Kind) -> Kind:
    """Nothing is null."""
    return Kind(
        lambda value: None if value is None else kind.write(value),
        lambda given: None if given is None else kind.read(given),
    )


def empty(kind: Kind) -> Kind:
    """An empty text in the database is null in the file."""
    return Kind(lambda value: value or None, lambda given: "" if given is None else kind.read(given))


def whole(lowest: int, highest: int) -> Kind:
    def read(given: Any) -> int:
        if type(given) is not int or not lowest <= given <= highest:
            raise Wrong(f"is not a whole number from {lowest} to {highest}", shown(given))
        return given

    return Kind(_same, read)


def text(longest: int = _LONGEST) -> Kind:
    def read(given: Any) -> str:
        if not isinstance(given, str) or len(given) > longest:
            raise Wrong(f"is not a text of at most {longest} characters", shown(given))
        return checked_text(given)

    return Kind(_same, read)


def checked_text(given: str) -> str:
    """Without what a database cannot keep. Raises Wrong."""
    if "\0" in given or any("\ud800" <= each <= "\udfff" for each in given):
        raise Wrong("holds a character that no text has", shown(given))
    return given


def one_of(*words: str) -> Kind:
    return word_for({word: word for word in words})


def word_for(words: Mapping[str, Any]) -> Kind:
    """A word in the file for each value."""
    values = {value: word for word, value in words.items()}

    def read(given: Any) -> Any:
        if not isinstance(given, str) or given not in words:
            raise Wrong(f"is not one of {', '.join(words)}", shown(given))
        return words[given]

    return Kind(values.__getitem__, read)


def numbers(most: int, highest: int) -> Kind:
    """A list of them."""
    each = whole(0, highest)

    def read(given: Any) -> list[int]:
        if not isinstance(given, list) or not 1 <= len(given) <= most:
            raise Wrong(f"is not a list of 1 to {most} numbers", shown(given))
        return [each.read(number) for number in given]

    return Kind(_same, read)


def _same(value: Any) -> Any:
    return value


def _flag(given: Any) -> bool:
    if type(given) is not bool:
        raise Wrong("is neither true nor false", shown(given))
    return given


def read_day(given: Any) -> date:
    try:
        day = date.fromisoformat(given)
    except (TypeError, ValueError):
        raise Wrong("is not a date such as 2026-11-23", shown(given)) from None
    if not EARLIEST <= day <= datetime.now(UTC).date() + AHEAD:
        raise Wrong(f"is not a date between {EARLIEST.year} and three years from now", shown(given))
    return day


def _moment(given: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(given)
        there = moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise Wrong("is not a moment such as 2026-11-23T18:05:00Z", shown(given)) from None
    if moment.tzinfo is None:
        raise Wrong("is a moment without its time zone, such as the Z in 2026-11-23T18:05:00Z", shown(given))
    read_day(there.date().isoformat())
    return there


def _uuid(given: Any) -> UUID:
    try:
        found = UUID(given)
    except (AttributeError, TypeError, ValueError):
        raise Wrong("is not a UUID", shown(given)) from None
    if str(found) != given:
        raise Wrong("is not a UUID in lower case with its dashes", shown(given))
    return found


def written_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


FLAG = Kind(bool, _flag)
DAY = Kind(date.isoformat, read_day)
MOMENT = Kind(written_moment, _moment)
TAP = Kind(str, _uuid)
