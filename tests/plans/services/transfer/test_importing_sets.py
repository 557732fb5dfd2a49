"""A table of sets: what is understood of it comes whole or not at all, is shown, and moves nothing."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from exercises.models import Exercise
from kneecoach.accounts.leaving import delete_account
from plans.core.document import to_document
from plans.core.record import share_kept, streak
from plans.core.types import WEEK
from plans.models import ImportedSet, Runner, Session, SetLog
from plans.services.catalogue import planned_catalogue
from plans.services.planning import open_weeks
from plans.services.record import record
from plans.services.transfer.importing import bring
from plans.services.transfer.importing_sets import MOST, bring_sets, brought, by_exercise, look, take_back_sets
from plans.services.transfer.kinds import Unreadable
from plans.services.transfer.sheets import SHEETS, write_sheet
from plans.services.transfer.tables import TABLES
from tests.factories import RunnerFactory
from tests.plans.services.training import stands
from tests.plans.services.transfer.conftest import NOON, WEDNESDAY, comparable, exported

HEAD = "session,exercise,set,amount\n"
NO_EXERCISE = "exercise is none that this site has"
NO_DATE = "session is not a date such as 2026-11-23 or 23.11.2026"
NO_MOMENT = "logged is not a moment such as 2026-11-23 18:05:00 or 23.11.2026 18:05"
NO_LOAD = "load_kg is not a number of kilograms above 0 and up to 500, such as 12.5, or empty for no load"
NO_RIGHT = "right is missing: each side of single-leg calf raise counts."
UUIDS = ("9f1d6a34-0d0e-4b5e-9a3e-6f7b8c9d0e1f", "9F1D6A34-0D0E-4B5E-9A3E-6F7B8C9D0E20")


@pytest.fixture
def sees(delivered, catalogue, fresh):
    """What there is in a table for an account, by default one that is fresh."""

    def seen(text, row=None):
        row = row or Runner(user=fresh)
        raw = text if isinstance(text, bytes) else text.encode()
        return look(row=row, catalogue=catalogue, raw=raw, today=WEDNESDAY)

    return seen


def wrong(look):
    return [str(complaint) for complaint in look.wrong]


def places(look):
    return [(str(each.day), each.exercise, each.number, each.amount) for each in look.sets]


def written(user):
    """The table of sets as an export holds it."""
    file, [sheet] = io.BytesIO(), [each for each in SHEETS if each.name == "sets.csv"]
    write_sheet(sheet, file, user.runner, user)
    return file.getvalue()


def told(sets):
    """What rows of sets say, whatever kind they are."""
    return sorted(
        (each.uuid, str(each.date), each.exercise.slug, each.number, each.amount, each.right, each.load_grams, each.at)
        for each in sets
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}2026-11-23,squat,1,12\n2026-11-23,squat,2,11\n",
        f"\ufeff{HEAD}2026-11-23,squat,1,12\n2026-11-23,squat,2,11",
        "session;exercise;set;amount\r\n2026-11-23;squat;1;12\r\n2026-11-23;squat;2;11\r\n",
        "Amount\tSET\tmood\tExercise\tsession\n12\t1\tgood, really\tsquat\t2026-11-23\n11\t2\t\tsquat\t2026-11-23\n",
        'session,exercise,set,amount\n"2026-11-23","squat","1","12"\n\n,,,\n 2026-11-23 , squat , 2 , 11 ,,\n',
    ],
    ids=["plain", "with its mark", "semicolons", "another order and more columns", "quotes, spaces and empty lines"],
)
def test_a_table_is_understood_as_spreadsheets_write_it(sees, text):
    found = sees(text)
    assert places(found) == [("2026-11-23", "squat", 1, 12), ("2026-11-23", "squat", 2, 11)]
    assert (found.here, found.taken_back, wrong(found)) == (0, 0, [])


def test_every_column_is_read(sees, fresh):
    fresh.time_zone = "Europe/Berlin"
    head = "uuid;session;logged;exercise;variation;set;amount;right;unit;load_kg;taken_back\n"
    table = f"{head}{UUIDS[1]};2026-11-23;2026-11-23 18:05:00;calf-raise;single-leg-calf-raise;1;12;11;reps;12,5;\n"
    [found] = sees(f"{table};2026-11-23;;squat;;1;8;;;;2026-11-24 07:00:00\n").sets
    assert (found.uuid, found.variation, found.right) == (UUID(UUIDS[1]), "single-leg-calf-raise", 11)
    assert (found.load_grams, found.at) == (12_500, datetime(2026, 11, 23, 17, 5, tzinfo=UTC))
    assert sees(f"{table};2026-11-23;;squat;;1;;;;;2026-11-24 07:00:00\n").taken_back == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("10/11/2026,squat,1,12,,,", f"{NO_DATE}: “10/11/2026”."),
        ("10.11.26,squat,1,12,,,", f"{NO_DATE}: “10.11.26”."),
        ("31.02.2026,squat,1,12,,,", f"{NO_DATE}: “31.02.2026”."),
        ("2026-W44-5,squat,1,12,,,", f"{NO_DATE}: “2026-W44-5”."),
        (",squat,1,12,,,", "session is empty."),
        ("0001-01-01,squat,1,12,,,", "session is not a date between 2015 and three years from now: “0001-01-01”."),
        ("2026-11-23,moonwalk,1,12,,,", f"{NO_EXERCISE}: “moonwalk”."),
        ("2026-11-23,chair squat,1,12,,,lunge", "variation is none of chair squat: “lunge”."),
        ("2026-11-23,,1,12,,,", "exercise is empty."),
        ("2026-11-23,squat,1,12,,,lunge", "variation is none of squat: “lunge”."),
        ("2026-11-23,squat,0,12,,,", "set is not a whole number from 1 to 20: “0”."),
        ("2026-11-23,squat,,12,,,", "set is empty."),
        ("2026-11-23,squat,1,1000,,,", "amount is not a whole number from 0 to 999: “1000”."),
        ("2026-11-23,squat,1,12.5,,,", "amount is not a whole number from 0 to 999: “12.5”."),
        ('2026-11-23,squat,1,"8,5",,,', "amount is not a whole number from 0 to 999: “8,5”."),
        ("2026-11-23,squat,1,1.000,,,", "amount is not a whole number from 0 to 999: “1.000”."),
        ("2026-11-23,squat,1,²,,,", "amount is not a whole number from 0 to 999: “²”."),
        (f"2026-11-23,squat,1,{'9' * 900},,,", f"amount is not a whole number from 0 to 999: “{'9' * 40}…”."),
        ("2026-11-23,squat,1,1\0,,,", "amount is not a whole number from 0 to 999: “1\N{REPLACEMENT CHARACTER}”."),
        ("2026-11-23,squat,1,12,seconds,,", "unit is not reps, in which squat is counted: “seconds”."),
        ("2026-11-23,squat,1,12,,900,", f"{NO_LOAD}: “900”."),
        ("2026-11-23,squat,1,12,,0,", f"{NO_LOAD}: “0”."),
        ("2026-11-23,calf-raise,1,9,,,single-leg-calf-raise", NO_RIGHT),
        ("2026-11-23,squat,1,12,,12,5,chair-squat", "it has more cells than there are headings."),
        ("2026-11-23", "exercise is empty."),
    ],
)
def test_what_is_not_understood_is_said_line_by_line(sees, line, said):
    found = sees(f"session,exercise,set,amount,unit,load_kg,variation\n2026-11-24,squat,1,9,,,\n{line}\n")
    assert wrong(found) == [f"Line 3: {said}"]
    assert places(found) == [("2026-11-24", "squat", 1, 9)]


def test_a_spreadsheet_may_have_written_it_anew_in_its_language(sees, fresh):
    fresh.time_zone = "Europe/Berlin"
    found = sees(
        "session;logged;exercise;set;amount;unit\n"
        "23.11.2026;23.11.2026 18:05;Calf Raise;1,0;8,0;Reps\n"
        "3.11.2026;03.11.2026 8:05:30;SQUAT;2.0;8.00;reps\n"
    )
    assert places(found) == [("2026-11-23", "calf-raise", 1, 8), ("2026-11-03", "squat", 2, 8)]
    moments = datetime(2026, 11, 23, 17, 5, tzinfo=UTC), datetime(2026, 11, 3, 7, 5, 30, tzinfo=UTC)
    assert tuple(each.at for each in found.sets) == moments
    for cell in ("10/11/2026 18:05", "2026-11-23", "2026-11-23 25:00", "18:05"):
        other = sees(f"logged,{HEAD}{cell},2026-11-23,squat,1,9\n")
        assert wrong(other) == [f"Line 2: {NO_MOMENT}: “{cell}”."]


@pytest.mark.parametrize(
    ("exercise", "variation"),
    [
        ("calf-raise", "edge-calf-raise"),
        ("Calf raise", "Calf raise on an edge"),
        ("CALF RAISE ON AN EDGE", ""),
        ("edge calf-raise", "Edge-Calf-Raise"),
        (" calf  raise", "calf raise on an edge"),
    ],
)
def test_exercises_go_by_their_names_as_well(sees, exercise, variation):
    [found] = sees(f"variation,{HEAD}{variation},2026-11-23,{exercise},1,9\n").sets
    assert (found.exercise, found.variation) == ("calf-raise", "edge-calf-raise")


def test_a_name_that_two_share_is_none(delivered, fresh):
    Exercise.objects.filter(slug="chair-squat").update(name="Lunge")
    text = f"{HEAD}2026-11-23,Lunge,1,9\n2026-11-24,chair-squat,1,9\n"
    found = look(row=Runner(user=fresh), catalogue=planned_catalogue(), raw=text.encode(), today=WEDNESDAY)
    assert [(each.exercise, each.variation) for each in found.sets] == [("squat", "chair-squat")]


def test_what_is_of_this_week_or_later_is_understood_and_left_out(sees):
    days = ["2026-12-13", "2026-12-14", "2026-12-16", "2026-12-20", "2027-01-04", "2026-12-14"]
    found = sees(HEAD + "\n".join(f"{day},squat,1,9" for day in days) + "\n2026-12-14,plank,1,9\n")
    assert (places(found), found.too_late) == ([("2026-12-13", "squat", 1, 9)], (3, 4, 5, 6, 7))
    assert wrong(found) == [f"Line 8: {NO_EXERCISE}: “plank”."]


def test_what_is_wrong_alike_is_said_once(sees):
    days = [f"{day}/11/2026,squat,1,9" for day in range(10, 28)]
    found = sees(HEAD + "\n".join([*days, "2026-11-23,plank,1,9", "2026-11-24,plank,1,9", "2026-11-24,squat,1,9"]))
    assert wrong(found) == [
        f"18 lines (2, 3, 4, …): {NO_DATE}: “10/11/2026”, “11/11/2026”, “12/11/2026”, …",
        f"2 lines (20, 21): {NO_EXERCISE}: “plank”.",
    ]
    assert (found.not_understood, len(found.sets)) == (20, 1)


def test_lines_are_counted_as_an_editor_counts_them(sees):
    found = sees(f'name,{HEAD}"two\nlines",2026-11-23,squat,1,9\n\nx,never,squat,2,9\n')
    assert wrong(found) == [f"Line 5: {NO_DATE}: “never”."]


def test_the_same_set_twice_counts_once(sees):
    again = "2026-11-23,squat,1,9\n"
    assert wrong(sees(HEAD + again + again)) == [
        "Line 3: session, exercise and set are the same as in another line: 2."
    ]
    tap = f"uuid,{HEAD}{UUIDS[0]},2026-11-23,squat,1,9\n{UUIDS[0]},2026-11-24,squat,1,9\n"
    assert wrong(sees(tap)) == ["Line 3: uuid is the same as in another line: 2."]
    assert wrong(sees(f"right,{HEAD}3,2026-11-23,squat,1,9\n")) == [
        "Line 2: right is filled in, but the sides of squat are not counted."
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (HEAD.encode(), "The table has its headings, and no set beneath them."),
        (b"\x89PNG\r\n\x1a\n", "This is a picture, not a table of sets: choose the sets.csv of an export"),
        (b"\xff\xd8\xff\xe0", "This is a picture, not a table of sets"),
        (b"%PDF-1.7", "This is a PDF, not a table of sets"),
        (b"", "This is no table of sets"),
        (b"\n\n", "This is no table of sets"),
        (b"hello\n", "This is no table of sets: choose the sets.csv of an export, or a file with the same headings."),
        (b"session,exercise,set\n", "No heading of the table says amount. A set needs session, exercise, set, amount."),
        (b"session,exercise\n", "No heading of the table says set or amount."),
        (b"exercise\n", "No heading of the table says session, set or amount."),
        (b"session,session,exercise,set,amount\n", "The headings of the table say session twice."),
        (b"PK\x03\x04", "This is a zip file or a workbook. Open it, and choose the sets.csv in it, or save it as CSV."),
        (HEAD.encode("utf-16"), "The file is not in UTF-8: save it as “CSV UTF-8”."),
        (HEAD.encode() + b'"' + b"x" * 2_000_000, "Line 2 of the file is not one of a table."),
        (b"name," + HEAD.encode() + b'"half,2026-11-23,squat,1,9\nwhole,2026-11-24,squat,1,9\n', "Line 3 of the file"),
        (b"name," + HEAD.encode() + b'"a" b,2026-11-23,squat,1,9\n', "Line 2 of the file is not one of a table."),
        (HEAD.encode() + b"\n" * 100_001 + b"x", "The table has more than 100,000 lines: import it in parts."),
        (b"x" * 32_000_001, "The file is too big: at most 32 MB can be imported."),
    ],
    ids=range(18),
)
def test_another_file_is_refused(sees, raw, said):
    with pytest.raises(Unreadable) as unreadable:
        sees(raw)
    assert unreadable.value.lines[0].startswith(said)


def test_looking_writes_nothing(life, catalogue, django_assert_num_queries):
    before, row = exported(life.row.user), Runner.objects.select_related("user").get(pk=life.row.pk)
    text = f"{HEAD}2025-03-03,squat,1,12\n".encode()
    with django_assert_num_queries(2):
        look(row=row, catalogue=catalogue, raw=text, today=WEDNESDAY)
    assert (exported(life.row.user), Runner.objects.get(pk=row.pk).version) == (before, row.version)


def test_sets_of_an_export_are_the_same_elsewhere_and_not_brought_twice(life, catalogue, fresh):
    raw = written(life.row.user)
    counting = SetLog.objects.filter(deleted_at=None)
    found = bring_sets(user=fresh, catalogue=catalogue, raw=raw, now=NOON)
    assert (found.here, found.taken_back, wrong(found)) == (0, 1, [])
    assert len(found.sets) == counting.count()
    sets = ImportedSet.objects.filter(runner__user=fresh)
    assert told(sets) == sorted(
        (each.uuid, str(each.prescription.session.date), each.prescription.exercise.slug, each.number, each.amount,
         each.right, each.load_grams, each.at)
        for each in counting
    )  # fmt: skip
    for user in (fresh, life.row.user):
        again = bring_sets(user=user, catalogue=catalogue, raw=raw, now=NOON + timedelta(hours=1))
        assert (len(again.sets), again.here, again.taken_back) == (0, counting.count(), 1)
    assert list(csv.DictReader(io.StringIO(written(fresh).decode("utf-8-sig")))) == [
        each | {"imported": "2026-12-16 12:00:00"}
        for each in csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
        if not each["taken_back"]
    ]


def test_the_same_day_exercise_and_number_is_here_whatever_its_uuid(life, sees):
    found = sees(f"{HEAD}2026-11-23,squat,1,99\n2026-11-23,squat,9,7\n", life.row)
    assert (places(found), found.here) == ([("2026-11-23", "squat", 9, 7)], 1)


def test_what_would_come_is_told_by_exercise(sees, catalogue):
    found = sees(
        f"{HEAD}2026-11-24,squat,1,9\n2026-11-23,squat,1,9\n2026-11-23,squat,2,9\n2025-01-01,glute-bridge,1,9\n"
    )
    assert (found.days, found.first, found.last) == (3, date(2025, 1, 1), date(2026, 11, 24))
    told = [(each.name, each.sets, each.days) for each in by_exercise(found.sets, catalogue)]
    assert sorted(told) == [(catalogue.name_of("glute-bridge"), 1, 1), ("Squat", 3, 2)]


def test_an_account_holds_only_so_many(sees, life, monkeypatch):
    monkeypatch.setattr("plans.services.transfer.importing_sets.MOST", 1)
    with pytest.raises(Unreadable, match="more than 1 imported sets"):
        sees(f"{HEAD}2025-11-24,squat,1,9\n2025-11-23,squat,1,9\n", life.row)
    assert [table.most for table in TABLES if table.model is ImportedSet] == [MOST] == [50_000]


def test_all_of_it_comes_or_nothing(life, catalogue, monkeypatch):
    """The last row cannot be written."""
    before = exported(life.row.user)
    create = ImportedSet.objects.bulk_create

    def fails(rows, **options):
        create(list(rows), **options)
        raise RuntimeError

    monkeypatch.setattr(ImportedSet.objects, "bulk_create", fails)
    with pytest.raises(RuntimeError):
        bring_sets(user=life.row.user, catalogue=catalogue, raw=f"{HEAD}2025-11-24,squat,1,9\n".encode(), now=NOON)
    assert exported(life.row.user) == before


def test_what_came_together_is_taken_back_together(life, catalogue):
    row = life.row
    for hours, day in enumerate(("2025-03-03", "2025-04-04")):
        raw, now = f"{HEAD}{day},squat,1,9\n{day},squat,2,9\n".encode(), NOON + timedelta(hours=hours)
        bring_sets(user=row.user, catalogue=catalogue, raw=raw, now=now)
    assert [(each.at, each.sets, str(each.first)) for each in brought(row)] == [
        (NOON + timedelta(hours=1), 2, "2025-04-04"),
        (NOON, 2, "2025-03-03"),
    ]
    other = RunnerFactory()
    assert (take_back_sets(row=other, at=NOON), take_back_sets(row=row, at=NOON)) == (0, 2)
    assert take_back_sets(row=row, at=NOON) == 0
    assert [str(each.date) for each in ImportedSet.objects.all()] == ["2025-04-04", "2025-04-04"]


def table_of_every_day(first, last):
    """More than anybody trains: sets of three exercises on each day."""
    days = [first + timedelta(days=number) for number in range((last - first).days)]
    sets = [
        f"{day},{slug},{number},50"
        for day in days
        for slug in ("squat", "calf-raise", "glute-bridge")
        for number in (8, 9)
    ]
    return (HEAD + "\n".join(sets)).encode()


def test_nothing_is_planned_from_them(life, catalogue):
    """The plan, its forecast, the weeks kept and the record are equal, digit by digit, today and in the weeks that
    follow, opened one by one."""
    row = Runner.objects.select_related("user").get(pk=life.row.pk)

    def everything(today):
        now, whole = stands(row, catalogue, today), record(row, catalogue, today, None)
        return [
            to_document(now.weeks(8)),
            to_document(now.present),
            [now.missed, now.held, now.flags],
            [
                whole.kept,
                whole.runs,
                whole.harder,
                whole.sides,
                whole.first,
                streak(whole.kept),
                share_kept(whole.kept),
            ],
            [(week.number, week.doses, week.held) for week in whole.weeks],
            list(Session.objects.for_runner(row).order_by("date").values("date", "slot", "reasons")),
        ]

    def rolled():
        told = [everything(WEDNESDAY)]
        with transaction.atomic():
            for number in range(5):
                today = WEDNESDAY + number * WEEK
                open_weeks(row=row, catalogue=catalogue, today=today)
                row.refresh_from_db()
                told.append(everything(today))
            transaction.set_rollback(True)
        row.refresh_from_db()
        return told

    before = rolled()
    raw = table_of_every_day(date(2026, 10, 1), date(2026, 12, 14))
    found = bring_sets(user=row.user, catalogue=catalogue, raw=raw, now=NOON)
    assert (len(found.sets) > 400, wrong(found)) == (True, [])
    row.refresh_from_db()
    for with_them, without in zip(rolled(), before, strict=True):
        for part, other in zip(with_them, without, strict=True):
            assert part == other


def test_they_move_with_the_account_and_go_with_it(life, catalogue, fresh):
    bring_sets(user=life.row.user, catalogue=catalogue, raw=f"{HEAD}2025-11-24,squat,1,9\n".encode(), now=NOON)
    life.row.user.refresh_from_db()
    document = exported(life.row.user)
    assert len(document["imported_sets"]) == 1

    bring(user=fresh, catalogue=catalogue, raw=json.dumps(document).encode(), now=NOON)
    fresh.refresh_from_db()
    assert comparable(exported(fresh)) == comparable(document)
    for user in (life.row.user, fresh):
        delete_account(user=user)
    assert not ImportedSet.objects.exists()


def test_a_file_of_the_first_format_is_read_as_well(document, fresh, catalogue):

    old = document | {"format": 1}
    del old["imported_sets"]
    bring(user=fresh, catalogue=catalogue, raw=json.dumps(old).encode(), now=NOON)
    fresh.refresh_from_db()
    assert comparable(exported(fresh)) == comparable(document)
