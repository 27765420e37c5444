"""Sessions of the admin end a working day after the log-in, whatever was done meanwhile."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def limit_session(request: HttpRequest, **_: Any) -> None:
    """A receiver of `user_logged_in`. A fixed end: a session that is saved again would else last longer."""
    request.session.set_expiry(timezone.now() + timedelta(hours=settings.SESSION_HOURS))
