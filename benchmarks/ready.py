"""Imported first, it makes models importable outside of a server."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kneecoach.settings")
django.setup()
