"""The summary of ./test never reads better than the run was."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from scripts import lanes
from scripts.lanes import NO_TEST_SELECTED, Result, summary
from tests.faults.load import Load
from tests.faults.site import Site
from tests.faults.table import line_of
from tests.sharing import OneByOne

TOP = Path(__file__).resolve().parents[2]

GOOD_CHECK = Result("ruff", 1, status=0)
BAD_CHECK = Result("ruff", 1, status=1)
GOOD_TESTS = Result("pytest", 1, status=0, passed=3, skipped=1)
BAD_TESTS = Result("pytest", 1, status=1, passed=2, failed=2)
CRASH = Result("pytest", 1, status=-11)
EMPTY = Result("browser", 1, status=NO_TEST_SELECTED)


@pytest.mark.parametrize(
    ("results", "chosen", "status", "last_line"),
    [
        ([GOOD_CHECK, GOOD_TESTS, GOOD_TESTS], False, 0, "6 passed, 0 failed"),
        ([GOOD_CHECK, GOOD_TESTS, BAD_TESTS], False, 1, "5 passed, 2 failed"),
        ([BAD_CHECK, GOOD_TESTS], False, 1, "3 passed, 1 failed"),
        ([GOOD_TESTS, CRASH], False, 1, "3 passed, 1 failed"),
        ([GOOD_TESTS, EMPTY], False, 1, "3 passed, 1 failed"),
        ([GOOD_TESTS, EMPTY], True, 0, "3 passed, 0 failed"),
        ([EMPTY, EMPTY], True, 1, "0 passed, 2 failed"),
    ],
)
def test_summary(
    capsys: pytest.CaptureFixture[str], results: list[Result], chosen: bool, status: int, last_line: str
) -> None:
    assert summary(results, chosen=chosen) == status
    *lines, blank, last = capsys.readouterr().out.strip().split("\n")
    assert (blank, last) == ("", last_line)
    assert len(lines) == 1 + len(results)


@pytest.mark.parametrize(
    ("kept", "refused", "outcome"),
    [
        (["a", "b", "sent but not acknowledged"], {}, "ok"),
        (["a"], {}, "FAILED"),
        (["a", "b", "b"], {}, "FAILED"),
        (["a", "b"], {409: 1}, "FAILED"),
    ],
)
def test_a_set_that_is_lost_or_doubled_or_refused_is_a_failure_of_a_fault(
    monkeypatch: pytest.MonkeyPatch, kept: list[str], refused: dict[int, int], outcome: str
) -> None:
    monkeypatch.setattr("tests.faults.load.sets_in", lambda _environment: kept)
    site = Site({}, 0, None)  # type: ignore[arg-type]  # nothing is served
    load = Load(site, [], acknowledged=["a", "b"], at=[1, 2], refused=Counter(refused))
    load.began, load.ended = 0, 9
    line = line_of("a fault", load, {})
    assert line.outcome == outcome
    assert "longest gap 7.0 s" in line.said


def test_a_lane_counts_its_tests_and_keeps_what_they_write_beside_its_report(tmp_path: Path) -> None:
    file = tmp_path / "test_three.py"
    file.write_text(
        "import pytest\n"
        "def test_that_passes(tmp_path): (tmp_path / 'written').touch()\n"
        "def test_that_fails(tmp_path): assert not tmp_path\n"
        "def test_that_is_left_out(): pytest.importorskip('a_module_that_nobody_has')\n"
    )
    result = lanes.pytest("three", [str(file)], {"PATH": os.environ["PATH"]}, tmp_path / "report.xml")
    assert (result.status, result.passed, result.failed, result.skipped) == (1, 1, 1, 1)
    assert list((tmp_path / "report").glob("*/written"))


def test_what_is_developed_with_is_what_is_served_with() -> None:
    """./test fills the same .venv as ./run: with the same versions, and a few more."""
    base, dev = (pins(TOP / "requirements" / f"{name}.txt") for name in ("base", "dev"))
    assert base
    assert base <= dev


def test_requirements_name_no_index_and_no_path() -> None:
    for file in (TOP / "requirements").glob("*.txt"):
        assert not re.search(r"://|file:|^-|^\.|^/", file.read_text(), re.MULTILINE), file.name


def pins(file: Path) -> set[str]:
    return {line.rstrip(" \\") for line in file.read_text().splitlines() if "==" in line and not line.startswith(" ")}


def test_tests_of_the_browser_are_taken_one_by_one_but_for_those_that_start_servers() -> None:
    taken = OneByOne.__new__(OneByOne)._split_scope
    assert taken("tests/browser/test_plan.py::test_a[390]") != taken("tests/browser/test_plan.py::test_a[320]")
    assert taken("tests/browser/test_served.py::test_a") == taken("tests/browser/test_served.py::test_b")
