"""What pages draw of a plan: lanes, sheets and ledgers."""

from dataclasses import replace
from datetime import date

from plans.charts.ledger import ledger
from plans.charts.sheet import sheet
from plans.charts.skyline import Block, skyline
from plans.charts.week import shown
from plans.core.history import begin
from plans.core.planner import forecast
from plans.core.present import Present
from plans.core.progress import dose_of
from plans.core.types import RunKind, Runner
from plans.services.catalogue import PlannedCatalogue
from tests.core.catalogue import CATALOGUE

MONDAY = date(2026, 11, 23)
NAMES = {version.variation or slug: slug for slug, each in CATALOGUE.items() for version in each.versions}
PLANNED = PlannedCatalogue(CATALOGUE, NAMES, {}, {})
RUNNER = Runner(
    MONDAY,
    {1: RunKind.EASY, 3: RunKind.HARD, 6: RunKind.LONG},
    dated_runs={date(2026, 12, 5): RunKind.RACE},
    equipment=frozenset({"wall", "step"}),
)


def plans(runner=RUNNER, weeks=2):
    return forecast(Present(CATALOGUE, runner, begin(runner)), MONDAY, weeks)


def test_a_week_as_a_skyline_in_shapes_and_words():
    assert [(lane.weekday, lane.number, lane.blocks, lane.words) for lane in skyline(RUNNER, plans()[0])] == [
        ("Mon", "23", (Block("ses", 13),), "strength, 13 minutes"),
        ("Tue", "24", (Block("easy"),), "easy run"),
        ("Wed", "25", (Block("free"),), "free"),
        ("Thu", "26", (Block("hard"),), "hard run"),
        ("Fri", "27", (Block("ses", 16),), "strength, 16 minutes"),
        ("Sat", "28", (Block("free"),), "free"),
        ("Sun", "29", (Block("long"),), "long run"),
    ]
    assert [lane.words for lane in skyline(RUNNER, plans()[1])][5:] == ["race", "long run"]


def test_strength_after_a_run_stands_on_top_of_it():
    every_day = dict.fromkeys(range(7), RunKind.EASY)
    runner = replace(RUNNER, weekly_runs=every_day, dated_runs={}, after_easy_runs=True)
    lanes = [lane for lane in skyline(runner, plans(runner)[0]) if len(lane.blocks) == 2]
    assert [lane.words for lane in lanes] == [
        "strength, 13 minutes and easy run",
        "strength, 16 minutes and easy run",
    ]
    assert [block.kind for block in lanes[0].blocks] == ["ses", "easy"]


def test_a_sheet_has_a_row_an_exercise_in_the_order_of_training():
    rows = sheet(plans()[0].sessions, PLANNED)
    assert [(row.slug, row.per_side, row.sets) for row in rows] == [
        ("squat", False, ("5 + 5", "5 + 5")),
        ("wall-sit", False, ("", "20 + 20 s")),
        ("glute-bridge", False, ("5 + 5", "5 + 5")),
        ("side-leg-raise", True, ("5 + 5", "5 + 5")),
        ("calf-raise", False, ("5 + 5", "5 + 5")),
    ]


def test_a_week_holds_each_set_of_its_plan_and_a_reason_for_each_session():
    plan = plans()[0]
    week = shown(plan, RUNNER, PLANNED)
    assert [shown(each, RUNNER, PLANNED).dates for each in plans()] == [
        "23 to 29 November",
        "30 November to 6 December",
    ]
    assert (week.headline, week.length) == ("Strength on Monday and Friday", "13 and 16 minutes")
    assert [why.day for why in week.whys] == [session.date for session in plan.sessions]
    assert week.whys[0].answer == "No run, well before Thursday’s hard run, though the day after Sunday’s long run."
    assert week.notes == []
    assert shown(plans()[1], RUNNER, PLANNED).notes[-1:] == ["Race on Saturday, 5 Dec: nothing grows this week."]


def test_a_ledger_draws_every_dose_under_its_lid():
    doses = [dose_of(plan, "squat") for plan in plans(replace(RUNNER, dated_runs={}), 3)]
    drawn = ledger(doses, {"squat": "Squat"})
    assert (drawn.name, drawn.unit, drawn.per_side) == ("Squat", "reps", False)
    assert (drawn.doses, drawn.ceilings) == ((20, 22, 24), (None, 22, 24))
    assert drawn.bars == "M15 1000v-766h70v766zM115 1000v-843h70v843zM215 1000v-920h70v920z"
    assert drawn.lids == "M104 137h92M204 60h92"
    assert drawn.width == 300
    assert drawn.growth == "From 20 to 24, and no week jumps."


def test_a_ledger_leaves_a_gap_for_a_week_without_the_exercise():
    dose = dose_of(plans()[0], "squat")
    drawn = ledger([None, dose, None], {"squat": "Squat"})
    assert drawn.doses == (0, 20, 0)
    assert drawn.bars == "M15 1000v-0h70v0zM115 1000v-920h70v920zM215 1000v-0h70v0z"
    assert drawn.lids == ""
