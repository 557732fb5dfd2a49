"""A real server of the project on this machine, for benchmarks and for tests of what goes over the wire."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """`worker` is the process id of the one worker."""

    port: int
    worker: int

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def cpu_seconds(self) -> float:
        """The processor time that the worker has used so far, user and system together."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a management command; raises CalledProcessError when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=TOP, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def served(data: Path, application: str = "kneecoach.wsgi", **variables: str) -> Iterator[Server]:
    """Serve the data folder, prepared as ./run does it, with one worker on a free port, until the block is left.

    `variables` are added to the environment.
    """
    environment = {**os.environ, "DATA_DIR": str(data), **variables}
    prepare = [sys.executable, "-c", "from scripts.serve import prepare; prepare()"]
    subprocess.run(prepare, cwd=TOP, env=environment, check=True, stdout=subprocess.DEVNULL)
    port = _free_port()
    arguments = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4", "--keep-alive", "30"]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        *arguments,
        "--no-control-socket",
        "--log-level",
        "warning",
        application,
    ]
    process = subprocess.Popen(command, cwd=TOP, env=environment)
    try:
        _wait_for(port, process)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield Server(port, int(children[0]))
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with status {process.returncode}.")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/guide/", headers={"Host": "localhost"})
            connection.getresponse().read()
            return
        except ConnectionError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("The server did not answer within 20 seconds.")
