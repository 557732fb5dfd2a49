import pytest
from django.conf import settings as project
from django.core.cache import caches
from django.core.management import call_command


@pytest.fixture(autouse=True)
def _quick_and_separate(settings):
    """Cheap password hashes, unhashed static files, mails in memory, and nothing left over in the cache."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **project.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.CACHES = project.CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    for name in caches:
        caches[name].clear()


@pytest.fixture
def delivered(db):
    """The catalogue as it is delivered."""
    call_command("load_catalogue", verbosity=0)
