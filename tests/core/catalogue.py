"""The ten exercises and their variations as values: the facts that the delivered catalogue holds."""

from plans.core.types import Exercise, Measure, Pattern, Version

_QUADS_GLUTES = {"quads", "glutes"}


def _exercise(slug, pattern, primary, *variations, **facts):
    """An exercise and its variations, each (slug, rung, facts of its own)."""
    shared = {"primary": primary, "tempo": 4, "rest": 45, "needs": ()} | facts
    versions = [_version(None, 0, shared)]
    versions += [_version(name, rung, shared | own) for name, rung, own in variations]
    return Exercise(slug, pattern, tuple(versions))


def _version(variation, rung, facts):
    measure = facts.get("measure", Measure.REPS)
    return Version(
        variation=variation,
        rung=rung,
        primary=frozenset(facts["primary"]),
        measure=measure,
        one_sided=facts.get("one_sided", False),
        loaded=facts.get("loaded", False),
        seconds_per_rep=None if measure is Measure.HOLD else facts["tempo"],
        rest_seconds=facts["rest"],
        needs=tuple(frozenset(option.split("+")) for option in facts["needs"]),
    )


_BELLS = ("dumbbell", "kettlebell")

_EXERCISES = [
    _exercise(
        "squat", Pattern.KNEE, _QUADS_GLUTES,
        ("chair-squat", -1, {"needs": ("step",)}),
        ("sumo-squat", 0, {"primary": {"quads", "glutes", "adductors"}}),
        ("goblet-squat", 1, {"needs": _BELLS, "loaded": True}),
    ),
    _exercise(
        "lunge", Pattern.KNEE, _QUADS_GLUTES,
        ("split-squat", -1, {"needs": ("wall",)}),
        ("reverse-lunge", 0, {}),
        ("weighted-lunge", 1, {"needs": ("dumbbell",), "loaded": True}),
        one_sided=True,
    ),
    _exercise(
        "step-up", Pattern.KNEE, _QUADS_GLUTES,
        ("low-step-up", -1, {}),
        ("lateral-step-up", 0, {}),
        ("weighted-step-up", 1, {"needs": ("step+dumbbell",), "loaded": True}),
        one_sided=True, needs=("step",),
    ),
    _exercise(
        "deadlift", Pattern.HIP, {"hamstrings", "glutes"},
        ("hip-hinge", -1, {"needs": (), "loaded": False}),
        ("dumbbell-deadlift", 0, {"needs": _BELLS}),
        ("romanian-deadlift", 1, {"needs": ("barbell", "dumbbell")}),
        loaded=True, rest=90, needs=("barbell",),
    ),
    _exercise(
        "leg-press", Pattern.KNEE, _QUADS_GLUTES,
        ("high-feet-leg-press", 0, {"primary": {"quads", "glutes", "hamstrings"}}),
        ("low-feet-leg-press", 0, {"primary": {"quads"}}),
        ("single-leg-press", 2, {"one_sided": True}),
        loaded=True, rest=90, needs=("leg-press",),
    ),
    _exercise(
        "calf-raise", Pattern.CALF, {"calves"},
        ("supported-calf-raise", -1, {"needs": ("wall",)}),
        ("edge-calf-raise", 1, {"needs": ("step",)}),
        ("weighted-calf-raise", 1, {"needs": ("dumbbell",), "loaded": True}),
        ("single-leg-calf-raise", 2, {"one_sided": True}),
        tempo=3, rest=30,
    ),
    _exercise(
        "wall-sit", Pattern.KNEE, {"quads"},
        ("high-wall-sit", -1, {}),
        ("weighted-wall-sit", 1, {"needs": ("wall+kettlebell", "wall+dumbbell"), "loaded": True}),
        measure=Measure.HOLD, needs=("wall",),
    ),
    _exercise(
        "side-leg-raise", Pattern.ABDUCTION, {"hip-abductors"},
        ("clamshell", -1, {}),
        ("banded-side-leg-raise", 1, {"needs": ("band",)}),
        one_sided=True, tempo=3, rest=30,
    ),
    _exercise(
        "hamstring-curl", Pattern.HIP, {"hamstrings"},
        ("standing-curl", -1, {"needs": (), "loaded": False, "one_sided": True}),
        ("band-curl", 0, {"needs": ("band",), "loaded": False}),
        ("sliding-curl", 1, {"needs": ("sliders",), "loaded": False}),
        ("single-leg-curl", 2, {"one_sided": True}),
        loaded=True, rest=60, needs=("curl-machine",),
    ),
    _exercise(
        "glute-bridge", Pattern.HIP, {"glutes", "hamstrings"},
        ("banded-bridge", 1, {"needs": ("band",)}),
        ("single-leg-bridge", 2, {"one_sided": True}),
    ),
]  # fmt: skip

CATALOGUE = {exercise.slug: exercise for exercise in _EXERCISES}
EQUIPMENT = ("band", "barbell", "curl-machine", "dumbbell", "kettlebell", "leg-press", "sliders", "step", "wall")
