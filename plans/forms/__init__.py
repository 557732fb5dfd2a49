"""What pages ask, one module a page."""

from plans.forms.week import MINUTES, STARTS, TypicalWeek

__all__ = ["MINUTES", "STARTS", "TypicalWeek"]
