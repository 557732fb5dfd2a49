"""Runners who train at once, in the database of the settings: python -m benchmarks.workers.people runners sets.

Each has four weeks behind. Prints in JSON for each the key of a log-in, that of a session to look at, and so many sets
of others to log.
"""

import json
import sys

import benchmarks.ready  # noqa: F401
from benchmarks.people import runners, session_of
from benchmarks.sets import to_do

WEEKS = 4


def main(number: int, sets: int) -> None:
    people = []
    for row in runners(WEEKS, number, 0):
        session, taps = to_do(row, sets)
        people.append({"login": session_of(row.user), "session": session, "taps": taps})
    print(json.dumps(people))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
