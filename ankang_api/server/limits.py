"""What a client may take of the server: sizes in bytes, times in seconds."""

from typing import NamedTuple


class Limits(NamedTuple):
    threads: int = 8
    """Requests that a worker computes at once; each thread may hold a database connection."""
    streams: int = 4
    """Threads that may stream responses at once; further streams are refused with 503."""
    max_target_bytes: int = 16_384
    """A longer request target is refused with 414."""
    max_head_bytes: int = 65_536
    """A longer request head is refused with 431."""
    max_body_bytes: int = 10 * 1024 * 1024
    """A longer request body is refused with 413."""
    head_timeout_s: float = 30
    """For the head of a request, from its first byte."""
    body_timeout_s: float = 120
    """For the whole body of a request."""
    body_gap_s: float = 30
    """Between two parts of a body."""
    idle_timeout_s: float = 75
    """Between two requests on a connection."""
    min_send_bytes_per_s: float = 2048
    """A client that reads a response more slowly is disconnected."""
    send_window_s: float = 20
    """The time over which the rate is measured."""
    read_ahead_bytes: int = 1024 * 1024
    """Bytes of a stream that wait for the client before the stream pauses."""
    connections_per_address: int = 100
    """Open connections of one address in each worker; more are refused with 429."""
    first_byte_timeout_s: float = 5
    """A read of the API whose response has not begun by then is answered with 503."""
    stop_timeout_s: float = 6
    """Requests in progress have this long to end after SIGTERM."""
