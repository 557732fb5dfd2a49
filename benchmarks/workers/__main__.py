"""How many processes and threads, and which connections: python -m benchmarks.workers [seconds a round].

The site in production on PostgreSQL, with as many runners at once as a small and as a busy site has. Each trains as
fast as it is answered: a look at today, at the session, four sets, then progress, the plan and the list of exercises,
on a connection that is kept. Rounds alternate between the choices, so that a busy machine slows all of them. The
runners are on the same machine and take a part of it, about the same for every choice.
"""

import http.client
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.pages import Asked
from benchmarks.price.rows import TOKEN, look, send
from benchmarks.server import Server, prepare, production, serving, told
from scripts import tidy
from scripts.lanes import ensure_system_packages
from scripts.postgres import temporary_cluster

ROUNDS = 3
AT_ONCE = {4: 30, 32: 5}  # runners, and the most sets that each will log in a second


@dataclass(frozen=True, slots=True)
class Choice:
    workers: int
    threads: int
    connections: str = "kept"

    def __str__(self) -> str:
        return f"{self.workers} × {self.threads}, {self.connections}"


CHOICES = (
    Choice(1, 8),
    Choice(2, 1),
    Choice(2, 4),
    Choice(2, 8),
    Choice(2, 16),
    Choice(4, 4),
    Choice(2, 8, "new"),
    Choice(2, 8, "pool"),
)


@dataclass(slots=True)
class Round:
    """What was answered in so many seconds, and how long each answer took in milliseconds."""

    seconds: float
    walls: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def main() -> None:
    tidy.exit_on_signals()
    ensure_system_packages("postgresql")
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name, temporary_cluster("max_connections=200") as cluster:
        environment = production(Path(name), cluster.url)
        prepare(environment)
        for number, each in AT_ONCE.items():
            sets = int(each * seconds * ROUNDS * len(CHOICES))
            people = told(environment, "benchmarks.workers.people", number, sets)
            crowd = [(person, iter(person["taps"])) for person in people]
            report(number, measured(environment, crowd, seconds))


Crowd = list[tuple[dict[str, Any], Iterator[tuple[int, str]]]]


def measured(environment: dict[str, str], crowd: Crowd, seconds: float) -> dict[Choice, tuple[list[Round], float]]:
    """The rounds of each choice, and the megabytes that its processes took in the end."""
    with ExitStack() as stack:
        servers = {
            each: stack.enter_context(
                serving(
                    environment | {"CONNECTIONS": each.connections, "POOL": str(each.threads)},
                    "benchmarks.workers.wsgi",
                    workers=each.workers,
                    threads=each.threads,
                )
            )
            for each in CHOICES
        }
        rounds: dict[Choice, list[Round]] = {each: [] for each in CHOICES}
        for _ in range(ROUNDS):
            for each in CHOICES:
                rounds[each].append(trained(servers[each], crowd, seconds))
        return {each: (rounds[each], servers[each].megabytes()) for each in CHOICES}


def trained(server: Server, crowd: Crowd, seconds: float) -> Round:
    """All at once, until the time is over."""
    found, until = Round(seconds), time.perf_counter() + seconds
    with ThreadPoolExecutor(len(crowd)) as pool:
        for done in [pool.submit(train, server, *each, until, found) for each in crowd]:
            done.result()
    return found


def train(server: Server, person: dict[str, Any], taps: Iterator[tuple[int, str]], until: float, found: Round) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    for asked in evenings(person, taps):
        if (start := time.perf_counter()) >= until:
            break
        connection.request(*asked)
        answer = connection.getresponse()
        answer.read()
        found.walls.append(1000 * (time.perf_counter() - start))
        if answer.status != 200:
            found.refused.append(f"{asked[1]} answered {answer.status}")
    connection.close()


def evenings(person: dict[str, Any], taps: Iterator[tuple[int, str]]) -> Iterator[Asked]:
    """What a runner asks for from the first look to the last, again and again."""
    while True:
        for path in ("/today/", f"/sessions/{person['session']}/"):
            yield look(path, person)()
        for _ in range(4):
            yield a_set(person, *next(taps))
        for path in ("/progress/", "/plan/", "/exercises/"):
            yield look(path, person)()


def a_set(person: dict[str, Any], session: int, fields: str) -> Asked:
    cookies = f"__Host-session={person['login']}; __Host-csrf={TOKEN}"
    return send(f"/sessions/{session}/sets/", fields, {"Cookie": cookies, "HX-Request": "true"})


def report(number: int, found: dict[Choice, tuple[list[Round], float]]) -> None:
    print(f"\n{number} runners at once")
    print(f"{'processes × threads':<24}{'answers/s':>10}{'p50 ms':>9}{'p95 ms':>9}{'MB':>7}{'refused':>9}")
    for choice, (rounds, megabytes) in found.items():
        walls = [wall for each in rounds for wall in each.walls]
        refused = [said for each in rounds for said in each.refused]
        a_second = median(len(each.walls) / each.seconds for each in rounds)
        p95 = quantiles(walls, n=20)[-1]
        print(f"{choice!s:<24}{a_second:>10.0f}{median(walls):>9.1f}{p95:>9.1f}{megabytes:>7.0f}{len(refused):>9}")
        for said in sorted(set(refused))[:3]:
            print(f"  {said}")


if __name__ == "__main__":
    main()
