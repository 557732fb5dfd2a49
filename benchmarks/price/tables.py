"""What was measured, in words and columns."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.price.reasons import REASONS
from benchmarks.price.rounds import Price
from benchmarks.price.rows import PAGE, Row

WIDTH = 34
GROWS = 1.25  # times the price with the fewest runners; less than that is the machine's own unrest

NOTES = (
    "CPU ms is what the server’s one process works for a request, median round; “database” is what PostgreSQL’s "
    "processes work beside it, and SQLite is part of the server. Each ratio is to the floor above: of the server, "
    "and of both together, which is what counts beside a sum, as that is the database’s work. Queries are what Django "
    "asks; opening and closing transactions, and PostgreSQL’s word that the connection lives, come on top. Bytes are "
    "those of the compressed body. “Changed” is the first look after a change of anything of the runner’s that leaves "
    "the weeks to come as they were, “edited” after an edit of the catalogue; otherwise nothing has changed since the "
    "last look."
)
KEPT_MIDDLEWARE = "HtmxMiddleware stays with Django’s seven: the views ask it what the browser wants."

Prices = Mapping[str, Price]


@dataclass(frozen=True, slots=True)
class Target:
    """`worst` is how many times the floor, or the price with the fewest runners; `where` is with how many runners."""

    name: str
    most: float
    worst: float
    where: int

    @property
    def met(self) -> bool:
        return round(self.worst, 2) <= self.most


def heading(words: str) -> None:
    print(f"\n── {words}\n", flush=True)


def say(words: str) -> None:
    print(*textwrap.wrap(words, 120), "", sep="\n", flush=True)


def show(rows: Sequence[Row], prices: Prices) -> None:
    """The second ratio is that of the processor's work in server and database together."""
    columns = ("queries", "CPU ms", "of floor", "database", "of floor", "p50 ms", "p95 ms", "bytes")
    print(f"{'':{WIDTH}}" + "".join(f"{column:>10}" for column in columns))
    for row in rows:
        each, floor = prices[row.name], prices[row.floor]
        server, both = ("", "") if row.is_floor else (f"{each.cpu / floor.cpu:.2f}", f"{each.both / floor.both:.2f}")
        print(
            f"{row.name:{WIDTH}}{each.queries:>10}{each.cpu:>10.2f}{server:>10}{each.database:>10.2f}{both:>10}"
            f"{each.p50:>10.2f}{each.p95:>10.2f}{each.size:>10,}"
        )


def show_middleware(rows: Sequence[Row], ours: Prices, compressed: Prices, django: Prices) -> None:
    say(KEPT_MIDDLEWARE)
    print(f"{'CPU ms':{WIDTH}}{'Django’s':>10}{'and gzip':>10}{'all':>10}{'gzip':>10}{'the rest':>10}{'bytes':>18}")
    for row in rows:
        each, zipped, plain = ours[row.name], compressed[row.name], django[row.name]
        print(
            f"{row.name:{WIDTH}}{plain.cpu:>10.2f}{zipped.cpu:>10.2f}{each.cpu:>10.2f}"
            f"{zipped.cpu - plain.cpu:>10.2f}{each.cpu - zipped.cpu:>10.2f}{f'{plain.size:,} to {each.size:,}':>18}"
        )


def show_growth(rows: Sequence[Row], by_runners: Mapping[int, Prices]) -> None:
    """The processor's work in server and database, and the clock."""
    sizes = sorted(by_runners)
    print(f"{'CPU ms + database ms, p50 ms':{WIDTH}}" + "".join(f"{size:>20,}" for size in sizes) + f"{'times':>10}")
    for row in rows:
        each = [by_runners[size][row.name] for size in sizes]
        cells = "".join(f"{price.both:>12.2f}{price.p50:>8.2f}" for price in each)
        print(f"{row.name:{WIDTH}}{cells}{growth(row, by_runners):>10.2f}")


def growth(row: Row, by_runners: Mapping[int, Prices]) -> float:
    """How many times the price with the fewest runners it is with the most. A machine is not always equally fast: by
    itself, or by the page that asks for nothing that grows, whichever is less."""
    fewest, most = by_runners[min(by_runners)], by_runners[max(by_runners)]
    own, page = (most[name].both / fewest[name].both for name in (row.name, PAGE))
    return min(own, own / page)


def targets(rows: Sequence[Row], by_runners: Mapping[int, Prices]) -> Iterator[Target]:
    for row in rows:
        if row.most is not None:
            times = {size: _times(row, prices) for size, prices in by_runners.items()}
            where = max(times, key=lambda size: times[size])
            yield Target(f"{row.name}, beside its floor", row.most, times[where], where)
    for row in rows:
        if not row.is_floor and len(by_runners) > 1:
            yield Target(f"{row.name}, growth", GROWS, growth(row, by_runners), max(by_runners))


def _times(row: Row, prices: Prices) -> float:
    own, floor = prices[row.name], prices[row.floor]
    return own.both / floor.both if row.is_sum else own.cpu / floor.cpu


def show_targets(found: Sequence[Target]) -> None:
    for each in found:
        said = "met" if each.met else "MISSED"
        print(f"{each.name:{WIDTH + 20}}{each.worst:>8.2f}{each.most:>8.2f}  with {each.where:>7,} runners  {said}")
    missed = [each for each in found if not each.met]
    print(f"\n{len(found) - len(missed)} met, {len(missed)} missed")
    for each in missed:
        words = f"- {each.name}: {each.worst:.2f} instead of {each.most:.2f}. {reason(each.name)}"
        print(*textwrap.wrap(words, 120, subsequent_indent="  "), sep="\n")


def reason(name: str) -> str:
    """Why a target may be missed, and what would be needed."""
    return next((REASONS[start] for start in REASONS if name.startswith(start)), "Not known: look into it.")
