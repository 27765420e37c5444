"""The WSGI application, and the response cache in front of it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ankang_api.settings")
application = get_wsgi_application()

from ankang_api.cache.newest_revision import newest  # noqa: E402
from ankang_api.cache.response_cache import ResponseCache  # noqa: E402
from ankang_api.cache.store import ResponseStore  # noqa: E402  # what these import needs Django to be set up

cache = (
    ResponseCache(application, ResponseStore(settings.ANSWER_CACHE_BYTES), newest())
    if settings.ANSWER_CACHE_BYTES
    else None
)
