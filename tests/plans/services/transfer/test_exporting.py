"""Everything that was told and done is in the file, in words that a person and a spreadsheet read."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Exercise
from plans.models import DatedRun, EndedWeek, ImportedSet, Prescription, Runner, Session, SetLog
from plans.models.sessions import LOAD
from plans.services.planning import start
from plans.services.transfer.confined import MOST_BYTES
from plans.services.transfer.exporting import Busy, json_file, zip_file
from plans.services.transfer.importing_sets import MOST
from plans.services.transfer.tables import ACCOUNT, ANSWERS, TABLES
from tests.factories import RunnerFactory, UserFactory
from tests.plans.lives.living import again
from tests.plans.services.transfer.conftest import NOON, exported, three_weeks

NOT_IN_THE_FILE = {
    "runner.user": "the account",
    "runner.version": "counts changes for pages that were kept",
    "plannedweek.coming": "the weeks to come, which are planned anew",
    "plannedweek.coming_from": "what they were planned from",
    "exercisechoice.before": "the week and the row as they stood, to take a choice back on the day it was made",
}
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@now",
    "\tx",
    "\rx",
    "\n=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20now",
    "=HYPERLINK(A1)",
]


@pytest.fixture(scope="module")
def lived(shared):
    with time_machine.travel(NOON, tick=True):
        return three_weeks()


@pytest.fixture
def life(lived, delivered):
    return again(lived)


@pytest.fixture
def sheets(life):
    return lambda: unpacked(life.row.user)


def unpacked(user):
    """The lines of every table in the archive, by its name, each with its columns."""
    with zip_file(user=user, now=NOON) as file, ZipFile(file) as archive:
        assert archive.testzip() is None
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert json.loads(texts.pop("kneecoach.json")) == exported(user)
    del texts["readme.txt"]
    assert all(text.startswith("\ufeff") for text in texts.values()), "or spreadsheets show no umlauts"
    return {name: list(csv.DictReader(io.StringIO(text[1:]))) for name, text in texts.items()}


def test_what_was_done_stands_there_as_it_was_done(life):
    document = exported(life.row.user)
    [first, *_] = document["sets"]
    log = SetLog.objects.earliest("pk")
    assert first == {
        "uuid": str(log.uuid),
        "session": "2026-11-23",
        "exercise": "squat",
        "number": 1,
        "amount": 5,
        "right": None,
        "load_grams": None,
        "at": "2026-11-23T09:00:00Z",
        "date": "2026-11-23",
        "taken_back_at": None,
        "corrects": None,
    }
    assert [each["taken_back_at"] for each in document["sets"] if each["taken_back_at"]] == ["2026-12-16T12:00:00Z"]
    assert document["weekly_runs"][0] == {"weekday": "tuesday", "kind": "easy"}
    assert document["knee_reports"][0]["session"] == "2026-11-23"
    assert document["exercise_choices"][0]["other"] == "lunge"
    assert document["runner"]["minutes"] == 20
    assert document["plan_changes"][0]["before"]["runner"]["joined"] == "2026-11-23"
    for name, model in {table.name: table.model for table in TABLES}.items():
        assert len(document[name]) == model.objects.for_runner(life.row).count(), name


def test_nothing_of_anybody_else_is_in_it(life):
    document = exported(life.row.user)
    other = RunnerFactory(runs={"monday": "easy"})
    start(row=other, catalogue=life.catalogue, first=date(2026, 12, 16))
    assert exported(life.row.user) == document
    assert exported(other.user)["sets"] == []


def test_every_column_is_in_the_file_or_said_not_to_be():
    written = {
        f"{table.model._meta.model_name}.{field.column.split('__')[0]}" for table in TABLES for field in table.fields
    }
    written |= {f"runner.{field.column}" for field in ANSWERS} | {"runner.equipment"}
    left = [
        f"{model._meta.model_name}.{field.name}"
        for model in apps.get_app_config("plans").get_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.name not in ("id", "runner") and model is not EndedWeek  # added up from what is in the file
    ]
    assert set(left) - written == set(NOT_IN_THE_FILE)


def test_every_field_is_explained():
    """Under the heading of its table, as the first cell of a line."""
    told = (Path(settings.BASE_DIR) / "docs" / "export.md").read_text()
    parts = {part.split("`", 1)[0]: part for part in re.split(r"\n### `", told)[1:]}
    own = {"account": ["email", "joined_at", *(each.name for each in ACCOUNT)]}
    own["runner"] = ["equipment", *(each.name for each in ANSWERS)]
    own |= {table.name: [each.name for each in table.fields] for table in TABLES}
    explained = {name: re.findall(r"^\| `(\w+)` \|", parts.get(name, ""), re.MULTILINE) for name in own}
    assert {name: sorted(fields) for name, fields in explained.items()} == {
        name: sorted(fields) for name, fields in own.items()
    }


def test_a_spreadsheet_has_the_same_sets(life, sheets):
    lines = sheets()["sets.csv"]
    assert len(lines) == SetLog.objects.count()
    first = lines[0]
    assert (first["session"], first["logged"], first["name"], first["set"]) == (
        "2026-11-23", "2026-11-23 09:00:00", "Squat", "1",
    )  # fmt: skip
    assert (first["amount"], first["unit"], first["load_kg"], first["taken_back"]) == ("5", "reps", "", "")
    assert lines[-1]["taken_back"] == "2026-12-16 12:00:00"


def test_the_zip_says_what_is_in_it(life):
    with zip_file(user=life.row.user, now=NOON) as file, ZipFile(file) as archive:
        said = archive.read("readme.txt").decode("utf-8-sig")
        headings = {
            name: archive.read(name).decode("utf-8-sig").splitlines()[0].split(",")
            for name in archive.namelist()
            if name.endswith(".csv")
        }
    parts = {part.partition("\n")[0]: part for part in said.split("\n\n")}
    explained = {name: re.findall(r"^  (\w+): \w", parts[name], re.MULTILINE) for name in headings}
    assert explained == headings
    together = " ".join(said.split())
    for told in (
        "docs/export.md",
        "A set counts only where taken_back is empty",
        "position: the place of the exercise",
    ):
        assert told in together
    assert max(map(len, said.splitlines())) <= 76


def test_numbers_are_plain_and_clocks_are_the_runners(life, sheets):
    SetLog.objects.update(load_grams=12_500)
    life.row.user.time_zone = "America/New_York"
    line = unpacked(life.row.user)["sets.csv"][0]
    assert (line["load_kg"], line["logged"]) == ("12.5", "2026-11-23 04:00:00")


def test_the_other_tables_are_there(life, sheets):
    DatedRun.objects.filter(runner=life.row).update(kind="")
    found = sheets()
    assert {name: bool(lines) for name, lines in found.items()} == {
        "sessions.csv": True,
        "prescriptions.csv": True,
        "sets.csv": True,
        "knee.csv": True,
        "runs.csv": True,
        "absences.csv": True,
        "weeks.csv": True,
    }
    assert found["sessions.csv"][0]["place"] == "1"
    assert [line["when"] for line in found["runs.csv"]][-2:] == ["every Sunday", "2026-12-27"]
    assert found["runs.csv"][-1]["kind"] == "none"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_run_by_a_spreadsheet(life, sheets, text):
    Prescription.objects.update(name=text)
    assert sheets()["prescriptions.csv"][0]["name"] == f"'{text}"


def test_umlauts_and_quotes_come_through(life, sheets):
    Prescription.objects.update(reason='Für „Läufer“,\n"quoted"')
    assert sheets()["prescriptions.csv"][0]["reason"] == 'Für „Läufer“,\n"quoted"'


def test_it_costs_the_same_however_much_there_is(life, django_assert_num_queries):
    beginner = RunnerFactory(runs={"monday": "easy"})
    start(row=beginner, catalogue=life.catalogue, first=date(2026, 12, 16))
    for write, queries in ((json_file, 15), (zip_file, 24)):
        for user in (beginner.user, life.row.user):
            with django_assert_num_queries(queries):
                write(user=user, now=NOON).close()


def test_reading_writes_nothing(life):
    with CaptureQueriesContext(connection) as asked:
        zip_file(user=life.row.user, now=NOON).close()
    assert all(each["sql"].startswith(("SELECT", "DECLARE", "FETCH", "CLOSE")) for each in asked)


def test_an_account_without_a_runner_has_a_file_as_well(db):
    user = UserFactory(joined_at=datetime(2026, 1, 2, tzinfo=UTC))
    document = exported(user)
    assert document["account"] == {
        "email": user.email,
        "joined_at": "2026-01-02T00:00:00Z",
        "time_zone": "UTC",
        "week_starts_on": "monday",
        "weights_in": "kg",
    }
    assert (document["runner"], document["sets"]) == (None, [])
    assert unpacked(user)["sets.csv"] == []


def test_no_secret_is_in_it(life):
    document = exported(life.row.user)
    assert life.row.user.password not in json.dumps(document)
    assert "password" not in json.dumps(document)


def test_what_changes_while_it_is_read_is_read_again(life, monkeypatch):
    """A set between two tables would leave a file that does not hold together."""
    tries = []

    def changed_at_first(*args):
        tries.append(args)
        if len(tries) < 3:
            Runner.objects.filter(pk=life.row.pk).update(version=100 + len(tries))
            Session.objects.for_runner(life.row).filter(finished_at=None).update(slot=len(tries))

    from plans.services.transfer import exporting

    write = exporting._write_document
    monkeypatch.setattr(exporting, "_write_document", lambda *args: (write(*args), changed_at_first(*args)))
    assert exported(life.row.user)["sessions"][-1]["slot"] == 2
    assert len(tries) == 3
    tries.clear()
    monkeypatch.setattr(
        exporting,
        "_write_document",
        lambda *_: tries.append(Runner.objects.filter(pk=life.row.pk).update(version=200 + len(tries))),
    )
    with pytest.raises(Busy):
        exported(life.row.user)


def test_with_all_the_imported_sets_and_ten_years_of_training_it_can_be_brought_elsewhere(life):
    variation = max(Exercise.objects.exclude(parent=None).select_related("parent"), key=lambda each: len(each.slug))
    at = NOON.replace(microsecond=123_456)
    told = {"date": NOON.date(), "number": 20, "amount": 999, "right": 999, "load_grams": LOAD[1], "imported_at": at}
    row = {"uuid": uuid4(), "exercise": variation.parent, "variation": variation, "at": NOON}
    ImportedSet.objects.create(runner=life.row, **row, **told)
    with json_file(user=life.row.user, now=NOON) as file:
        [line] = [each for each in file if b'"imported_at"' in each]
    assert MOST * len(line) + 10 * 1_200_000 <= MOST_BYTES
