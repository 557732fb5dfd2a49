"""Workers of the site and servers of the database are killed without a word while sets are logged."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.server import sqlite_in
from scripts import postgres
from scripts.postgres import Cluster
from tests.faults.load import Load
from tests.faults.site import Tap, environment_for, kill_all, people, prepare, serving
from tests.faults.table import Line, line_of

WRITERS = 8
TIMES = 3
SETS_BETWEEN = 40  # acknowledged after one kill and before the next


def lines(folder: Path) -> Iterator[Line]:
    environment = environment_for(folder, sqlite_in(folder))
    prepare(environment)
    taps = people(environment, 2 * WRITERS)
    yield workers_killed("kill -9 of workers, SQLite", environment, taps[:WRITERS])
    yield site_killed("kill -9 of the whole site, SQLite", environment, taps[WRITERS:])
    with postgres.temporary_cluster() as cluster:
        environment = environment_for(folder / "postgres", cluster.url)
        prepare(environment)
        taps = people(environment, 2 * WRITERS)
        yield workers_killed("kill -9 of workers, PostgreSQL", environment, taps[:WRITERS])
        yield database_killed("kill -9 of PostgreSQL", environment, taps[WRITERS:], cluster)


def workers_killed(fault: str, environment: dict[str, str], taps: list[list[Tap]]) -> Line:
    with serving(environment) as site, Load(site, taps) as load:
        for _ in range(TIMES):
            load.wait_for(SETS_BETWEEN)
            for worker in site.workers():
                os.kill(worker, signal.SIGKILL)
        load.wait_for(SETS_BETWEEN)
    return line_of(fault, load, environment, more=f"{TIMES} times all of them")


def site_killed(fault: str, environment: dict[str, str], taps: list[list[Tap]]) -> Line:
    with serving(environment) as site, Load(site, taps) as load:
        for _ in range(TIMES):
            load.wait_for(SETS_BETWEEN)
            site.kill()
            site.start()
        load.wait_for(SETS_BETWEEN)
    return line_of(fault, load, environment, more=f"{TIMES} times")


def database_killed(fault: str, environment: dict[str, str], taps: list[list[Tap]], cluster: Cluster) -> Line:
    with serving(environment) as site, Load(site, taps) as load:
        for _ in range(TIMES):
            load.wait_for(SETS_BETWEEN)
            kill_all(cluster.process.pid)
            cluster.process.wait()
            time.sleep(1)
            cluster.start()
        load.wait_for(SETS_BETWEEN)
    return line_of(fault, load, environment, more=f"{TIMES} times, a second away each")
