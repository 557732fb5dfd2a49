"""The project as it is, with the floor beside it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kneecoach.settings")

from django.conf import settings

settings.ROOT_URLCONF = "benchmarks.urls"
settings.TEMPLATES[0]["DIRS"] = [settings.BASE_DIR / "templates", settings.BASE_DIR / "benchmarks" / "templates"]

from kneecoach.wsgi import application  # noqa: E402, the settings come first

__all__ = ["application"]
