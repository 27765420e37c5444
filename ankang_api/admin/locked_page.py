"""The response to a log-in that is locked."""

import logging
import math
from typing import Any

from axes.helpers import get_client_ip_address, get_client_username
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ankang_api.admin.login_locks import locks

LOGGER = logging.getLogger(__name__)


def locked_response(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """429 with the seconds until the last lock ends, and a line in the log."""
    name, address = get_client_username(request, credentials), get_client_ip_address(request)
    lock = max(locks(request, credentials), key=lambda lock: lock.until, default=None)
    seconds = max(1, math.ceil((lock.until - timezone.now()).total_seconds())) if lock else 1
    LOGGER.warning("Log-in locked for %d seconds: name %r, address %s.", seconds, name, address)
    context = {"lock": lock, "username": name, "minutes": math.ceil(seconds / 60), "is_admin": True}
    page = render(request, "ankang_api/locked.html", context | {"publication": settings.PUBLICATION}, status=429)
    page["Retry-After"], page["Cache-Control"] = str(seconds), "no-store"
    return page
