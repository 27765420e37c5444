"""The processes of the HTTP server: a gunicorn parent, and workers that each run an event loop."""

import gc
import os
import signal
import sys
from importlib import import_module
from typing import Any

from gunicorn.app.base import BaseApplication

from ankang_api.server.addresses import Address, TCPAddress
from ankang_api.server.gunicorn_internals import SignalArbiter
from ankang_api.server.worker import EventLoopWorker

PARENT_GRACE_S = 8
"""Until the parent kills a worker that does not end. Less than the ten seconds of container engines."""


class Server(BaseApplication):
    def __init__(self, address: Address, workers: int) -> None:
        self.address, self.workers = address, workers
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": self.address.bind,
            "workers": self.workers,
            "worker_class": EventLoopWorker,
            # Linux balances the connections of TCP; other systems use one worker only
            "reuse_port": sys.platform == "linux" and isinstance(self.address, TCPAddress),
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


def serve(address: Address, workers: int, start_message: str) -> None:
    """Serve at a resolved address until SIGINT, SIGTERM or SIGHUP, and end all workers.

    The message is printed once the server accepts connections.
    """

    def is_started() -> bool:
        started = address.accepts_connections()
        if started:
            print(start_message, flush=True)
        return started

    os.register_at_fork(after_in_child=reset_signals)
    SignalArbiter(Server(address, workers), is_started).run()
