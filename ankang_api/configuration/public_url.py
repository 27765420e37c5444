"""The address of the service as clients see it, and the proxies that may say where a request comes from."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import NamedTuple
from urllib.parse import urlsplit

Networks = tuple[IPv4Network | IPv6Network, ...]


class PublicUrl(NamedTuple):
    """Scheme, host with its port, and path prefix; all empty if PUBLIC_URL is not set."""

    scheme: str = ""
    host: str = ""
    prefix: str = ""

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}" if self.host else ""

    @property
    def is_https(self) -> bool:
        return self.scheme == "https"

    @property
    def hostname(self) -> str:
        return urlsplit(self.origin).hostname or ""


def public_url(text: str) -> PublicUrl:
    """PUBLIC_URL; ValueError if it is not the URL of a site."""
    if not text:
        return PublicUrl()
    try:
        parts = urlsplit(text)
        is_site = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        is_site = False
    if not is_site or parts.query or parts.fragment:
        raise ValueError(f"{text}. Write https://data.example.org, or with a path.")
    return PublicUrl(parts.scheme, parts.netloc.lower(), parts.path.rstrip("/"))


def networks(text: str) -> Networks:
    """TRUSTED_PROXIES; ValueError for what is neither an address nor a network."""
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise ValueError(f"{error}. Write 127.0.0.1,10.0.0.0/8.") from None
