"""python -m tests.faults [name …]: make things go wrong, and see that nothing is lost. Without a name all of them."""

import importlib
import sys
import tempfile
import traceback
from pathlib import Path

from scripts import tidy
from tests.faults.table import Line

NAMES = ["writers", "kills", "disk", "clocks", "migration", "failover"]


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in NAMES]:
        sys.exit(f"There is no fault {unknown[0]}; there are {', '.join(NAMES)}.")
    tidy.exit_on_signals()
    found = [line for name in names or NAMES for line in _lines(name)]
    counted = {outcome: sum(line.outcome == outcome for line in found) for outcome in ("ok", "FAILED", "NOT RUN")}
    print(f"\n{counted['ok']} passed, {counted['FAILED']} failed, {counted['NOT RUN']} not run", flush=True)
    return 1 if counted["FAILED"] else 0


def _lines(name: str) -> list[Line]:
    module = importlib.import_module(f"tests.faults.{name}")
    found: list[Line] = []
    print(f"\n── {name}: {module.__doc__}", flush=True)
    # /tmp rather than TMPDIR: the path of a socket must be shorter than 108 bytes.
    with tempfile.TemporaryDirectory(prefix=f"kneecoach-{name}-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL passes through as another user
        try:
            for line in module.lines(Path(folder)):
                found.append(line)
                _print(line)
        except Exception as error:  # noqa: BLE001 - whatever else goes wrong, the others are run
            traceback.print_exc()
            found.append(Line(name, "FAILED", f"{type(error).__name__}: {error}".splitlines()[0]))
            _print(found[-1])
    return found


def _print(line: Line) -> None:
    print(f"{line.fault:<42} {line.outcome:<8} {line.said}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
