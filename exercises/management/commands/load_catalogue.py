from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.catalogue import CatalogueError, load


class Command(BaseCommand):
    help = (
        "Load the catalogue of exercises that is delivered with Kneecoach. Again and again without effect; "
        "what was edited here is left alone, and named."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="fixtures to load instead of all in fixtures/")

    def handle(self, *, files: list[Path], verbosity: int, **_: Any) -> None:
        files = files or sorted(path for folder in settings.FIXTURE_DIRS for path in Path(folder).glob("*.json"))
        try:
            report = load(files)
        except CatalogueError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if verbosity:
            self.stdout.write(
                f"Catalogue: {len(report.created)} new, {len(report.updated)} updated, "
                f"{len(report.unchanged)} unchanged, {len(report.left_alone)} left alone."
            )
        for key in report.left_alone:
            self.stdout.write(f"Left alone, since it was edited or deleted here: {_name(key)}.")
        for key in report.no_longer_delivered:
            self.stdout.write(f"Kept, though it is no longer delivered: {_name(key)}.")


def _name(key: str) -> str:
    return key.removeprefix("exercises.").replace(":", " ")
