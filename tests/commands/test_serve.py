"""What is behind the install in ./run: it prepares, serves, says where, and stops."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, OperationalError

from scripts.serve import main, migrate

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all, because what the first start prepares makes the others quick."""
    return tmp_path_factory.mktemp("served") / "data"


@pytest.fixture
def in_a_terminal() -> Iterator[None]:
    """What is started hears when that is closed, even where these tests run on after it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("in_a_terminal")
def test_serves_until_it_is_told_to_stop(data: Path, free_port: str) -> None:
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with serve(data, free_port) as server:
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


def test_in_production_all_that_is_logged_is_lines_without_what_was_sent(data: Path, free_port: str) -> None:
    with serve(data, free_port, **production(data)) as server:
        try:
            assert server.stdout
            assert server.stderr
            assert "Kneecoach is at" in server.stdout.readline()
            ask(free_port, "GET /guide/?login=ana@example.org HTTP/1.1\r\nHost: kneecoach.example\r\n\r\n")
            ask(free_port, "GET /?login=ana@example.org no such protocol\r\n\r\n")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=10)
        said = server.stderr.read()
    lines = [json.loads(line) for line in said.splitlines()]
    assert ("answered", "/guide/", 301) in [(line["message"], line.get("path"), line.get("status")) for line in lines]
    assert ("gunicorn.error", "Invalid request") in [(line["logger"], line["message"]) for line in lines]
    assert "ana@example.org" not in said


def test_in_production_without_a_proxy_nobody_can_say_that_it_was_https(data: Path, free_port: str) -> None:
    with serve(data, free_port, **production(data)) as server:
        try:
            assert server.stdout
            assert "Kneecoach is at" in server.stdout.readline()
            for header in ("X-Forwarded-Proto: https", "X-Forwarded-Ssl: on"):
                answer = ask(free_port, f"GET /guide/ HTTP/1.1\r\nHost: kneecoach.example\r\n{header}\r\n\r\n")
                assert answer.startswith(b"HTTP/1.1 301 ")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=10)


@pytest.mark.parametrize(("sqlstate", "times"), [("40P01", 2), ("08006", 1)])
def test_a_migration_that_was_in_the_way_of_sets_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, sqlstate: str, times: int
) -> None:
    called: list[str] = []

    def undone_once(name: str, **_options: object) -> None:
        called.append(name)
        if len(called) == 1:
            cause = psycopg.errors.lookup(sqlstate)()
            raise OperationalError("undone") from cause

    monkeypatch.setattr("scripts.serve.call_command", undone_once)
    with contextlib.suppress(OperationalError):
        migrate()
    assert called == ["migrate"] * times


def test_what_a_database_says_of_a_row_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise IntegrityError('violates check constraint "knee"\nDETAIL:  Failing row contains (7, ana@example.org).')

    monkeypatch.setattr("scripts.serve.address.listen", lambda _host, _port: [])
    monkeypatch.setattr("scripts.serve.prepare", refuse)
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 'Kneecoach cannot start: violates check constraint "knee"'


def production(data: Path) -> dict[str, str]:
    database = {"DATABASE_URL": f"sqlite:///{data}/kneecoach.sqlite3"}
    return {"PRODUCTION": "true", "SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "kneecoach.example", **database}


def ask(port: str, request: str) -> bytes:
    """How the answer begins."""
    with socket.create_connection(("127.0.0.1", int(port))) as connection:
        connection.sendall(request.encode())
        answer = connection.recv(1000)
    assert answer
    return answer


def serve(data: Path, port: str, **variables: str) -> "subprocess.Popen[str]":
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), **variables}
    command = [sys.executable, "-m", "scripts", "serve", port]
    return subprocess.Popen(
        command, cwd=TOP, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
