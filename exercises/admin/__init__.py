"""The administration of the catalogue. Importing its parts registers them."""

from exercises.admin import exercise, others, revisions

__all__ = ["exercise", "others", "revisions"]
