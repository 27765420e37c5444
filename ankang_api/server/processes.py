"""The processes of the HTTP server: a gunicorn parent, and workers that each run an event loop."""

import errno
import gc
import os
import signal
import socket
import sys
from importlib import import_module
from typing import Any

from gunicorn.app.base import BaseApplication

from ankang_api.server.gunicorn_internals import SignalArbiter
from ankang_api.server.worker import EventLoopWorker

LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""The addresses that stand for all addresses of the host, and where a client on this host connects instead."""
CONNECT_TIMEOUT_S = 1
PARENT_GRACE_S = 8
"""Until the parent kills a worker that does not end. Less than the ten seconds of container engines."""


class Server(BaseApplication):
    def __init__(self, host: str, port: int, workers: int) -> None:
        self.host, self.port, self.workers = host, port, workers
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}",
            "workers": self.workers,
            "worker_class": EventLoopWorker,
            "reuse_port": sys.platform == "linux",  # Linux balances connections; other systems use one worker only
            "preload_app": True,
            "graceful_timeout": PARENT_GRACE_S,
            "loglevel": "error",
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the site before the workers are forked, so that they start together and share its memory."""
        site = import_module("ankang_api.site").site
        import_module("ankang_api.urls")
        gc.freeze()  # a garbage collection would write to the shared memory and so copy it
        return site


def reset_signals() -> None:
    """In a new worker: ignore the SIGINT of Ctrl-C, because the parent ends it, and end at SIGTERM."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def free_address(host: str, port: int) -> str:
    """The numeric address of a host, on which the port is free; else an OSError with the reason.

    The check is needed because `reuse_port` would let two servers listen on the same port.
    """
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    try:
        socket.create_server((str(address[0]), port), family=family).close()
    except OSError as error:
        reason = "it is taken" if error.errno == errno.EADDRINUSE else error.strerror
        raise OSError(error.errno, reason) from error
    return str(address[0])


def accepts_connections(host: str, port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK.get(host, host), port), timeout=CONNECT_TIMEOUT_S).close()
    except OSError:
        return False
    return True


def url(host: str, port: int) -> str:
    name = LOOPBACK.get(host, host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def serve(host: str, port: int, workers: int, start_message: str) -> None:
    """Serve at a numeric address until SIGINT, SIGTERM or SIGHUP, and end all workers.

    The message is printed once the server accepts connections.
    """

    def is_started() -> bool:
        started = accepts_connections(host, port)
        if started:
            print(start_message, flush=True)
        return started

    os.register_at_fork(after_in_child=reset_signals)
    SignalArbiter(Server(host, port, workers), is_started).run()
