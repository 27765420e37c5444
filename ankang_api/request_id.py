"""The id of a request: taken from X-Request-Id or made, and repeated in the response, in problems and in the log."""

import re
from contextvars import ContextVar
from random import getrandbits

HEADER = "X-Request-Id"
GIVEN = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
CURRENT: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that this thread or task answers."""


def request_id(given: str = "") -> str:
    """The given id, or a new one if none is given or if it has other characters than ids have."""
    return given if GIVEN.fullmatch(given) else f"{getrandbits(64):016x}"
