"""What the pages cost beside a floor: python -m benchmarks.pages [requests a round].

The floor is a view with a session, one query and a small template, served by the same process with the same middleware
in the same run. Rounds alternate between the pages, so that a busy machine slows all of them; the median round counts.
Pages of the catalogue are kept rendered until it changes; "list, new question" is what a search costs that nobody has
made since. "landing, new week" is what a tap costs on a week that nobody has tried that day: it is planned and
rendered, and its twelve weeks are forecast unless those of another week with the same days for strength are kept. The
pages of a runner stand beside the same floor behind the same log-in, after one week and after five years: as they are
kept until something changes, and as they are worked out at the first look after that.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

from benchmarks.server import TOP, Server, served

PAGES = {
    "floor": "/floor/",
    "list": "/exercises/",
    "list, filtered": "/exercises/?q=squat&have=nothing&muscle=quads",
    "list, new question": "/exercises/?{new}",
    "exercise": "/exercises/squat/",
    "variation": "/exercises/chair-squat/",
    "guide": "/guide/",
    "landing": "/",
    "landing, new week": "/?{week}",
}
MINE = {"floor": "/floor/mine/", "today": "/today/", "plan": "/plan/"}
BEHIND = {"one week": 1, "five years": 260}
ROUNDS = 9

# A word and some of the equipment, never the same twice, so that no answer is kept.
EQUIPMENT = ("nothing", "dumbbell", "kettlebell", "barbell", "step", "wall", "band", "sliders", "leg-press")
new_questions = (
    f"q={word}&" + "&".join(f"have={slug}" for slug in some)
    for word, number in product(("squat", "knee", "leg", "feet", "hip"), range(1, 8))
    for some in combinations(EQUIPMENT, number)
)

# Runs on some of the days and some equipment, never the same twice, all shapes of a week early on.
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKS = tuple(product(("", "easy", "hard", "long"), repeat=len(DAYS)))
STRIDE = 6947  # without a common divisor with their number
new_weeks = (
    "&".join(
        [*(f"{day}={run}" for day, run in zip(DAYS, WEEKS[place * STRIDE % len(WEEKS)], strict=True) if run), *more]
    )
    for more in ((), ("minutes=20",), ("have=wall",), ("have=dumbbell", "have=step", "have=wall", "have=band"))
    for place in range(len(WEEKS))
)


class Round(NamedTuple):
    """Of one request: wall and processor time in milliseconds, and the bytes of the compressed body."""

    wall: float
    cpu: float
    size: int


def main() -> None:
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with served(data, "benchmarks.wsgi") as server:
            report(rounds(server, PAGES, requests))
            runners = {name: logged_in(data, weeks) for name, weeks in BEHIND.items()}
            for name, session in runners.items():
                print(f"\nA runner after {name}, nothing changed since the last look")
                report(rounds(server, MINE, requests, session))
        with served(data, "benchmarks.wsgi", NOTHING_KEPT="yes") as server:
            for name, session in runners.items():
                print(f"\nA runner after {name}, at the first look")
                report(rounds(server, MINE, requests, session))


def logged_in(data: Path, weeks: int) -> str:
    """The session of a new runner with so many weeks behind."""
    command = [sys.executable, "-m", "benchmarks.people", str(weeks)]
    environment = os.environ | {"DATA_DIR": str(data)}
    return subprocess.run(command, cwd=TOP, env=environment, check=True, capture_output=True, text=True).stdout.strip()


def rounds(server: Server, pages: dict[str, str], requests: int, session: str = "") -> dict[str, list[Round]]:
    for path in pages.values():
        measure(server, path, 20, session)
    measured: dict[str, list[Round]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, path in pages.items():
            measured[name].append(measure(server, path, requests, session))
    return measured


def measure(server: Server, path: str, requests: int, session: str) -> Round:
    """One connection, kept alive, one request after the other. Raises RuntimeError for an answer that is not 200."""
    connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
    size, cpu, start = 0, server.cpu_seconds(), time.perf_counter()
    for _ in range(requests):
        connection.request("GET", *asked(path, session))
        answer = connection.getresponse()
        size = len(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}.")
    wall, cpu = time.perf_counter() - start, server.cpu_seconds() - cpu
    connection.close()
    return Round(1000 * wall / requests, 1000 * cpu / requests, size)


def asked(path: str, session: str) -> tuple[str, None, dict[str, str]]:
    """The address, body and headers of a request; a tap asks for what it swaps."""
    headers = {"Accept-Encoding": "gzip", **({"Cookie": f"sessionid={session}"} if session else {})}
    if "{week}" in path:
        return path.format(week=next(new_weeks)), None, {**headers, "HX-Request": "true", "HX-Target": "answer"}
    return path.format(new=next(new_questions)) if "{new}" in path else path, None, headers


def report(rounds: dict[str, list[Round]]) -> None:
    floor = statistics.median(each.cpu for each in rounds["floor"])
    print(f"{'page':<20}{'requests/s':>12}{'CPU ms':>9}{'of floor':>10}{'bytes':>9}")
    for name, measured in rounds.items():
        cpu = statistics.median(each.cpu for each in measured)
        wall = statistics.median(each.wall for each in measured)
        print(f"{name:<20}{1000 / wall:>12.0f}{cpu:>9.2f}{cpu / floor:>10.2f}{measured[0].size:>9}")


if __name__ == "__main__":
    main()
