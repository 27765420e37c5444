"""Locks of log-ins after failures of a name from an address, of a name, and from an address."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_ip_address, get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


class Lock(NamedTuple):
    """A limit that is reached: what was counted, the limit, and when enough failures are too old to count."""

    counted: tuple[str, ...]
    failures: int
    until: datetime


class LoginLocks(AxesDatabaseHandler):
    """Records failures as axes does, and has several limits where axes has one."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The number of limits that are reached; one is enough, by AXES_FAILURE_LIMIT."""
        return len(list(locks(request, credentials)))


def locks(request: HttpRequest, credentials: dict[str, Any] | None) -> Iterator[Lock]:
    """The limits that the name or the address of a log-in has reached."""
    client = {"username": get_client_username(request, credentials), "ip_address": get_client_ip_address(request)}
    for counted, limit in settings.LOGIN_FAILURE_LIMITS.items():
        if until := locked_until(limit, **{name: client[name] for name in counted}):
            yield Lock(counted, limit, until)


def locked_until(limit: int, **client: str | None) -> datetime | None:
    """When the recent failures of a client are below the limit again; None if they are now."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(attempt_time__gte=since, **client).order_by("attempt_time")
    counts = list(attempts.values_list("attempt_time", "failures_since_start"))
    failures, until = sum(count for _time, count in counts), None
    for time, count in counts:
        if failures < limit:
            break
        failures, until = failures - count, time + settings.AXES_COOLOFF_TIME
    return until
