"""A WSGI application under ASGI: each request is answered by a thread, and the event loop sends what it says.

An answer that is made as a whole is handed over at once. Others are sent as they come, no faster than they are read;
once nobody reads them any more they are closed, in the thread that began them.
"""

import asyncio
import io
import sys
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from ankang_api.environ import REQUEST_HEAD, Environ

Message = dict[str, Any]
Receive = Callable[[], Coroutine[Any, Any, Message]]
Send = Callable[[Message], Coroutine[Any, Any, None]]
CachedResponse = Callable[[bytes, bytes], bytes | None]
T = TypeVar("T")


class Bridge:
    """Besides ASGI, `again` is what the application knows to answer without a thread, if it knows any."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        self.application, self.pool = application, ThreadPoolExecutor(threads, "request")
        self.cached_response: Callable[[bytes, bytes], bytes | None] = getattr(
            application, "cached_response", lambda head, date: None
        )

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        exchange = Exchange(loop, receive, send)
        environment = environ(scope, Input(loop, receive))
        whole = await loop.run_in_executor(self.pool, exchange.run, self.application, environment)
        if whole is not None:
            await send(exchange.start)
            await send({"type": "http.response.body", "body": whole})


class Exchange:
    """One request and its answer; `run` is of a thread, the rest of the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive, send: Send) -> None:
        self.loop, self.receive, self.send = loop, receive, send
        self.start: Message = {}
        self.gone = False

    def run(self, application: Callable[..., Iterable[bytes]], environment: Environ) -> bytes | None:
        """Answer a request: return the body where it is made as a whole, else send it."""
        chunks = application(environment, self.started)
        try:
            if not getattr(chunks, "streaming", not isinstance(chunks, list)):
                return b"".join(chunks)
            on_loop(self.loop, self.begin())
            for chunk in chunks:
                if self.gone:
                    return None
                on_loop(self.loop, self.send({"type": "http.response.body", "body": chunk, "more_body": True}))
            on_loop(self.loop, self.send({"type": "http.response.body"}))
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        return None

    def started(self, status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
        pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.start = {"type": "http.response.start", "status": int(status[:3]), "headers": pairs}

    async def begin(self) -> None:
        await self.send(self.start)
        self.watching = self.loop.create_task(self.watch())

    async def watch(self) -> None:
        """See the reader leave; after the answer this ends too."""
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.gone = True


def on_loop(loop: asyncio.AbstractEventLoop, what: Coroutine[Any, Any, T]) -> T:
    """Have the loop do something, and wait for it in the thread that needs it."""
    return asyncio.run_coroutine_threadsafe(what, loop).result()


class Input(io.RawIOBase):
    """The body of a request, for the thread that reads it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive) -> None:
        self.loop, self.receive = loop, receive
        self.rest, self.more = b"", True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.rest and self.more:
            message: Message = on_loop(self.loop, self.receive())
            if message["type"] == "http.disconnect":
                raise ConnectionAbortedError("the client left before it had sent its request")
            self.rest, self.more = message["body"], message["more_body"]
        given, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def environ(scope: Message, body: Input) -> Environ:
    """The environment of a request (PEP 3333). A header whose name has an underscore is not taken for another one."""
    (server, port), client = scope["server"] or ("", ""), scope["client"] or ("",)
    made: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BufferedReader(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if REQUEST_HEAD in scope:
        made[REQUEST_HEAD] = scope[REQUEST_HEAD]
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        if name not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            name = f"HTTP_{name}"
        made[name] = f"{made[name]}{'; ' if name == 'HTTP_COOKIE' else ','}{value}" if name in made else value
    return made
