"""What an entry must have before runners see it."""

from exercises.models import Article, Exercise, MuscleUse

NO_STEPS = "Write at least one step before publishing."
NO_PRIMARY_MUSCLE = "Name at least one muscle group that works most before publishing."
NO_POINTS = "Keep at least one point: runners would read a heading with nothing under it."
NO_LEAD = "Keep a lead: pages show this text by it."


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


def missing_to_show(article: Article) -> list[str]:
    """What a text lacks, in words. One query."""
    missing = [] if article.points.exists() else [NO_POINTS]
    return [*missing, NO_LEAD] if article.is_needed and not article.lead else missing
