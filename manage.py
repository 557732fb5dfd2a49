#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kneecoach.settings")

    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.configured or settings.INSTALLED_APPS
    except ImproperlyConfigured as error:
        sys.exit(f"Kneecoach cannot start: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
