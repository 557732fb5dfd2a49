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
from pathlib import Path
from pwd import getpwnam
from typing import IO

from scripts import tidy

SECONDS_TO_START = 30


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server: Debian's, or any that is on the PATH."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda path: int(path.parent.name))
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


@contextmanager
def temporary_server() -> Iterator[str]:
    """The DATABASE_URL of a server that lives as long as the context."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("no PostgreSQL server is installed")
    # /tmp rather than TMPDIR: the path of a socket must be shorter than 108 bytes.
    with tempfile.TemporaryDirectory(prefix="kneecoach-postgres-", dir="/tmp") as folder:
        owner = _unprivileged_owner()
        if owner:
            shutil.chown(folder, owner)
        data = f"{folder}/data"
        options = ["--username=kneecoach", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        with Path(folder, "log").open("w") as log:
            _start([programs / "initdb", "--pgdata", data, *options], owner, log).wait()
            speed = ["-F", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
            server = _start([programs / "postgres", "-D", data, "-k", folder, "-h", "", *speed], owner, log)
        try:
            _wait_until_ready(programs, folder, server)
            yield f"postgres://kneecoach@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()


def _unprivileged_owner() -> str | None:
    """PostgreSQL refuses to run as root: the user to be instead."""
    if os.geteuid() != 0:
        return None
    try:
        return getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


def _start(command: list[str | Path], owner: str | None, log: IO[str]) -> "subprocess.Popen[bytes]":
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}  # no PG* variable of the person's
    # A session of its own: Ctrl-C reaches the command first, and the server once the command has ended.
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd="/",
        env=environment,
        user=owner,
        group=getpwnam(owner).pw_gid if owner else None,
        extra_groups=[] if owner else None,
        start_new_session=True,
    )


def _wait_until_ready(programs: Path, folder: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while subprocess.call([programs / "pg_isready", "-q", "-h", folder]):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{Path(folder, 'log').read_text(errors='replace')}")
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
