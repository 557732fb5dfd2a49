"""The answer on paper: one week in full, and that nothing of the answer is missing from it."""

import re
from datetime import date

import pytest

from plans.core.case import read_case
from plans.core.simulation import play
from plans.management.simulation_table import WIDTH, table
from tests.core.catalogue import CATALOGUE

NAMES = {slug: slug.replace("-", " ").capitalize() for slug in CATALOGUE} | {
    version.variation: version.variation.replace("-", " ").capitalize()
    for exercise in CATALOGUE.values()
    for version in exercise.versions
    if version.variation
}
RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}
SIX = RUNS | {"monday": "easy", "wednesday": "easy", "saturday": "easy"}
ONE_WEEK = {
    "start": "2026-11-23",
    "weeks": 1,
    "minutes": 20,
    "level": "strong",
    "equipment": ["wall", "kettlebell"],
    "runs": RUNS,
    "dated_runs": {"2026-11-25": "easy"},
    "blocked": ["2026-12-01", "2026-12-02"],
    "ill": [["2026-12-04", "2026-12-04", "above"]],
    "baseline": 1,
    "diary": {
        "2026-11-23": {"did": "nothing"},
        "2026-11-27": {
            "did": {"squat": [5, 4], "side-leg-raise": [5, 5], "wall-sit": [30]},
            "knee": 2,
            "next_morning": 1,
            "effort": 7,
            "take": {"squat": {"load_grams": 7500}},
        },
        "2026-11-29": {"did": {"squat": [3]}, "flags": ["red"]},
    },
}
ON_PAPER = """\
Training plan from 23 November 2026, 1 week
===========================================
  Level      strong
  Strength   2 sessions a week, 20 minutes at most
  Equipment  kettlebell, wall
  Runs       Tuesday easy, Thursday hard, Sunday long
  On dates   25 November easy
  Blocked    1 to 2 December 2026
  Ill        4 December 2026 (above the neck)
  Knee       1 of 10 at the beginning


Week 1 · 23 to 29 November 2026
-------------------------------
3 days without a run

            Mon 23    Tue 24    Wed 25    Thu 26    Fri 27    Sat 28    Sun 29
  Run       –         easy      easy      hard      –         –         long
  Strength  13 min    –         –         –         9 min     8 min     5 min
            missed                                  partly    done      done

  To note
    - Two sessions are on neighbouring days; they share out the muscles between them.
    - A session sits just before a hard run, a long run or a race; your week leaves no better day.

  From the diary
    - Friday 27 November: take Squat with 7.5 kg.
    - Sunday 29 November: a red flag.

  Monday 23 November · 13 minutes · missed
    No run, well before Thursday’s hard run, though the day after Sunday’s long run.
    Warm-up                                              3:00
    Goblet squat              5 + 5                      2:40
    Glute bridge              5 + 5                      2:40
    Side leg raise            5 + 5 each side            2:30
    Calf raise                5 + 5                      2:00

  Friday 27 November · 9 minutes · partly · knee 2, next morning 1, effort 7
    No run, not the day before Sunday’s long run, though the day after Thursday’s hard run.
    Warm-up                                              3:00
    Goblet squat              5 + 5 with 7.5 kg          2:40   done 5 + 4
    Side leg raise            5 + 5 each side            2:30
    Weighted wall sit         beside the plan                   done 30 s

  Saturday 28 November · 8 minutes · done · knee 0, next morning 0
    No run, the day after Friday’s session, and the day before Sunday’s long run, as no other day is
    better.
    Warm-up                                              3:00
    Glute bridge              5 + 5                      2:40
    Calf raise                5 + 5                      2:00

  Sunday 29 November · 5 minutes · done · knee not told
    An extra session: kept in your diary, though it does not make next week grow faster.
    Warm-up                                              3:00
    Goblet squat              beside the plan            1:27   done 3

  Dose of the week           Last  At most  Dose   Mon   Fri  Sat  Sun  Done  Decision
  Goblet squat                  –        –    20  (10)  9/10    –   +3     9  start
  Calf raise                    –        –    20  (10)     –   10    –    10  start
  Side leg raise, each side     –        –    20  (10)    10    –    –    10  start
  Glute bridge                  –        –    20  (10)     –   10    –    10  start

  Why
    - A handful to begin with: two easy sets a session.


How to read it
  5 + 5     two sets of five reps; “s”: seconds to hold; “each side”: as much with each leg, the
            weaker one counts
  2:40      minutes and seconds: half a minute to get ready, sets, the rest after each; a session
            rounds up
  Last      the reference: what counted in the better of the last two weeks, those halved before a
            race passed over
  At most   a tenth more than that, and at least 10 reps or 40 seconds; none at the start
  Dose      what the week’s sessions ask for together, as planned on its first morning; later
            changes show in them
  9/10      nine of ten done; (10): missed, and where there is time it stands once more on another
            day
  +10       done beside the plan; it does not count
  Done      what counts for next week: never more than was asked, session by session
"""


def on_paper(**case):
    """The table of a case, and the answer that it shows."""
    read = read_case({"start": "2026-11-23", "runs": RUNS, **case}, CATALOGUE)
    answer = play(read, CATALOGUE, NAMES)
    return table(answer, read, CATALOGUE, NAMES), answer


def test_a_week_in_full():
    assert on_paper(**ONE_WEEK)[0] == ON_PAPER


LONG = {
    "plain": {},
    "short weeks": {"runs": SIX, "weeks": 3, "week_starts_on": "sunday", "start": "2026-11-25"},
    "no runs, much equipment": {
        "runs": {},
        "sessions_per_week": 3,
        "level": "strong",
        "minutes": 60,
        "equipment": ["dumbbell", "barbell", "band", "step", "wall"],
    },
    "a race, pain, a stop, time away": {
        "dated_runs": {"2026-12-13": "race"},
        "blocked": ["2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24"],
        "diary": {
            "2026-11-27": {"knee": 4, "next_morning": 3},
            "2026-11-30": {"did": "nothing"},
            "2026-12-25": {"flags": ["red"], "pain": {"squat": 5}},
            "2026-12-31": {"flags": ["cleared"]},
        },
        "otherwise": {"knee": 1, "effort": 5},
    },
}


@pytest.mark.parametrize("case", LONG.values(), ids=LONG)
def test_everything_of_the_answer_is_on_paper(case):
    text, answer = on_paper(**case)
    weeks = re.split(r"^Week \d+ · ", text, flags=re.MULTILINE)[1:]
    for paper, week in zip(weeks, answer["weeks"], strict=True):
        flat = " ".join(paper.split())
        for note in week["notes"]:
            assert note in flat
        short = [each for each in week["offers"] if "exercise" not in each]
        assert flat.count("What would help") == bool(short)
        assert flat.count("What may come") == (len(short) < len(week["offers"]))
        for session in week["sessions"]:
            day = date.fromisoformat(session["date"])
            title = f"{day:%A} {day.day} {day:%B} · {session['minutes']} minutes · {session['status']}"
            assert title in paper
            lines = paper[paper.index(title) :].split("\n\n")[0]
            for row in session["exercises"]:
                assert_sets(lines, row)
        for dose in week["doses"]:
            (line,) = re.findall(rf"^  {name_of(dose)}(?:, .*?)?  .*  {dose['action']}$", paper, re.MULTILINE)
            given = [str(dose[key]) if dose[key] is not None else "–" for key in ("reference", "at_most", "dose")]
            assert re.search(r" +".join(["", *given, ""]), line)
            assert dose["reason"] in flat


def assert_sets(lines, row):
    (line,) = (line for line in lines.splitlines() if line.startswith(f"    {name_of(row)}  "))
    assert " + ".join(map(str, row["sets"])) in line
    assert " + ".join(map(str, row["done"])) in line


def name_of(row):
    return NAMES[row["variation"] or row["exercise"]]


@pytest.mark.parametrize("case", LONG.values(), ids=LONG)
def test_lines_fit_and_stand_straight(case):
    lines = on_paper(**case)[0].splitlines()
    assert all(len(line) <= WIDTH for line in lines)
    assert not [line for line in lines if line != line.rstrip() or "\t" in line]


@pytest.mark.parametrize("case", LONG.values(), ids=LONG)
def test_what_was_asked_adds_up_to_the_dose(case):
    """Sessions that were missed stand in brackets; what nothing changed in mid-week adds up to the dose."""
    text, answer = on_paper(**case | {"diary": {}})
    for paper, week in zip(re.split(r"^Week ", text, flags=re.MULTILINE)[1:], answer["weeks"], strict=True):
        for dose in week["doses"]:
            (line,) = re.findall(rf"^  {name_of(dose)}(?:, .*?)?  (.*)  {dose['action']}$", paper, re.MULTILINE)
            _, _, total, *sessions, counted = line.split()
            assert int(total) == sum(int(each) for each in sessions if each != "–") == int(counted)


def test_dates_of_a_week_across_the_year():
    text, _ = on_paper(start="2026-12-28", weeks=1)
    assert "\nWeek 1 · 28 December 2026 to 3 January 2027\n" in text


def test_days_before_joining_are_blank():
    text, _ = on_paper(start="2026-11-27", weeks=1)
    (runs,) = (line for line in text.splitlines() if line.startswith("  Run  "))
    assert runs.split() == ["Run", "–", "–", "long"]


def test_what_would_help_is_said_in_words():
    text, answer = on_paper(runs=SIX, weeks=1)
    assert [offer["code"] for offer in answer["weeks"][0]["offers"]] == ["rest_day", "after_easy_run", "ten_minutes"]
    offers = text[text.index("  What would help\n") :].split("\n\n")[0]
    assert offers.splitlines()[1:] == [
        "    - 24 November: Rest on Tuesday. Leave out the easiest run of the week; its day goes to your",
        "      knees.",
        "    - 24 November: Strength after easy runs. Run first, strength six hours later or more; this week",
        "      it would be on Tuesday.",
        "    - 27 November: Ten minutes on Friday. A short version of the session: little, but it keeps what",
        "      you have.",
    ]


def test_what_may_be_taken_that_is_harder_is_said_in_words():
    load = {"2026-11-23": {"take": {"leg-press": {"load_grams": 20000}}}}
    text, answer = on_paper(level="regular", minutes=60, equipment=["leg-press", "dumbbell"], weeks=17, diary=load)
    week = answer["weeks"][-1]
    assert {each["code"] for each in week["offers"]} == {"harder", "heavier"}
    said = " ".join(text[text.rindex("  What may come\n") :].split("\n\n")[0].split())
    assert "- Time for something harder, when you like: single leg press." in said
    assert "- Time for more weight with the leg press, when you like: 30 kg at most." in said
