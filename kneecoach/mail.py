import sys
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import filebased


class FileBackend(filebased.EmailBackend):
    """Writes mails into a folder, where no mail server is named; on a laptop the console says where each one is."""

    def write_message(self, message: EmailMessage) -> None:
        super().write_message(message)
        if settings.PRODUCTION:
            return  # whom mails go to is nothing for a log
        file = shown(self._get_filename())  # type: ignore[attr-defined]
        sys.stdout.write(f"A mail to {', '.join(message.recipients())} is in {file}\n")
        sys.stdout.flush()


def shown(file: str) -> Path:
    """As somebody types it who stands in Kneecoach's folder."""
    path, top = Path(file), Path(settings.BASE_DIR)
    return path.relative_to(top) if path.is_relative_to(top) else path
