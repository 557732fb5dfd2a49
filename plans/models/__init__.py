"""What is kept of a runner: what was told, what was planned of it, what was done, and what changed.

Every table below the runner carries `runner` itself, first in its indexes: it is the wall between accounts.
"""

from plans.models.changes import PlanChange
from plans.models.imported import ImportedSet
from plans.models.runner import Absence, DatedRun, DayChoice, Runner, WeeklyRun
from plans.models.sessions import ExerciseChoice, KneeReport, Prescription, Session, SetLog
from plans.models.weeks import EndedWeek, PlannedWeek

__all__ = [
    "Absence",
    "DatedRun",
    "DayChoice",
    "EndedWeek",
    "ExerciseChoice",
    "ImportedSet",
    "KneeReport",
    "PlanChange",
    "PlannedWeek",
    "Prescription",
    "Runner",
    "Session",
    "SetLog",
    "WeeklyRun",
]
