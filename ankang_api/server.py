"""The WSGI server: granian, which says where to look as soon as it answers there."""

import errno
import gc
import os
import signal
import socket
import time
from importlib import import_module
from threading import Thread
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Addresses that mean every one of this machine, and one at which it finds itself."""


class Server(MPServer):
    welcome = ""

    def startup(self, *args: Any) -> None:
        if hasattr(os, "register_at_fork"):  # elsewhere workers are not forks
            os.register_at_fork(after_in_child=heed_parent_alone)
        hangup = getattr(signal, "SIGHUP", None)
        detached = hangup and signal.getsignal(hangup) == signal.SIG_IGN
        super().startup(*args)  # type: ignore[no-untyped-call]  # granian leaves some of its methods without types
        if hangup:  # granian would reload when its terminal is closed, and keep the port
            signal.signal(hangup, signal.SIG_IGN if detached else self.signal_handler_interrupt)
        while not self.main_loop_interrupt.is_set():
            time.sleep(0.05)
            if answers(self.bind_addr, self.bind_port):
                print(self.welcome, flush=True)
                return

    def signal_handler_interrupt(self, *_: Any) -> None:
        """Wake the main loop from a thread: the signal may have found it at its event, holding the lock of it."""
        self.interrupt_signal = True
        Thread(target=self.main_loop_interrupt.set).start()


def heed_parent_alone() -> None:
    """In a worker: Ctrl-C reaches it too, and the parent's SIGTERM on top of that can make granian's worker hang."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until the worker has a handler of its own, instead of its parent's


def free_address(host: str, port: int) -> str:
    """The numeric address of a host, where the port is free; an OSError says why not. Granian would share it."""
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
    """Serve at a numeric address until SIGINT or SIGTERM, and leave no worker behind."""
    application = "ankang_api.wsgi"
    for module in (application, "ankang_api.urls"):  # once, before the workers fork: they start at the same moment
        import_module(module)
    gc.freeze()  # and share its memory: a collection would write to it
    server = Server(
        f"{application}:application",
        host,
        port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=8,  # each may hold a database connection
        blocking_threads_idle_timeout=600,  # and loses it when it ends
        workers_kill_timeout=8,  # seconds, less than the ten that container engines give
        respawn_failed_workers=True,
        log_level=LogLevels.error,  # its warnings are advice on sizes that are meant as they are
    )
    server.welcome = welcome
    try:
        server.serve()
    except SystemExit:
        if not server.interrupt_signal:  # one who stops all processes at once may be quicker than the parent
            raise
