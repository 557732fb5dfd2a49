"""`manage.py simulate`: a case in, an answer out, or one line that says what is wrong."""

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Exercise
from plans.core.simulation import simulate
from plans.management.commands.simulate import Command
from tests.core.catalogue import CATALOGUE
from tests.factories import ExerciseFactory, MuscleUseFactory

pytestmark = pytest.mark.django_db

TOP = Path(__file__).resolve().parents[3]
EXAMPLE = (TOP / "fixtures" / "cases" / "example.json").read_bytes()
SHORT = {"start": "2026-11-23", "weeks": 2, "runs": {"tuesday": "easy"}}


@pytest.fixture
def squat(db):
    """The smallest catalogue."""
    return MuscleUseFactory(exercise=ExerciseFactory(slug="squat", name="Squat"), muscle__slug="quads").exercise


@pytest.fixture
def run(monkeypatch):
    """Runs the command on the bytes or values given: exit status, standard output and standard error."""

    def with_input(given, *arguments, stdout=None):
        given = given if isinstance(given, bytes) else json.dumps(given).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        out, err = stdout or io.StringIO(), io.StringIO()
        status = 0
        try:
            call_command("simulate", *arguments, stdout=out, stderr=err)
        except SystemExit as stopped:
            status = stopped.code
        return status, out.getvalue() if stdout is None else "", err.getvalue()

    return with_input


def test_the_answer_is_the_planners_with_the_catalogues_names(delivered, run):
    names = dict(Exercise.objects.values_list("slug", "name"))
    answer = simulate(json.loads(EXAMPLE), CATALOGUE, names)
    assert run(EXAMPLE) == (0, json.dumps(answer, ensure_ascii=False, indent=2) + "\n", "")


def test_the_example_on_paper(delivered, run):
    status, out, err = run(EXAMPLE, "--table")
    assert (status, err) == (0, "")
    assert out.startswith("Training plan from 23 November 2026, 6 weeks\n")
    assert "  Side leg raise, each side    20       22    22   0/11     11    11  grow\n" in out


def test_the_same_case_gives_the_same_answer(squat, run):
    assert run(SHORT) == run(SHORT)
    assert run(SHORT, "--table") == run(SHORT, "--table")


@pytest.mark.parametrize("arguments", [[], ["--table"]])
def test_it_reads_the_catalogue_and_writes_nothing(squat, run, arguments):
    with CaptureQueriesContext(connection) as queries:
        status, _, _ = run(SHORT, *arguments)
    assert status == 0
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_what_the_catalogue_says_counts(squat, run):
    Exercise.objects.update(name="Knee bend", rest_seconds=105)
    _, out, _ = run(SHORT | {"weeks": 1}, "--table")
    assert "    Knee bend                 5 + 5                      4:40\n" in out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "the case is missing: simulate takes one on standard input (see --help)."),
        (b"{", "the case takes JSON; line 1, column 2 is not: expecting property name enclosed in double quotes."),
        (
            {"start": "2026-11-23", "runs": {"tuesday": "jog"}},
            'runs.tuesday takes easy, hard, long or race (not "jog").',
        ),
        (SHORT | {"weeks": 521}, "weeks takes a whole number from 1 to 520 (not 521)."),
        (SHORT | {"level": "a\nb"}, 'level takes beginner, regular or strong (not "a\\nb").'),
    ],
)
@pytest.mark.parametrize("arguments", [[], ["--table"]])
def test_a_malformed_case_gets_one_line(squat, run, given, said, arguments):
    assert run(given, *arguments) == (1, "", f"simulate: {said}\n")


def test_an_empty_catalogue(run):
    said = "simulate: The catalogue holds no exercises: run `python manage.py load_catalogue` first.\n"
    assert run(SHORT) == (1, "", said)


def test_a_database_without_tables(tmp_path):
    answer = subprocess.run(
        [sys.executable, "manage.py", "simulate"],
        cwd=TOP,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)},
        input=json.dumps(SHORT),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("simulate: The catalogue of exercises cannot be read (no such table: ")
    assert answer.stderr.endswith("): run `python manage.py migrate` first.\n")
    assert answer.stderr.count("\n") == 1


def test_whoever_reads_may_stop_reading(squat, run):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stdout:
        assert run(SHORT, stdout=stdout) == (1, "", "")


def test_a_full_disk(squat, run):
    with Path("/dev/full").open("w") as stdout:
        said = "simulate: The answer cannot be written: No space left on device.\n"
        assert run(SHORT, stdout=stdout) == (1, "", said)


def test_a_terminal_that_shows_no_typographic_signs(squat, run):
    shown = {}
    for arguments in ([], ["--table"]):
        out = io.BytesIO()
        with io.TextIOWrapper(out, encoding="ascii") as stdout:
            assert run(SHORT, *arguments, stdout=stdout) == (0, "", "")
            shown[bool(arguments)] = out.getvalue().decode("ascii")
    assert json.loads(shown[False]) == json.loads(run(SHORT)[1])
    assert "\nWeek 1 - 23 to 29 November 2026\n" in shown[True]
    assert "?" not in shown[True]


def test_at_a_terminal_it_says_that_it_waits(squat, monkeypatch):
    ours, theirs = pty.openpty()
    out, err = io.StringIO(), io.StringIO()
    with os.fdopen(ours, "wb", buffering=0) as keyboard, os.fdopen(theirs) as terminal:
        keyboard.write(json.dumps(SHORT | {"weeks": 1}).encode() + b"\n\x04")
        monkeypatch.setattr(sys, "stdin", terminal)
        call_command("simulate", stdout=out, stderr=err)
    assert err.getvalue() == "Waiting for a case in JSON; end it with Ctrl-D, or stop with Ctrl-C and see --help.\n"
    assert len(json.loads(out.getvalue())["weeks"]) == 1


def test_no_standard_input_at_all(squat, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("simulate", stderr=err)
    assert err.getvalue() == "simulate: the case is missing: simulate takes one on standard input (see --help).\n"


def test_the_example_in_its_help_can_be_played(squat, run):
    words = Command().create_parser("manage.py", "simulate").format_help()
    case = words[words.index('  {"start"') : words.index("\n\nWhat is left out")]
    assert run(case.encode())[0] == 0
    assert "--table < fixtures/cases/example.json" in words
