"""The catalogue as it is kept: ten exercises, their variations, and the words around them.

A variation is an exercise with a parent and a rung (−1 easier, 0 equal, +1 and +2 harder). What it leaves blank it
inherits from its parent: facts one by one; muscles, equipment, mistakes and sources as whole lists.
"""

from exercises.models.articles import Article, Point
from exercises.models.exercise import Exercise
from exercises.models.named import Equipment, MuscleGroup
from exercises.models.parts import EquipmentOption, Mistake, MuscleUse, OptionItem, Source, Step
from exercises.models.pictures import Picture, Still, still_shown
from exercises.models.revisions import Revision

__all__ = [
    "Article",
    "Equipment",
    "EquipmentOption",
    "Exercise",
    "Mistake",
    "MuscleGroup",
    "MuscleUse",
    "OptionItem",
    "Picture",
    "Point",
    "Revision",
    "Source",
    "Step",
    "Still",
    "still_shown",
]
