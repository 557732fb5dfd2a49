"""What a form of a figure says about its rows, whoever wrote it, and what its preview shows."""

# Fixtures are imported by name, and named again as arguments.

import pytest

from exercises.models import Exercise
from tests.exercises.admin.test_movement import address, filled, press, preview, refusals
from tests.exercises.figures.movements import described
from tests.factories import MuscleUseFactory

TOO_MANY = "A figure takes at most 8 poses, 16 times, 8 things around it and 8 in the hands here; what came after them"


@pytest.mark.parametrize(
    ("kind", "begin", "most"), [("pose", "p", 6), ("beat", "b", 16), ("prop", "prop", 8), ("held", "held", 8)]
)
def test_there_is_an_end_to_what_is_sent(desk, drawn, everything, kind, begin, most):
    before = everything()
    response = press(desk, drawn, "save", filled(desk, drawn) | {kind: [f"{begin}{each}" for each in range(600)]})
    form = response.context["form"]
    assert TOO_MANY in " ".join(form.non_field_errors())
    assert TOO_MANY in response.content.decode()
    assert len({name.split("-")[0] for name in form.fields if name.startswith(begin)}) == most
    assert len(form.fields) < 400
    assert everything() == before


def test_as_many_as_it_takes_are_no_more_than_that(desk, drawn):
    data = filled(desk, drawn) | {"pose": ["start", *(f"p{each}" for each in range(6)), "end"]}
    names = {f"p{each}-name": [f"pose {each}"] for each in range(6)}
    assert preview(desk, drawn, **{name: each[0] for name, each in names.items()}).status_code == 200
    assert refusals(press(desk, drawn, "add", data | names)) == {}


def test_a_figure_with_more_than_the_form_takes_says_so(desk, drawn):
    squat = described()["squat"]
    poses = squat["poses"] | {f"pose {each}": {} for each in range(7)}
    Exercise.objects.filter(pk=drawn.pk).update(movement=squat | {"poses": poses})
    assert TOO_MANY in desk.get(address(drawn)).content.decode()


@pytest.mark.parametrize(
    ("prop", "held", "fields"),
    [
        ("a0", "a0", {"a0-kind": "band", "a0-one": "near_knee"}),
        ("held0", "held0", {"held0-kind": "band", "held0-one": "near_knee", "held0-other": "far_knee"}),
        ("prop0", "prop0", {"prop0-kind": "mat", "prop0-x": "0", "prop0-width": "60"}),
        ("b0", "p0", {}),
        ("start", "end", {"start-kind": "mat", "end-kind": "band"}),
    ],
)
def test_a_row_belongs_to_one_kind(desk, drawn, prop, held, fields):
    data = filled(desk, drawn) | {"prop": [prop], "held": [held]} | {name: [each] for name, each in fields.items()}
    form = press(desk, drawn, "", data).context["form"]
    assert form.is_valid()
    assert form.things == {"prop": [prop] * (prop == "prop0"), "held": [held] * (held == "held0")}


def test_the_preview_shows_the_muscles_that_work(desk, drawn):
    MuscleUseFactory(exercise=drawn, muscle__slug="glutes", role="secondary")
    for page in (desk.get(address(drawn)), preview(desk, drawn)):
        assert page.content.decode().count("belly belly--primary") == 1
        assert page.content.decode().count("belly belly--secondary") == 1
    sumo = Exercise.objects.get(slug="sumo-squat")
    assert "belly belly--primary" in desk.get(address(sumo)).content.decode()


def test_each_pose_has_one_name(desk, drawn):
    shown = preview(desk, drawn).content.decode()
    assert "<figcaption>End</figcaption>" in shown
    assert "aria-label" not in shown
