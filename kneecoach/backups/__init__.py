"""Everything that is kept, written to one file while the site goes on, and read back into an empty database."""

import tempfile
from pathlib import Path

from django.db import connection

from kneecoach.backups import postgresql, sqlite
from kneecoach.backups.types import Counts, Refused, Say, settle

_KINDS = {"sqlite": sqlite, "postgresql": postgresql}
_OURS = "plans_runner"  # a table that only a database of Kneecoach's has
_LONGEST_MARK = 16


def back_up(file: Path, say: Say) -> Counts:
    """Write a file that only its owner can read, and that has its name once it is whole. Raises Refused."""
    try:
        _refuse_to_overwrite(file)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder:
            aside = Path(folder, file.name)
            aside.touch(0o600)
            counts = _KINDS[connection.vendor].write(aside, say)
            if _OURS not in counts:
                raise Refused("The database is empty: there is nothing to back up.")
            _refuse_to_overwrite(file)
            settle(aside, file)
    except OSError as error:
        raise Refused(f"The backup cannot be written to {file.parent}: {error.strerror}.") from error
    return counts


def restore(file: Path, say: Say) -> Counts:
    """Fill the empty database of the settings from a file. Raises Refused."""
    try:
        with file.open("rb") as opened:
            mark = opened.read(_LONGEST_MARK)
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error
    here = _KINDS[connection.vendor]
    kind = next((kind for kind in _KINDS.values() if mark.startswith(kind.BEGINS)), None)
    if kind is None:
        raise Refused(f"{file} is not a backup.")
    if kind is not here:
        raise Refused(f"{file} is a backup of {kind.NAME}, and the database here is {here.NAME}.")
    return here.read(file, say, ours=_OURS)


def _refuse_to_overwrite(file: Path) -> None:
    if file.exists():
        raise Refused(f"{file} exists already; nothing was written.")
