"""The first ten runners, who are measured: python -m benchmarks.price.measured [how many sets to log].

Two look at their pages, after a year and after five; one looks at them in the middle of a session, after five; another
one logs sets and logs in; the rest are those that more runners are made like. Prints in JSON what it takes to act for
them.
"""

import json
import sys
from uuid import uuid4

from django.utils import timezone

import benchmarks.ready  # noqa: F401
from benchmarks.people import runners, session_of
from benchmarks.sets import to_do
from plans.models import Runner, SetLog
from plans.services.catalogue import planned_catalogue
from plans.services.doing import doing
from plans.services.sets import Said, log_set
from plans.services.training import start_session

YEAR, YEARS = 52, 5 * 52  # weeks
OFTEN = {"sessions_per_week": 3, "minutes": 60}  # some 12,700 sets in five years
# In the order of their numbers, which say on which days they run and what they own: weeks behind them, and answers. The
# fifth and the eighth have room for three sessions a week.
TEN: tuple[tuple[str, int, dict[str, int]], ...] = (
    ("year", YEAR, {}),
    ("busy", YEAR, {}),
    ("crowd", 1, {}),
    ("crowd", 2, {}),
    ("years", YEARS, OFTEN),
    ("crowd", 3, {}),
    ("crowd", 4, {}),
    ("training", YEARS, OFTEN),
    ("crowd", 1, {}),
    ("crowd", 2, {}),
)
PASSWORD = "a password that only this benchmark knows"  # noqa: S105


def main(sets: int) -> None:
    rows = [(name, _after(weeks, answers)) for name, weeks, answers in TEN]
    crowd, people = [row.pk for name, row in rows if name == "crowd"], dict(rows)
    busy = people["busy"]
    busy.user.set_password(PASSWORD)
    busy.user.save()
    _, taps = to_do(busy, sets)
    told = {
        "year": _reader(people["year"]),
        "years": _reader(people["years"]),
        "training": _trains(people["training"]),
        "busy": {"login": session_of(busy.user), "email": busy.user.email, "password": PASSWORD, "taps": taps},
        "crowd": crowd,
    }
    print(json.dumps(told))


def _after(weeks: int, answers: dict[str, int]) -> Runner:
    """A runner with so many weeks behind, and an address that is confirmed."""
    [row] = runners(weeks, 1, 0, **answers)
    row.user.vouch_for_email()
    return row


def _reader(row: Runner) -> dict[str, int | str]:
    session, _ = to_do(row, 0)
    return {"runner": row.pk, "login": session_of(row.user), "session": session}


def _trains(row: Runner) -> dict[str, int | str]:
    """Two sets into today's session."""
    now = timezone.now()
    today = row.today(now)
    session = start_session(row=row, catalogue=planned_catalogue(), today=today, day=today, now=now)
    part = doing(row, session).parts[0]
    for number in (1, 2):
        amount = part.row.sets[number - 1]
        said = Said(uuid4(), part.row.pk, part.way, number, amount, amount if part.version.one_sided else None)
        log_set(runner=row, session=session, said=said, now=now)
    return {"runner": row.pk, "login": session_of(row.user), "set": SetLog.objects.for_runner(row).latest("pk").pk}


if __name__ == "__main__":
    main(int(sys.argv[1]))
