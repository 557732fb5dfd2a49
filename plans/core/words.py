"""Numbers, days and lists as words: what sentences are made of."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

Facts = Mapping[str, Any]
Wording = str | Callable[[Facts], str]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def counted(count: int, noun: str) -> str:
    """“one session”, “two sessions”."""
    return f"{number(count)} {noun}" + ("" if count == 1 else "s")


def joined(words: Sequence[str], link: str = "and") -> str:
    """“quads, glutes and calves”."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {link} {words[-1]}"


def weekday(day: date) -> str:
    return DAYS[day.weekday()]


def day_of_year(day: date) -> str:
    """“23 Nov 2026”."""
    return f"{day.day} {day:%b %Y}"


def day_from(this_week: date, day: date) -> str:
    """“Friday”, “Friday next week”, “Fri 11 Dec”, as seen from the week that begins on `this_week`."""
    weeks = (day - this_week).days // 7
    if weeks in (0, 1):
        return weekday(day) + (" next week" if weeks else "")
    return f"{day:%a} {day.day} {day:%b}"


def span(first: date, last: date) -> str:
    """“7 to 13 December”, “30 November to 6 December”."""
    month = "" if (first.year, first.month) == (last.year, last.month) else f" {first:%B}"
    return f"{first.day}{month} to {last.day} {last:%B}"
