"""What a runner told, as the settings list it."""

from plans.core.types import RunKind, Runner
from plans.core.wording import joined
from plans.services.catalogue import PlannedCatalogue

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SESSIONS = {1: "one session a week to begin with", 2: "two sessions a week", 3: "three sessions a week"}


def runs_told(runner: Runner) -> str:
    """“Easy on Tuesday and Thursday, long on Sunday”."""
    by_kind = {kind: [_DAYS[day] for day, run in sorted(runner.weekly_runs.items()) if run is kind] for kind in RunKind}
    text = ", ".join(f"{kind} on {joined(days)}" for kind, days in by_kind.items() if days)
    return _sentence(text or "no runs")


def equipment_told(runner: Runner, catalogue: PlannedCatalogue) -> str:
    names = [name.lower() for slug, name in catalogue.equipment.items() if slug in runner.equipment]
    return _sentence(joined(names) if names else "nothing")


def training_told(runner: Runner, level: str) -> str:
    """`level` in words."""
    return f"{level}, {runner.minutes} minutes at most, {_SESSIONS[runner.sessions_per_week]}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
