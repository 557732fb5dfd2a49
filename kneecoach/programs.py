"""Where PostgreSQL's programs are."""

import shutil
from pathlib import Path


def postgres_program(name: str) -> Path | None:
    """Of the newest PostgreSQL: Debian's, or any that is on the PATH."""
    debian = list(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if debian:
        return max(debian, key=lambda path: int(path.parts[-3]))
    found = shutil.which(name)
    return Path(found).resolve() if found else None
