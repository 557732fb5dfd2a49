"""A real server of the project on this machine, for benchmarks and for tests of what goes over the wire."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent
HOST = "kneecoach.example"  # in production
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Server:
    """`worker` is the process id of the one worker, or of the first of them."""

    port: int
    worker: int
    processes: tuple[int, ...]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.worker)

    def megabytes(self) -> float:
        """Of memory that all processes take, what they share counted once."""
        files = (Path(f"/proc/{process}/smaps_rollup").read_text() for process in self.processes)
        shares = (line.split()[1] for file in files for line in file.splitlines() if line.startswith("Pss:"))
        return sum(map(int, shares)) / 1024


def cpu_seconds(process: int) -> float:
    """The processor time that all threads of a process have used so far, user and system together."""
    return time.clock_gettime(~process << 3 | 2)  # as clock_getcpuclockid(3) names the clock of another process


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a management command; raises CalledProcessError when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=TOP, env=environment, check=True, stdout=subprocess.DEVNULL)


def told(environment: dict[str, str], module: str, *arguments: int) -> Any:
    """What a module says in JSON, run with the settings of the environment."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    ran = subprocess.run(command, cwd=TOP, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(ran.stdout)


def production(folder: Path, database: str) -> dict[str, str]:
    """The environment of a site in production, behind a proxy, with nothing else of the person's."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {
        "PRODUCTION": "true",
        "SECRET_KEY": "a-key-that-is-known-to-everybody-and-good-for-tests-alone",
        "ALLOWED_HOSTS": HOST,
        "BEHIND_PROXY": "true",
        "DATABASE_URL": database,
        "DATA_DIR": str(folder),
    }


def sqlite_in(folder: Path) -> str:
    return f"sqlite:///{folder}/kneecoach.sqlite3"


@contextlib.contextmanager
def served(data: Path, application: str = "kneecoach.wsgi", **variables: str) -> Iterator[Server]:
    """Serve the data folder, prepared as ./run does it, until the block is left.

    `variables` are added to the environment.
    """
    environment = {**os.environ, "DATA_DIR": str(data), **variables}
    prepare(environment)
    with serving(environment, application) as server:
        yield server


def prepare(environment: dict[str, str]) -> None:
    """The database and the static files, as the start of the site would."""
    command = [sys.executable, "-c", "from scripts.serve import prepare; prepare()"]
    subprocess.run(command, cwd=TOP, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def serving(
    environment: dict[str, str], application: str, workers: int = 1, threads: int | None = None
) -> Iterator[Server]:
    """Serve as ./run does it, with so many workers on a free port, until the block is left.

    What the server says is in the file `log` of the data folder.
    """
    port, log = _free_port(), Path(environment["DATA_DIR"], "log")
    environment = environment | {"WEB_CONCURRENCY": str(workers), "KNEECOACH_URL": f"http://localhost:{port}"}
    gunicorn = ["-m", "scripts", "gunicorn", "--config", "python:scripts.gunicorn", "--bind", f"127.0.0.1:{port}"]
    with log.open("ab") as said:
        command = [sys.executable, *gunicorn, *(["--threads", str(threads)] if threads else []), application]
        process = subprocess.Popen(command, cwd=TOP, env=environment, stdout=said, stderr=said)
    try:
        _wait_for(port, process, log)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield Server(port, int(children[0]), (process.pid, *map(int, children)))
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            said = log.read_text(errors="replace")[-2000:]
            raise RuntimeError(f"The server ended with status {process.returncode}:\n{said}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except ConnectionError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("The server did not answer within 20 seconds.")
