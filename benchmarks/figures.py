"""What figures cost: python -m benchmarks.figures [how often].

For every movement that is delivered, with the muscles that work in it: the best time for the geometry of all its
pictures from plain values on, for reading and checking it before that, and the size of the figure that moves.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from django.template.loader import render_to_string

import benchmarks.ready  # noqa: F401
from exercises.figures.reading import parse
from exercises.figures.render import moving, still

TOP = Path(__file__).resolve().parents[1]
ROLES = {"quads": "primary", "glutes": "primary", "hamstrings": "secondary", "calves": "secondary"}


def main() -> None:
    often = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    print(f"{'':24}{'moving ms':>10}{'still ms':>10}{'read ms':>10}{'keys':>6}{'bytes':>8}{'gzip':>7}")
    rows = {slug: costs(data, often) for slug, data in movements().items()}
    for slug, row in rows.items():
        show(slug, row)
    columns = list(zip(*rows.values(), strict=True))
    show("the most", [max(column) for column in columns])
    show("in the middle", [median(column) for column in columns])


def movements() -> dict[str, Any]:
    rows = [row["fields"] for path in sorted((TOP / "fixtures").glob("*.json")) for row in json.loads(path.read_text())]
    return {fields["slug"]: fields["movement"] for fields in rows if fields.get("movement")}


def costs(data: Any, often: int) -> tuple[float, ...]:
    """In the order of the table's columns."""
    movement = parse(data)
    drawing = moving(movement, ROLES)
    text = render_to_string("exercises/figure.html", {"drawing": drawing}).encode()
    return (
        best(lambda: moving(movement, ROLES), often),
        best(lambda: still(movement, "end", ROLES), often),
        best(lambda: parse(data), often),
        len(drawing.key_times.split(";")),
        len(text),
        len(gzip.compress(text)),
    )


def best(work: Callable[[], object], often: int) -> float:
    """Milliseconds of the fastest run: the others were waiting for something else."""
    times = []
    for _ in range(often):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def show(name: str, row: Sequence[float]) -> None:
    *times, keys, size, packed = row
    print(f"{name:24}" + "".join(f"{each:>10.2f}" for each in times) + f"{keys:>6.0f}{size:>8.0f}{packed:>7.0f}")


if __name__ == "__main__":
    main()
