"""What pages ask, one module a page."""

from plans.forms.answers import Owned, Runs, Training
from plans.forms.days import Days
from plans.forms.safety import Safety
from plans.forms.start import Start
from plans.forms.week import AT_HOME, MINUTES, STARTS, TypicalWeek
from plans.forms.zones import UNSAID

__all__ = [
    "AT_HOME",
    "MINUTES",
    "STARTS",
    "UNSAID",
    "Days",
    "Owned",
    "Runs",
    "Safety",
    "Start",
    "Training",
    "TypicalWeek",
]
