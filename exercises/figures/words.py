"""What a figure says to those who hear it."""

from collections.abc import Sequence


def moving_in_words(name: str, primary: Sequence[str], secondary: Sequence[str]) -> str:
    """“Squat, moving: quads and glutes work most, hamstrings help.”"""
    most = f"{_listed(primary)} {'works' if _is_one(primary) else 'work'} most" if primary else ""
    also = f"{_listed(secondary)} {'helps' if _is_one(secondary) else 'help'}" if secondary else ""
    doing = ", ".join(filter(None, (most, also)))
    return f"{name}, moving: {doing}." if doing else f"{name}, moving"


def _listed(names: Sequence[str]) -> str:
    *rest, last = [name.lower() for name in names]
    return f"{', '.join(rest)} and {last}" if rest else last


def _is_one(names: Sequence[str]) -> bool:
    """“Lower back”, not “quads”."""
    return len(names) == 1 and not names[0].endswith("s")
