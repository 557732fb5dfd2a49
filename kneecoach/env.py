"""The environment, read loudly: a value that cannot be meant stops the start with one sentence that names it."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

_env = Env()
_env.read_env(str(Path(__file__).resolve().parent.parent / ".env"), recurse=False)


def read(name: str, kind: str = "str", default: Any = None) -> Any:
    """The variable `name` as `kind`, one of environs' parsers such as "bool", "int", "list" or "dj_db_url".

    An empty variable counts as one that is not set. Raises ImproperlyConfigured when the value does not parse.
    """
    if not _env.str(name, ""):
        return default
    parse: Callable[..., Any] = getattr(_env, kind)
    try:
        return parse(name)
    except (EnvError, ValueError) as error:
        raise ImproperlyConfigured(f"{name} is not understood: {error}") from error


def mail_server(name: str) -> dict[str, Any]:
    """Django's EMAIL_… settings from an address such as smtp+tls://user:password@host:587; none when it is not set."""
    server: dict[str, Any] = read(name, "dj_email_url", default={})
    if server and "EMAIL_BACKEND" not in server:
        raise ImproperlyConfigured(f"{name} is not understood: it begins with smtp://, smtp+tls:// or smtp+ssl://.")
    return server


def require(*names: str) -> None:
    """Raises ImproperlyConfigured naming every one of the variables that is not set."""
    missing = [name for name in names if not _env.str(name, "")]
    if missing:
        raise ImproperlyConfigured(f"production needs {', '.join(missing)}; .env.example says what each one holds.")


def kept_secret(path: Path) -> str:
    """The secret in the file at `path`, made and written there (readable by its owner only) the first time."""
    try:
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_whole(path, secrets.token_urlsafe(50))
        secret = path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"the data folder {path.parent} cannot be used ({error.strerror}); set DATA_DIR to one that can be written."
        ) from error
    if not secret:
        raise ImproperlyConfigured(f"{path} is empty; delete it, and a new one is made.")
    return secret


def _write_whole(path: Path, text: str) -> None:
    """Write aside, then put into place, unless another process was first: nobody ever reads half of it."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.") as aside:
        aside.write(text)
        aside.flush()
        with contextlib.suppress(FileExistsError):
            os.link(aside.name, path)
