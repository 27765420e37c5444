"""The HTTP server: gunicorn keeps the workers, uvicorn answers in each, and it says where to look once it does."""

import errno
import gc
import os
import signal
import socket
import sys
from importlib import import_module
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from ankang_api.server.worker import EventLoopWorker

ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Addresses that mean every one of this machine, and one at which it finds itself."""


class Server(BaseApplication):
    def __init__(self, host: str, port: int, workers: int) -> None:
        self.host, self.port, self.workers = host, port, workers
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}",
            "workers": self.workers,
            "worker_class": EventLoopWorker,
            "reuse_port": sys.platform == "linux",  # the kernel shares connections out; elsewhere one would get all
            "preload_app": True,
            "graceful_timeout": 8,  # seconds, less than the ten that container engines give
            "loglevel": "error",
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The site, made once, before the workers fork: they start at the same moment and share its memory."""
        application = import_module("ankang_api.asgi").application
        import_module("ankang_api.urls")
        gc.freeze()  # a collection would write to it
        return application


class Parent(Arbiter):
    def __init__(self, server: Server, welcome: str) -> None:
        self.place, self.welcome = (server.host, server.port), welcome
        super().__init__(server)

    def init_signals(self) -> None:
        """A terminal that is closed ends it, unless it was started to outlive that (nohup)."""
        detached = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        super().init_signals()
        if detached:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    handle_int = handle_hup = Arbiter.handle_term

    def wait_for_signals(self, timeout: float | None = 1.0) -> list[int]:
        if not self.welcome:
            return super().wait_for_signals(timeout)
        if answers(*self.place):
            print(self.welcome, flush=True)
            self.welcome = ""
        return super().wait_for_signals(0.05)


def heed_parent_alone() -> None:
    """In a worker: Ctrl-C reaches it too, but the parent ends it; until it has ways of its own, it ends at once."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def free_address(host: str, port: int) -> str:
    """The numeric address of a host, where the port is free; an OSError says why not. Workers would share it."""
    family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    try:
        socket.create_server((str(place[0]), port), family=family).close()
    except OSError as error:
        reason = "it is taken" if error.errno == errno.EADDRINUSE else error.strerror
        raise OSError(error.errno, reason) from error
    return str(place[0])


def answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((ANY_ADDRESS.get(host, host), port), timeout=1).close()
    except OSError:
        return False
    return True


def url(host: str, port: int) -> str:
    name = ANY_ADDRESS.get(host, host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def serve(host: str, port: int, workers: int, welcome: str) -> None:
    """Serve at a numeric address until SIGINT, SIGTERM or SIGHUP, and leave no worker behind."""
    os.register_at_fork(after_in_child=heed_parent_alone)
    Parent(Server(host, port, workers), welcome).run()
