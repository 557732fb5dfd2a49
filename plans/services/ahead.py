"""The weeks to come, if all goes well. A week has them stored when it opens, so that looks at it need not plan them."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from plans.core import types
from plans.core.document import from_text, to_text
from plans.core.plan import WeekPlan
from plans.core.planner import forecast, forecast_after
from plans.core.present import Present
from plans.core.record import Week, as_weeks
from plans.services.catalogue import PlannedCatalogue
from plans.services.standing import Standing

AHEAD = 12  # weeks


def to_store(begins: Present, following: WeekPlan, now: Standing) -> dict[str, str]:
    """What the present week's row says of those after it, the `following` one of which is planned already."""
    weeks = as_weeks((following, *forecast_after(begins, following, now.today, AHEAD - 1)))
    return {"coming_from": digest(begins, now.catalogue), "coming": to_text(weeks)}


def weeks_ahead(begins: Present, now: Standing) -> tuple[Week, ...]:
    """The weeks that are planned from `begins`: those of the week's row, if they were planned from the same."""
    if now.week and now.week.coming_from == digest(begins, now.catalogue):
        return from_text(tuple[Week, ...], now.week.coming)
    return as_weeks(forecast(begins, now.today, AHEAD))


def digest(begins: Present, catalogue: PlannedCatalogue) -> str:
    """The same in every process while the same would be planned from a present, by the planner as it is now."""
    parts = begins.runner, begins.history, begins.flags, AHEAD
    return sha256(f"{_planner()} {catalogue.digest} {to_text(parts)}".encode()).hexdigest()


@cache
def _planner() -> str:
    """A digest of its source, as what another version of it forecast need not hold any more."""
    sources = sorted(Path(types.__file__).parent.glob("*.py"))
    return sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
