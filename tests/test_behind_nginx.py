"""The API behind nginx with TLS, with the configuration of docs/deploy/."""

import http.client
import json
import os
import re
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.certificates import make_certificate
from tests.databases import copied
from tests.nginx import nginx
from tests.serving import ROOT, free_port, up

pytestmark = [pytest.mark.nginx, pytest.mark.database_independent]


class Site:
    """A browser's view of a site with a certificate that it trusts."""

    def __init__(self, host: str, port: int, certificate: Path) -> None:
        self.host, self.port = host, port
        self.context = ssl.create_default_context(cafile=str(certificate))

    def request(self, method: str, path: str, body: str = "", **headers: str) -> tuple[Any, bytes]:
        connection = http.client.HTTPSConnection(self.host, self.port, context=self.context, timeout=30)
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def json(self, path: str) -> Any:
        response, body = self.request("GET", path)
        assert response.status == 200, body
        return json.loads(body)


def configuration(folder: Path, port: int, tls_port: int, api_port: int) -> str:
    """The published configuration with ports, certificate and files of the test."""
    certificate, key = make_certificate(folder)
    text = (ROOT / "docs" / "deploy" / "nginx.conf").read_text()
    for published, tested in {
        "127.0.0.1:8000": f"127.0.0.1:{api_port}",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "listen 443 ssl;": f"listen 127.0.0.1:{tls_port} ssl;",
        "data.example.org;": "localhost;",
        "/etc/ssl/data.example.org.pem": str(certificate),
        "/etc/ssl/data.example.org.key": str(key),
        "proxy_set_header Host $host;": "proxy_set_header Host $http_host;",
    }.items():
        assert published in text
        text = text.replace(published, tested)
    return text


@pytest.fixture(scope="module")
def site(loaded_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port, tls_port, api_port = tmp_path_factory.mktemp("nginx"), free_port(), free_port(), free_port()
    http = configuration(folder, port, tls_port, api_port)
    found = Site("localhost", tls_port, folder / "certificate.pem")
    settings = {"PUBLIC_URL": f"https://localhost:{tls_port}", "TRUSTED_PROXIES": "127.0.0.1"}
    with (
        copied(loaded_database, tmp_path_factory.mktemp("behind_nginx")) as database,
        up(database, "--port", str(api_port), settings=settings) as api,
    ):
        api.wait_until_serving()
        with nginx(folder, http, lambda: found.request("GET", "/api/v1/")):
            add_official(database)
            yield found
        api.terminate()
        api.communicate(timeout=30)


def add_official(database: str) -> None:
    command = [sys.executable, "manage.py", "createsuperuser"]
    environment = os.environ | {"DATABASE_URL": database, "DJANGO_SUPERUSER_PASSWORD": "a long password"}
    arguments = ["--noinput", "--username", "official", "--email", "official@example.org"]
    subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)


def test_every_link_has_the_public_address(site: Site) -> None:
    origin = f"https://localhost:{site.port}"
    page = site.json("/api/v1/observations?page_size=20")
    assert page["next"].startswith(f"{origin}/api/v1/observations?")
    following = site.json(page["next"].removeprefix(origin))
    assert (len(following["results"]), following["previous"][: len(origin)]) == (20, origin)
    assert all(url.startswith(origin) for url in site.json("/api/v1/")["links"].values())
    response, body = site.request("GET", "/api/v1/units/none")
    assert (response.status, json.loads(body)["type"]) == (404, f"{origin}/api/v1/problems/not-found")
    _, feed = site.request("GET", "/api/v1/corrections.atom")
    assert b"http://127.0.0.1" not in feed
    response, _ = site.request("GET", "/api/v1/observations?page_size=20")
    assert response.headers["Cache-Status"] == "ankang; hit"


def test_an_official_logs_in_with_secure_cookies(site: Site) -> None:
    origin = f"https://localhost:{site.port}"
    response, page = site.request("GET", "/admin/login/")
    [token] = re.findall(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
    cookie = response.headers["Set-Cookie"]
    assert "Secure" in cookie
    body = f"csrfmiddlewaretoken={token.decode()}&username=official&password=a+long+password&next=/admin/"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie.partition(";")[0]}
    response, page = site.request("POST", "/admin/login/", body, **headers, Referer=f"{origin}/admin/login/")
    assert (response.status, response.headers["Location"]) == (302, "/admin/")
    assert all("Secure" in value for value in response.headers.get_all("Set-Cookie"))
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_client_behind_the_proxy_is_locked_out_alone(site: Site) -> None:
    def log_in(address: str) -> int:
        response, page = site.request("GET", "/admin/login/")
        [token] = re.findall(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
        body = f"csrfmiddlewaretoken={token.decode()}&username=somebody&password=wrong"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": address}
        headers |= {"Cookie": response.headers["Set-Cookie"].partition(";")[0]}
        origin = f"https://localhost:{site.port}"
        return int(site.request("POST", "/admin/login/", body, **headers, Referer=origin)[0].status)

    # nginx appends the address that it sees, 127.0.0.1, which is the proxy's own: the one before it is the client's
    assert [log_in("192.0.2.7") for _ in range(6)][-1] == 429
    assert log_in("192.0.2.8") == 200


def test_the_deployment_check_is_silent(site: Site) -> None:
    settings = {"PUBLIC_URL": f"https://localhost:{site.port}", "SECRET_KEY": "k3!" * 20 + "abcdefghij"}
    command = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = os.environ | settings
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "System check identified no issues (4 silenced).\n")
