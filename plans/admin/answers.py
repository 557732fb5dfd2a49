"""What a runner told us, in words."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from plans.admin.health import KEPT
from plans.core.types import RunKind
from plans.core.wording import RUN_NAMES
from plans.core.words import DAYS
from plans.models import Absence, DatedRun, DayChoice, KneeReport, Runner, WeeklyRun

Facts = list[tuple[str, str]]

_RUNS: dict[str, str] = {str(kind): name for kind, name in RUN_NAMES.items()}
_STRENGTH = {"pinned": "strength here", "skipped": "no strength"}


def account(runner: Runner) -> Facts:
    """What is known of the account beside its address. Reads the user."""
    started = (
        day_in_words(runner.started_on)
        if runner.started_on
        else f"not yet; {runner.steps_answered} answers of the setup"
    )
    return [
        ("Started on", started),
        ("Time zone", runner.user.time_zone),
        ("Week starts on", runner.user.get_week_start_display()),
    ]


def answers(runner: Runner, *, health: bool) -> Facts:
    """The answers of the setup as they stand now. Two queries."""
    cleared = f"on {day_in_words(runner.cleared_at.date())}" if runner.cleared_at else "not asked for"
    return [
        ("Usual week", _usual_week(runner)),
        ("Sessions a week", str(runner.sessions_per_week)),
        ("Minutes", f"{runner.minutes} a session, at most"),
        ("Level", runner.get_level_display()),
        ("Equipment", ", ".join(runner.equipment.order_by("position").values_list("name", flat=True)) or "none"),
        ("After easy runs", "yes" if runner.after_easy_runs else "no"),
        (
            "Health data",
            f"agreed on {day_in_words(runner.agreed_at.date())}" if runner.agreed_at else "not agreed to yet",
        ),
        ("Knee at the start", of_ten(runner.baseline) if health else KEPT),
        ("Cleared by a clinician", cleared if health else KEPT),
        ("Days ill", "among the dates below" if health else KEPT),
        ("Warning signs, sharp pain", "among the dates below" if health else KEPT),
    ]


def dated(runner: Runner, *, health: bool) -> QuerySet[Any, tuple[Any, ...]]:
    """What was told for dates, the latest first: runs, choices, absences, and flags of the knee as one list of rows for
    `dated_words`."""
    away = Absence.objects.for_runner(runner)
    runs = _columns(DatedRun.objects.for_runner(runner), "run", "date", "date", F("kind"), Value(0))
    days = _columns(DayChoice.objects.for_runner(runner), "day", "date", "date", F("strength"), F("short"))
    absences = _columns(
        away if health else away.filter(kind=Absence.Kind.AWAY), "away", "first", "last", F("kind"), Value(0)
    )
    flags = KneeReport.objects.for_runner(runner).filter(session=None)
    flags = _columns(flags if health else flags.none(), "flag", "date", "date", F("moment"), Value(0))
    return runs.union(days, absences, flags, all=True).order_by("-first_", "table_", "last_")


def dated_words(rows: Any) -> Iterator[tuple[str, str]]:
    """Of rows of `dated`: the day or days, and what they hold."""
    for table, first, last, word, short in rows:
        days = day_in_words(first) if first == last else f"{day_in_words(first)} to {day_in_words(last)}"
        if table == "run":
            text = _RUNS.get(word, "no run")
        elif table == "away":
            text = Absence.Kind(word).label
        elif table == "flag":
            text = KneeReport.Moment(word).label
        else:
            text = ", ".join(filter(None, [_STRENGTH.get(word), "ten minutes" if short else ""]))
        yield days, text[:1].upper() + text[1:]


def _usual_week(runner: Runner) -> str:
    rows = WeeklyRun.objects.for_runner(runner).order_by("weekday").values_list("weekday", "kind")
    return ", ".join(f"{DAYS[weekday]} {RunKind(kind)}" for weekday, kind in rows) or "no runs"


def _columns(rows: Any, table: str, first: str, last: str, word: F, short: F | Value) -> Any:
    named = rows.order_by().annotate(
        table_=Value(table), first_=F(first), last_=F(last), word_=word, short_=Cast(short, IntegerField())
    )
    return named.values_list("table_", "first_", "last_", "word_", "short_")


def of_ten(answer: int | None) -> str:
    """An answer between 0 and 10."""
    return "not said" if answer is None else f"{answer} of 10"


def day_in_words(day: date) -> str:
    """“Mon 23 Nov 2026”."""
    return f"{day:%a} {day.day} {day:%b %Y}"
