"""Loads in the unit that a runner chose. They are kept in whole grams."""

from decimal import ROUND_HALF_UP, Decimal

_POUND = Decimal("453.59237")  # grams
_KILOGRAM = Decimal(1000)


def load_in_words(grams: int, units: str) -> str:
    """“7.5 kg”, or “16.5 lb”."""
    return f"{load_in_units(grams, units)} {units}"


def load_in_units(grams: int, units: str) -> str:
    """The number alone: kilograms to the gram, pounds to a tenth."""
    number = (grams / _POUND).quantize(Decimal("0.1"), ROUND_HALF_UP) if units == "lb" else grams / _KILOGRAM
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def grams_of(number: Decimal, units: str) -> int:
    """The load that a runner typed."""
    return int((number * (_POUND if units == "lb" else _KILOGRAM)).to_integral_value(ROUND_HALF_UP))
