"""The log: lines of text or JSON on standard error, each with the id of its request."""

import logging
import time
from typing import Any

from ankang_api.request_id import CURRENT

UNAVAILABLE = 503
ESCAPED = {number: f"\\x{number:02x}" for number in [*range(32), 127] if chr(number) != "\t"}


def configuration(log_format: str) -> dict[str, Any]:
    """LOGGING for LOG_FORMAT: text or json."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": "ankang_api.configuration.logs.RequestId"},
            "no_outages": {"()": "ankang_api.configuration.logs.NoOutages"},
        },
        "formatters": {
            "text": {"()": "ankang_api.configuration.logs.TextFormatter"},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "{levelname}{name}{message}{request_id}",
                "style": "{",
                "timestamp": "time",
                "rename_fields": {"levelname": "level", "name": "logger"},
                "json_ensure_ascii": False,
            },
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": log_format, "filters": ["request_id"]},
            "null": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "ankang_api": {"level": "INFO"},
            "gunicorn.error": {"handlers": [], "level": "ERROR"},
            "psycopg.pool": {"level": "CRITICAL"},  # `ankang_api.outage` reports what keeps it from connecting
            "axes": {"level": "ERROR"},
            "django": {"handlers": [], "level": "WARNING"},
            "django.request": {"level": "ERROR", "filters": ["no_outages"]},
            # any client can send a Host that is not allowed
            "django.security.DisallowedHost": {"handlers": ["null"], "propagate": False},
        },
    }


class RequestId(logging.Filter):
    """Adds the id of the current request to each record; an empty one outside requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(record, "request_id", None) or CURRENT.get()
        return True


class NoOutages(logging.Filter):
    """Drops Django's report of each request that got 503: `ankang_api.outage` reports an outage once."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != UNAVAILABLE


class TextFormatter(logging.Formatter):
    """`2026-11-28T08:42:16.123Z ERROR message [request id]`, then the traceback if there is one."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name that logging calls
        message = record.getMessage().translate(ESCAPED)  # or a request could write lines of its own
        given = getattr(record, "request_id", "")
        line = f"{self.formatTime(record)} {record.levelname} {message}"
        return f"{line} [{given}]" if given else line
