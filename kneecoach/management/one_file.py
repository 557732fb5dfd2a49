import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from kneecoach.backups.types import Counts, Refused, Say


class OneFileCommand(BaseCommand):
    """Does its `work` with a file, says how far it is once that takes longer than a second, and what came of it."""

    work: Callable[[Path, Say], Counts]
    done: str

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options: Any) -> None:
        progress = Progress()
        try:
            counts = self.work(file, progress.say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {str(error).partition(chr(10))[0]}") from error
        finally:
            progress.end()
        self.stdout.write(self.done.format(rows=sum(counts.values()), tables=len(counts), file=file))


class Progress:
    """On one line of a terminal; in a log now and then."""

    def __init__(self) -> None:
        self._on_terminal = sys.stderr.isatty()
        self._every = 1 if self._on_terminal else 10  # seconds
        self._next = time.monotonic() + 1

    def say(self, text: str) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + self._every
            sys.stderr.write(f"\r\033[K{text}" if self._on_terminal else f"{text}\n")
            sys.stderr.flush()

    def end(self) -> None:
        if self._on_terminal:
            sys.stderr.write("\r\033[K")
