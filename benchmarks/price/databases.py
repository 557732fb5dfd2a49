"""The databases that are measured, as seen from beside the server."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, ClassVar

import psycopg

from benchmarks.server import cpu_seconds, sqlite_in
from scripts.postgres import temporary_cluster

# Otherwise as Debian sets it up, safe against power cuts.
SETTINGS = ("max_wal_size=8GB",)  # many runners are made at once


class Database(ABC):
    """An empty one. `most` is the number of runners that it is measured with at most."""

    name: ClassVar[str]
    most: ClassVar[int]

    def __init__(self, url: str, connection: Any) -> None:
        self.url, self.connection = url, connection

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
        return found

    def close(self) -> None:
        self.connection.close()

    def change(self, runner: int) -> None:
        """As every writer of a runner's begins, so that nothing counts that was kept of the runner."""
        self.ask(f"UPDATE plans_runner SET version = version + 1 WHERE id = {runner} RETURNING id")  # noqa: S608

    def tap(self, runner: int, log: int) -> None:
        """As a set of today's is logged, or taken back if it was."""
        self.change(runner)
        deleted = "deleted_at = CASE WHEN deleted_at IS NULL THEN at END"
        self.ask(f"UPDATE plans_setlog SET {deleted} WHERE id = {log} RETURNING id")  # noqa: S608

    def edit(self) -> None:
        """As if an entry of the catalogue had been edited: the newest revision is another."""
        newest = "SELECT MAX(id) FROM exercises_revision"
        self.ask(f"UPDATE exercises_revision SET id = id + 1 WHERE id = ({newest}) RETURNING id")  # noqa: S608

    def forget_devices(self) -> None:
        """So that a log-in is the first one of its account: each looks at all that were before."""
        self.ask("DELETE FROM usersessions_usersession RETURNING id")

    @abstractmethod
    def size(self) -> int:
        """In bytes."""

    @abstractmethod
    def cpu_seconds(self) -> float:
        """What the processes that work for the server have used, apart from the server itself."""


class SQLite(Database):
    name, most = "SQLite", 1_000

    def __init__(self, folder: Path) -> None:
        self.file = folder / "kneecoach.sqlite3"
        super().__init__(sqlite_in(folder), sqlite3.connect(self.file, timeout=20, isolation_level=None))

    def size(self) -> int:
        return self.file.stat().st_size

    def cpu_seconds(self) -> float:
        return 0.0


class PostgreSQL(Database):
    name, most = "PostgreSQL", 100_000

    def __init__(self, url: str) -> None:
        super().__init__(url, psycopg.connect(url, autocommit=True))

    def size(self) -> int:
        [(size,)] = self.ask("SELECT pg_database_size(current_database())")
        return int(size)

    def cpu_seconds(self) -> float:
        others = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
        return sum(cpu_seconds(pid) for (pid,) in self.ask(f"SELECT pid FROM pg_stat_activity WHERE {others}"))  # noqa: S608


@contextmanager
def opened(name: str, folder: Path) -> Iterator[Database]:
    """Until the block is left."""
    if name == "sqlite":
        with closing(SQLite(folder)) as database:
            yield database
    else:
        with temporary_cluster(*SETTINGS) as cluster, closing(PostgreSQL(cluster.url)) as server:
            yield server
