"""What was exported is brought into a fresh account: the same again, or nothing at all."""
# ruff: noqa: E501 - lines as they are told

import copy
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.core import types
from plans.core.document import to_document
from plans.core.types import DAY, RunKind
from plans.models import EndedWeek, ExerciseChoice, Runner, Session, SetLog
from plans.models.owned import Owned
from plans.services import correcting
from plans.services.catalogue import planned_catalogue
from plans.services.choosing import undoable
from plans.services.correcting import Correction
from plans.services.forgetting import forget_deleted
from plans.services.planning import start
from plans.services.setup import answer_runs, begin_setup
from plans.services.transfer.importing import NotEmpty, bring
from plans.services.transfer.tables import TABLES
from tests.factories import RunnerFactory, UserFactory
from tests.plans.lives.cases import CASES
from tests.plans.lives.living import Life
from tests.plans.services.training import stands
from tests.plans.services.transfer.conftest import NOON, WEDNESDAY, comparable, exported

DAMAGED = "This zip is damaged: take your data once more where it came from, and choose the .zip or the .json file of an export."
NOT_OURS = "This is not a file that Kneecoach has written: choose the .zip or the .json file of an export."
NINES = f"The file is of format “{'9' * 40}…”; this site reads formats 1 to 2."
LIVES = (
    "eight weeks with a miss, pain, a holiday of three weeks and a rung up",
    "on another day, and one more than planned",
    "sharp pain, cleared within the week",
    "joined on a Thursday, weeks from Sunday, a race",
    "ill below the neck, and strength after easy runs",
)
PATCHES: st.SearchStrategy[Any] = st.sampled_from(
    [
        None, True, False, -1, 0, 7, 10**20, 1.5, "", "x", "squat", "x\0y", "\ud800", "0001-01-01", "9999-12-31",
        "2026-12-01", "2026-12-01T00:00:00Z", [], {}, [[]], [["a", "b"]], {"a": 1}, "=1+1", "<script>",
    ]
)  # fmt: skip


@pytest.mark.parametrize("name", LIVES)
def test_a_life_is_the_same_in_another_account(delivered, name):
    life = Life(CASES[name])
    life.lived()
    document, user = exported(life.row.user), UserFactory(time_zone="UTC")
    row = bring(user=user, catalogue=life.catalogue, raw=json.dumps(document).encode(), now=NOON)
    user.refresh_from_db()
    assert comparable(exported(user)) == comparable(document)
    for day in (life.today, life.today.replace(year=2027, month=6)):
        before, after = (stands(each, life.catalogue, day) for each in (life.row, row))
        assert to_document(before.weeks(4)) == to_document(after.weeks(4))


def test_everything_that_there_is_comes_along(brings, fresh, document):
    assert brings(document) == []
    fresh.refresh_from_db()
    assert comparable(exported(fresh)) == comparable(document)
    assert fresh.email == "new@example.org", "the log-in is the new account's own"
    assert fresh.runner.agreed_at == NOON, "consent is given where the data goes"


@pytest.fixture
def mended(life):
    """With a set that was corrected, a session that was deleted, and a set that was deleted so long ago that it is empty."""
    told = {"row": life.row, "catalogue": life.catalogue, "today": WEDNESDAY}
    first, second, *_, last = SetLog.objects.filter(runner=life.row, deleted_at=None).order_by("pk")
    long_ago, session = NOON - timedelta(days=30), first.prescription.session_id
    correcting.delete_set(**told, session=session, uuid=second.uuid, now=long_ago)
    list(forget_deleted(NOON))
    said = Correction(uuid4(), 4)
    correcting.correct_set(**told, session=session, wrong=first.uuid, said=said, now=NOON)
    correcting.delete_session(**told, session=last.prescription.session_id, now=NOON)
    return life


def test_what_was_corrected_and_deleted_comes_along(brings, fresh, mended):
    document = exported(mended.row.user)
    assert [each["amount"] for each in document["sets"]].count(None) == 1
    assert [each["deleted_at"] for each in document["sessions"]].count("2026-12-16T12:00:00Z") == 1
    assert brings(document) == []
    fresh.refresh_from_db()
    assert comparable(exported(fresh)) == comparable(document)
    before, after = (stands(each, mended.catalogue, WEDNESDAY) for each in (mended.row, fresh.runner))
    assert to_document(before.weeks(4)) == to_document(after.weeks(4))


def chained(document, *corrects):
    """The sets of one place: the first was made of the last of its numbers, and so on; the last of them counts."""
    [last] = [row for row in document["sets"] if row["corrects"]]
    sets = [row for row in document["sets"] if row["uuid"] not in (last["uuid"], last["corrects"])]
    uuids = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(len(corrects))]
    for number, other in enumerate(corrects):
        gone = None if number == len(corrects) - 1 else f"2026-12-16T12:00:0{number}Z"
        told = {"uuid": uuids[number], "corrects": None if other is None else uuids[other], "taken_back_at": gone}
        sets.append(last | told)
    return document | {"sets": sets}


def test_what_corrects_what_goes_one_way(brings, mended):
    document = exported(mended.row.user)
    row = len(chained(document)["sets"]) + 1
    none = "corrects names no set of its place, above it, that counts no more."
    assert brings(chained(document, 1, 0, None)) == [f"sets, row {row}: {none}"], "in a circle"
    assert brings(chained(document, 0, None)) == [f"sets, row {row}: {none}"], "itself"
    assert brings(chained(document, None, 0, 0)) == [f"sets, row {row + 2} says the same corrects as row {row + 1}."]
    assert brings(chained(document, None, 0, 1)) == []


def test_what_is_of_a_deleted_session_counts_no_more_and_can_come_back_together(brings, mended):
    document = exported(mended.row.user)
    [gone] = [row for row in document["sessions"] if row["deleted_at"]]
    for name, field in (("sets", "taken_back_at"), ("knee_reports", "deleted_at")):
        rows = [number for number, row in enumerate(document[name]) if row["session"] == gone["date"]]
        counting = changed(document, name, rows[0], field)
        assert brings(counting) == [f"{name}, row {rows[0] + 1}: it counts, although its session is deleted."]
        twice = copy.deepcopy(document)
        twice[name].append(document[name][rows[0]] | ({"uuid": str(uuid4())} if name == "sets" else {}))
        line = f"{name}, row {len(twice[name])}: another of its place was deleted at the same moment."
        assert brings(twice) == [line]
        for row in twice["sessions"]:
            row["deleted_at"] = None
        assert brings(twice) == [line], "so it is of one that was begun again since"


def test_a_file_of_the_format_before_is_read_as_well(brings, fresh, document):
    old = copy.deepcopy(document) | {"format": 1}
    for name, field in (("sessions", "deleted_at"), ("sets", "corrects"), ("knee_reports", "deleted_at")):
        for row in old[name]:
            del row[field]
    assert brings(old) == []
    fresh.refresh_from_db()
    assert comparable(exported(fresh)) == comparable(document)


def test_an_old_name_of_a_time_zone_comes_along(brings, fresh, document):
    assert brings(changed(document, "account", "time_zone", to="Europe/Kiev")) == []
    fresh.refresh_from_db()
    assert fresh.time_zone == "Europe/Kiev"


def test_what_the_setup_was_told_makes_room(brings, fresh, document):
    row = begin_setup(user=fresh, known=types.Runner(WEDNESDAY, {2: RunKind.EASY}))
    answer_runs(row=row, runs={0: "race"})
    assert brings(document) == []
    fresh.refresh_from_db()
    assert comparable(exported(fresh)) == comparable(document)


def test_who_starts_next_week_can_move_before(brings, fresh, delivered):
    waiting = RunnerFactory(runs={"tuesday": "easy"}, owns=[])
    start(row=waiting, catalogue=planned_catalogue(), first=WEDNESDAY + 5 * DAY)
    waiting.refresh_from_db()
    document = exported(waiting.user)
    assert brings(document) == []
    fresh.refresh_from_db()
    assert comparable(exported(fresh)) == comparable(document)


def test_who_was_away_for_years_can_come(brings, fresh, document):
    """Weeks that have begun since are lived through in memory, as for any account."""
    with time_machine.travel(NOON.replace(year=2029)):
        assert brings(document) == []


def test_twice_is_refused(brings, document):
    assert brings(document) == []
    with pytest.raises(NotEmpty):
        brings(document)


def test_the_uuids_of_another_runner_are_no_hindrance(brings, fresh, life):
    """Both accounts hold the same taps: they are unique for each runner."""
    assert brings(exported(life.row.user)) == []
    both = SetLog.objects.values_list("uuid", "runner__user")
    assert {uuid for uuid, user in both if user == fresh.pk} == {uuid for uuid, user in both if user != fresh.pk}


def test_a_choice_of_today_cannot_be_taken_back_there(brings, fresh, life):
    """What it would take for that, the keys of rows, does not travel."""
    ExerciseChoice.objects.update(date=WEDNESDAY, at=NOON)
    assert undoable(life.row, WEDNESDAY)
    assert brings(exported(life.row.user)) == []
    assert undoable(Runner.objects.get(user=fresh), WEDNESDAY) is None


def changed(document, *path, to=None, gone=False):
    document = part = copy.deepcopy(document)
    for each in path[:-1]:
        part = part[each]
    if gone:
        del part[path[-1]]
    else:
        part[path[-1]] = to
    return document


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("format",), 3, "The file is of format “3”; this site reads formats 1 to 2."),
        (("format",), 0, "The file is of format “0”; this site reads formats 1 to 2."),
        (("sets", 0, "amount"), None, "sets: a row breaks the rule “set log empty was deleted”."),
        (
            ("sets", 0, "corrects"),
            "00000000-0000-4000-8000-000000000001",
            "sets, row 1: corrects names no set of its place, above it, that counts no more.",
        ),
        (("kneecoach",), "plan", NOT_OURS),
        (("runner",), None, "The file is of an account without a runner: there is nothing to import."),
        (("more",), [], "The file says “more”, which we do not know."),
        (("account", "password"), "x", "account: “password” is nothing that we know."),
        (
            ("account", "time_zone"),
            "Mars/Olympus",
            "account: time_zone is not one that we know: “Mars/Olympus”.",
        ),
        (("account", "time_zone"), "localtime", "account: time_zone is not one that we know: “localtime”."),
        (("runner", "equipment"), ["wall", "trampoline"], "runner: equipment is nothing that this site has: “trampoline”."),
        (("runner", "minutes"), 10**20, "runner: minutes is not a whole number from 5 to 240: “100000000000000000000”."),
        (("runner", "minutes"), True, "runner: minutes is not a whole number from 5 to 240: “True”."),
        (
            ("runner", "started_on"),
            None,
            "runner: started_on is missing, although there are weeks or sessions.",
        ),
        (("sets", 0, "exercise"), "moonwalk", "sets, row 1: exercise is an exercise that this site does not have: “moonwalk”."),
        (("sets", 0, "exercise"), "lunge", "sets, row 1: the session of 2026-11-23 does not hold lunge."),
        (("sets", 0, "session"), "2026-11-24", "sets, row 1: there is no session on 2026-11-24 in the file."),
        (("sets", 0, "amount"), -1, "sets, row 1: amount is not a whole number from 0 to 999: “-1”."),
        (("sets", 0, "uuid"), "abc", "sets, row 1: uuid is not a UUID: “abc”."),
        (("sets", 0, "extra"), 1, "sets, row 1: “extra” is nothing that we know."),
        (("sets", 1), 7, "sets, row 2 is not an object."),
        (("sets",), {}, "sets is not a list of at most 100000 rows."),
        (
            ("sets", 0, "at"),
            "2026-11-23T09:00:00",
            "sets, row 1: at is a moment without its time zone, such as the Z in 2026-11-23T18:05:00Z: “2026-11-23T09:00:00”.",
        ),
        (
            ("sessions", 0, "date"),
            "0001-01-01",
            "sessions, row 1: date is not a date between 2015 and three years from now: “0001-01-01”.",
        ),
        (
            ("sessions", 0, "date"),
            "9999-12-31",
            "sessions, row 1: date is not a date between 2015 and three years from now: “9999-12-31”.",
        ),
        (("sessions", 0, "finished_at"), None, None),
        (("sessions", 0, "started_at"), None, "sessions: a row breaks the rule “session finished was started”."),
        (("sessions", 1, "date"), "2026-11-23", "sessions, row 2 says the same date as row 1."),
        (
            ("prescriptions", 0, "name"),
            "Squ\0at",
            "prescriptions, row 1: name holds a character that no text has: “Squ\N{REPLACEMENT CHARACTER}at”.",
        ),
        (("prescriptions", 0, "variation"), "stair-climb", None),
        (("prescriptions", 0, "version"), [], "prescriptions, row 1: version is not as Kneecoach writes it."),
        (("weeks", 0, "number"), 7, "weeks, row 1: its plan is that of another week."),
        (("weeks", 0, "plan"), {}, "weeks, row 1: plan is not as Kneecoach writes it."),
        (
            ("weeks", -1, "history"),
            None,
            "weeks: no plan can go on from them; the file was changed, or was cut short.",
        ),
        (("weeks",), [], "weeks: no plan can go on from them; the file was changed, or was cut short."),
        (
            ("knee_reports", 0, "pain"),
            None,
            "knee_reports, row 1: an answer has its session and pain, a flag has neither.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_line(brings, document, path, value, line):
    lines = brings(changed(document, *path, to=value))
    if line is None:
        assert len(lines) <= 1
    else:
        assert line in lines


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"", NOT_OURS),
        (b"\xff\xfe\x00", NOT_OURS),
        (b"[]", NOT_OURS),
        (b"null", NOT_OURS),
        (b"{}", NOT_OURS),
        (b'{"kneecoach": NaN}', NOT_OURS),
        (b'{"kneecoach": "export", "kneecoach": "export"}', NOT_OURS),
        (b'{"kneecoach": "export", "format": ' + b"9" * 5000 + b"}", NOT_OURS),
        (b"[" * 100_000, NOT_OURS),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, NOT_OURS),
        (b"[" * 600_000, "There is more in the file than anybody has trained."),
        (b"[" + b"1," * 3_100_000 + b"1]", "There is more in the file than anybody has trained."),
        (b" " * 32_000_001, "The file is too big: at most 32 MB can be imported."),
        (b"PK\x03\x04", DAMAGED),
        (b"GIF89a", NOT_OURS),
        (b'{"kneecoach": "export", "format": 1e999}', "The file is of format “inf”; this site reads formats 1 to 2."),
        (b'{"kneecoach": "export", "format": ' + b"9" * 400 + b"}", NINES),
        (b"\0" * 1_000_000, NOT_OURS),
        (b'{"kneecoach": "' + b"x" * 15_000_000, NOT_OURS),
        (b'{"a": "' + b"\\u4e00" * 2_500_000 + b'"}', NOT_OURS),
    ],
    ids=range(20),
)
def test_another_file_is_refused(brings, raw, line):
    assert brings(raw) == [line]


def test_a_field_that_is_missing_is_named(brings, document):
    assert brings(changed(document, "sets", 3, "amount", gone=True)) == ["sets, row 4: amount is missing."]
    assert brings(changed(document, "knee_reports", gone=True)) == ["There is no “knee_reports” in the file."]


def test_what_is_said_twice_is_named(brings, document):
    twice = document["sets"][0]
    assert brings(document | {"sets": [*document["sets"], twice]})[0].startswith(
        f"sets, row {len(document['sets']) + 1}"
    )
    again = twice | {"uuid": str(uuid4())}
    more = document | {"sets": [*document["sets"], again]}
    assert "says the same session and exercise and number as row 1." in brings(more)[0]


def test_a_document_that_nests_without_end_is_refused(brings, document):
    deep: list = []
    for _ in range(850):
        deep = [deep]
    assert brings(changed(document, "weeks", 0, "plan", to=deep)) == [
        "weeks, row 1: plan is not as Kneecoach writes it."
    ]


def test_more_absence_than_anybody_has_is_refused(brings, document):
    away = [{"first": f"{2015 + place}-01-01", "last": "2026-01-01", "kind": "away"} for place in range(8)]
    assert brings(document | {"absences": away}) == ["absences: together they are more than 10,000 days."]


def test_many_faults_are_not_all_listed(brings, document):
    lines = brings(document | {"sets": [{}] * 5000})
    assert 20 <= len(lines) <= 21


@pytest.fixture
def strained(brings, document):
    """Hypothesis asks the same fixture many times: each try begins with no account brought."""

    def tried(path, value):
        user = UserFactory()
        lines = brings(changed(document, *path, to=value), user)
        if not lines:
            user.refresh_from_db()
            assert exported(user)["format"] == 2
            assert Session.objects.filter(runner__user=user).exists()

    return tried


def paths(value, at=()):
    """Where anything stands in a document; of a list its first and last."""
    if at:
        yield at
    inner = value.items() if isinstance(value, dict) else []
    if isinstance(value, list) and value:
        inner = [(place, value[place]) for place in sorted({0, len(value) - 1})]
    for key, each in inner:
        yield from paths(each, (*at, key))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_changed_in_a_file_it_is_refused_whole_or_taken_whole(strained, document, data):
    where = data.draw(st.sampled_from(list(paths(document))))
    strained(where, data.draw(PATCHES))


def test_every_table_is_emptied_by_the_tables_it_names():
    assert {table.model for table in TABLES} | {EndedWeek} == set(Owned.__subclasses__())
