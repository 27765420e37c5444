"""Where a request comes from and which address it was sent to: what trusted proxies say, and the public URL."""

from functools import lru_cache
from ipaddress import ip_address

from ankang_api.configuration.public_url import Networks, PublicUrl
from ankang_api.environ import Environ

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")

NO_ADDRESS = "127.0.0.1"
"""Of a request over a Unix socket whose proxy names no client. Failed log-ins are only counted by address."""


class Origin:
    """`public` is what links, redirects and cookies use; without it they use the Host of the request."""

    def __init__(self, public: PublicUrl = PublicUrl(), proxies: Networks = ()) -> None:  # noqa: B008  # immutable
        self.public, self.proxies = public, proxies
        self.is_trusted = lru_cache(1024)(self.is_proxy)

    def is_proxy(self, address: str) -> bool:
        """Whether headers of this address are believed. A unix socket has no address: only this host can use it."""
        if not address:
            return True
        try:
            ip = ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self.proxies)

    def apply(self, environ: Environ) -> None:
        """Set the address of the client, the scheme, the host and the path prefix."""
        if self.is_trusted(environ["REMOTE_ADDR"]):
            addresses, scheme = forwarded(environ)
            environ["REMOTE_ADDR"] = self.client(addresses) or environ["REMOTE_ADDR"] or NO_ADDRESS
            environ["wsgi.url_scheme"] = scheme or environ["wsgi.url_scheme"]
        if self.public.host:
            environ["wsgi.url_scheme"], environ["HTTP_HOST"] = self.public.scheme, self.public.host
            environ["SCRIPT_NAME"] = self.public.prefix
            path = environ["PATH_INFO"]
            if self.public.prefix and path.startswith(f"{self.public.prefix}/"):
                environ["PATH_INFO"] = path.removeprefix(self.public.prefix)

    def client(self, addresses: list[str]) -> str | None:
        """The last address that is not a proxy's: those before it are what the client claims."""
        for address in reversed(addresses):
            if not self.is_trusted(address):
                return address if is_address(address) else None
        return addresses[0] if addresses and is_address(addresses[0]) else None


def forwarded(environ: Environ) -> tuple[list[str], str]:
    """The addresses and the scheme that Forwarded (RFC 7239) or X-Forwarded-For and -Proto give."""
    if text := environ.get("HTTP_FORWARDED"):
        hops = [dict(pairs(hop)) for hop in text.split(",")]
        addresses = [without_port(hop["for"]) for hop in hops if "for" in hop]
        scheme = hops[-1].get("proto", "")
    else:
        names = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        addresses = [without_port(name.strip()) for name in names if name.strip()]
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
    return addresses, scheme.lower() if scheme.lower() in ("http", "https") else ""


def pairs(hop: str) -> list[tuple[str, str]]:
    parts = (part.partition("=") for part in hop.split(";"))
    return [(name.strip().lower(), value.strip().strip('"')) for name, _, value in parts]


def without_port(text: str) -> str:
    """An address without brackets and port: [2001:db8::1]:443 and 192.0.2.1:443 have one."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
