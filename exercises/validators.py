"""What a value of the catalogue must be, whoever writes it."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from exercises.figures.reading import MovementError, parse

slug_validator = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "Use small letters, digits and single hyphens, such as “side-leg-raise”."
)


def validate_writable(value: Any) -> None:
    """Refuses what no database takes, however deep it stands: NUL characters and halves of a character."""
    text = json.dumps(value, ensure_ascii=False)
    if "\\u0000" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValidationError("There is a character in it that cannot be kept, such as NUL.")


def validate_movement(movement: Any) -> None:
    validate_writable(movement)
    try:
        parse(movement)
    except (MovementError, RecursionError) as error:
        raise ValidationError("The figure cannot be drawn: %(why)s.", params={"why": error}) from error
