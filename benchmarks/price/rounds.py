"""Rounds alternate between the rows, so that a busy machine slows all of them."""

import http.client
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from benchmarks.price.databases import Database
from benchmarks.price.rows import Row
from benchmarks.server import Server

WARM_UP = 2  # requests of each row in each round, before those that count


@dataclass(frozen=True, slots=True)
class Price:
    """Of one request: the processor's milliseconds in the server and in the database, median round; those on the
    clock, the middle one of all and what one of twenty takes longer than; the bytes of the compressed body."""

    cpu: float
    database: float
    p50: float
    p95: float
    size: int
    queries: int = 0

    @property
    def both(self) -> float:
        return self.cpu + self.database


@dataclass(frozen=True, slots=True)
class Round:
    cpu: float
    database: float
    walls: list[float]
    size: int


def prices(
    servers: Mapping[str, Server], rows: Sequence[Row], database: Database, rounds: int, requests: int
) -> dict[str, dict[str, Price]]:
    """By the server's name and the row's."""
    measured: dict[tuple[str, str], list[Round]] = {}
    for _ in range(rounds):
        for row in rows:
            for name, server in servers.items():
                number = max(1, round(requests * row.share))
                measured.setdefault((name, row.name), []).append(_round(server, row, database, number))
    return {name: {row.name: _price(measured[name, row.name]) for row in rows} for name in servers}


def counted(server: Server, rows: Iterable[Row]) -> dict[str, int]:
    """The queries of each row, by its name. The server has to say them."""
    found: dict[str, int] = {}
    for row in rows:
        connection = _connected(server)
        for _ in range(2):  # the first is for what is kept
            found[row.name] = int(_asked(connection, row)[0].headers["X-Queries"])
        connection.close()
    return found


def _round(server: Server, row: Row, database: Database, requests: int) -> Round:
    """One connection, kept alive, one request after the other."""
    connection, walls, size = _connected(server), [], 0
    for _ in range(min(WARM_UP, requests)):
        _asked(connection, row)
    cpu, in_database = server.cpu_seconds(), database.cpu_seconds()
    for _ in range(requests):
        _, size, wall = _asked(connection, row)
        walls.append(1000 * wall)
    cpu, in_database = server.cpu_seconds() - cpu, database.cpu_seconds() - in_database
    connection.close()
    return Round(1000 * cpu / requests, 1000 * in_database / requests, walls, size)


def _asked(connection: http.client.HTTPConnection, row: Row) -> tuple[http.client.HTTPResponse, int, float]:
    """The answer, the bytes of its body, and seconds. Raises RuntimeError for one that is not as it should be."""
    if row.before:
        row.before()
    asked = row.ask()
    start = time.perf_counter()
    connection.request(*asked)
    answer = connection.getresponse()
    size = len(answer.read())
    wall = time.perf_counter() - start
    if answer.status != row.status:
        raise RuntimeError(f"{row.name}: {asked[1]} answered {answer.status}.")
    return answer, size, wall


def _connected(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)


def _price(rounds: list[Round]) -> Price:
    walls = [wall for each in rounds for wall in each.walls]
    return Price(
        cpu=median(each.cpu for each in rounds),
        database=max(0.0, median(each.database for each in rounds)),
        p50=median(walls),
        p95=quantiles(walls, n=20, method="inclusive")[-1] if len(walls) > 1 else walls[0],
        size=rounds[-1].size,
    )
