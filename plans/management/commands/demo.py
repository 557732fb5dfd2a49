import secrets
import sys
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from plans.management.demo import LIVES, Life, begun, lived
from plans.services.catalogue import PlannedCatalogue, planned_catalogue

DOMAIN = "demo.kneecoach.example"


class Command(BaseCommand):
    help = (
        "Makes three accounts that look lived-in, and says how to log in: three weeks in; two years in with misses, a "
        "holiday, an illness and harder variations; and one who runs six days a week. It takes about a minute."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another number is another life")
        parser.add_argument("--today", type=date.fromisoformat, help="the day on which they are seen, as 2026-11-26")

    def handle(self, *, seed: int, today: date | None, **_options: Any) -> None:
        catalogue, today = planned_catalogue(), today or timezone.localdate()
        if not catalogue.exercises:
            raise CommandError("There are no exercises yet; load them first: manage.py load_catalogue")
        if get_user_model().objects.filter(email__endswith=f"@{DOMAIN}").exists():
            raise CommandError(f"There are accounts @{DOMAIN} already; delete them first, or use those.")
        password = secrets.token_urlsafe(9)
        with transaction.atomic():
            emails = [self._make(life, catalogue, today, seed, password) for life in LIVES]
        self._progress("")
        for email in emails:
            self.stdout.write(email)
        self.stdout.write(f"Password of all three: {password}")

    def _make(self, life: Life, catalogue: PlannedCatalogue, today: date, seed: int, password: str) -> str:
        email = f"{life.name}@{DOMAIN}"
        user: Any = get_user_model().objects.create_user(email, password)
        user.vouch_for_email()
        row = begun(user, life, catalogue, today)
        for day in lived(row, life, catalogue, today, seed):
            self._progress(f"{email}: {day:%-d %b %Y}")
        return email

    def _progress(self, text: str) -> None:
        """On the same line of a terminal; in a log it would only be noise."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", ending="")
            self.stderr.flush()
