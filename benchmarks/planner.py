"""What planning costs: python -m benchmarks.planner [rounds].

Milliseconds of processor time, medians over rounds, so that a busy machine does not count. Growth is the exponent of
time against size between the smallest and the largest: 1.0 is linear.
"""

import statistics
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import islice
from math import log
from time import process_time

from plans.core import calendar
from plans.core.board import cheapest
from plans.core.history import begin
from plans.core.planner import forecast, plan_week
from plans.core.present import Present, week_input
from plans.core.progression import Ask, Entry, Track, decide, spread
from plans.core.simulation import simulate
from plans.core.types import RunKind, Runner
from tests.core.catalogue import CATALOGUE

MONDAY = date(2026, 11, 23)
EQUIPMENT = ((), ("wall",), ("dumbbell", "band", "step"), ("barbell", "leg-press", "curl-machine", "wall", "dumbbell"))
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LETTERS = {"e": RunKind.EASY, "h": RunKind.HARD, "l": RunKind.LONG}
WEEKS = (
    ".......", "e......", "..e...l", ".e.h..l", "e.e.e..", "e.h.e.l", ".h.e.el", ".hee.el", ".eh.eel", "ehehe..",
    "lhehe..", ".hehel.", "e..ehel", "ehee..l", "..ehel.", ".h.hel.", "eheh.el", "ehehe.l", "eheheel", "hehehel",
    ".l.l.l.", "eee.eee", "h..h..h", "l.....l",
)  # fmt: skip
TARGETS = {"days of a week": 0.5, "a week, all of it": 2, "doses of 12 weeks": 5, "52 weeks simulated": 400}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    presents = list(islice(runners(), len(WEEKS)))
    report("days of a week", [median(rounds, partial(days, each)) for each in presents])
    report("a week, all of it", [median(rounds, partial(week, each)) for each in presents])
    report("doses of 12 weeks", [median(rounds, doses)])
    report("12 weeks forecast", [median(rounds, partial(forecast, each, MONDAY, 12)) for each in presents])
    sizes = (13, 26, 52, 104)
    times = [median(max(1, rounds // 2), partial(simulate, case(weeks), CATALOGUE)) for weeks in sizes]
    report("52 weeks simulated", [times[sizes.index(52)]])
    print(f"{'  growth with weeks':<24}{exponent(sizes, times):>9.2f}")
    many_runners()


def many_runners() -> None:
    """Next week for many runners, one after the other: time of 10,000, memory, and growth."""
    sizes = (500, 1000, 2000)
    times = [median(1, partial(next_weeks, count)) for count in sizes]
    tracemalloc.start()
    peaks = []
    for count in (100, 400):
        tracemalloc.reset_peak()
        next_weeks(count)
        peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    print(f"{'10,000 runners':<24}{times[-1] * 5 / 1000:>9.1f} s   (under 60)")
    print(f"{'  growth with runners':<24}{exponent(sizes, times):>9.2f}")
    print(f"{'  peak memory':<24}{peaks[0] // 1024:>6} kB for 100 runners, {peaks[1] // 1024} kB for 400")


def runners() -> Iterator[Present]:
    """Runners without end, their weeks and equipment taking turns."""
    while True:
        for index, shape in enumerate(WEEKS):
            runs = {day: LETTERS[letter] for day, letter in enumerate(shape) if letter in LETTERS}
            equipment = frozenset(EQUIPMENT[index % len(EQUIPMENT)])
            minutes, wish = (10, 15, 20, 30)[index // 3 % 4], (2, 2, 3)[index % 3]
            runner = Runner(MONDAY, runs, equipment=equipment, minutes=minutes, sessions_per_week=wish)
            yield Present(CATALOGUE, runner, begin(runner))


def next_weeks(count: int) -> None:
    for present in islice(runners(), count):
        plan_week(present, MONDAY)


def days(present: Present) -> None:
    cheapest.cache_clear()  # weeks of one shape share their answer; here each is worked out
    calendar.choose_days(week_input(present, MONDAY))


def week(present: Present) -> None:
    cheapest.cache_clear()
    plan_week(present, MONDAY)


def doses() -> None:
    """Twelve weeks of every exercise in two sessions, decided, shared out and closed."""
    for exercise in CATALOGUE.values():
        track, version = Track(), exercise.versions[0]
        for week in range(12):
            dose = decide(track, version, Ask(week, 2)).dose
            spread(dose, 2, version)
            track = track.closed(Entry(week, dose, dose, 2, -(-dose // 2)))


def case(weeks: int) -> dict[str, object]:
    """A case with an entry for every date."""
    told = [{"knee": 0}, {"knee": 1, "next_morning": 1, "effort": 7}, {"knee": 2}, {"did": "nothing"}, {"knee": 3}]
    dates = [MONDAY + timedelta(days=day) for day in range(7 * weeks)]
    return {
        "start": str(MONDAY),
        "weeks": weeks,
        "equipment": ["dumbbell", "band", "step"],
        "runs": {"tuesday": "easy", "thursday": "hard", "sunday": "long"},
        "diary": {str(day): told[index % len(told)] for index, day in enumerate(dates)},
    }


def median(rounds: int, work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    times = []
    for _ in range(rounds + 1):
        start = process_time()
        work()
        times.append(1000 * (process_time() - start))
    return statistics.median(times[1:])


def exponent(sizes: tuple[int, ...], times: list[float]) -> float:
    return log(times[-1] / times[0]) / log(sizes[-1] / sizes[0])


def report(name: str, times: list[float]) -> None:
    target = f"   (under {TARGETS[name]:g})" if name in TARGETS else ""
    print(f"{name:<24}{statistics.median(times):>9.3f} ms, at most {max(times):.3f}{target}")


if __name__ == "__main__":
    main()
