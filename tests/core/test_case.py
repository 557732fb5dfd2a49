"""A case that cannot be played is refused with one sentence that names the field and what it takes."""

from dataclasses import replace
from datetime import date

import pytest

from plans.core.case import Malformed, read_case
from plans.core.types import Exercise, Illness, RunKind, Runner
from tests.core.catalogue import CATALOGUE

RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}
LEAST = {"start": "2026-11-23", "runs": RUNS}

CASE = (
    "the case takes an object with the fields start, weeks, week_starts_on, sessions_per_week, minutes, level, "
    "equipment, runs, dated_runs, strength_after_easy_runs, pinned, blocked, diary, otherwise, baseline, ill"
)
PLAIN = "an object with the fields did, knee, next_morning, effort, pain"
ENTRY = f"{PLAIN}, flags, swap, take"
DATE = "a date such as 2026-11-23, from 2000 to 2100"
EXERCISES = "squat, lunge, step-up, deadlift, leg-press, calf-raise, wall-sit, side-leg-raise, hamstring-curl"
EQUIPMENT = "dumbbell, kettlebell, barbell, step, wall, band, sliders, leg-press"


def on_a_date(entry):
    return {"diary": {"2026-11-23": entry}}


MALFORMED = [
    ({"colour": 1}, f"colour is not known: {CASE}."),
    ({"start": "1999-12-31"}, f'start takes {DATE} (not "1999-12-31").'),
    ({"start": "2026-02-30"}, f'start takes {DATE} (not "2026-02-30").'),
    ({"start": 20261123}, f"start takes {DATE} (not 20261123)."),
    ({"start": "20261123"}, f'start takes {DATE} (not "20261123").'),
    ({"start": "2100-12-01"}, "weeks takes a number of weeks that end in 2100 at the latest (not 12)."),
    ({"weeks": 521}, "weeks takes a whole number from 1 to 520 (not 521)."),
    ({"weeks": True}, "weeks takes a whole number from 1 to 520 (not true)."),
    ({"weeks": 1.5}, "weeks takes a whole number from 1 to 520 (not 1.5)."),
    ({"weeks": 100000000000000000000}, "weeks takes a whole number from 1 to 520 (not 100000000000000000000)."),
    (
        {"runs": []},
        "runs takes an object of weekdays, monday to sunday, each easy, hard, long or race (not an empty list).",
    ),
    ({"runs": {"tuesday": "jog"}}, 'runs.tuesday takes easy, hard, long or race (not "jog").'),
    ({"runs": {"tuesday": ["easy"]}}, "runs.tuesday takes easy, hard, long or race (not a list of 1)."),
    (
        {"runs": {"Tuesday": "easy"}},
        "runs.Tuesday is not known: runs takes an object of weekdays, monday to sunday, each easy, hard, long or race.",
    ),
    (
        {"dated_runs": {"soon": "easy"}},
        (
            f"dated_runs.soon is not {DATE}: dated_runs takes an object of dates, "
            "each easy, hard, long or race, or null for no run."
        ),
    ),
    ({"week_starts_on": "friday"}, 'week_starts_on takes monday or sunday (not "friday").'),
    ({"sessions_per_week": 0}, "sessions_per_week takes a whole number from 1 to 3 (not 0)."),
    ({"minutes": "30"}, 'minutes takes a whole number from 5 to 240 (not "30").'),
    ({"level": None}, "level takes beginner, regular or strong (not null)."),
    ({"equipment": "wall"}, f'equipment takes a list of {EQUIPMENT}, curl-machine (not "wall").'),
    ({"equipment": ["rope"]}, f'equipment[0] takes {EQUIPMENT} or curl-machine (not "rope").'),
    ({"equipment": [[]]}, f"equipment[0] takes {EQUIPMENT} or curl-machine (not an empty list)."),
    ({"strength_after_easy_runs": 1}, "strength_after_easy_runs takes true or false (not 1)."),
    ({"blocked": ["2026-12-01"] * 4001}, "blocked takes at most 4000 entries (not 4001)."),
    ({"pinned": "2026-11-23"}, 'pinned takes a list of dates (not "2026-11-23").'),
    ({"blocked": [None]}, f"blocked[0] takes {DATE} (not null)."),
    ({"baseline": 11}, "baseline takes a whole number from 0 to 10 (not 11)."),
    (
        {"ill": [["2026-11-23", "2026-11-22", "below"]]},
        'ill[0][1] takes a date from 2026-11-23 on, when the illness began (not "2026-11-22").',
    ),
    (
        {"ill": [["2026-11-23", "2026-11-24"]]},
        'ill[0] takes [first date, last date, "below" or "above"] (not a list of 2).',
    ),
    (
        {"diary": {"2026-11-23": []}},
        f"diary.2026-11-23 takes {ENTRY} (not an empty list).",
    ),
    (on_a_date({"knee": 11}), "diary.2026-11-23.knee takes a whole number from 0 to 10 (not 11)."),
    (
        on_a_date({"did": "some"}),
        (
            'diary.2026-11-23.did takes "all", "nothing", or an object of sets by exercise, such as {"squat": [5, 5]} '
            '(not "some").'
        ),
    ),
    (
        on_a_date({"did": {"jump": [5]}}),
        f"diary.2026-11-23.did.jump is not an exercise; there are {EXERCISES}, glute-bridge.",
    ),
    (on_a_date({"did": {"squat": 5}}), "diary.2026-11-23.did.squat takes a list of sets, such as [5, 5] (not 5)."),
    (
        on_a_date({"did": {"squat": [-1]}}),
        "diary.2026-11-23.did.squat[0] takes a whole number from 0 to 1000 (not -1).",
    ),
    (on_a_date({"flags": ["green"]}), 'diary.2026-11-23.flags[0] takes red, sharp or cleared (not "green").'),
    (
        on_a_date({"swap": {"squat": "jump"}}),
        f'diary.2026-11-23.swap.squat takes {EXERCISES} or glute-bridge (not "jump").',
    ),
    (
        on_a_date({"take": {"squat": {"variation": "clamshell"}}}),
        'diary.2026-11-23.take.squat.variation takes squat, chair-squat, sumo-squat or goblet-squat (not "clamshell").',
    ),
    (
        {"otherwise": {"flags": ["red"]}},
        f"otherwise.flags is not known: otherwise takes {PLAIN}.",
    ),
    (
        on_a_date({"take": {"squat": {}}}),
        "diary.2026-11-23.take.squat takes an object with variation, load_grams or both (not an empty object).",
    ),
    (
        on_a_date({"take": {"squat": {"load_grams": -1}}}),
        "diary.2026-11-23.take.squat.load_grams takes a whole number from 0 to 500000 (not -1).",
    ),
    (
        on_a_date({"swap": ["squat"]}),
        "diary.2026-11-23.swap takes an object of exercises, each the exercise to do instead (not a list of 1).",
    ),
    (on_a_date({"pain": {"squat": None}}), "diary.2026-11-23.pain.squat takes a whole number from 0 to 10 (not null)."),
    (
        on_a_date({"pain": 3}),
        "diary.2026-11-23.pain takes an object of exercises, each a whole number from 0 to 10 (not 3).",
    ),
    (
        on_a_date({"legs": 3}),
        f"diary.2026-11-23.legs is not known: diary.2026-11-23 takes {ENTRY}.",
    ),
    (on_a_date({"effort": 0}), "diary.2026-11-23.effort takes a whole number from 1 to 10 (not 0)."),
    (
        {"diary": {"23.11.2026": {}}},
        f'diary."23.11.2026" is not {DATE}: diary takes an object of dates, each an object.',
    ),
    ({"diary": []}, "diary takes an object of dates, each an object (not an empty list)."),
    ({"ill": [["2026-11-23", "2026-11-24", "knee"]]}, 'ill[0][2] takes below or above (not "knee").'),
    ({"ill": ["2026-11-23"]}, 'ill[0] takes [first date, last date, "below" or "above"] (not "2026-11-23").'),
    (
        {"a\nba\nba\nba\nba\nba\nba\nba\nba\nba\nba\nba\nba\nba\nba\nba\nba\nba\nba\nba\nb": 1},
        f'"a\\nba\\nba\\nba\\nba\\nba\\nba\\nba\\nba\\nba\\n... is not known: {CASE}.',
    ),
    ({"\ud800": 1}, f'"\\ud800" is not known: {CASE}.'),
    (
        {"level": "x" * 100},
        'level takes beginner, regular or strong (not "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...).',
    ),
    ({"otherwise": 3}, f"otherwise takes {PLAIN} (not 3)."),
    ({"weeks": float("inf")}, "weeks takes a whole number from 1 to 520 (not Infinity)."),
    ({"pinned": ["2101-01-01"]}, f'pinned[0] takes {DATE} (not "2101-01-01").'),
    (
        {"dated_runs": []},
        "dated_runs takes an object of dates, each easy, hard, long or race, or null for no run (not an empty list).",
    ),
    (
        {"dated_runs": {"2026-12-01": "none"}},
        'dated_runs.2026-12-01 takes easy, hard, long or race, or null for no run (not "none").',
    ),
    (
        {"pinned": ["2026-12-01", "2027-02-15"]},
        'pinned takes dates that the case covers, 2026-11-23 to 2027-02-14 (not "2027-02-15").',
    ),
    (
        {"start": "2026-11-25", "weeks": 1, "diary": {"2026-11-24": {}}},
        'diary takes dates that the case covers, 2026-11-25 to 2026-11-29 (not "2026-11-24").',
    ),
    ({"start": "2100-12-30", "weeks": 1}, "weeks takes a number of weeks that end in 2100 at the latest (not 1)."),
]


@pytest.mark.parametrize(("wrong", "said"), MALFORMED, ids=lambda value: str(value)[:60])
def test_what_is_wrong_is_named_with_what_it_takes(wrong, said):
    with pytest.raises(Malformed) as refused:
        read_case(LEAST | wrong, CATALOGUE)
    assert str(refused.value) == said
    assert said.startswith(refused.value.field)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ([], f"{CASE} (not an empty list)."),
        (None, f"{CASE} (not null)."),
        ({}, f"start is missing: it takes {DATE}."),
        (
            {"start": "2026-11-23"},
            "runs is missing: it takes an object of weekdays, monday to sunday, each easy, hard, long or race.",
        ),
    ],
)
def test_what_a_case_cannot_do_without(case, said):
    with pytest.raises(Malformed) as refused:
        read_case(case, CATALOGUE)
    assert str(refused.value) == said


def test_defaults():
    case = read_case(LEAST, CATALOGUE)
    assert case.runner == Runner(
        joined=date(2026, 11, 23), weekly_runs={1: RunKind.EASY, 3: RunKind.HARD, 6: RunKind.LONG}
    )
    assert (case.weeks, case.diary) == (12, {})
    assert (case.otherwise.did, case.otherwise.knee, case.otherwise.next_morning) == ("all", 0, 0)


def test_runs_blocks_and_illness_may_lie_outside_the_weeks():
    ill = [["2026-11-01", "2027-11-01", "below"]]
    outside = {"dated_runs": {"2026-11-30": "race"}, "blocked": ["2026-11-22"], "ill": ill}
    assert read_case(LEAST | outside | {"weeks": 1, "pinned": ["2026-11-29"], "diary": {"2026-11-29": {}}}, CATALOGUE)


def test_null_is_no_run():
    case = read_case(LEAST | {"runs": {"monday": None}, "dated_runs": {"2026-12-01": None}}, CATALOGUE)
    assert case.runner.weekly_runs == {}
    assert case.runner.dated_runs == {date(2026, 12, 1): None}


def test_an_illness():
    case = read_case(LEAST | {"ill": [["2026-11-24", "2026-11-24", "below"]]}, CATALOGUE)
    assert case.runner.ill == (Illness(date(2026, 11, 24), date(2026, 11, 24), below=True),)


def test_the_last_week_there_is():
    """2100 ends on a Friday, so its last whole week ends on 26 December."""
    assert read_case(LEAST | {"start": "2100-12-20", "weeks": 1}, CATALOGUE).weeks == 1
    with pytest.raises(Malformed, match="weeks that end in 2100"):
        read_case(LEAST | {"start": "2100-12-20", "weeks": 2}, CATALOGUE)


def test_equipment_that_an_editor_added_can_be_named():
    squat = CATALOGUE["squat"]
    rope = replace(squat.versions[0], needs=(frozenset({"rope"}),))
    catalogue = CATALOGUE | {"squat": Exercise("squat", squat.pattern, (rope,))}
    assert read_case(LEAST | {"equipment": ["rope"]}, catalogue).runner.equipment == {"rope"}
