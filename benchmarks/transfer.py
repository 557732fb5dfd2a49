"""What it costs to take an account along and to bring it elsewhere: python -m benchmarks.transfer [years] [sets].

The account trains three times a week, and has so many sets from a table as well. Seconds, memory in MB above that of a
process which has only begun, and that of the parser which it starts, each in a process of its own; "look" and "sets"
are the table of sets in a third account. The database is the one of DATABASE_URL, or SQLite in a folder of its own;
`python -m scripts postgres python -m benchmarks.transfer` measures PostgreSQL.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zipfile import ZipFile

from benchmarks.server import TOP, manage

if TYPE_CHECKING:
    from plans.models import ImportedSet

WEEKS = 52
FILE = "kneecoach"
ACCOUNTS = {"import": "other@example.org", "look": "third@example.org", "sets": "third@example.org"}
STEPS = ("zip", "json", "import", "look", "sets", "delete")


def main() -> None:
    years, sets = (*sys.argv[1:], *("5", "0")[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATA_DIR": folder}
        for command in (["migrate"], ["createcachetable"], ["load_catalogue"]):
            manage(environment, *command)
        for step in ("build", *STEPS):
            arguments = [sys.executable, "-m", "benchmarks.transfer", step, folder, years, sets]
            subprocess.run(arguments, cwd=TOP, env=environment, check=True)


def run(step: str, folder: Path, years: int, sets: int) -> None:
    import benchmarks.ready  # noqa: F401

    if step == "build":
        return build(years, sets)
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from plans.services.catalogue import planned_catalogue
    from plans.services.setup import runner_of
    from plans.services.transfer import exporting, importing, importing_sets

    users, catalogue, now = get_user_model().objects, planned_catalogue(), timezone.now()
    user, _ = users.get_or_create(email=ACCOUNTS.get(step, "runner0@example.org"))
    idle, start = peak(), time.perf_counter()
    if step == "import":
        raw = (folder / f"{FILE}.json").read_bytes()
        importing.bring(user=user, catalogue=catalogue, raw=raw, now=now)
    elif step in ("look", "sets"):
        with ZipFile(folder / f"{FILE}.zip") as archive:
            told: dict[str, Any] = {"catalogue": catalogue, "raw": archive.read("sets.csv")}
        row = runner_of(user)
        found = (
            importing_sets.look(row=row, today=row.today(now), **told)
            if step == "look"
            else importing_sets.bring_sets(user=user, now=now, **told)
        )
        print(f"{len(found.sets):,} sets", end="  ")
    elif step == "delete":
        from kneecoach.accounts.leaving import delete_account

        delete_account(user=user)
    else:
        write = exporting.json_file if step == "json" else exporting.zip_file
        with write(user=user, now=now) as file, (folder / f"{FILE}.{step}").open("wb") as kept:
            while part := file.read(64 * 1024):
                kept.write(part)
            print(f"{file.tell() / 1e6:.1f} MB", end="  ")
    started = peak(resource.RUSAGE_CHILDREN)
    print(f"{step:<8}{time.perf_counter() - start:>8.2f} s{peak() - idle:>8.0f} MB{started:>8.0f} MB")
    return None


def build(years: int, sets: int) -> None:
    from benchmarks.people import runners
    from plans.models import ImportedSet, Session, SetLog

    [row] = runners(years * WEEKS, 1, 0, sessions_per_week=3, minutes=60)
    ImportedSet.objects.bulk_create(imported(row, sets), batch_size=500)
    print(f"{Session.objects.for_runner(row).count():,} sessions, {SetLog.objects.for_runner(row).count():,} sets")


def imported(row: Any, sets: int) -> "Iterator[ImportedSet]":
    """Sets of ten a day and exercise, in years that are long ago."""
    from django.utils import timezone

    from exercises.models import Exercise
    from plans.models import ImportedSet

    exercises, now = list(Exercise.objects.filter(parent=None)), timezone.now()
    for place in range(sets):
        day, place_on_day = divmod(place, 10 * len(exercises))
        at = datetime(2015, 1, 1, 18, 5, tzinfo=UTC) + timedelta(day)
        exercise, number = exercises[place_on_day // 10], 1 + place_on_day % 10
        told = {
            "uuid": uuid4(),
            "date": at.date(),
            "at": at,
            "imported_at": now,
            "right": 12 if exercise.one_sided else None,
        }
        yield ImportedSet(runner=row, exercise=exercise, number=number, amount=12, **told)


def peak(who: int = resource.RUSAGE_SELF) -> float:
    """The most memory of this process so far, or of one that it started, in MB."""
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    if len(sys.argv) > 3:
        run(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
    else:
        main()
