"""Which address and scheme a request has behind proxies and a public URL."""

import pytest

from ankang_api.configuration.public_url import PublicUrl, networks, public_url
from ankang_api.server.origin import Origin

pytestmark = pytest.mark.database_independent

PROXIES = networks("10.0.0.0/8,2001:db8::/32")


def seen(
    peer: str, headers: dict[str, str], public: PublicUrl | None = None, path: str = "/api"
) -> tuple[str, str, str, str]:
    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", "HTTP_HOST": "localhost", "PATH_INFO": path}
    environ |= {"SCRIPT_NAME": ""} | {f"HTTP_{name}": value for name, value in headers.items()}
    Origin(public or PublicUrl(), PROXIES).apply(environ)
    url = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}"
    return environ["REMOTE_ADDR"], url, environ["SCRIPT_NAME"], environ["PATH_INFO"]


@pytest.mark.parametrize(
    ("peer", "headers", "client", "url"),
    [
        ("192.0.2.1", {}, "192.0.2.1", "http://localhost"),
        ("192.0.2.1", {"X_FORWARDED_FOR": "1.2.3.4", "X_FORWARDED_PROTO": "https"}, "192.0.2.1", "http://localhost"),
        ("10.0.0.1", {"X_FORWARDED_FOR": "1.2.3.4", "X_FORWARDED_PROTO": "https"}, "1.2.3.4", "https://localhost"),
        ("10.0.0.1", {"X_FORWARDED_FOR": "6.6.6.6, 1.2.3.4, 10.0.0.2"}, "1.2.3.4", "http://localhost"),
        ("10.0.0.1", {"X_FORWARDED_FOR": "10.0.0.3, 10.0.0.2"}, "10.0.0.3", "http://localhost"),
        ("10.0.0.1", {"X_FORWARDED_FOR": "1.2.3.4:5678"}, "1.2.3.4", "http://localhost"),
        ("10.0.0.1", {"X_FORWARDED_FOR": "unknown"}, "10.0.0.1", "http://localhost"),
        ("10.0.0.1", {"X_FORWARDED_PROTO": "gopher"}, "10.0.0.1", "http://localhost"),
        ("10.0.0.1", {"FORWARDED": "for=1.2.3.4;proto=https"}, "1.2.3.4", "https://localhost"),
        ("10.0.0.1", {"FORWARDED": 'for="[2001:470::1]:99";proto=https'}, "2001:470::1", "https://localhost"),
        ("2001:db8::1", {"X_FORWARDED_FOR": "1.2.3.4"}, "1.2.3.4", "http://localhost"),
        ("", {"X_FORWARDED_FOR": "1.2.3.4"}, "1.2.3.4", "http://localhost"),  # a unix socket
    ],
)
def test_only_trusted_proxies_say_where_a_request_comes_from(
    peer: str, headers: dict[str, str], client: str, url: str
) -> None:
    assert seen(peer, headers)[:2] == (client, url)


@pytest.mark.parametrize("path", ["/city/api/v1/units", "/api/v1/units"])
def test_the_public_url_is_scheme_host_and_prefix_whatever_the_request_says(path: str) -> None:
    public = public_url("https://Data.example.org/city/")
    assert seen("192.0.2.1", {}, public, path) == ("192.0.2.1", "https://data.example.org", "/city", "/api/v1/units")
