"""What the server runs: Django behind the response cache, and the port of the operators."""

from django.conf import settings

from ankang_api.build import build
from ankang_api.http.problems import plain_problem
from ankang_api.operations.access_log import AccessLog
from ankang_api.server.limits import Limits
from ankang_api.server.observer import Observer
from ankang_api.server.origin import Origin
from ankang_api.server.processes import Sites
from ankang_api.server.site import Site
from ankang_api.wsgi import application as django
from ankang_api.wsgi import cache


def sites() -> Sites:
    """The site, and that of /livez, /readyz and /metrics if they have a port."""
    build()  # once, before the workers are forked
    if not settings.OPERATIONS_PORT:
        return Sites([site(AccessLog(logs_requests=settings.ACCESS_LOG))])
    from ankang_api.operations.endpoints import Operations
    from ankang_api.operations.metrics import remove_files, worker_ended
    from ankang_api.operations.recorder import Recorder

    recorder = Recorder(cache, logs_requests=settings.ACCESS_LOG)
    public = site(recorder)
    operations = Site(Operations(lambda: recorder.check(public)), plain_problem, limits=Limits(threads=1))
    return Sites([public, operations], worker_ended, remove_files)


def site(observer: Observer) -> Site:
    limits = Limits(connections_per_address=settings.CONNECTIONS_PER_ADDRESS)
    origin = Origin(settings.PUBLIC_URL, settings.TRUSTED_PROXIES)
    return Site(cache or django, plain_problem, cache, limits, origin, observer)
