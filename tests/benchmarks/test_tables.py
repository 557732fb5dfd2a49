"""benchmarks.price.tables: what counts as missed."""

import pytest

from benchmarks.price.rounds import Price
from benchmarks.price.rows import PAGE, Row
from benchmarks.price.tables import growth, reason, show_targets, targets

FLOOR = Row(PAGE, PAGE, lambda: ("GET", "/floor/", None, {}))
ROW = Row("plan", PAGE, lambda: ("GET", "/plan/", None, {}), most=2.0)


def price(cpu, database=0.0):
    return Price(cpu=cpu, database=database, p50=1, p95=2, size=100)


@pytest.mark.parametrize(("cpu", "met"), [(4.0, True), (4.1, False)])
def test_a_page_may_cost_twice_its_floor(cpu, met):
    [target] = targets([FLOOR, ROW], {10: {PAGE: price(2.0), "plan": price(cpu)}})
    assert target.met is met
    assert target.worst == pytest.approx(cpu / 2)


def test_the_worst_number_of_runners_counts():
    by_runners = {
        10: {PAGE: price(2.0), "plan": price(3.0)},
        1_000: {PAGE: price(2.0), "plan": price(5.0)},
        100_000: {PAGE: price(2.0), "plan": price(4.0)},
    }
    first = next(targets([FLOOR, ROW], by_runners))
    assert (first.worst, first.where, first.met) == (2.5, 1_000, False)


def test_growth_in_the_database_counts_and_a_slow_machine_does_not():
    by_runners = {
        10: {PAGE: price(1.0), "plan": price(2.0, database=1.0)},
        1_000: {PAGE: price(2.0), "plan": price(4.0, database=2.0)},
    }
    assert growth(ROW, by_runners) == 1.0
    by_runners[1_000]["plan"] = price(4.0, database=5.0)
    assert growth(ROW, by_runners) == 1.5
    by_runners[1_000][PAGE] = price(0.5)
    assert growth(ROW, by_runners) == 3.0


def test_what_is_missed_is_explained(capsys):
    show_targets(list(targets([FLOOR, ROW], {10: {PAGE: price(1.0), "plan": price(9.0)}})))
    said = " ".join(capsys.readouterr().out.split())
    assert "0 met, 1 missed" in said
    assert f"9.00 instead of 2.00. {reason('plan, beside its floor')}" in said
