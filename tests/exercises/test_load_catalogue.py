import json

import pytest
from django.core.management import CommandError, call_command

from exercises.catalogue import CatalogueError, load
from exercises.content import content_of
from exercises.editing import record
from exercises.models import Equipment, Exercise, MuscleGroup, Revision, Step

pytestmark = pytest.mark.django_db


def squat(**changes):
    fields = {
        "slug": "squat",
        "name": "Squat",
        "position": 1,
        "summary": "Sit back and rise.",
        "pattern": "knee",
        "measure": "reps",
        "one_sided": False,
        "loaded": False,
        "seconds_per_rep": 4,
        "rest_seconds": 45,
        "needs_nothing": True,
        "state": "published",
        "first_published_at": "2026-11-22T00:00:00Z",
    }
    return {"model": "exercises.exercise", "fields": fields | changes}


def step(position, text, exercise="squat"):
    return {
        "model": "exercises.step",
        "fields": {"exercise": [exercise], "position": position, "text": text},
    }


def catalogue(*more, steps=("Stand tall.", "Sit back."), **changes):
    return [
        {"model": "exercises.musclegroup", "fields": {"slug": "quads", "name": "Quads", "position": 1}},
        {"model": "exercises.equipment", "fields": {"slug": "wall", "name": "Wall", "position": 1}},
        squat(**changes),
        *(step(place, text) for place, text in enumerate(steps, 1)),
        {
            "model": "exercises.muscleuse",
            "fields": {"exercise": ["squat"], "muscle": ["quads"], "role": "primary"},
        },
        *more,
    ]


@pytest.fixture
def file(tmp_path):
    def write(objects):
        path = tmp_path / "catalogue.json"
        path.write_text(objects if isinstance(objects, str) else json.dumps(objects, indent=1))
        return [path]

    return write


def everything():
    models = (MuscleGroup, Equipment, Exercise, Step, Revision)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def texts(slug="squat"):
    return list(Step.objects.filter(exercise__slug=slug).values_list("text", flat=True))


def edit(text, by=None):
    """What an administrator's change of the first step leaves behind."""
    Step.objects.filter(exercise__slug="squat", position=1).update(text=text)
    record(Exercise.objects.get(slug="squat"), Revision.Action.CHANGED, by)


def test_loading_again_has_no_effect(file):
    first = load(file(catalogue()))
    assert first.created == ["exercises.musclegroup:quads", "exercises.equipment:wall", "exercises.exercise:squat"]
    before = everything()

    again = load(file(catalogue()))

    assert everything() == before
    assert (again.created, again.updated, again.left_alone) == ([], [], [])
    assert again.unchanged == first.created


def test_a_newer_version_updates_what_nobody_edited(file):
    load(file(catalogue()))
    report = load(file(catalogue(steps=["Stand tall.", "Hips back.", "Rise."], name="Deep squat")))

    assert report.updated == ["exercises.exercise:squat"]
    assert texts() == ["Stand tall.", "Hips back.", "Rise."]
    assert Exercise.objects.get(slug="squat").name == "Deep squat"


def test_an_edited_entry_is_left_alone_and_named(file, capsys):
    load(file(catalogue()))
    edit("Stand like a tree.")

    call_command("load_catalogue", *file(catalogue(steps=["Stand tall, please.", "Sit back."])))

    assert texts() == ["Stand like a tree.", "Sit back."]
    assert "Left alone, since it was edited or deleted here: exercise squat." in capsys.readouterr().out


def test_an_edit_stays_without_being_named_as_long_as_the_delivery_is_the_same(file):
    load(file(catalogue()))
    edit("Stand like a tree.")

    report = load(file(catalogue()))

    assert report.left_alone == []
    assert texts()[0] == "Stand like a tree."


def test_an_edit_taken_back_lets_updates_in_again(file):
    load(file(catalogue()))
    edit("Stand like a tree.")
    edit("Stand tall.")

    assert load(file(catalogue(steps=["New."]))).updated == ["exercises.exercise:squat"]
    assert texts() == ["New."]


def test_what_was_deleted_here_does_not_come_back_and_is_named_when_it_is_news(file):
    load(file(catalogue()))
    Equipment.objects.get(slug="wall").delete()
    assert load(file(catalogue())).left_alone == []

    newer = catalogue()
    newer[1]["fields"]["name"] = "Smooth wall"
    assert load(file(newer)).left_alone == ["exercises.equipment:wall"]
    assert not Equipment.objects.exists()


def test_what_is_no_longer_delivered_is_kept_and_named(file):
    load(file(catalogue()))
    report = load(file([each for each in catalogue() if each["fields"].get("slug") != "wall"]))

    assert report.no_longer_delivered == ["exercises.equipment:wall"]
    assert Equipment.objects.exists()


def test_a_place_chosen_here_is_kept_and_is_no_edit(file):
    load(file(catalogue()))
    Exercise.objects.update(position=7)

    assert load(file(catalogue(steps=["New."]))).updated == ["exercises.exercise:squat"]
    assert Exercise.objects.get().position == 7


def test_a_place_kept_here_is_known_to_the_history(file):
    load(file(catalogue()))
    Exercise.objects.update(position=7)
    load(file(catalogue(steps=["New."])))

    latest = Revision.objects.filter(entry="exercises.exercise:squat").first()
    assert latest.content[0]["fields"]["position"] == 7
    assert load(file(catalogue(steps=["Newer."]))).updated == ["exercises.exercise:squat"]
    assert Exercise.objects.get().position == 7


def test_the_items_of_a_way_to_do_it_have_no_order(file):
    band = {"model": "exercises.equipment", "fields": {"slug": "band", "name": "Band", "position": 2}}
    way = {
        "model": "exercises.equipmentoption",
        "fields": {"exercise": ["squat"], "position": 1, "items": [["wall"], ["band"]]},
    }
    load(file(catalogue(band, way)))
    assert load(file(catalogue(band, way, steps=["New."]))).updated == ["exercises.exercise:squat"]


def test_a_newer_version_may_swap_two_places(file):
    lunge = {**squat(), "fields": squat()["fields"] | {"slug": "lunge", "name": "Lunge", "position": 2}}
    parts = [
        step(1, "Step.", "lunge"),
        {
            "model": "exercises.muscleuse",
            "fields": {"exercise": ["lunge"], "muscle": ["quads"], "role": "primary"},
        },
    ]
    load(file(catalogue(lunge, *parts)))
    swapped = {**lunge, "fields": lunge["fields"] | {"position": 1, "name": "Long lunge"}}
    load(file(catalogue(swapped, *parts, position=2, name="Deep squat")))

    assert list(Exercise.objects.values_list("name", "position")) == [("Long lunge", 1), ("Deep squat", 2)]


def test_a_new_entry_finds_a_free_place_when_its_own_was_taken_here(file):
    load(file(catalogue()))
    Exercise.objects.create(**squat(slug="own", name="Own", position=2)["fields"])
    chair = squat(slug="chair", name="Chair", position=2, state="draft")
    load(file(catalogue(chair)))

    assert Exercise.objects.get(slug="chair").position == 3


def test_loaddata_reads_the_same_files(file):
    call_command("loaddata", *file(catalogue()), verbosity=0)
    assert texts() == ["Stand tall.", "Sit back."]


def test_loading_after_loaddata_takes_equal_entries_as_delivered(file):
    call_command("loaddata", *file(catalogue()), verbosity=0)
    assert load(file(catalogue())).left_alone == []
    assert load(file(catalogue(steps=["New."]))).updated == ["exercises.exercise:squat"]


def test_an_edit_that_the_next_version_shares_lets_updates_in_again(file):
    load(file(catalogue()))
    edit("Stand like a tree.")
    assert load(file(catalogue(steps=["Stand like a tree.", "Sit back."]))).left_alone == []
    assert load(file(catalogue(steps=["New."]))).updated == ["exercises.exercise:squat"]


def broken(change):
    objects = catalogue()
    change(objects)
    return objects


BROKEN = {
    "not json": ("[{]", "line 1: not JSON"),
    "cut off": (json.dumps(catalogue())[:-30], "line 1: not JSON"),
    "no list": ("{}", "line 1: a list of objects is expected"),
    "no object": ("[1]", 'line 1: an object with "model" and "fields" is expected'),
    "unknown model": (
        [{"model": "accounts.user", "fields": {}}],
        "line 2, user, field model: there is no such model",
    ),
    "unknown field": (catalogue(colour="red"), "exercise squat, field colour: there is no such field"),
    "wrong type": (catalogue(rest_seconds="long"), "exercise squat, field rest_seconds: “long” value must be"),
    "wrong choice": (catalogue(pattern="arm"), "exercise squat, field pattern: Value 'arm' is not a valid choice"),
    "too long": (catalogue(steps=["x" * 161]), "step squat 1, field text: Ensure this value has at most 160"),
    "impossible figure": (
        catalogue(movement={"poses": {"start": {}, "end": {}}, "beats": []}),
        "exercise squat, field movement: The figure cannot be drawn: ",
    ),
    "out of range": (catalogue(rung=9), "exercise squat, field rung: Ensure this value is less than"),
    "against a constraint": (catalogue(rung=1), "exercise squat: Only a variation has a rung"),
    "missing": (
        broken(lambda objects: objects[2]["fields"].pop("name")),
        "exercise squat, field name: is missing",
    ),
    "reference to nothing": (
        broken(lambda objects: objects[-1]["fields"].update(muscle=["arms"])),
        "muscleuse squat arms, field muscle: there is no “arms”",
    ),
    "reference by number": (
        broken(lambda objects: objects[-1]["fields"].update(muscle=1)),
        "field muscle: a natural key such as",
    ),
    "part of nothing": (
        [step(1, "Sit.")],
        "line 2, step squat 1, field exercise: what it belongs to is not in the files",
    ),
    "brackets without end": ("[" * 100_000, "line 1: not JSON"),
    "a number without end": ("[" + "9" * 5000 + "]", "line 1: not JSON"),
    "half a character": (catalogue(summary="\ud800"), "exercise squat, field summary: There is a character in it"),
    "a NUL character": (catalogue(name="Squ\0at"), "exercise squat, field name: There is a character in it"),
    "a list for a name": (catalogue(name=["Squat"]), "exercise squat, field name: text in quotes is expected"),
    "an object for a key": (
        broken(lambda objects: objects[3]["fields"].update(exercise={})),
        "field exercise: a natural key such as",
    ),
    "a list in a key": (
        broken(lambda objects: objects[3]["fields"].update(exercise=[["squat"]])),
        "field exercise: a natural key such as",
    ),
    "a place out of reach": (catalogue(position=30_000), "exercise squat, field position: "),
    "primary key": ([{"pk": 1, **squat()}], "exercise squat, field pk: objects are known by their natural keys"),
    "twice": (catalogue(step(1, "Again.")), "step squat 1: line"),
    "published without steps": (catalogue(steps=[]), "exercise squat, field state: Write at least one step"),
    "variation of a variation": (
        catalogue(
            squat(slug="sumo", name="Sumo", parent=["squat"]),
            squat(slug="wide", name="Wide", parent=["sumo"], position=2),
        ),
        "exercise wide, field parent: “sumo” is a variation itself",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_changes_nothing_and_says_where(file, case):
    objects, message = BROKEN[case]
    load(file(catalogue(steps=["As it was."])))
    before = everything()

    with pytest.raises(CatalogueError) as error:
        load(file(objects))

    assert message in str(error.value)
    assert str(error.value).startswith("catalogue.json, line ")
    assert everything() == before


def test_the_line_is_that_of_the_object(file):
    (path,) = file(catalogue(colour="red"))
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "exercises.exercise" in text) - 1
    with pytest.raises(CatalogueError, match=rf"line {line}, exercise squat, field colour"):
        load([path])


def test_the_command_answers_a_broken_file_with_one_line(file):
    with pytest.raises(CommandError, match=r"\ANothing was loaded\. catalogue\.json, line 1: not JSON.*\Z"):
        call_command("load_catalogue", *file("["))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CatalogueError, match=r"none\.json cannot be read"):
        load([tmp_path / "none.json"])


def test_content_survives_the_way_through_the_database(file):
    load(file(catalogue()))
    squat_now = Exercise.objects.get(slug="squat")
    assert content_of(squat_now) == Revision.objects.get(entry="exercises.exercise:squat").content
