"""Eight runners log sets at the same time."""

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.server import sqlite_in
from scripts import postgres
from tests.faults.load import Load
from tests.faults.site import environment_for, people, prepare, serving
from tests.faults.table import Line, line_of

SECONDS = 15
WRITERS = 8


def lines(folder: Path) -> Iterator[Line]:
    yield written("eight writers, SQLite", environment_for(folder, sqlite_in(folder)))
    with postgres.temporary_server() as url:
        yield written("eight writers, PostgreSQL", environment_for(folder / "postgres", url))


def written(fault: str, environment: dict[str, str]) -> Line:
    prepare(environment)
    taps = people(environment, WRITERS)
    with serving(environment) as site, Load(site, taps) as load:
        time.sleep(SECONDS)
    return line_of(fault, load, environment)
