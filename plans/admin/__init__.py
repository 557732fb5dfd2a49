"""What support staff see of runners. Importing its parts registers them."""

from plans.admin import runners

__all__ = ["runners"]
