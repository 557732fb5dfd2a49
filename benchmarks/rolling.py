"""What the nightly opening of weeks costs: python -m benchmarks.rolling [how many runners].

Each has some weeks behind, and a week that has begun. The database is the one of DATABASE_URL, or SQLite in a folder of
its own; `python -m scripts postgres python -m benchmarks.rolling` measures PostgreSQL.
"""

import os
import subprocess
import sys
import tempfile
import time

from benchmarks.server import TOP, manage

WEEKS = 8


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{'runners':>10}{'seconds':>10}{'ms each':>10}{'peak MB':>10}")
    for count in (most // 10, most):
        with tempfile.TemporaryDirectory() as folder:
            seconds, peak = rolled(count, os.environ | {"DATA_DIR": folder})
        print(f"{count:>10,}{seconds:>10.0f}{1000 * seconds / count:>10.1f}{peak:>10.0f}")


def rolled(count: int, environment: dict[str, str]) -> tuple[float, float]:
    """Seconds of wall time for so many new runners, and the most memory that it took, in MB."""
    for command in (["migrate"], ["createcachetable"], ["load_catalogue"]):
        manage(environment, *command)
    people = [sys.executable, "-m", "benchmarks.people", str(WEEKS), str(count), "1"]
    subprocess.run(people, cwd=TOP, env=environment, check=True, stdout=subprocess.DEVNULL)
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "manage.py", "roll_weeks"], cwd=TOP, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"roll_weeks ended with status {process.returncode}.")
    return time.perf_counter() - start, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
