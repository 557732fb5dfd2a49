"""The sentences for what a runner asks for on the plan (see `asking`), and for what it moves (see `difference`).

`wording` takes them in with all others; `this_week` is the first day of the week that holds today.
"""

from collections.abc import Mapping

from plans.core.words import Facts, Wording, counted, day_from, joined, number, span, weekday

_NAMED = 3  # days that a sentence names; of more it gives the number
_EXERCISES = 2  # the same of exercises


def _moves(facts: Facts) -> str:
    day, to, this_week = facts["date"], facts["to"], facts["this_week"]
    weeks = (day - this_week).days // 7
    if weeks in (0, 1):
        return f"{'next week ' if weeks else ''}{weekday(day)}’s session moves to {weekday(to)}."
    return f"the session of {day_from(this_week, day)} moves to {day_from(this_week, to)}."


def _named(facts: Facts) -> str:
    return joined([day_from(facts["this_week"], day) for day in facts["dates"]])


def _gained(facts: Facts) -> str:
    more = f"{counted(len(facts['dates']), 'session')} more"
    return f"{more}: {_named(facts)}." if len(facts["dates"]) <= _NAMED else f"{more}."


def _lost(facts: Facts) -> str:
    dates, stay = facts["dates"], counted(facts["sessions"], "session")
    if len(dates) == 1:
        week = "this week" if (dates[0] - facts["this_week"]).days < 7 else "that week"
        return f"no session on {_named(facts)} any more: {stay} {week}."
    if len(dates) <= _NAMED:
        return f"no sessions on {_named(facts)} any more."
    return f"{counted(len(dates), 'session')} fewer."


def _again(facts: Facts) -> str:
    day, to = facts["date"], facts["to"]
    return f"{weekday(day)}’s session is to be done again{'' if to == day else f', on {weekday(to)}'}."


def _sessions(facts: Facts) -> str:
    """“Friday’s session is”, “the session of Fri 11 Dec is”, “the sessions of 7 to 13 December are”."""
    dates = facts["dates"]
    if len(dates) == 1:
        day = day_from(facts["this_week"], dates[0])
        return f"{day}’s session is" if day == weekday(dates[0]) else f"the session of {day} is"
    return f"the sessions of {span(facts['starts'], facts['ends'])} are"


def _changes(facts: Facts) -> str:
    day = day_from(facts["this_week"], facts["date"])
    whose = f"{day}’s session" if day == weekday(facts["date"]) else f"the session of {day}"
    parts = []
    for link, names in (("without", facts["without"]), ("with", facts["added"])):
        if names and len(names) <= _EXERCISES:
            parts.append(f"{link} the {joined(names)}")
        elif names:
            parts.append(f"{link} {number(len(names))} {'of its' if link == 'without' else 'other'} exercises")
    if facts["took"] != facts["takes"]:
        parts.append(f"{facts['takes']} minutes instead of {facts['took']}")
    return f"{whose} changes: {', '.join(parts)}."


def _sets(facts: Facts) -> str:
    what = {"less": "for less", "more": "for more"}.get(facts["amount"], "for other sets")
    names = facts.get("exercises", ())  # of what was kept before they were told, none
    of = f" of the {joined(names)}" if 0 < len(names) <= _EXERCISES else ""
    return f"{counted(facts['sessions'], 'session')} {'asks' if facts['sessions'] == 1 else 'ask'} {what}{of}."


SENTENCES: Mapping[str, Wording] = {
    "to_away": lambda facts: f"you are {'ill' if facts['ill'] else 'away'} on {facts['weekday']}.",
    "to_taken": "Another session is there.",
    "to_run": "Your {run} is on that day.",
    "to_eve": "The day before your race.",
    "to_day_after": "The day after your race.",
    "to_third": "It would make three days of strength in a row.",
    "other_week": "A session can move within its week.",
    "days_reversed": "The last day lies before the first.",
    "days_too_many": "More than {days} days at a time are too many.",
    "days_passed": "These days have passed.",
    "ill_long_ago": "That began more than {days} days ago; your plan has moved on since.",
    "strength_stops": "No strength until you tell us that you were cleared.",
    "session_moves": _moves,
    "session_lost": _lost,
    "session_gained": _gained,
    "session_again": _again,
    "session_counts": "{weekday}’s session counts again.",
    "sessions_halved": lambda facts: f"{_sessions(facts)} halved.",
    "sessions_whole": lambda facts: f"{_sessions(facts)} whole again.",
    "session_changes": _changes,
    "exercises_change": lambda facts: f"{counted(facts['sessions'], 'session')} have other exercises.",
    "sets_change": _sets,
    "nothing_moves": "Nothing else moves.",
    # A session that is started, finished or changed
    "day_to_come": "That day is still to come: a session can be done today, or logged afterwards.",
    "day_long_ago": "That day lies too far back to be logged; your plan has moved on since.",
    "nothing_to_train": "Nothing is planned this week that could be done now.",
    "nothing_done": "Nothing is logged yet, so there is nothing to finish.",
    "not_offered": "That exercise cannot become that here any more.",
}
