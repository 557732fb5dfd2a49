"""The movements of the catalogue, as the fixtures hold them."""

import json
from functools import cache
from pathlib import Path

from exercises.figures.reading import parse

ROOT = Path(__file__).resolve().parents[3]


@cache
def described() -> dict:
    """Slug to movement as JSON values."""
    found = {}
    for path in sorted((ROOT / "fixtures").glob("*.json")):
        for row in json.loads(path.read_text()):
            if row["fields"].get("movement"):
                found[row["fields"]["slug"]] = row["fields"]["movement"]
    return found


@cache
def movement(slug):
    return parse(described()[slug])


SLUGS = sorted(described())
