"""What is kept of a runner: what was told, what was planned of it, and what changed.

Every table below the runner carries `runner` itself, first in its indexes: it is the wall between accounts.
"""

from plans.models.changes import PlanChange
from plans.models.runner import Absence, DatedRun, DayChoice, Runner, WeeklyRun
from plans.models.weeks import PlannedWeek, Prescription, Session

__all__ = [
    "Absence",
    "DatedRun",
    "DayChoice",
    "PlanChange",
    "PlannedWeek",
    "Prescription",
    "Runner",
    "Session",
    "WeeklyRun",
]
