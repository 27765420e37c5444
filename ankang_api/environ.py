"""Keys of the WSGI environment by which the server, the response cache and Django share what they know."""

from typing import Any

Environ = dict[str, Any]

REQUEST_HEAD = "ankang.request_head"
"""Set by the server: the bytes of a request head that has no body. Equal bytes are an equal request."""
VALID_AT_REVISION = "ankang.valid_at_revision"
"""Set by Django where a response may be cached: the newest revision when the response was made, which is valid until a
newer one is committed; None where the response never changes."""
REQUEST_ID = "ankang.request_id"
"""Set by the server: the id of the request."""
OPERATION = "ankang.operation"
"""Set by Django: the name of the view that answers, and the format of its response, for the metrics."""
NO_OPERATION = ("", "")
NO_DEADLINE = "ankang.no_deadline"
"""Set by Django where the first byte of a response may take long: an export that is complete before it is sent."""
