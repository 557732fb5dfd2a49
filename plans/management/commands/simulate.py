import json
import os
import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter
from django.db import DatabaseError

from plans.core.case import Malformed, read_case
from plans.core.simulation import play
from plans.management.case_text import MOST_BYTES, values_of
from plans.management.simulation_table import table
from plans.services.catalogue import PlannedCatalogue, planned_catalogue

_EPILOG = """\
A case is an object of JSON. Only "start" and "runs" are required:

  {"start": "2026-11-23", "weeks": 4,
   "runs": {"tuesday": "easy", "thursday": "hard", "sunday": "long"},
   "diary": {"2026-11-27": {"did": {"squat": [5, 4]}, "knee": 4, "next_morning": 2}}}

What is left out: 12 weeks that begin on Mondays, 2 sessions a week of at most 30 minutes, a beginner with no more
than a wall, and everything done without pain. An example with most of the other fields:

  python manage.py simulate --table < fixtures/cases/example.json
"""

_PLAIN = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "·": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "×": "x"}
)


class _Formatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Leaves the lines of the example as they are."""


class Command(BaseCommand):
    help = (
        "Play the planner forward, day by day, for a case given as JSON on standard input, and print the weeks with\n"
        "their sessions, doses and reasons as JSON. It reads the catalogue and writes nothing."
    )
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, formatter_class=_Formatter, epilog=_EPILOG, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--table", action="store_true", help="print a plan to read instead of JSON")

    def handle(self, *, table: bool, **_: Any) -> None:
        """Exits with status 1, after one line on standard error, when there is nothing to play."""
        try:
            answer = self._answer(as_table=table)
        except Malformed as refused:
            self._stop(str(refused))
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        self._print(answer)

    def _answer(self, *, as_table: bool) -> str:
        given = values_of(self._read())
        catalogue = self._catalogue()
        case = read_case(given, catalogue.exercises)
        answer = play(case, catalogue.exercises, catalogue.names)
        if not as_table:
            text = json.dumps(answer, ensure_ascii=False, indent=2)
            return text if self._can_print(text) else json.dumps(answer, indent=2)
        text = table(answer, case, catalogue.exercises, catalogue.names)
        return text if self._can_print(text) else text.translate(_PLAIN).encode("ascii", "replace").decode()

    def _can_print(self, text: str) -> bool:
        try:
            text.encode(getattr(self.stdout, "encoding", None) or "utf-8")
        except UnicodeEncodeError:
            return False
        return True

    def _read(self) -> bytes:
        if sys.stdin is None:
            return b""
        if sys.stdin.isatty():
            self.stderr.write(
                "Waiting for a case in JSON; end it with Ctrl-D, or stop with Ctrl-C and see --help.", str
            )
        return sys.stdin.buffer.read(MOST_BYTES + 1)

    def _catalogue(self) -> PlannedCatalogue:
        try:
            catalogue = planned_catalogue()
        except DatabaseError as error:
            why = str(error).strip().partition("\n")[0]
            self._stop(f"The catalogue of exercises cannot be read ({why}): run `python manage.py migrate` first.")
        if not catalogue.exercises:
            self._stop("The catalogue holds no exercises: run `python manage.py load_catalogue` first.")
        return catalogue

    def _stop(self, why: str) -> NoReturn:
        self.stderr.write(f"simulate: {why}")
        raise SystemExit(1)

    def _print(self, text: str) -> None:
        if sys.stdout is None:
            self._stop("The answer cannot be written: standard output is closed.")
        try:
            self.stdout.write(text)
            self.stdout.flush()
        except OSError as error:
            # What is still held back would be written, and fail, once more when Python ends.
            with Path(os.devnull).open("w") as nowhere:
                os.dup2(nowhere.fileno(), self.stdout.fileno())
            if isinstance(error, BrokenPipeError):  # who reads has read enough
                raise SystemExit(1) from None
            self._stop(f"The answer cannot be written: {error.strerror}.")
