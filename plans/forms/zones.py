"""Time zones to choose from."""

from functools import cache
from pathlib import Path
from zoneinfo import TZPATH

from django import forms
from django.core.exceptions import ValidationError

from plans.services.place import known_zones

UNSAID = "UTC"  # what an account begins with
_REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip

Zones = dict[str, list[tuple[str, str]]]  # name and words of each, by region


@cache
def _zones() -> Zones:
    regions: Zones = {region: [] for region in _REGIONS}
    for name in sorted(known_zones() & _present()):
        region, _, place = name.partition("/")
        if place and region in regions:
            regions[region].append((name, place.replace("_", " ").replace("/", ", ")))
    return regions


def _present() -> frozenset[str]:
    """Each place once, under its present name, as the system's table of places has it; where there is none, all."""
    table = next((table for folder in TZPATH if (table := Path(folder, "zone.tab")).is_file()), None)
    if table is None:
        return known_zones()
    lines = table.read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[2] for line in lines if not line.startswith("#"))


def zones(chosen: str) -> Zones:
    """Those of the regions, before them the one that belongs to none; the chosen one is among them, whatever it is, and
    be it an old name."""
    listed = _zones()
    known = {name for region in listed.values() for name, _ in region}
    others = dict.fromkeys(name for name in (UNSAID, chosen) if name and name not in known)
    return {"Everywhere": [(name, name) for name in others], **listed}


class ZoneField(forms.CharField):
    """The name of a time zone, such as Europe/Berlin."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and value not in known_zones():
            raise ValidationError(f"“{value[:40]}” is not a time zone that we know; choose one from the list.")
