"""The clock runs over both changes of daylight saving, over the turn of a year and, with the runner, the date line."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.server import sqlite_in
from tests.faults.site import environment_for, prepare, run
from tests.faults.table import Line

NAMES = {
    "clocks go back in Berlin": ("Europe/Berlin", "Europe/Berlin", "2026-10-24T20:00"),
    "clocks go forward in Berlin": ("Europe/Berlin", "Europe/Berlin", "2027-03-27T20:00"),
    "clocks go back in New York": ("America/New_York", "America/New_York", "2026-11-01T00:00"),
    "clocks go forward on Lord Howe Island": ("Australia/Lord_Howe", "Australia/Lord_Howe", "2026-10-03T10:00"),
    "a year ends in Auckland": ("Pacific/Auckland", "Pacific/Auckland", "2026-12-31T06:00"),
    "over the date line eastward": ("Pacific/Kiritimati", "Pacific/Pago_Pago", "2026-11-24T04:00"),
    "over the date line westward": ("Pacific/Pago_Pago", "Pacific/Kiritimati", "2026-11-24T04:00"),
}


def lines(folder: Path) -> Iterator[Line]:
    for number, (fault, (begins, ends, at)) in enumerate(NAMES.items()):
        environment = environment_for(folder / str(number), sqlite_in(folder / str(number)))
        prepare(environment)
        said = run(environment, "-m", "tests.faults.clock", begins, ends, at).strip()
        yield Line(fault, "ok" if said.endswith("no fault") else "FAILED", said)
