"""A backup of SQLite is a database of SQLite."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from kneecoach.backups.types import Counts, Refused, Say, settle

NAME = "SQLite"
BEGINS = b"SQLite format 3\0"
_PAGES = 2000  # copied between two looks at the clock


def write(file: Path, say: Say) -> Counts:
    database = Path(connection.settings_dict["NAME"])
    if not database.exists():
        return {}
    try:
        with closing(_opened(database)) as source:
            # Within a transaction the copy is of one moment. Without one each set that is logged would begin it anew.
            source.execute("BEGIN")
            counts = _counted(source)
            _copy(source, file, say)
        _verify(file, counts)
    except sqlite3.Error as error:
        raise Refused(f"The backup could not be made: {error}.") from error
    return counts


def read(file: Path, say: Say, *, ours: str) -> Counts:
    database = Path(connection.settings_dict["NAME"])
    connection.close()
    try:
        _refuse_unless_empty(database)
        with closing(_opened(file)) as source, tempfile.TemporaryDirectory(dir=database.parent) as folder:
            counts = _counted(source)
            if ours not in counts:
                raise Refused(f"{file} is not a backup of Kneecoach.")
            aside = Path(folder, database.name)
            _copy(source, aside, say)
            _verify(aside, counts)
            _refuse_unless_empty(database)
            settle(aside, database)
    except sqlite3.Error as error:
        raise Refused(f"{file} could not be restored: {error}.") from error
    except OSError as error:
        raise Refused(f"{database} could not be written: {error.strerror}.") from error
    return counts


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)


def _copy(source: sqlite3.Connection, file: Path, say: Say) -> None:
    def progress(_status: int, remaining: int, total: int) -> None:
        say(f"{100 * (total - remaining) // max(total, 1)} %")

    with closing(sqlite3.connect(file)) as target:
        source.backup(target, pages=_PAGES, progress=progress, sleep=0)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it


def _counted(database: sqlite3.Connection) -> Counts:
    found = database.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    tables = [name for (name,) in found]
    return {table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}  # noqa: S608


def _verify(file: Path, counts: Counts) -> None:
    with closing(_opened(file)) as copied:
        (said,) = copied.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            raise sqlite3.DatabaseError(" ".join(said.split()))
        if orphan := copied.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.DatabaseError(f"a row of {orphan[0]} refers to one of {orphan[2]} that is missing")
        if _counted(copied) != counts:
            raise sqlite3.DatabaseError("the copy has other rows")


def _refuse_unless_empty(database: Path) -> None:
    if not database.parent.is_dir():
        raise Refused(f"There is no folder {database.parent}.")
    for left in (Path(f"{database}-wal"), Path(f"{database}-journal")):
        if left.exists() and left.stat().st_size:
            raise Refused(f"{left} is left of another database; nothing was restored.")
    if database.exists() and database.stat().st_size and _holds_something(database):
        raise Refused(f"{database} is not empty; nothing was restored.")


def _holds_something(database: Path) -> bool:
    try:
        with closing(_opened(database)) as opened:
            return bool(_counted(opened))
    except sqlite3.DatabaseError:
        return True  # whatever else it is, it is not ours to replace
