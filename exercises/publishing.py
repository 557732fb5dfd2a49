"""What an exercise must have before runners see it."""

from exercises.models import Exercise, MuscleUse

NO_STEPS = "Write at least one step before publishing."
NO_PRIMARY_MUSCLE = "Name at least one muscle group that works most before publishing."


def missing_to_publish(exercise: Exercise) -> list[str]:
    """What stands in the way, in words; empty when it may be published. At most three queries."""
    missing = []
    if not exercise.steps.exists():
        missing.append(NO_STEPS)
    uses = exercise.muscle_uses.all()
    if exercise.parent and not uses.exists():
        uses = exercise.parent.muscle_uses.all()
    if not uses.filter(role=MuscleUse.Role.PRIMARY).exists():
        missing.append(NO_PRIMARY_MUSCLE)
    return missing
