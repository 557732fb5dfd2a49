"""Diaries to live through: of each, what there is to it."""

ANA = {
    "start": "2026-11-23",
    "runs": {"tuesday": "easy", "wednesday": "hard", "thursday": "easy", "saturday": "easy", "sunday": "long"},
    "equipment": ["step", "wall"],
}
THREE = {"start": "2026-11-23", "runs": {"tuesday": "easy", "thursday": "hard", "saturday": "long"}}
ALL = ["dumbbell", "kettlebell", "band", "step", "wall", "sliders"]


def answered(knee, morning=0, **more):
    return {"did": "all", "knee": knee, "next_morning": morning, **more}


TWO_WEEKS = ANA | {
    "weeks": 3,
    "diary": {
        "2026-11-23": {
            "did": {"squat": [5], "glute-bridge": [5, 5], "side-leg-raise": [5, 5], "calf-raise": [5, 5]},
            "knee": 1, "next_morning": 0, "effort": 6,
        },
        "2026-11-27": answered(2, 1, swap={"squat": "lunge"}),
    },
}  # fmt: skip

EIGHT_WEEKS = ANA | {
    "weeks": 11,
    "minutes": 45,
    "blocked": [f"2026-12-{day}" for day in range(21, 32)] + [f"2027-01-{day:02}" for day in range(1, 11)],
    "diary": {
        "2026-11-27": {"did": "nothing"},
        "2026-12-04": answered(4, 2),
        "2026-12-11": answered(7, 3),
        "2027-01-22": answered(1, 1, take={"calf-raise": {"variation": None}}),
    },
}

CASES = {
    "all is done": ANA | {"weeks": 6},
    "a set missed and an exercise swapped": TWO_WEEKS,
    "eight weeks with a miss, pain, a holiday of three weeks and a rung up": EIGHT_WEEKS,
    "a session missed finds other days, until there are none": THREE
    | {
        "weeks": 3,
        "diary": {f"2026-{day}": {"did": "nothing"} for day in ("11-23", "11-25", "11-27", "11-29", "12-02")},
    },
    "on another day, and one more than planned": THREE
    | {"weeks": 3, "diary": {"2026-11-24": answered(0), "2026-11-26": answered(1), "2026-11-29": answered(0)}},
    "a sore morning after the week's last day": {
        "start": "2026-11-23", "runs": {"monday": "easy", "wednesday": "hard", "saturday": "easy"}, "weeks": 4,
        "pinned": ["2026-11-29", "2026-12-06"],
        "diary": {"2026-11-29": answered(1, 4), "2026-12-06": answered(5, 4)},
    },
    "a warning sign, cleared a week later": ANA
    | {
        "weeks": 5,
        "diary": {
            "2026-12-04": answered(1, flags=["red"]),
            "2026-12-13": {"did": "nothing", "flags": ["cleared"]},
        },
    },
    "sharp pain, cleared within the week": THREE
    | {
        "weeks": 4,
        "diary": {
            "2026-12-02": {"did": "nothing", "flags": ["sharp"]},
            "2026-12-03": {"did": "nothing", "flags": ["cleared"]},
        },
    },
    "bad pain twice within a fortnight": THREE
    | {"weeks": 5, "diary": {"2026-11-27": answered(6, 1), "2026-12-04": answered(2, 7), "2026-12-20": {
        "did": "nothing", "flags": ["cleared"]}}},
    "one exercise hurts": ANA | {"weeks": 4, "diary": {"2026-11-30": answered(2, 1, pain={"squat": 6})}},
    "hard sessions, and reps far from all": ANA
    | {
        "weeks": 4,
        "diary": {
            "2026-11-30": answered(1, effort=9),
            "2026-12-04": answered(1, effort=9),
            "2026-12-07": {"did": {"squat": [3], "calf-raise": [6]}, "knee": 1, "next_morning": 1, "effort": 8},
        },
    },
    "nobody answers": THREE | {"weeks": 4, "otherwise": {"did": "all"}},
    "joined on a Thursday, weeks from Sunday, a race": {
        "start": "2026-11-26", "week_starts_on": "sunday", "weeks": 5, "minutes": 20, "level": "regular",
        "equipment": ALL, "runs": {"tuesday": "easy", "thursday": "hard", "sunday": "long"},
        "dated_runs": {"2026-12-13": "race", "2026-12-10": None},
    },
    "ill below the neck, and strength after easy runs": {
        "start": "2026-11-23", "weeks": 6, "sessions_per_week": 3, "level": "strong", "equipment": ALL,
        "runs": dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), "easy"),
        "strength_after_easy_runs": True,
        "ill": [["2026-12-05", "2026-12-16", "below"]],
    },
}  # fmt: skip
