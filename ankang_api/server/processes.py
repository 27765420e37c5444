"""The processes of the HTTP server: a gunicorn parent, and workers that each run an event loop."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from gunicorn.app.base import BaseApplication

from ankang_api.server.addresses import Address, TCPAddress
from ankang_api.server.gunicorn_internals import SignalArbiter
from ankang_api.server.site import Site
from ankang_api.server.worker import EventLoopWorker

PARENT_GRACE_S = 8
"""Until the parent kills a worker that does not end. Less than the ten seconds of container engines."""


class Sites(NamedTuple):
    """What a worker serves, and what the parent calls when a worker ends and when it ends itself."""

    sites: list[Site]
    worker_ended: Callable[[int], object] = lambda process: None
    close: Callable[[], object] = lambda: None


class Server(BaseApplication):
    """`addresses` has one for each of the sites. `log` is the configuration of logging."""

    def __init__(self, addresses: Sequence[Address], workers: int, log: dict[str, Any]) -> None:
        self.addresses, self.workers, self.log = addresses, workers, log
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": [address.bind for address in self.addresses],
            "workers": self.workers,
            "worker_class": EventLoopWorker,
            # Linux balances the connections of TCP; other systems use one worker only
            "reuse_port": sys.platform == "linux" and isinstance(self.addresses[0], TCPAddress),
            "preload_app": True,
            "graceful_timeout": PARENT_GRACE_S,
            "logconfig_dict": self.log,
            "child_exit": lambda _arbiter, worker: self.sites.worker_ended(worker.pid),
            "on_exit": lambda _arbiter: self.sites.close(),
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the sites before the workers are forked, so that they start together and share its memory."""
        self.sites: Sites = import_module("ankang_api.site").sites()
        import_module("ankang_api.urls")
        gc.freeze()  # a garbage collection would write to the shared memory and so copy it
        return self.sites


def reset_signals() -> None:
    """In a new worker: ignore the SIGINT of Ctrl-C, because the parent ends it, and end at SIGTERM."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def serve(addresses: Sequence[Address], workers: int, log: dict[str, Any], start_message: str) -> None:
    """Serve at resolved addresses, the first of which is public, until SIGINT, SIGTERM or SIGHUP, and end all workers.

    The message is printed once the server accepts connections.
    """

    def is_started() -> bool:
        started = addresses[0].accepts_connections()
        if started:
            print(start_message, flush=True)
        return started

    os.register_at_fork(after_in_child=reset_signals)
    SignalArbiter(Server(addresses, workers, log), is_started).run()
