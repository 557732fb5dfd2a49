"""The figure that moves: what a browser draws between its key times is what the solver says."""

import gzip
import re
from bisect import bisect_right
from itertools import pairwise

import pytest

from exercises.figures.body import GOALS, HEIGHT
from exercises.figures.muscles import SEEN
from exercises.figures.reading import parse
from exercises.figures.render import Scene, moment, moving, still
from exercises.figures.words import moving_in_words
from tests.exercises.figures.movements import SLUGS, described, movement
from tests.exercises.figures.test_render import NUMBER, svg

every = pytest.mark.parametrize("slug", SLUGS)
ROLES = {
    "quads": "primary",
    "hamstrings": "secondary",
    "glutes": "primary",
    "calves": "secondary",
    "hip-abductors": "primary",
    "adductors": "secondary",
    "lower-back": "primary",
}
TOLERANCE = 1.1  # units: a pixel on a phone, where the body is as tall as 263 of them


def numbers(text):
    return [float(found[0]) for found in re.finditer(NUMBER, text)]


class Player:
    """Plays a moving figure as SMIL does: straight lines between key times."""

    def __init__(self, drawing):
        self.drawing = drawing
        self.times = [float(time) for time in drawing.key_times.split(";")]
        self.frames = {}
        for index, shape in enumerate(drawing.shapes):
            for name, values in shape.changes:
                self.frames[index, name] = [numbers(value) for value in values.split(";")]

    def at(self, share):
        """For each shape its attributes as numbers, at a share of the round."""
        right = min(bisect_right(self.times, share), len(self.times) - 1)
        before, after = self.times[right - 1 : right + 1]
        part = (share - before) / (after - before)
        shown = []
        for index, shape in enumerate(self.drawing.shapes):
            stated = {name: numbers(value) for name, value in shape.attributes}
            for name in stated:
                if frames := self.frames.get((index, name)):
                    pairs = zip(frames[right - 1], frames[right], strict=True)
                    stated[name] = [one + part * (other - one) for one, other in pairs]
            shown.append(stated)
        return shown


@every
def test_key_times_rise_and_every_change_keeps_to_them(slug):
    drawing = moving(movement(slug), ROLES)
    times = [float(time) for time in drawing.key_times.split(";")]
    assert (times[0], times[-1]) == (0, 1)
    assert all(before < after for before, after in pairwise(times))
    assert float(drawing.seconds) == movement(slug).duration
    for shape in drawing.shapes:
        for _, values in shape.changes:
            assert len(values.split(";")) == len(times)


@every
def test_the_loop_closes_where_it_began(slug):
    for shape in moving(movement(slug), ROLES).shapes:
        stated = dict(shape.attributes)
        for name, values in shape.changes:
            first, *_, last = values.split(";")
            assert first == last == stated[name]


@every
def test_what_stays_has_nothing_to_change(slug):
    drawing = moving(movement(slug), ROLES)
    assert drawing.shapes[0].changes == ()
    for shape in drawing.shapes:
        assert all(len(set(values.split(";"))) > 1 for _, values in shape.changes)


@every
def test_straight_lines_between_key_times_keep_to_the_way(slug):
    shown = movement(slug)
    scene = Scene(shown, ROLES)
    player = Player(scene.moving())
    for index in range(50):
        drawn = player.at(index / 50)
        truth = scene.still(shown.figure(shown.duration * index / 50)).shapes
        seen = [each for each, shape in zip(drawn, player.drawing.shapes, strict=True) if "belly" not in shape.css]
        for stated, shape in zip(seen, [shape for shape in truth if "belly" not in shape.css], strict=True):
            for name, value in shape.attributes:
                assert stated[name] == pytest.approx(numbers(value), abs=TOLERANCE), (shape.css, index)


@every
def test_bellies_keep_to_the_way_while_they_are_lit(slug):
    shown = movement(slug)
    scene = Scene(shown, ROLES)
    player = Player(scene.moving())
    for index in range(50):
        bellies = [s for s in scene.still(shown.figure(shown.duration * index / 50)).shapes if "belly" in s.css]
        drawn = [d for d, s in zip(player.at(index / 50), player.drawing.shapes, strict=True) if "belly" in s.css]
        for stated, shape in zip(drawn, bellies, strict=bool(bellies)):
            assert stated["d"] == pytest.approx(numbers(dict(shape.attributes)["d"]), abs=1.5 * TOLERANCE)


@every
def test_what_is_planted_stays_where_it_is_drawn(slug):
    shown = movement(slug)
    first, player = shown.poses[0], Player(moving(shown))
    named = {"near_foot": "near_ball", "far_foot": "far_ball"}
    for goal in GOALS:
        parts = [f"{goal}.x", f"{goal}.height"]
        if any(pose.channels.get(part) != first.channels.get(part, "") for pose in shown.poses for part in parts):
            continue
        x, y, _ = shown.figure(0)[named.get(goal, goal)]
        for index in range(50):
            points = [pair for each in player.at(index / 50) for pair in places(each)]
            assert min(max(abs(a - x), abs(b - y)) for a, b in points) < HEIGHT / 100


def places(stated):
    values = stated.get("d", [])
    return list(zip(values[::2], values[1::2], strict=False))


@every
def test_it_is_light_and_asks_for_nothing_else(slug):
    text = svg(moving(parse(described()[slug]), ROLES))
    assert len(gzip.compress(text.encode())) < 6_000
    assert not re.search(r"style=|<script|href|url\(|\bon\w+=", text)


@every
def test_it_shares_its_frame_and_its_bones_with_the_stills(slug):
    shown = moving(movement(slug), ROLES)
    for which in ("start", "end"):
        drawing = still(movement(slug), which, ROLES)
        assert drawing.view_box == shown.view_box
        bones = [shape.css for shape in drawing.shapes if "belly" not in shape.css]
        assert bones == [shape.css for shape in shown.shapes if "belly" not in shape.css]


@every
def test_it_starts_as_the_start(slug):
    start = still(movement(slug), "start", ROLES).shapes
    shown = [shape for shape in moving(movement(slug), ROLES).shapes if "belly" not in shape.css]
    assert [(shape.css, shape.attributes) for shape in start] == [(shape.css, shape.attributes) for shape in shown]


def lit(drawing):
    return [shape.css.split("--")[-1] for shape in drawing.shapes if shape.css.startswith("belly")]


@every
@pytest.mark.parametrize("group", ROLES)
def test_a_muscle_is_drawn_where_it_works_and_is_seen(slug, group):
    shown = movement(slug)
    sides = 2 if shown.rig.view == "front" and "far_knee" in shown.key else 1
    seen = sides if group in SEEN[shown.rig.view] else 0
    for role in ("primary", "secondary"):
        assert lit(still(shown, "end", {group: role})) == [role] * seen
        assert lit(still(shown, "middle", {group: role})) == [role] * seen
        assert lit(still(shown, "start", {group: role})) == []
        assert lit(moving(shown, {group: role})) == [role] * seen
    assert lit(still(shown, "end")) == lit(moving(shown)) == []


@every
def test_muscles_light_up_on_the_way_and_stay_lit_in_a_hold(slug):
    shown = movement(slug)
    drawing = moving(shown, {"quads": "primary", "hamstrings": "primary"})
    light = [dict(shape.changes)["opacity"] for shape in drawing.shapes if shape.css.startswith("belly")]
    assert len(set(light)) == 1
    values = numbers(light[0])
    assert (values[0], max(values)) == (0, 1)
    poses = {float(f"{pose.seconds / shown.duration:.4g}"): pose.name for pose in shown.poses}
    for time, value in zip(drawing.key_times.split(";"), values, strict=True):
        if poses.get(float(time)) == "end":
            assert value == 1


def test_a_body_that_does_not_move_is_lit_all_the_time():
    data = described()["wall-sit"]
    sat = data["poses"]["start"] | data["poses"]["end"]
    held = parse(data | {"poses": {"start": sat, "end": {"neck": sat["neck"]}}})
    shown = moving(held, {"quads": "primary"})
    assert all(shape.changes == () for shape in shown.shapes)
    assert lit(moment(held, 1, {"quads": "primary"})) == ["primary"]


@pytest.mark.parametrize(
    ("primary", "secondary", "words"),
    [
        (["Quads", "Glutes"], ["Hamstrings"], "Squat, moving: quads and glutes work most, hamstrings help."),
        (["Lower back"], ["Quads", "Glutes"], "Squat, moving: lower back works most, quads and glutes help."),
        ([], ["Quads", "Calves", "Glutes"], "Squat, moving: quads, calves and glutes help."),
        (["Quads"], ["Lower back"], "Squat, moving: quads work most, lower back helps."),
        (["Quads"], [], "Squat, moving: quads work most."),
        ([], ["Quads"], "Squat, moving: quads help."),
        ([], [], "Squat, moving"),
    ],
)  # fmt: skip
def test_it_says_which_muscles_work(primary, secondary, words):
    assert moving_in_words("Squat", primary, secondary) == words
