"""Reasons as sentences that a runner understands: every code that the planner gives, in one place.

`sentence` words a reason of a week or a dose, `why_this_day` those of a session. Names of exercises come from `names`,
or from their slugs.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from plans.core import wording_asked as asked
from plans.core import words
from plans.core.types import GROUPS, Reason, RunKind
from plans.core.words import DAYS, Facts, Wording, counted, number

Names = Mapping[str, str]
joined = words.joined

RUN_NAMES = {RunKind.EASY: "easy run", RunKind.HARD: "hard run", RunKind.LONG: "long run", RunKind.RACE: "race"}
_PLACES = ("Bulgarian", "Copenhagen", "Cossack", "Nordic", "Romanian", "Russian", "Spanish", "Swiss", "Turkish")
_SAID = 3
_GROUP_NAMES = dict(zip(GROUPS, ("thighs", "glutes", "hamstrings", "outer hips", "calves"), strict=True))


def sentence(reason: Reason, names: Names | None = None) -> str:
    """A reason as one or two sentences. Raises KeyError for a code that has none."""
    worded = _SENTENCES[reason.code]
    facts = _words(reason, names or {})
    text = worded.format_map(facts) if isinstance(worded, str) else worded(facts)
    return text[:1].upper() + text[1:]


def why_this_day(day: date, reasons: Iterable[Reason]) -> str:
    """Why a session is on its day: “Tuesday: no run, two days after Sunday’s session, and not the day before …”."""
    return f"{DAYS[day.weekday()]}: {why(reasons)}"


def why(reasons: Iterable[Reason]) -> str:
    """The same without its day: “no run, two days after Sunday’s session, and not the day before …”."""
    clauses = []
    for reason in reasons:
        if reason.code in _CLAUSES:
            worded, facts = _CLAUSES[reason.code], _words(reason, {})
            clauses.append(worded.format_map(facts) if isinstance(worded, str) else worded(facts))
    against = [clauses.pop()] if clauses and clauses[-1].startswith("though") else []
    return ", ".join([_clauses(clauses), *against]) + "."


def reasons_of(day: date, reasons: Iterable[Reason], names: Names | None = None) -> list[str]:
    """A session's reasons: why this day, then the rest."""
    given = list(reasons)
    rest = [sentence(reason, names) for reason in given if reason.code not in _CLAUSES]
    return [why_this_day(day, given), *rest] if len(rest) < len(given) else rest


def summary(reasons: Sequence[Reason], names: Names | None = None) -> str:
    """What a change moved (see `difference`) in one line: the first three sentences, and that there is more."""
    said = [sentence(reason, names) for reason in reasons[:_SAID]]
    return " ".join([*said, *(["And more."] if len(reasons) > _SAID else [])])


def offer(code: str, day: date) -> tuple[str, str]:
    """What to do about a short week, as on a button, and what it comes to in a sentence."""
    button, means = _OFFERS[code]
    weekday = DAYS[day.weekday()]
    return button.format(weekday=weekday), means.format(weekday=weekday)


def step(code: str, name: str, load_grams: int | None) -> str:
    """What may be taken that is harder; `name` of the variation as it stands within a sentence."""
    return _STEPS[code].format(name=name, load=kilograms(load_grams or 0))


def kilograms(grams: int) -> str:
    """“7.5 kg”."""
    whole, rest = divmod(grams, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".") + " kg"


def spoken(names: Names) -> Names:
    """Names as they stand within a sentence: “calf raise”, but “Romanian deadlift”."""
    return {slug: name if name.startswith(_PLACES) else name[:1].lower() + name[1:] for slug, name in names.items()}


def _words(reason: Reason, names: Names) -> dict[str, Any]:
    """The facts as words: names, weekdays, kinds of run, other reasons."""
    facts = dict(reason.facts)
    for key in ("exercise", "variation"):
        slug = facts.get(key) or facts.get("exercise")
        if key in facts and isinstance(slug, str):
            facts[key] = names.get(slug, slug.replace("-", " "))
    for key in ("exercises", "without", "added"):
        if isinstance(slugs := facts.get(key), tuple):
            facts[key] = [names.get(slug, slug.replace("-", " ")) for slug in slugs]
    if isinstance(day := facts.get("date"), date):
        facts |= {"weekday": DAYS[day.weekday()], "day": f"{day.day} {day:%b}"}
    if isinstance(since := facts.get("since"), date):
        facts["since"] = f"{DAYS[since.weekday()]}, {since.day} {since:%b}"
    if isinstance(run := facts.get("run"), RunKind):
        facts["run"] = RUN_NAMES[run]
    if isinstance(why := facts.get("why"), Reason):
        facts["why"] = sentence(why, names).replace(": less this week.", ".")
    return facts


def _clauses(parts: list[str]) -> str:
    return ", ".join(parts) if len(parts) < 3 else ", ".join(parts[:-1]) + f", and {parts[-1]}"


def _since_last(facts: Facts) -> str:
    days = facts["days"]
    if days > 6:
        return "a week after your last session"
    return f"{'the day' if days == 1 else f'{number(days)} days'} after {facts['weekday']}’s session"


def _before_run(facts: Facts) -> str:
    return f"the day before {facts['weekday']}’s {facts['run']}{_for_want_of_better(facts)}"


def _before_race(facts: Facts) -> str:
    return f"shortly before {facts['weekday']}’s race{_for_want_of_better(facts)}"


def _for_want_of_better(facts: Facts) -> str:
    return "" if facts["pinned"] else ", as no other day is better"


def _pinned(facts: Facts) -> str:
    return "you pinned it" + (f", beside your {facts['run']}" if facts["run"] else "")


def _short(facts: Facts) -> str:
    free, left, away, held = facts["free"], facts["left"], facts["away"], counted(facts["sessions"], "session")
    if free > facts["sessions"]:
        days_off = " and your days off" if away or facts["skipped"] else ""
        return f"too little room between your runs{days_off} this week: {held}."
    if facts["skipped"] and not facts["passed"]:
        remain = f"{counted(free, 'free day')} {'remains' if free == 1 else 'remain'}"
        return f"{_days_off(facts)}, {remain} this week: {held}."
    if facts["passed"]:
        stays = "it stays at " if facts["sessions"] and not left else ""
        return f"{number(left)} free day is left this week: {stays}{held}."
    if not away:
        return f"{counted(free, 'free day')} this week: {held}."
    if free:
        return f"you are away or ill on all but {number(free)} of your free days this week: {held}."
    return f"you are away or ill on your free {'days' if away > 1 else 'day'} this week: {held}."


def _days_off(facts: Facts) -> str:
    """“With Friday left out”, “while you are away or ill, and with Friday left out”."""
    skipped = facts["skipped"]
    named = joined([DAYS[day.weekday()] for day in skipped]) if len(skipped) < 4 else counted(len(skipped), "day")
    return f"{'while you are away or ill, and ' if facts['away'] else ''}with {named} left out"


def _uncovered(facts: Facts) -> str:
    text = "this week leaves out the " + joined([_GROUP_NAMES[group] for group in facts["groups"]])
    return text + (f"; sessions of {facts['minutes']} minutes would do." if facts["minutes"] else ".")


def _groups_missing(facts: Facts) -> str:
    return "with the {} instead, nothing would train the {}.".format(
        facts["exercise"], joined([_GROUP_NAMES[group] for group in facts["groups"]])
    )


def _shortened(facts: Facts) -> str:
    without = joined(facts["exercises"])
    return f"{number(facts['minutes'])} minutes on {facts['weekday']}: this once without the {without}."


def _away(facts: Facts) -> str:
    weeks, ill = facts["weeks"], facts["ill"]
    off = "back after an illness"
    if weeks > 1:
        off = f"not trained for {counted(weeks, 'week')}" if facts["trained"] else f"{counted(weeks, 'week')} away"
        off += ", with an illness" if ill else ""
    if not facts["less"]:
        return f"{off}: it goes on with the smallest dose."
    return f"{off}: it comes back below your {facts['reference']} and grows from there."


def _week_off(facts: Facts) -> str:
    return f"{'not trained last week' if facts['trained'] else 'a week off'}: it goes on where you were."


def _easier(facts: Facts) -> str:
    return f"{facts['why']} From now on {'less, and ' if facts['less'] else ''}easier, as {facts['variation']}."


def _grow(facts: Facts) -> str:
    if "least" in facts:
        return f"all went well: {facts['least']} are the least that a week asks for."
    return f"all went well: at most a tenth more than {facts['reference']}."


def _morning(facts: Facts) -> str:
    if facts["again"]:
        return f"your knee was sore the next morning again ({facts['morning']} of 10): less this week."
    return f"your knee was sore the next morning ({facts['morning']} of 10): the same this week."


def _changed(facts: Facts) -> str:
    return f"now as {facts['variation']}" + (", with fewer reps to begin with." if facts["harder"] else ".")


def _load(facts: Facts) -> str:
    return "a heavier weight, so fewer reps." if facts["new"] > facts["old"] else "a lighter weight, the same reps."


_CLAUSES: Mapping[str, Wording] = {
    "free_day": "no run",
    "after_easy_run": "after your easy run, six hours later or more",
    "pinned": _pinned,
    "since_last": _since_last,
    "before_run": _before_run,
    "before_race": _before_race,
    "not_before_run": "not the day before {weekday}’s {run}",
    "well_before_run": "well before {weekday}’s {run}",
    "after_run": "though the day after {weekday}’s {run}",
}

_OFFERS = {
    "rest_day": ("Rest on {weekday}", "Leave out the easiest run of the week; its day goes to your knees."),
    "after_easy_run": (
        "Strength after easy runs",
        "Run first, strength six hours later or more; this week it would be on {weekday}.",
    ),
    "ten_minutes": ("Ten minutes on {weekday}", "A short version of the session: little, but it keeps what you have."),
}

_STEPS = {
    "harder": "Time for something harder, when you like: {name}.",
    "heavier": "Time for more weight with the {name}, when you like: {load} at most.",
}

_SENTENCES: Mapping[str, Wording] = {
    # A week (section 2)
    "short": _short,
    "eased_in": "Easing in is over: two sessions a week from now on.",
    "on_run_day": "Strength shares a day with a run this week: run first, strength at least six hours later.",
    "back_to_back": "Two sessions are on neighbouring days; they share out the muscles between them.",
    "before_key_run": "A session sits just before a hard run, a long run or a race; your week leaves no better day.",
    "pinned_blocked": "{weekday} is pinned and blocked; it stays free.",
    "pinned_skipped": "{weekday} is pinned and left out; it stays free.",
    "pinned_on_run": "{weekday} is pinned, though it holds your {run}.",
    "pinned_by_race": "{weekday} is pinned, though it is right beside a race.",
    "pinned_third": "{weekday} is pinned, though that makes three days of strength in a row.",
    "race_week": "Race on {weekday}, {day}: nothing grows this week.",
    "race_ahead": "Race on {weekday}, {day}: the week before it stays light, and nothing grows.",
    "after_race": "The week after your race on {day}: nothing grows yet.",
    "halved": "Half the sets: your race is on {weekday}.",
    # A free day that was left out (section 2)
    "not_back_to_back": "free, but beside another session; muscles like a day between.",
    "not_beside_race": "free, but right beside {weekday}’s race.",
    "not_before_race": "free, but two days before {weekday}’s race; fresh legs matter there.",
    "not_crowding": "free, but then the other session would sit just before a harder run.",
    "not_earliest": "free, and just as good; the earlier days come first.",
    "not_enough_room": "free, but with it the week would have less room for the others.",
    "not_eve": "free, but the day before {weekday}’s {run}; fresh legs matter there.",
    "not_even": "free, but the sessions would be spread less evenly.",
    "not_moved": "free, but your sessions have their days already, and stay there.",
    "not_needed": "free, and it stays so: your sessions have their days.",
    "not_third_in_row": "free, but it would make three days of strength in a row.",
    "not_tired": "free, but the day after {weekday}’s {run}; let the legs recover.",
    "not_wanted": "free, but you left it out.",
    # Exercises (section 3)
    "nothing_left": "No session on {weekday} after all: nothing is left that may be trained that day.",
    "uncovered": _uncovered,
    "left": "To keep to your {minutes} minutes, one session goes without the {exercise} until the next block.",
    "shortened": _shortened,
    "another_day": "On another day than planned: it counts as the week’s next session.",
    "unplanned": "An extra session: kept in your diary, though it does not make next week grow faster.",
    # A dose (section 4)
    "start": "a handful to begin with: two easy sets a session.",
    "restart": "your first whole week: it starts once more with a handful.",
    "grow": _grow,
    "top": "the top of the range: it stays there until you take something harder.",
    "minutes": "as much as your {minutes} minutes allow.",
    "fewer_sessions": "fewer sessions than lately: the week is lighter, not doubled.",
    "away": _away,
    "week_off": _week_off,
    "much_missed": "{done} of {asked} last week: the same once more.",
    "regain": "{done} last week: first back to your {reference}.",
    "hold": "the same this week.",
    "swapped": "swapped for another last week: the same this week.",
    # The knee (section 5)
    "pain_severe": "your knee hurt badly on {weekday}: less this week.",
    "pain_not_settled": "your knee hurt ({pain} of 10) and had not settled by the morning ({morning}): less this week.",
    "pain_settled": "your knee hurt a little ({pain} of 10) and settled: the same this week.",
    "morning_unanswered": "your knee hurt a little ({pain} of 10), and the morning is not known: the same this week.",
    "morning_sore": _morning,
    "pain_unanswered": "no word on how your knee was: the same this week.",
    "pain_rising": "your knee went from {last} to {pain} of 10 within a week: less this week.",
    "pain_three_weeks": "your knee has hurt for three weeks: less this week. Please have it looked at by a clinician.",
    "effort_twice": "two very hard sessions in a row: less this week.",
    "effort_high": "a very hard session ({effort} of 10): the same this week.",
    "effort_and_missed": "a hard session with reps missed: the same this week.",
    "reps_twice": "far from all reps in two sessions in a row: less this week.",
    "easier": _easier,
    "paused": "{why} There is nothing easier, so it pauses for a week.",
    "red_flag": (
        "A warning sign: no strength since {since}, and better no running either. See a clinician today; with chest "
        "pain or trouble breathing call the emergency number. We go on when you tell us that you were cleared."
    ),
    "severe_pain": (
        "Bad knee pain: no strength since {since}. Please see a clinician; we go on when you tell us that you were "
        "cleared."
    ),
    "cleared": lambda facts: (
        f"good to have you back: {'less than before' if facts['less'] else 'no more than before'}, to begin with."
    ),
    # What a runner asks for (section 4)
    "changed": _changed,
    "load": _load,
    "load_too_heavy": "That weight is too big a step for now: it would ask for less than two sets of eight.",
    "load_too_early": (
        "A heavier weight comes after two sessions in a row with every set at the top, and little pain; the {exercise} "
        "is not there yet."
    ),
    "not_loaded": "The {exercise} carries no weight as you do it.",
    "cannot_be_done": "The {variation} needs equipment that you do not have.",
    "two_rungs": "One step at a time: there is another one before the {variation}.",
    "harder_too_early": "The {variation} comes after two sessions in a row at the top, with little pain and effort.",
    "no_such_exercise": "There is no exercise called {exercise}.",
    "no_such_variation": "The {exercise} is not done that way.",
    "not_in_session": "The {exercise} is not planned on {weekday}.",
    "already_held": "The {exercise} is in this week already.",
    "back_too_early": "The {variation} comes back after two sessions with little pain and effort.",
    "not_in_block": "The {exercise} is not in your plan.",
    "groups_missing": _groups_missing,
    "pattern_full": "The session has two exercises of that kind already.",
    "pattern_next_day": "The session of the day before or after trains the same muscles as the {exercise}.",
    "overruns": "With that, a session would be longer than your minutes.",
    # What a runner asks for on the plan, and what it moves (section 2)
    "no_session": "There is no session on {weekday} that could move.",
    "nothing_to_undo": "There is nothing to take back.",
    **asked.SENTENCES,
}
