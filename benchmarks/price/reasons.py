"""Why targets are missed where they are, and what would be needed: by how the name of the target begins."""

_LOOK_BACK = (
    "After a change it is read where the runner stands, and the twelve weeks are drawn again, in which the sum of a "
    "year is little. Needed: each part of the page kept until what it shows changes."
)
_KEPT = (
    "What was kept is put together and compressed for each look, tens of kB, where the floor is next to nothing. "
    "Needed: the whole page kept as it is sent, for everybody to whom it is the same."
)
REASONS = {
    "landing, a week": (
        "Nobody has tried that week since the catalogue changed: two weeks are planned, twelve are forecast, and both "
        "are drawn. The next visitor with it has it kept. Needed: the usual weeks worked out beforehand."
    ),
    "landing, catalogue edited": (
        "The first visitor after an edit waits for the whole catalogue to be read, and for the week to be planned and "
        "drawn again; once an edit in each process. Needed: to work it out when it is edited."
    ),
    "exercise list, a new": (
        "The answer to another question is another list: it is looked for in the database, and all that was found is "
        "rendered. Needed: each exercise’s line kept rendered, so that an answer only joins lines."
    ),
    "exercise list, catalogue edited": (
        "The first visitor after an edit waits for the list to be read and rendered; once an edit in each process. "
        "Needed: to do that when it is edited."
    ),
    "exercise, catalogue edited": (
        "The first visitor after an edit waits for the exercise to be read, drawn and rendered; once an edit in each "
        "process. Needed: to do that when it is edited, or to keep each exercise until it changes itself."
    ),
    "today, changed": (
        "The first look after a change reads where the runner stands, which is five queries, and renders it. Needed: "
        "the week as it stands kept in one row that every writer brings up to date."
    ),
    "plan, changed": (
        "The first look after a change reads where the runner stands, plans the weeks that are not open yet, and "
        "renders four weeks. Needed: the weeks to come kept in the database, written by every change."
    ),
    "session, changed": (
        "The first look after a change reads the session with its sets and renders every exercise of it. Needed: "
        "exercises that did not change kept each by itself."
    ),
    "progress, a year, changed": _LOOK_BACK,
    "progress, five years, changed": _LOOK_BACK,
    "progress, five years, nothing kept": _LOOK_BACK,
    "log in": (
        "Ten times the counters of tries are written, and Django’s database cache counts its whole table before it "
        "writes. Needed: a cache for them that does not."
    ),
    "log a set": (
        "The runner is locked, the session read with all its sets to see that the set is asked for and not there yet, "
        "and its exercise rendered. Needed: to answer without the exercise, or to check in the database alone."
    ),
    **dict.fromkeys(("landing, beside", "exercise list, beside", "exercise, beside"), _KEPT),
    **dict.fromkeys(("today, beside", "plan, beside", "session, beside"), _KEPT),
    **dict.fromkeys(("progress, a year, beside", "progress, five years, beside"), _KEPT),
}
