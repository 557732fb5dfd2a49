import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kneecoach.settings")

# What a page is made of goes by itself when it is sent. At Python's own pace the collector of cycles would go through
# it a dozen times before, which took a sixth of the longest pages.
gc.set_threshold(10_000)

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"Kneecoach cannot start: {error}")
