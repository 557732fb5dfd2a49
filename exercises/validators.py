"""What a value of the catalogue must be, whoever writes it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from exercises.figures.reading import MovementError, parse

slug_validator = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "Use small letters, digits and single hyphens, such as “side-leg-raise”."
)


def validate_movement(movement: Any) -> None:
    try:
        parse(movement)
    except (MovementError, RecursionError) as error:
        raise ValidationError("The figure cannot be drawn: %(why)s.", params={"why": error}) from error
