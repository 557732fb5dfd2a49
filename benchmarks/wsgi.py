"""The project as it is, with the floor beside it. With NOTHING_KEPT every page of a runner is worked out anew."""

import os
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kneecoach.settings")

from django.conf import settings

settings.ROOT_URLCONF = "benchmarks.urls"
if os.environ.get("NOTHING_KEPT"):
    settings.CACHES["runners"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
settings.TEMPLATES[0]["DIRS"] = [settings.BASE_DIR / "templates", settings.BASE_DIR / "benchmarks" / "templates"]

from kneecoach.wsgi import application  # noqa: E402, the settings come first

if os.environ.get("NOTHING_KEPT"):
    patch("plans.views.coached.remember", new=lambda *_: None).start()

__all__ = ["application"]
