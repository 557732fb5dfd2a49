import sys
import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.services.catalogue import planned_catalogue
from plans.services.forgetting import forget_deleted
from plans.services.rolling import due, roll_weeks

EVERY = 1.0  # seconds between two words about how far it is


class Command(BaseCommand):
    help = (
        "Opens the week of every runner for whom one has begun: its doses are fixed from then on. Run it every night, "
        "or every hour for runners in many time zones; run twice, or in two processes at once, it does nothing twice. "
        "What was deleted more than 30 days ago is emptied by the way."
    )

    def handle(self, **_options: Any) -> None:
        now = timezone.now()
        wrong = {
            "Runners whose week could not be opened": self._roll(now),
            "Runners of whom what they deleted could not be emptied": self._forget(now),
        }
        if any(wrong.values()):
            said = "; ".join(f"{what}: {count:,}" for what, count in wrong.items() if count)
            raise CommandError(f"{said}. The log says why.")

    def _roll(self, now: datetime) -> int:
        """Answers for how many it failed."""
        number, start = due(now), time.monotonic()
        looked_at, opened, failed, told = 0, 0, 0, start
        for rolled in roll_weeks(planned_catalogue(), now):
            looked_at, opened, failed = looked_at + 1, opened + rolled.opened, failed + rolled.failed
            if time.monotonic() - told > EVERY:
                told = time.monotonic()
                self._progress(f"{looked_at:,} of {number:,} runners")
        self._progress("")
        self.stdout.write(f"Runners whose week has opened: {opened:,} (in {time.monotonic() - start:.0f} s).")
        return failed

    def _forget(self, now: datetime) -> int:
        """Answers for how many it failed."""
        done = list(forget_deleted(now))
        self.stdout.write(f"Runners of whom something deleted is gone for good: {sum(done):,}.")
        return done.count(False)

    def _progress(self, text: str) -> None:
        """On the same line of a terminal; in a log it would only be noise."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", ending="")
            self.stderr.flush()
