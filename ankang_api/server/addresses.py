"""The addresses that a server listens on: a TCP port of a host, or a Unix socket."""

import errno
import os
import socket
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""The wildcard addresses, and the address that a client on this host connects to."""
CONNECT_TIMEOUT_S = 1
MAX_SOCKET_PATH_BYTES = 103
"""On macOS. Linux allows four more."""


@dataclass(frozen=True)
class TCPAddress:
    host: str
    port: int

    def __str__(self) -> str:
        """The URL that a browser on this host can open."""
        name = LOOPBACK.get(self.host, self.host)
        return f"http://[{name}]:{self.port}/" if ":" in name else f"http://{name}:{self.port}/"

    @property
    def bind(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def resolved(self) -> "TCPAddress":
        """The numeric address of the host, on which the port is free; else an OSError with the reason.

        The check is needed because `reuse_port` would let two servers listen on the same port.
        """
        family, _, _, _, address = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0]
        try:
            socket.create_server((str(address[0]), self.port), family=family).close()
        except OSError as error:
            reason = "it is taken" if error.errno == errno.EADDRINUSE else error.strerror
            raise OSError(error.errno, reason) from error
        return TCPAddress(str(address[0]), self.port)

    def accepts_connections(self) -> bool:
        try:
            address = (LOOPBACK.get(self.host, self.host), self.port)
            socket.create_connection(address, timeout=CONNECT_TIMEOUT_S).close()
        except OSError:
            return False
        return True


@dataclass(frozen=True)
class UnixAddress:
    path: Path

    def __str__(self) -> str:
        return self.bind

    @property
    def bind(self) -> str:
        return f"unix:{self.path}"

    def resolved(self) -> "UnixAddress":
        """The absolute path, on which no server listens; else an OSError with the reason.

        The check is needed because gunicorn replaces the socket of a running server too.
        """
        address = UnixAddress(self.path.absolute())
        if len(bytes(address.path)) > MAX_SOCKET_PATH_BYTES:
            raise OSError(errno.ENAMETOOLONG, f"its path is longer than {MAX_SOCKET_PATH_BYTES} bytes")
        if self.path.exists() and not self.path.is_socket():
            raise OSError(errno.EEXIST, "it is a file, not a socket")
        if not address.path.parent.is_dir():
            raise OSError(errno.ENOENT, "its folder does not exist")
        if not os.access(address.path.parent, os.W_OK):
            raise OSError(errno.EACCES, "its folder is read-only for this user")
        if address.accepts_connections():
            raise OSError(errno.EADDRINUSE, "it is taken")
        return address

    def accepts_connections(self) -> bool:
        with closing(socket.socket(socket.AF_UNIX)) as client:
            client.settimeout(CONNECT_TIMEOUT_S)
            try:
                client.connect(str(self.path))
            except OSError:
                return False
        return True


Address = TCPAddress | UnixAddress
