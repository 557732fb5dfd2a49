"""Run a command beside a PostgreSQL of its own: python -m scripts postgres command [arguments].

The server lives in a temporary folder, listens on a socket there and nowhere else, and is gone with the command.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from pwd import getpwnam

from kneecoach.programs import postgres_program
from scripts import tidy

SECONDS_TO_START = 30
# What a test writes is rolled back: a vacuum finds tables empty, and queries would be planned as for empty ones.
_QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server."""
    initdb = postgres_program("initdb")
    return initdb.parent if initdb else None


@dataclass(slots=True)
class Cluster:
    """A server that can be started again. Its data, its socket and its log are in the folder."""

    folder: Path
    settings: tuple[str, ...]
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        return f"postgres://kneecoach@/postgres?host={self.folder}"

    def start(self) -> None:
        self.process = _start_server(self.folder, self.settings)
        _wait_until_ready(self.folder, self.process)


@contextmanager
def temporary_server() -> Iterator[str]:
    """The DATABASE_URL of a server that lives as long as the context. It is quick, and forgets when it is killed."""
    with temporary_cluster(*_QUICK) as cluster:
        yield cluster.url


@contextmanager
def temporary_cluster(*settings: str, within: str = "/tmp") -> Iterator[Cluster]:  # noqa: S108
    """A server that lives as long as the context, in a folder of its own."""
    if binaries() is None:
        raise FileNotFoundError("no PostgreSQL server is installed")
    # /tmp rather than TMPDIR: the path of a socket must be shorter than 108 bytes.
    with tempfile.TemporaryDirectory(prefix="kneecoach-postgres-", dir=within) as name:
        folder = Path(name)
        if owner := unprivileged_owner():
            shutil.chown(folder, owner)
        options = ["--username=kneecoach", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        run_as_owner(["initdb", f"--pgdata={folder}/data", *options], folder / "log").wait()
        cluster = Cluster(folder, settings, _start_server(folder, settings))
        try:
            _wait_until_ready(folder, cluster.process)
            yield cluster
        finally:
            cluster.process.send_signal(signal.SIGQUIT)
            cluster.process.wait()


def unprivileged_owner() -> str | None:
    """PostgreSQL refuses to run as root: the user to be instead."""
    if os.geteuid() != 0:
        return None
    try:
        return getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


def run_as_owner(command: list[str], log: Path, **variables: str) -> "subprocess.Popen[bytes]":
    """Start a program of PostgreSQL's, or any other by its path, as who may run servers."""
    owner = unprivileged_owner()
    program = command[0] if command[0].startswith("/") else f"{binaries()}/{command[0]}"
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", **variables}  # no PG* variable of the person's
    with log.open("a") as said:
        # A session of its own: Ctrl-C reaches the command first, and the server once the command has ended.
        return subprocess.Popen(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd="/",
            env=environment,
            user=owner,
            group=getpwnam(owner).pw_gid if owner else None,
            extra_groups=[] if owner else None,
            start_new_session=True,
        )


def _start_server(folder: Path, settings: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    options = [part for setting in settings for part in ("-c", setting)]
    return run_as_owner(["postgres", "-D", f"{folder}/data", "-k", str(folder), "-h", "", *options], folder / "log")


def _wait_until_ready(folder: Path, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while subprocess.call([f"{binaries()}/pg_isready", "-q", "-h", folder]):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text(errors='replace')}")
        time.sleep(0.05)


def main(command: list[str]) -> int:
    tidy.exit_on_signals()
    with temporary_server() as url:
        process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
        try:
            return process.wait()
        finally:
            process.terminate()
            process.wait()
