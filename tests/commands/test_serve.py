"""What is behind the install in ./run: it prepares, serves, says where, and stops."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def test_serves_until_it_is_told_to_stop(tmp_path: Path, free_port: str) -> None:
    # One test, because the data folder of the first start makes the others quick.
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with serve(tmp_path / "data", free_port) as server:
            try:
                assert server.stdout
                assert server.stderr
                assert server.stdout.readline() == f"Kneecoach is at http://localhost:{free_port} (stop with Ctrl-C)\n"
                assert "manage.py createsuperuser" in server.stdout.readline()
                with urllib.request.urlopen(f"http://localhost:{free_port}/") as answer:
                    assert answer.status == 200
                server.send_signal(stop)
                assert server.wait(timeout=10) == 0
                assert server.stdout.read() + server.stderr.read() == ""
            finally:
                server.kill()


def serve(data: Path, port: str) -> "subprocess.Popen[str]":
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data)}
    command = [sys.executable, "-m", "scripts", "serve", port]
    return subprocess.Popen(
        command, cwd=TOP, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
