import ast
from datetime import date
from pathlib import Path

import pytest

from plans.core import calendar, wording
from plans.core.types import RunKind, because
from plans.core.wording import reasons_of, sentence, why_this_day

PLANS = Path(wording.__file__).parent.parent
TUESDAY = date(2026, 11, 24)
FACTS = {
    "exercise": "squat", "variation": "goblet-squat", "date": TUESDAY, "run": RunKind.HARD, "days": 2, "free": 1,
    "left": 1, "away": 0, "passed": 0, "sessions": 1, "groups": ("quads", "calves"), "minutes": 15, "reference": 20,
    "weeks": 3, "ill": False, "done": 8, "asked": 20, "pain": 4, "last": 1, "morning": 3, "again": True, "effort": 9,
    "old": 8000, "new": 9000, "exercises": ("squat", "wall-sit"), "harder": True, "less": True,
    "trained": False, "since": TUESDAY, "why": because("effort_twice"), "skipped": (),
    "dates": (TUESDAY,), "to": TUESDAY, "this_week": date(2026, 11, 23), "starts": TUESDAY, "ends": TUESDAY, "took": 18,
    "takes": 10, "without": ("leg-press",), "added": (), "amount": "less",
}  # fmt: skip


def given_codes():
    """Every code that the core gives as a reason."""
    codes = {code for _, code in calendar._REASONS} | set(calendar._AGAINST.values())
    for path in PLANS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "because":
                values = node.args[0]
                options = [values.body, values.orelse] if isinstance(values, ast.IfExp) else [values]
                codes |= {option.value for option in options if isinstance(option, ast.Constant)}
    return codes


def test_every_code_has_words_and_every_words_a_code():
    assert given_codes() == {*wording._SENTENCES, *wording._CLAUSES}


@pytest.mark.parametrize("code", sorted(wording._SENTENCES))
def test_sentences_are_whole(code):
    text = sentence(because(code, **FACTS))
    assert text[0] == text[0].upper()
    assert text.endswith(".")
    assert not set("{}_") & set(text)


def test_why_a_day_reads_as_a_coach_would_say_it():
    reasons = [
        because("free_day"),
        because("since_last", days=2, date=date(2026, 11, 22)),
        because("not_before_run", run=RunKind.HARD, date=date(2026, 11, 26)),
    ]
    text = "Tuesday: no run, two days after Sunday’s session, and not the day before Thursday’s hard run."
    assert why_this_day(TUESDAY, reasons) == text
    assert reasons_of(TUESDAY, [*reasons, because("halved", date=date(2026, 11, 29))]) == [
        text,
        "Half the sets: your race is on Sunday.",
    ]


def test_what_speaks_against_a_day_comes_last():
    sunday = {"run": RunKind.LONG, "date": date(2026, 11, 22)}
    reasons = [
        because("free_day"),
        because("since_last", days=4, date=date(2026, 11, 19)),
        because("after_run", **sunday),
    ]
    assert wording.why(reasons) == "no run, four days after Thursday’s session, though the day after Sunday’s long run."


def test_the_last_session_has_a_name_until_it_is_a_week_ago():
    clauses = [wording.why([because("since_last", days=days, date=TUESDAY)]) for days in (1, 6, 7)]
    assert clauses == [
        "the day after Tuesday’s session.",
        "six days after Tuesday’s session.",
        "a week after your last session.",
    ]


def test_a_pinned_day_does_not_claim_to_be_the_best():
    sunday = {"run": RunKind.LONG, "date": date(2026, 11, 29)}
    pinned = [because("pinned", run=None), because("before_run", **sunday, pinned=True)]
    assert wording.why(pinned) == "you pinned it, the day before Sunday’s long run."
    chosen = [because("free_day"), because("before_race", **sunday, pinned=False)]
    assert wording.why(chosen) == "no run, shortly before Sunday’s race, as no other day is better."


def test_names_can_be_given():
    assert "Kniebeuge" in sentence(because("left", exercise="squat", minutes=15), {"squat": "Kniebeuge"})


def test_what_grows_to_the_least_does_not_claim_a_tenth():
    assert sentence(because("grow", reference=20)) == "All went well: at most a tenth more than 20."
    assert sentence(because("grow", reference=9, least=10)) == "All went well: 10 are the least that a week asks for."


def test_easier_and_less_are_only_said_when_they_are_so():
    badly = because("pain_severe", date=TUESDAY)
    assert sentence(badly) == "Your knee hurt badly on Tuesday: less this week."
    easier = {"why": badly, "exercise": "squat", "variation": "chair-squat"}
    text = "Your knee hurt badly on Tuesday. From now on {}easier, as chair squat."
    assert sentence(because("easier", **easier, less=False)) == text.format("")
    assert sentence(because("easier", **easier, less=True)) == text.format("less, and ")
    pause = "Your knee hurt badly on Tuesday. There is nothing easier, so it pauses for a week."
    assert sentence(because("paused", why=badly)) == pause


def test_what_may_come_names_it_and_the_heaviest_load():
    assert wording.step("harder", "goblet squat", None) == "Time for something harder, when you like: goblet squat."
    heavier = "Time for more weight with the goblet squat, when you like: 8.8 kg at most."
    assert wording.step("heavier", "goblet squat", 8800) == heavier


def test_each_offer_has_a_button_and_what_it_means():
    assert {code: wording.offer(code, TUESDAY)[0] for code in wording._OFFERS} == {
        "rest_day": "Rest on Tuesday",
        "after_easy_run": "Strength after easy runs",
        "ten_minutes": "Ten minutes on Tuesday",
    }
    assert all(wording.offer(code, TUESDAY)[1].endswith(".") for code in wording._OFFERS)
