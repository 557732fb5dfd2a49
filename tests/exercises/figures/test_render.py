import re

import pytest
from django.template.loader import render_to_string

from exercises.figures.reading import parse
from exercises.figures.render import CLASSES, moment, still
from tests.exercises.figures.movements import SLUGS, described, movement

every = pytest.mark.parametrize("slug", SLUGS)
NUMBER = r"-?\d+(\.\d)?"


def svg(drawing):
    return render_to_string("exercises/figure.html", {"drawing": drawing})


def skeleton(drawing):
    """What must not change while the figure moves."""
    return drawing.view_box, [
        (shape.kind, shape.css, [name for name, _ in shape.attributes]) for shape in drawing.shapes
    ]


@every
@pytest.mark.parametrize("which", ["start", "end"])
def test_a_still_is_small_and_the_same_every_time(slug, which):
    drawing = still(movement(slug), which)
    assert drawing == still(parse(described()[slug]), which)
    assert len(svg(drawing)) < 1500


@every
def test_start_and_end_differ_in_one_frame(slug):
    start, end = still(movement(slug), "start"), still(movement(slug), "end")
    assert skeleton(start) == skeleton(end)
    assert start.shapes != end.shapes


@every
def test_shapes_stay_the_same_ones_all_the_way(slug):
    start = skeleton(still(movement(slug), "start"))
    assert all(skeleton(moment(movement(slug), movement(slug).duration * part / 20)) == start for part in range(20))


@every
def test_every_number_has_one_decimal_at_most(slug):
    for shape in still(movement(slug), "end").shapes:
        for _, value in shape.attributes:
            assert re.fullmatch(rf"(M?{NUMBER}|[ mhvz]|{NUMBER}| )+", value), value


@every
def test_classes_are_those_the_style_sheet_knows(slug):
    assert {shape.css for shape in still(movement(slug), "start").shapes} <= set(CLASSES)


@every
def test_the_floor_is_the_lower_edge_for_everyone(slug):
    left, top, width, height = map(int, still(movement(slug), "start").view_box.split())
    ground = still(movement(slug), "start").shapes[0]
    assert (ground.css, ground.attributes) == ("ground", (("d", f"M{left} 220 {left + width} 220"),))
    assert top + height == 221


def test_the_head_and_the_body_are_inside_the_frame():
    for slug in SLUGS:
        left, top, width, _ = map(int, still(movement(slug), "start").view_box.split())
        for part in range(25):
            figure = movement(slug).figure(movement(slug).duration * part / 25)
            for name, point in figure.points.items():
                room = 19 if name == "head" else 7.5
                assert left <= point.x - room, (slug, name)
                assert point.x + room <= left + width, (slug, name)
                assert top <= point.y - room, (slug, name)


def test_no_class_is_listed_in_vain():
    roles = {"quads": "primary", "hamstrings": "secondary"}
    drawn = {shape.css for slug in SLUGS for shape in still(movement(slug), "end", roles).shapes}
    assert drawn == set(CLASSES)


def test_the_working_joint_is_painted_over_the_body():
    css = [shape.css for shape in still(movement("squat"), "end").shapes]
    assert css.index("joint joint--key") > css.index("head") > css.index("bone") > css.index("bone bone--far")


def test_a_pose_that_is_not_there():
    with pytest.raises(KeyError):
        still(movement("squat"), "lying")
