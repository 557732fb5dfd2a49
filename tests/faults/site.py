"""The site as it runs in production, for things to go wrong with."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.server import TOP, production

SECONDS_TO_START = 120
TAPS = 800  # of a runner


@dataclass(frozen=True, slots=True)
class Tap:
    """What the button of a set sends, and the key of the log-in that it belongs to."""

    login: str
    session: str
    fields: str


@dataclass(slots=True)
class Site:
    environment: dict[str, str]
    port: int
    server: "subprocess.Popen[bytes]"  # the process that all others of the site belong to

    def workers(self) -> list[int]:
        return children(self.server.pid)

    def start(self) -> None:
        self.server = _serve(self.environment, self.port)
        wait_until_ready(self.port)

    def stop(self) -> None:
        self.server.terminate()
        try:
            self.server.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        kill_all(self.server.pid)
        self.server.wait()


def environment_for(folder: Path, database: str) -> dict[str, str]:
    """Production, behind a proxy, with two processes that serve."""
    return production(folder, database) | {"WEB_CONCURRENCY": "2", "PYTHONUNBUFFERED": "1"}


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[Site]:
    """./run, behind its install, until the block is left. What it says is in the file `log` of its data folder."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    site = Site(environment, port, _serve(environment, port))
    try:
        wait_until_ready(port)
        yield site
    finally:
        site.stop()


def prepare(environment: dict[str, str]) -> None:
    """The database and the static files, as the start of the site would."""
    run(environment, "-c", "from scripts.serve import prepare; prepare()")


def people(environment: dict[str, str], count: int, *, weeks: int = 4, copies: int = 0) -> list[list[Tap]]:
    """So many runners with weeks behind them, and what each taps next; and copies of them, who do nothing now."""
    code = (
        "from benchmarks import people, sets\n"
        f"for row in people.runners({weeks}, {count}, 0):\n"
        f"    login = people.session_of(row.user); print('login:' + login); sets.main(login, '{TAPS}')\n"
        f"people.copy_to({count + copies})"
    )
    login, taps = "", dict[str, list[Tap]]()
    for line in run(environment, "-c", code).splitlines():
        session, _, fields = line.partition(" ")
        if fields:
            taps[login].append(Tap(login, session, fields))
        elif session.startswith("login:"):
            login = session.removeprefix("login:")
            taps[login] = []
    return list(taps.values())


def run(environment: dict[str, str], *arguments: str) -> str:
    """What a program of the project prints. Raises RuntimeError when it fails, with its last words."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{arguments[:3]} failed: {done.stderr[-2000:]}")
    return done.stdout


def sets_in(environment: dict[str, str]) -> list[str]:
    """The taps of all sets that are in the database."""
    code = (
        "import benchmarks.ready; from plans.models import SetLog;"
        "print(*SetLog.objects.values_list('uuid', flat=True), sep='\\n')"
    )
    return run(environment, "-c", code).split()


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def kill_all(parent: int) -> None:
    """A process that was started here, and its children."""
    for process in (parent, *children(parent)):
        os.kill(process, signal.SIGKILL)


def wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise TimeoutError("The site was not ready in time.")


def _serve(environment: dict[str, str], port: int) -> "subprocess.Popen[bytes]":
    folder = Path(environment["DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "log").open("ab") as log:
        command = [sys.executable, "-m", "scripts", "serve", f"127.0.0.1:{port}"]
        return subprocess.Popen(command, cwd=TOP, env=environment, stdout=log, stderr=log, start_new_session=True)
