"""The gunicorn worker: an event loop whose connections share one site."""

import asyncio
import logging
import os
import signal
import socket
from contextlib import suppress
from functools import partial
from typing import Any, cast

import uvloop
from gunicorn.workers.base import Worker

from ankang_api.server.connection import Connection
from ankang_api.server.site import Site

LOGGER = logging.getLogger(__name__)
CHECK_INTERVAL_S = 0.25


class EventLoopWorker(Worker):
    def init_signals(self) -> None:
        """`run` handles the signals of the parent. SIGHUP is for the parent, even if a terminal sends it to all."""
        for number in self.SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def run(self) -> None:
        uvloop.run(self.serve())

    async def serve(self) -> None:
        sites: list[Site] = cast(Any, self.wsgi).sites  # what Server.load returns
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            loop.add_signal_handler(number, stopped.set)
        servers = [await listen(site, listener) for site, listener in zip(sites, self.sockets, strict=True)]
        while not stopped.is_set() and os.getppid() == self.ppid:
            self.notify()
            for site in sites:
                site.check(loop.time())
            if any(site.cache.is_outdated() for site in sites):
                LOGGER.warning("The database file was replaced. Another worker opens the new file.")
                break
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), CHECK_INTERVAL_S)
        for server in servers:
            server.close()
        await asyncio.gather(*(site.stop() for site in sites))


async def listen(site: Site, listener: Any) -> asyncio.Server:
    loop, factory = asyncio.get_running_loop(), partial(Connection, site)
    if listener.family == socket.AF_UNIX:
        # The parent owns the socket file: other workers listen on it, and their successors will.
        create_unix_server = cast(Any, loop).create_unix_server  # the annotations of uvloop lack cleanup_socket
        return cast(asyncio.Server, await create_unix_server(factory, sock=listener, cleanup_socket=False))
    return await loop.create_server(factory, sock=listener)
