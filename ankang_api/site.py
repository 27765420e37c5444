"""What the server runs: Django behind the response cache, and the problems that the server itself reports."""

from django.conf import settings

from ankang_api.http.problems import plain_problem
from ankang_api.server.limits import Limits
from ankang_api.server.origin import Origin
from ankang_api.server.site import Site
from ankang_api.wsgi import application as django
from ankang_api.wsgi import cache

site = Site(
    cache or django,
    plain_problem,
    cache,
    Limits(connections_per_address=settings.CONNECTIONS_PER_ADDRESS),
    Origin(settings.PUBLIC_URL, settings.TRUSTED_PROXIES),
)
