"""The project in production, with its connections to the database kept, made anew, or taken from a pool."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kneecoach.settings")

from django.conf import settings

database = settings.DATABASES["default"]
if os.environ["CONNECTIONS"] != "kept":
    database["CONN_MAX_AGE"] = 0
if os.environ["CONNECTIONS"] == "pool":
    database["OPTIONS"] = database["OPTIONS"] | {"pool": {"min_size": 1, "max_size": int(os.environ["POOL"])}}

from kneecoach.wsgi import application  # noqa: E402, the settings come first

__all__ = ["application"]
