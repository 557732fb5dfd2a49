import os
from collections.abc import Callable
from pathlib import Path

Say = Callable[[str], None]  # how far it is
Counts = dict[str, int]  # rows of each table


class Refused(Exception):
    """Nothing was changed; the text says why, in one sentence."""


def settle(aside: Path, file: Path) -> None:
    """Give a file that is whole its name, and have the disk know of both."""
    _sync(aside)
    aside.rename(file)
    _sync(file.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
