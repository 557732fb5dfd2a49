"""The database is migrated back and forth while sets are logged; it holds two years of many runners."""

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.server import sqlite_in
from scripts import postgres
from tests.faults.load import Load
from tests.faults.site import environment_for, people, prepare, run, serving, sets_in
from tests.faults.table import Line, line_of

WEEKS = 104
WRITERS = 4
COPIES = 40
# Where the sets are there, and what was added since is not. It is tried as often as the way forth.
BACK = """
import benchmarks.ready
from scripts.serve import migrate
migrate("plans", "0005")
"""
SECONDS_BETWEEN, PACE = 3, 0.2
SETS = 20  # acknowledged before and after each


def lines(folder: Path) -> Iterator[Line]:
    yield migrated("migrations, SQLite", environment_for(folder, sqlite_in(folder)))
    with postgres.temporary_server() as url:
        yield migrated("migrations, PostgreSQL", environment_for(folder / "postgres", url))


def migrated(fault: str, environment: dict[str, str]) -> Line:
    prepare(environment)
    taps = people(environment, WRITERS, weeks=WEEKS, copies=COPIES)
    there = len(sets_in(environment))
    with serving(environment) as site, Load(site, taps, pace=PACE) as load:
        load.wait_for(SETS)
        began = time.monotonic()
        run(environment, "-c", BACK)
        back = time.monotonic() - began
        time.sleep(SECONDS_BETWEEN)  # this version may log nothing there
        began = time.monotonic()
        prepare(environment)
        forth = time.monotonic() - began
        load.wait_for(SETS)
    took = (
        f"{there:,} sets of {WEEKS} weeks were there, back took {back:.1f} s and the start of a version {forth:.1f} s"
    )
    return line_of(fault, load, environment, more=took)
