"""The disk fills up while sets are logged, and has room again."""

import errno
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.server import sqlite_in
from scripts import debian, postgres
from tests.faults.load import Load
from tests.faults.site import Tap, environment_for, people, prepare, serving
from tests.faults.table import Line, line_of

WRITERS = 8
SETS = 40  # acknowledged before the disk is full, and again once there is room
FULL_FOR = 5  # seconds
MEGABYTE = bytes(2**20)


def lines(folder: Path) -> Iterator[Line]:
    for name, megabytes, filled in (("SQLite", 64, on_sqlite), ("PostgreSQL", 256, on_postgresql)):
        place = folder / name
        fault = f"a full disk, {name}"
        try:
            with small_disk(place, megabytes):
                yield filled(fault, place)
        except subprocess.CalledProcessError as error:
            yield Line(fault, "NOT RUN", f"no file system could be mounted: {error.stderr.strip()}")


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[None]:
    """A file system in memory. Raises CalledProcessError where that may not be mounted."""
    root = debian.become_root()
    if root is None:
        raise subprocess.CalledProcessError(1, "mount", stderr="that takes root or sudo without a password")
    place.mkdir()
    mount = [*root, "mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "kneecoach", str(place)]
    subprocess.run(mount, check=True, capture_output=True, text=True)
    try:
        yield
    finally:
        subprocess.run([*root, "umount", "-l", str(place)], check=True)


def on_sqlite(fault: str, disk: Path) -> Line:
    environment = environment_for(disk / "data", sqlite_in(disk / "data"))
    prepare(environment)
    return full(fault, environment, people(environment, WRITERS), disk)


def on_postgresql(fault: str, disk: Path) -> Line:
    with postgres.temporary_cluster("max_wal_size=32MB", "min_wal_size=32MB", within=str(disk)) as cluster:
        environment = environment_for(disk.parent / "site", cluster.url)
        prepare(environment)
        return full(fault, environment, people(environment, WRITERS), disk)


def full(fault: str, environment: dict[str, str], taps: list[list[Tap]], disk: Path) -> Line:
    """Fills the disk until tries fail, and frees it some seconds later."""
    with serving(environment) as site, Load(site, taps) as load:
        load.wait_for(SETS)
        filling, before = disk / "filling", load.resent
        fill(filling)
        load.wait_until(lambda: load.resent > before, "the disk is full and nothing fails")
        time.sleep(FULL_FOR)
        failed = load.resent - before
        filling.unlink()
        load.wait_for(SETS)
    return line_of(fault, load, environment, more=f"{failed} tries failed for want of room")


def fill(file: Path) -> None:
    with file.open("wb", buffering=0) as opened:
        for size in (2**20, 2**12, 1):
            try:
                while True:
                    opened.write(MEGABYTE[:size])
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
