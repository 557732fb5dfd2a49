"""What ./test does: every check and every test, each in its lane, all of them even when one fails.

./test faults [name …] runs tests/faults instead, which takes minutes and kills what it started.

The last line counts tests. A lane that fails without a failing test of its own counts as one failure, so that the line
never reads better than the run was.
"""

import ctypes
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from scripts import debian, postgres, tidy

PYTHON = [sys.executable, "-m"]
BIN = Path(sys.executable).parent
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as main; main(['--no-logo'])"
MANAGE = [sys.executable, "manage.py"]
NO_TEST_SELECTED = 5  # pytest's exit status
# Without windows it is quicker; with them it serves as well.
CHROMIUMS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
# Nothing else of the person's environment reaches the tests: no database, no secret, no data folder.
KEPT = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "TERM", "TMPDIR", "CI", "NO_COLOR", "FORCE_COLOR", "JAVA_HOME")
PRODUCTION = {
    "PRODUCTION": "true",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "kneecoach.example",
    "DATABASE_URL": "postgres://kneecoach:secret@localhost/kneecoach",
}


@dataclass(frozen=True, slots=True)
class Result:
    lane: str
    seconds: float
    status: int
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def selected_nothing(self) -> bool:
        return self.status == NO_TEST_SELECTED


def main(arguments: list[str]) -> int:
    tidy.exit_on_signals()
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    if arguments[:1] == ["faults"]:
        ensure_system_packages("postgresql")
        return check("faults", [*PYTHON, "tests.faults", *arguments[1:]], environment).status
    ensure_system_packages("chromium-headless-shell", "libatomic1", "postgresql")
    with tempfile.TemporaryDirectory(prefix="kneecoach-test-") as folder:
        environment["DATA_DIR"] = f"{folder}/data"
        results = []
        if arguments:
            print("With arguments only the pytest lanes run; ./test alone runs the static checks too.", flush=True)
        else:
            results += [check(name, command, environment) for name, command in static_checks()]
            results.append(check("deploy", deploy_check(), environment | PRODUCTION))
        results += pytest_lanes(arguments, environment, Path(folder))
    return summary(results, chosen=bool(arguments))


def static_checks() -> Iterator[tuple[str, list[str]]]:
    templates = [str(path) for path in sorted(Path().glob("templates/**/*.html"))]
    yield "ruff check", [*PYTHON, "ruff", "check", "."]
    yield "ruff format", [*PYTHON, "ruff", "format", "--check", "."]
    yield "djlint", [*PYTHON, "djlint", "--lint", "--quiet", "templates"]
    yield "djade", [f"{BIN}/djade", "--check", "--target-version", "5.2", *templates]
    yield "mypy", [*PYTHON, "mypy"]
    yield "imports", [sys.executable, "-c", LINT_IMPORTS]
    yield "migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]


def deploy_check() -> list[str]:
    return [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]


def pytest_lanes(arguments: list[str], environment: dict[str, str], folder: Path) -> Iterator[Result]:
    """The suite and the browser's tests on SQLite; on PostgreSQL those for which the database makes a difference."""
    suite, browser = ["-n", "2", *arguments], ["-n", "2", "--dist", "loadscope", *arguments]
    yield pytest("pytest, SQLite", ["-m", "not browser", *suite], environment, folder / "suite-sqlite.xml")
    yield pytest("browser, SQLite", ["-m", "browser", *browser], environment, folder / "browser-sqlite.xml")
    with postgres.temporary_server() as url:
        environment = environment | {"DATABASE_URL": url}
        suite = ["-m", "not browser and not looks and not no_database", *suite]
        browser = ["-m", "browser and not looks", *browser]
        yield pytest("pytest, PostgreSQL", suite, environment, folder / "suite-postgres.xml")
        yield pytest("browser, PostgreSQL", browser, environment, folder / "browser-postgres.xml")


def check(lane: str, command: list[str], environment: dict[str, str]) -> Result:
    print(f"\n── {lane}", flush=True)
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment)
    try:
        status = process.wait()
    except SystemExit:
        process.send_signal(signal.SIGINT)  # Ctrl-C reached it by itself, SIGTERM did not
        raise
    finally:
        end(process)
    return Result(lane, time.monotonic() - start, status)


def pytest(lane: str, arguments: list[str], environment: dict[str, str], report: Path) -> Result:
    beside = [f"--junitxml={report}", f"--basetemp={report.with_suffix('')}"]
    ran = check(lane, [*PYTHON, "pytest", "-q", *beside, *arguments], environment)
    passed = failed = skipped = 0
    if report.exists():
        for suite in ElementTree.parse(report).iter("testsuite"):  # noqa: S314 pytest's own file
            skipped += int(suite.attrib["skipped"])
            failed += int(suite.attrib["failures"]) + int(suite.attrib["errors"])
            passed += int(suite.attrib["tests"])
    return Result(lane, ran.seconds, ran.status, passed - failed - skipped, failed, skipped)


def summary(results: list[Result], *, chosen: bool) -> int:
    """Print what every lane came to; the exit status. `chosen`: the person's arguments may leave a lane empty."""
    some_ran = any(result.passed for result in results)
    broken = 0
    print("\n── summary")
    for result in results:
        ok = result.status == 0 or (result.selected_nothing and chosen and some_ran)
        broken += not ok and not result.failed
        tests = f"{result.passed} passed, {result.failed} failed, {result.skipped} skipped"
        note = "no test selected" if result.selected_nothing else tests if result.passed + result.failed else ""
        print(f"{result.lane:<20} {result.seconds:6.1f} s  {'ok' if ok else 'FAILED':<6}  {note}".rstrip())
    passed = sum(result.passed for result in results)
    failed = sum(result.failed for result in results) + broken
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def end(process: "subprocess.Popen[bytes]") -> None:
    """Give an interrupted lane the time to tidy up."""
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ensure_system_packages(*wanted: str) -> None:
    """Install what is needed of Debian's when it is missing; one line instead when that is not allowed."""
    if not (missing := missing_packages(wanted)):
        return
    debian.install(missing, "about a minute")
    if missing := missing_packages(wanted):
        sys.exit(f"The tests need {', '.join(missing)}; on Debian: apt install {' '.join(missing)}")


def missing_packages(wanted: tuple[str, ...]) -> list[str]:
    there = {
        "chromium-headless-shell": chromium() is not None,
        "libatomic1": can_load("libatomic.so.1"),  # for the node inside playwright
        "postgresql": postgres.binaries() is not None,
    }
    return [package for package in wanted if not there[package]]


def chromium() -> Path | None:
    return next((path for path in CHROMIUMS if path.exists()), None)


def can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
