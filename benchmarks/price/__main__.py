"""The price list: python -m benchmarks.price [requests] [--rounds 9] [--runners 10 1000 100000] [--databases sqlite …].

What the pages cost in production, beside floors that the same server answers in the same run, with the same database,
middleware, log-in and checks: a session, one query and a small template; one insert; one sum. With more and more
runners in the database: the first ten are measured, or are those that the rest are made like, one to four weeks after
they began. Everything lives in a temporary folder and is gone afterwards.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from benchmarks.price import tables
from benchmarks.price.databases import Database, opened
from benchmarks.price.rounds import WARM_UP, Price, counted, prices
from benchmarks.price.rows import People, Row, anew, edits, rows
from benchmarks.server import prepare, production, serving, told
from scripts import tidy
from scripts.lanes import ensure_system_packages

APPLICATION = "benchmarks.price.wsgi"
MIDDLEWARE = ("all", "compressed", "django")
DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Run:
    """How often each row is asked for."""

    rounds: int
    requests: int

    def sets(self, runners: int) -> int:
        """The sets to log with so many numbers of runners, and for each choice of middleware."""
        each = self.rounds * (self.requests + WARM_UP) + 2  # two more to count the queries
        return 2 * each * (runners + len(MIDDLEWARE)) + 1


def main() -> None:
    tidy.exit_on_signals()
    asked = arguments()
    if "postgresql" in asked.databases:
        ensure_system_packages("postgresql")
    start, run = time.monotonic(), Run(asked.rounds, asked.requests)
    tables.say(tables.NOTES)
    with tempfile.TemporaryDirectory() as name:
        for place, kind in enumerate(asked.databases):
            with opened(kind, Path(name)) as database:
                price_list(database, Path(name), run, asked.runners, with_middleware=place == 0)
    print(f"\nAll of it took {(time.monotonic() - start) / 60:.0f} minutes.")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.price", description="What the pages cost.")
    parser.add_argument("requests", nargs="?", type=int, default=10, help="of each page in each round")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--runners", nargs="+", type=int, default=[10, 1_000, 100_000])
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    return parser.parse_args()


def price_list(database: Database, folder: Path, run: Run, runners: list[int], *, with_middleware: bool) -> None:
    environment = production(folder, database.url)
    prepare(environment)
    numbers = sorted(number for number in runners if number <= database.most)
    people = People(**told(environment, "benchmarks.price.measured", run.sets(len(numbers))))
    groups, without = [rows(people, database), edits(database)], anew(people)
    lines = [*chain(*groups), *without]
    by_runners = {}
    for number in numbers:
        grow(environment, database, number, people.crowd)
        by_runners[number] = priced(environment, database, run, groups)
        by_runners[number] |= priced(environment | {"NOTHING_KEPT": "yes"}, database, run, [without])
        tables.show(lines, by_runners[number])
    if with_middleware:
        price_middleware(environment, database, run, [row for row in groups[0] if row.is_quick])
    if len(by_runners) > 1:
        tables.heading(f"{database.name}: growth with the number of runners")
        tables.show_growth(lines, by_runners)
    tables.heading(f"{database.name}: targets")
    tables.show_targets(list(tables.targets(lines, by_runners)))


def grow(environment: dict[str, str], database: Database, number: int, crowd: Sequence[int]) -> None:
    """Until there are so many runners; says what is in the database then."""
    tables.heading(f"{database.name}, {number:,} runners")
    start = time.monotonic()
    rows = told(environment, "benchmarks.price.crowd", number, *crowd)
    seconds, size = time.monotonic() - start, database.size() / 1e6
    tables.say(f"{size:,.0f} MB, {seconds:.0f} s to make: " + ", ".join(f"{each} {rows[each]:,}" for each in rows))


def priced(
    environment: dict[str, str], database: Database, run: Run, groups: Sequence[Sequence[Row]]
) -> dict[str, Price]:
    """By the row's name; one group after the other."""
    found: dict[str, Price] = {}
    with serving(environment | {"COUNTED": "yes"}, APPLICATION) as server:
        queries = counted(server, chain(*groups))
    with serving(environment, APPLICATION) as server:
        for group in groups:
            found |= prices({"": server}, group, database, run.rounds, run.requests)[""]
    return {name: replace(price, queries=queries[name]) for name, price in found.items()}


def price_middleware(environment: dict[str, str], database: Database, run: Run, lines: Sequence[Row]) -> None:
    with ExitStack() as stack:
        servers = {
            choice: stack.enter_context(serving(environment | {"MIDDLEWARE": choice}, APPLICATION))
            for choice in MIDDLEWARE
        }
        found = prices(servers, lines, database, run.rounds, run.requests)
    tables.heading("Middleware: all of ours, Django’s default with compression, and Django’s default")
    tables.show_middleware(lines, *(found[choice] for choice in MIDDLEWARE))


if __name__ == "__main__":
    main()
