"""Why an exercise asks for what it does, in a few words: “one more than last week”, “you were away three weeks”."""

from collections.abc import Mapping

from plans.core.plan import Dose, Prescription
from plans.core.progression import spread
from plans.core.types import Measure, Reason
from plans.core.words import Facts, Wording, counted, number

_AS_BEFORE = "as last week"


def why_so_many(prescription: Prescription, dose: Dose) -> str:
    """`dose` is the exercise's in the week of the session. "" where there is nothing to say."""
    reason = next((each for each in dose.reasons if each.code in _WORDS), None)
    if reason is None:
        return ""
    if reason.code == "grow":
        return _grown(prescription, dose)
    return _words(reason)


def _words(reason: Reason) -> str:
    worded = _WORDS[reason.code]
    facts = dict(reason.facts)
    if isinstance(why := facts.get("why"), Reason):
        facts["why"] = _words(why).removeprefix("less: ")
    return worded.format_map(facts) if isinstance(worded, str) else worded(facts)


def _grown(prescription: Prescription, dose: Dose) -> str:
    """By how much the session asks for more than its like of last week did."""
    amount = sum(prescription.sets)
    now = [sum(sets) for sets in spread(dose.decided, dose.sessions, dose.version)]
    before = [sum(sets) for sets in spread(dose.reference or 0, dose.sessions, dose.version)]
    if amount not in now or not dose.reference:
        return "a little more a week"
    more = amount - before[now.index(amount)]
    if not more:
        return f"{_AS_BEFORE}; another day has more"
    return (
        f"{more} s more than last week"
        if prescription.measure is Measure.HOLD
        else f"{number(more)} more than last week"
    )


def _away(facts: Facts) -> str:
    if facts["weeks"] < 2:
        return "back after an illness"
    weeks = counted(facts["weeks"], "week")
    return f"not trained for {weeks}" if facts["trained"] else f"you were away {weeks}"


_WORDS: Mapping[str, Wording] = {
    "start": "a handful to begin with",
    "restart": "a handful once more",
    "grow": "",
    "top": "the top of the range",
    "minutes": "as much as {minutes} minutes allow",
    "fewer_sessions": "fewer sessions than lately",
    "away": _away,
    "week_off": "as before your week off",
    "much_missed": _AS_BEFORE + ": {done} of {asked} were done",
    "regain": "back to your {reference} a week",
    "hold": _AS_BEFORE,
    "swapped": _AS_BEFORE,
    "pain_severe": "less: your knee hurt badly",
    "pain_not_settled": "less: your knee hurt, and had not settled",
    "pain_settled": _AS_BEFORE + ": your knee hurt a little",
    "morning_unanswered": _AS_BEFORE + ": your knee hurt a little",
    "morning_sore": lambda facts: f"{'less' if facts['again'] else _AS_BEFORE}: a sore knee the next morning",
    "pain_unanswered": _AS_BEFORE + ": no word on your knee",
    "pain_rising": "less: your knee hurt more than before",
    "pain_three_weeks": "less: your knee has hurt for three weeks",
    "effort_twice": "less: two very hard sessions",
    "effort_high": _AS_BEFORE + ": it was very hard",
    "effort_and_missed": _AS_BEFORE + ": it was hard",
    "reps_twice": "less: far from all reps, twice",
    "easier": "easier now: {why}",
    "cleared": "gently, after your break",
    "changed": lambda facts: "new: fewer to begin with" if facts["harder"] else "another way, as many",
    "load": lambda facts: "heavier, so fewer" if facts["new"] > facts["old"] else "lighter, as many",
    "race_week": "nothing grows before a race",
    "race_ahead": "nothing grows before a race",
    "after_race": "nothing grows after a race yet",
}
