"""What the pages cost beside a floor: python -m benchmarks.pages [requests a round].

The floor is a view with a session, one query and a small template, served by the same process with the same middleware
in the same run. Rounds alternate between the pages, so that a busy machine slows all of them; the median round counts.
Pages of the catalogue are kept rendered until it changes; "list, new question" is what a search costs that nobody has
made since. "landing, new week" is what a tap costs on a week that nobody has tried that day: it is planned and
rendered, and its twelve weeks are forecast unless those of another week with the same days for strength are kept. The
pages of a runner stand beside the same floor behind the same log-in, after a week, a year and five years: as they are
kept until something changes, and as they are worked out at the first look after that. What looks back stands beside
a floor that adds up every set of the runner's in one query. A tap on a set stands beside a floor that inserts the same
row, unchecked; no set is logged twice.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
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
MINE = {"floor": "/floor/mine/", "today": "/today/", "plan": "/plan/", "session": "/sessions/{session}/"}
BACK = {
    "floor, one sum": "/floor/total/",
    "progress": "/progress/",
    "progress, all": "/progress/?weeks=all",
    "history": "/history/",
}
TAPS = {"floor, one row": "/floor/tap/", "log a set": "/sessions/{session}/sets/"}
BEHIND = {"one week": 1, "one year": 52, "five years": 260}
ROUNDS = 9
WARM_UP = 20  # requests before the first round

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


# Method, address, body and headers of a request, as http.client takes them.
Asked = tuple[str, str, str | None, dict[str, str]]
Pages = dict[str, Callable[[], Asked]]


class Round(NamedTuple):
    """Of one request: wall and processor time in milliseconds, and the bytes of the compressed body."""

    wall: float
    cpu: float
    size: int


class Person(NamedTuple):
    """A runner who is logged in: the key of that, of a session to do, and sets of others to log."""

    key: str
    session: str
    sets: Iterator[str]

    def reading(self, pages: dict[str, str]) -> Pages:
        return {name: partial(reading, path.format(session=self.session), self.key) for name, path in pages.items()}


def main() -> None:
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with served(data, "benchmarks.wsgi") as server:
            report(rounds(server, {name: partial(reading, path) for name, path in PAGES.items()}, requests))
            people = {name: person(data, weeks, requests) for name, weeks in BEHIND.items()}
            for name, each in people.items():
                print(f"\nA runner after {name}, nothing changed since the last look")
                report(rounds(server, each.reading(MINE), requests))
                report(rounds(server, each.reading(BACK), requests))
                report(rounds(server, taps(server, each), requests))
        with served(data, "benchmarks.wsgi", NOTHING_KEPT="yes") as server:
            for name, each in people.items():
                print(f"\nA runner after {name}, at the first look")
                report(rounds(server, each.reading(MINE), requests))
                report(rounds(server, each.reading(BACK), requests))


def person(data: Path, weeks: int, requests: int) -> Person:
    """A new runner with so many weeks behind."""
    [key] = told(data, "people", str(weeks))
    session, *sets = told(data, "sets", key, str(len(TAPS) * (WARM_UP + ROUNDS * requests)))
    return Person(key, session, iter(sets))


def told(data: Path, module: str, *arguments: str) -> list[str]:
    """The lines that a module of benchmarks prints."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    environment = os.environ | {"DATA_DIR": str(data)}
    ran = subprocess.run(command, cwd=TOP, env=environment, check=True, capture_output=True, text=True)
    return ran.stdout.splitlines()


def rounds(server: Server, pages: Pages, requests: int) -> dict[str, list[Round]]:
    for ask in pages.values():
        measure(server, ask, WARM_UP)
    measured: dict[str, list[Round]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, ask in pages.items():
            measured[name].append(measure(server, ask, requests))
    return measured


def measure(server: Server, ask: Callable[[], Asked], requests: int) -> Round:
    """One connection, kept alive, one request after the other. Raises RuntimeError for an answer that is not 200."""
    connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
    size, cpu, start = 0, server.cpu_seconds(), time.perf_counter()
    for _ in range(requests):
        asked = ask()
        connection.request(*asked)
        answer = connection.getresponse()
        size = len(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{asked[1]} answered {answer.status}.")
    wall, cpu = time.perf_counter() - start, server.cpu_seconds() - cpu
    connection.close()
    return Round(1000 * wall / requests, 1000 * cpu / requests, size)


def reading(path: str, key: str = "") -> Asked:
    """A look at a page, of somebody with the key of a log-in; a tap on the first page asks for what it swaps."""
    headers = {"Accept-Encoding": "gzip", **({"Cookie": f"sessionid={key}"} if key else {})}
    if "{week}" in path:
        return "GET", path.format(week=next(new_weeks)), None, {**headers, "HX-Request": "true", "HX-Target": "answer"}
    return "GET", path.format(new=next(new_questions)) if "{new}" in path else path, None, headers


def taps(server: Server, person: Person) -> Pages:
    """A tap on a set, each time on another, as the session's page sends it."""
    cookie, token = csrf(server, person)
    headers = {
        "Accept-Encoding": "gzip",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={person.key}; csrftoken={cookie}",
        "HX-Request": "true",
    }

    def tap(path: str) -> Asked:
        session, said = next(person.sets).split()
        return "POST", path.format(session=session), f"{said}&csrfmiddlewaretoken={token}", headers

    return {name: partial(tap, path) for name, path in TAPS.items()}


def csrf(server: Server, person: Person) -> tuple[str, str]:
    """The cookie and the field that a form is sent with."""
    connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
    connection.request("GET", f"/sessions/{person.session}/", headers={"Cookie": f"sessionid={person.key}"})
    answer = connection.getresponse()
    texts = answer.headers["Set-Cookie"], answer.read().decode()
    connection.close()
    patterns = r"csrftoken=(\w+)", r'name="csrfmiddlewaretoken" value="(\w+)"'
    cookie, token = (re.findall(pattern, text)[0] for pattern, text in zip(patterns, texts, strict=True))
    return cookie, token


def report(rounds: dict[str, list[Round]]) -> None:
    """The first of the pages is the floor of all."""
    floor = statistics.median(each.cpu for each in next(iter(rounds.values())))
    print(f"{'page':<20}{'requests/s':>12}{'CPU ms':>9}{'of floor':>10}{'bytes':>9}")
    for name, measured in rounds.items():
        cpu = statistics.median(each.cpu for each in measured)
        wall = statistics.median(each.wall for each in measured)
        print(f"{name:<20}{1000 / wall:>12.0f}{cpu:>9.2f}{cpu / floor:>10.2f}{measured[0].size:>9}")


if __name__ == "__main__":
    main()
