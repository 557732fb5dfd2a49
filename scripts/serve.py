"""Prepare the database and the static files, then become gunicorn: python -m scripts serve [host:port]."""

import hashlib
import os
import sys
from pathlib import Path
from typing import NoReturn

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError

from scripts import address, tidy

TRIES, DEADLOCK = 10, "40P01"  # that one is PostgreSQL's
# To compress what no page asks for took most of the first start.
NEVER_LOADED = [
    "django_htmx/ext/*",
    "django_htmx/htm*-4*.js",
    "django_htmx/htmx-2.js",
    "admin/js/vendor/jquery/jquery.js",
    "admin/js/vendor/select2/select2.full.js",
    "admin/js/vendor/xregexp/xregexp.js",
]


def main(arguments: list[str]) -> NoReturn:
    try:
        host, port = address.parse(arguments)
        sockets = address.listen(host, port)
        prepare()
    except address.Refused as refusal:
        sys.exit(str(refusal))
    except OSError as error:
        sys.exit(f"Kneecoach cannot start: {error.filename}: {error.strerror}")
    except DatabaseError as error:
        sys.exit(f"Kneecoach cannot start: {str(error).partition(chr(10))[0]}")  # the next lines may repeat a row
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(f"Kneecoach cannot start: {' '.join(str(error).split())}")
    binds = []
    for opened in sockets:
        opened.set_inheritable(True)
        binds += ["--bind", f"fd://{opened.fileno()}"]
    os.environ["KNEECOACH_URL"] = address.url(host, port)
    gunicorn = ["-m", "scripts", "gunicorn", "--config", "python:scripts.gunicorn", *binds, "kneecoach.wsgi"]
    os.execv(sys.executable, [sys.executable, *gunicorn])


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kneecoach.settings")
    django.setup()
    folder = Path(settings.DATA_DIR)
    folder.mkdir(0o700, parents=True, exist_ok=True)
    with tidy.alone(folder / "prepare.lock", "preparing the database and the static files"):
        migrate()
        call_command("createcachetable", verbosity=0)
        call_command("load_catalogue", verbosity=0)
        collect_static_files()


def migrate(*to: str) -> None:
    """While another version serves, a set that is logged and a migration may each wait for what the other has locked.
    PostgreSQL ends that by undoing the migration, as a whole; so it is tried again."""
    for tries_left in reversed(range(TRIES)):
        try:
            call_command("migrate", *to, interactive=False, verbosity=0)
            return
        except OperationalError as error:
            if not tries_left or getattr(error.__cause__, "sqlstate", None) != DEADLOCK:
                raise


def collect_static_files() -> None:
    """Run collectstatic, unless it has run for exactly these files."""
    stamp = Path(settings.DATA_DIR, "static.stamp")
    wanted = fingerprint_of_static_files()
    if stamp.exists() and stamp.read_text() == wanted and Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NEVER_LOADED)
    stamp.write_text(wanted)


def fingerprint_of_static_files() -> str:
    seen = [settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name))
            seen.append(f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}")
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()
