"""Which button was pressed, and what that means for an exercise."""

from collections.abc import Mapping
from typing import Any

from exercises.models import Exercise

PREVIEW, PUBLISH, UNPUBLISH = "_preview", "_publish", "_unpublish"


def wanted_state(data: Mapping[str, Any], exercise: Exercise) -> str:
    """The state that saving the posted form gives to the exercise: what the button says, else what it has."""
    if PUBLISH in data:
        return Exercise.State.PUBLISHED
    return Exercise.State.DRAFT if UNPUBLISH in data else exercise.state


def must_be_complete(data: Mapping[str, Any], exercise: Exercise) -> bool:
    """Whether runners will see what is posted. A preview may lack anything."""
    return PREVIEW not in data and wanted_state(data, exercise) == Exercise.State.PUBLISHED


def on_site(exercise: Exercise) -> bool:
    """Whether runners can see it: a variation only while its exercise is published too. Its parent should be loaded."""
    return exercise.is_published and (exercise.parent is None or exercise.parent.is_published)
