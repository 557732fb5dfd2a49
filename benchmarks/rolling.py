"""What the nightly opening of weeks costs: python -m benchmarks.rolling [how many runners].

Each has some weeks behind, and a week that has begun. The database is the one of DATABASE_URL, or SQLite in a folder of
its own; `python -m scripts postgres python -m benchmarks.rolling` measures PostgreSQL.
"""

import os
import re
import subprocess
import sys
import tempfile
import time

from benchmarks.server import TOP, manage

WEEKS = 8


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{'weeks':>10}{'seconds':>10}{'ms each':>10}{'peak MB':>10}")
    for count in (most // 10, most):
        with tempfile.TemporaryDirectory() as folder:
            opened, seconds, peak = rolled(count, os.environ | {"DATA_DIR": folder})
        print(f"{opened:>10,}{seconds:>10.0f}{1000 * seconds / opened:>10.1f}{peak:>10.0f}")


def rolled(count: int, environment: dict[str, str]) -> tuple[int, float, float]:
    """How many weeks were opened once there were so many runners, the seconds on the clock that it took, and the most
    memory, in MB."""
    for command in (["migrate"], ["createcachetable"], ["load_catalogue"]):
        manage(environment, *command)
    people = [sys.executable, "-m", "benchmarks.people", str(WEEKS), str(count), "1"]
    subprocess.run(people, cwd=TOP, env=environment, check=True, stdout=subprocess.DEVNULL)
    start = time.perf_counter()
    command = [sys.executable, "manage.py", "roll_weeks"]
    with subprocess.Popen(command, cwd=TOP, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout  # noqa: S101 - it is a pipe
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    opened = re.search(r"has opened: ([\d,]+)", said)
    if process.returncode or opened is None:
        raise RuntimeError(f"roll_weeks ended with status {process.returncode}: {said}")
    return int(opened[1].replace(",", "")), seconds, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
