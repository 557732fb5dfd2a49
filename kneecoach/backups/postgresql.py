"""A backup of PostgreSQL is an archive of pg_dump, which pg_restore reads as well."""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection, transaction
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from kneecoach.backups.types import Counts, Refused, Say
from kneecoach.programs import postgres_program

NAME = "PostgreSQL"
BEGINS = b"PGDMP"
_COPY = re.compile(rb'COPY (?:\w+\.)?"?(\w+)"? .*FROM stdin;\n')
_SECOND = 1.0


def write(file: Path, say: Say) -> Counts:
    with transaction.atomic(), connection.cursor() as cursor:
        # What is counted is what is dumped, however many sets are logged meanwhile.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        counts = _counted()
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={file}"]
        _run(["pg_dump", *options, f"--dbname={_dsn()}"], lambda: say(f"{file.stat().st_size >> 20} MB"))
    if _counted_in(file) != counts:
        raise Refused("The backup has other rows than the database; it was not kept.")
    return counts


def read(file: Path, say: Say, *, ours: str) -> Counts:
    if _counted():
        raise Refused(f"The database {connection.settings_dict['NAME']} is not empty; nothing was restored.")
    counts = _counted_in(file)
    if ours not in counts:
        raise Refused(f"{file} is not a backup of Kneecoach.")
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={_dsn()}"]
    _run(["pg_restore", *options, str(file)], lambda: say(f"{sum(counts.values()):,} rows are written"))
    if _counted() != counts:
        raise Refused("The database has other rows than the backup now; drop it and try again.")
    return counts


def _counted() -> Counts:
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            (counts[table],) = cursor.fetchone()
    return counts


def _counted_in(file: Path) -> Counts:
    """Rows of each table in an archive, which is read as a whole for it."""
    with tempfile.TemporaryFile() as said:
        command: list[str | Path] = [_found("pg_restore"), "--data-only", "--file=-", file]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as reading:  # noqa: S603
            counts = dict(_tables_in(iter(reading.stdout or ())))
        if reading.returncode:
            said.seek(0)
            raise Refused(f"{file} could not be restored: {_first_line(said.read())}.")
    return counts


def _tables_in(lines: Iterator[bytes]) -> Iterator[tuple[str, int]]:
    for line in lines:
        if begun := _COPY.fullmatch(line):
            yield begun[1].decode(), sum(1 for _ in iter(lambda: next(lines, b"\\.\n"), b"\\.\n"))


def _dsn() -> str:
    """How to reach the database, without the password: others may read command lines."""
    known = {option.keyword.decode() for option in Conninfo.get_defaults()} - {"password"}
    told = connection.get_connection_params()
    return make_conninfo(**{name: value for name, value in told.items() if name in known})


def _run(command: list[str], say: Callable[[], None]) -> None:
    """Run a program of PostgreSQL, and say something every second."""
    environment = os.environ | {"PGPASSWORD": connection.settings_dict["PASSWORD"]}
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen([_found(command[0]), *command[1:]], env=environment, stderr=said)  # noqa: S603
        try:
            while True:
                try:
                    running.wait(_SECOND)
                    break
                except subprocess.TimeoutExpired:
                    say()
        finally:
            running.kill()
        if running.returncode:
            said.seek(0)
            raise Refused(f"{command[0]} failed: {_first_line(said.read())}.")


def _found(name: str) -> Path:
    program = postgres_program(name)
    if program is None:
        raise Refused(f"{name} is not installed; on Debian: apt install postgresql-client.")
    return program


def _first_line(said: bytes) -> str:
    """Of what a program of PostgreSQL says, without its own name."""
    line = said.decode(errors="replace").strip().partition("\n")[0]
    return re.sub(r"^pg_\w+: (error: )?", "", line).rstrip(".")
