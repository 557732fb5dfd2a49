"""A figure in a trainer's words: what its numbers are called, their units, and why one is refused."""

from collections.abc import Mapping

from exercises.figures.body import FOREARM, JOINTS, SHANK, SIDES, THIGH, UPPER_ARM, Range
from exercises.figures.reading import MovementError, OutOfRange, OutOfReach

DEGREES, UNITS, SECONDS = "°", " units", " s"
VIEWS = {"side": "From the side", "front": "From the front"}
ANCHORS = {
    "near_foot": "The near foot stands",
    "far_foot": "The far foot stands",
    "pelvis": "The hips have a place",
    "upper_back": "The upper back has a place",
}
THINGS = {
    "step": "A step",
    "edge": "An edge to stand on",
    "wall": "A wall",
    "mat": "A mat",
    "chair": "A chair",
    "press": "A leg press",
    "curl": "A leg curl machine",
    "sliders": "Sliders under the feet",
    "dumbbells": "Two dumbbells",
    "dumbbell": "A dumbbell",
    "kettlebell": "A kettlebell",
    "barbell": "A barbell",
    "band": "A band",
}
MEASURES = {
    "x": "left edge at",
    "width": "width",
    "height": "height",
    "slope": "slope of its rail",
    "feet": "feet above the middle of its plate by",
}
MEASURES_OF = {
    "press": {"x": "rail meets the seat at", "height": "there, above the floor by"},
    "band": {"x": "fixed at", "height": "there, above the floor by"},
}
_BODY = {
    "trunk": "Trunk, leaning forward by",
    "neck": "Head, bent forward by",
    "pelvis.x": "Hips, right of the middle by",
    "pelvis.height": "Hips, above the floor by",
    "upper_back.x": "Upper back, right of the middle by",
    "upper_back.height": "Upper back, above the floor by",
}
_LEG = {
    "hip": "hip, bent by",
    "knee": "knee, bent by",
    "ankle": "ankle, toes pulled up by",
    "foot.x": "foot, right of the middle by",
    "foot.height": "foot, above the floor by",
    "foot.pitch": "foot, toes higher than the heel by",
    "leg_turn": "leg, knee turned to the viewer by",
    "foot_turn": "foot, turned to the viewer by",
}
_ARM = {
    "shoulder": "arm, raised forward by",
    "elbow": "elbow, bent by",
    "hand.x": "hand, right of the middle by",
    "hand.height": "hand, above the floor by",
    "arm_turn": "arm, elbow turned to the viewer by",
}
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Trunk and head": tuple(_BODY),
    **{
        f"{side.capitalize()} {limb}": tuple(f"{side}_{name}" for name in names)
        for limb, names in (("leg", _LEG), ("arm", _ARM))
        for side in SIDES
    },
}
CHANNEL_WORDS: Mapping[str, str] = _BODY | {
    f"{side}_{name}": f"{side.capitalize()} {words}" for side in SIDES for name, words in (_LEG | _ARM).items()
}
BENDS = ("hip", "knee", "elbow")
LENGTHS = {"foot": (THIGH, SHANK, "leg", "hip to ankle"), "hand": (UPPER_ARM, FOREARM, "arm", "shoulder to hand")}


def point_words(point: str) -> str:
    """A body point, such as “Near knee”."""
    return point.replace("_", " ").capitalize()


def unit_of(channel: str) -> str:
    return UNITS if channel.endswith((".x", ".height")) else DEGREES


def thing_measure(kind: str, name: str) -> str:
    return MEASURES_OF.get(kind, {}).get(name, MEASURES[name])


def number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−") if abs(value) < 1e9 else "a number that large"


def span(allowed: Range, unit: str) -> str:
    return f"it takes {number(allowed.low)} to {number(allowed.high)}{unit}"


def too_far(subject: str, value: float, allowed: Range, unit: str, joint: str = "") -> str:
    """Why a number that was typed is refused."""
    if value > allowed.high:
        why = f"is more than {_a(joint)} bends" if joint in BENDS else "is too much"
    else:
        why = "would bend it backwards" if joint in ("knee", "elbow") else "is too little"
    return f"{subject}: {number(value)}{unit} {why}; {span(allowed, unit)}."


def joint_of(channel: str) -> str:
    """The joint that a channel is of; empty for a turn, a place, the trunk and the head."""
    name = channel.removeprefix("near_").removeprefix("far_")
    return name if name in JOINTS else ""


def subject_of(channel: str) -> str:
    """The channel without what it says about direction, such as “Near knee”."""
    return CHANNEL_WORDS[channel].split(",")[0]


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def pose_refusal(channel: str, error: MovementError) -> tuple[str, str]:
    """The channel at which to say it, and why the body cannot be put together; `channel` is as the error names it."""
    if isinstance(error, OutOfReach):
        upper, lower, limb, ends = LENGTHS[channel.split("_")[1]]
        reach = Range(abs(upper - lower), upper + lower)
        words = (
            f"{number(max(round(error.missing, 1), 0.1))} units out of reach; {_a(limb)} takes {number(reach.low)} to"
        )
        return f"{channel}.x", f"{point_words(channel)}: {words} {number(reach.high)} units from {ends}."
    if isinstance(error, OutOfRange) and joint_of(channel):
        words = f"the pose would turn it to {number(error.value)}{DEGREES}"
        return channel, f"{point_words(channel)}: {words}; {span(error.allowed, DEGREES)}."
    return channel, f"{point_words(channel)}: this cannot be drawn."
