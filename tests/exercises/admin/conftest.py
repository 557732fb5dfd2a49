from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from exercises.models import Exercise
from tests.exercises.figures.movements import described
from tests.factories import (
    ExerciseFactory,
    MuscleGroupFactory,
    MuscleUseFactory,
    StepFactory,
    UserFactory,
    VariationFactory,
)

GROUP = "Content editors"


@pytest.fixture
def editors(db):
    """The group, also after a test that emptied the tables."""
    if not Group.objects.filter(name=GROUP).exists():
        migration = import_module("exercises.migrations.0002_content_editors")
        migration.make_group(apps, connection.schema_editor())
    return Group.objects.get(name=GROUP)


@pytest.fixture
def editor(editors):
    user = UserFactory(email="editor@example.org", is_staff=True)
    user.groups.add(editors)
    return user


@pytest.fixture
def desk(client, editor):
    """A browser in which the editor is logged in."""
    client.force_login(editor)
    return client


@pytest.fixture
def squat(db):
    """A published exercise with three steps, quads that work most, and a variation that inherits them."""
    exercise = ExerciseFactory(slug="squat", name="Squat", position=1)
    for text in ("Stand tall.", "Bend your knees.", "Rise."):
        StepFactory(exercise=exercise, text=text)
    MuscleUseFactory(exercise=exercise, muscle=MuscleGroupFactory(slug="quads", position=1))
    variation = VariationFactory(parent=exercise, slug="sumo-squat", name="Sumo squat", position=1, rung=0)
    StepFactory(exercise=variation, text="Stand wide.")
    return exercise


@pytest.fixture
def lunge(db):
    """A draft without anything, on the second place."""
    return ExerciseFactory(slug="lunge", name="Lunge", position=2, state=Exercise.State.DRAFT)


@pytest.fixture
def everything():
    """A function that reads all rows of the catalogue, to compare before and after."""

    def read():
        models = apps.get_app_config("exercises").get_models(include_auto_created=True)
        return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}

    return read


@pytest.fixture
def drawn(squat):
    squat.movement = described()["squat"]
    squat.save()
    return squat
