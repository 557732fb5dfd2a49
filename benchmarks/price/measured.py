"""The first ten runners, who are measured: python -m benchmarks.price.measured [how many sets to log].

Two look at their pages, after a year and after five; another one logs sets and logs in; the rest are those that more
runners are made like. Prints in JSON what it takes to act for them.
"""

import json
import sys

import benchmarks.ready  # noqa: F401
from benchmarks.people import runners, session_of
from benchmarks.sets import to_do
from plans.models import Runner

YEAR = 52  # weeks
WEEKS_OF_THE_CROWD = (1, 2, 3, 4, 1, 2, 4)  # behind each of them
PASSWORD = "a password that only this benchmark knows"  # noqa: S105


def main(sets: int) -> None:
    year, years, busy = (_after(weeks) for weeks in (YEAR, 5 * YEAR, YEAR))
    crowd = [_after(weeks).pk for weeks in WEEKS_OF_THE_CROWD]
    busy.user.set_password(PASSWORD)
    busy.user.save()
    _, taps = to_do(busy, sets)
    told = {
        "year": _reader(year),
        "years": _reader(years),
        "busy": {"login": session_of(busy.user), "email": busy.user.email, "password": PASSWORD, "taps": taps},
        "crowd": crowd,
    }
    print(json.dumps(told))


def _after(weeks: int) -> Runner:
    """A runner with so many weeks behind, and an address that is confirmed."""
    [row] = runners(weeks, 1, 0)
    row.user.vouch_for_email()
    return row


def _reader(row: Runner) -> dict[str, int | str]:
    session, _ = to_do(row, 0)
    return {"runner": row.pk, "login": session_of(row.user), "session": session}


if __name__ == "__main__":
    main(int(sys.argv[1]))
