"""Static files of a running server: hashed names, compressed variants, cache headers; and a disk that is read-only."""

import gzip
import re
import signal
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import brotli
import pytest

from tests.serving import free_port, up

pytestmark = pytest.mark.database_independent

BUNDLE = r"/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle\.[0-9a-f]{12}\.js"
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


def answer(url: str, **headers: str) -> tuple[int, Message, bytes]:
    request = Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urlopen(request) as response:
            return response.status, response.headers, response.read()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def links(address: str) -> list[str]:
    """The static files that Swagger UI links."""
    _, _, page = answer(f"{address}/api/v1/docs")
    return re.findall('(?:href|src)="(/static/[^"]*)"', page.decode())


@pytest.fixture(scope="module")
def bundle(server: str) -> str:
    [path] = [path for path in links(server) if re.fullmatch(BUNDLE, path)]
    return server + path


def test_pages_link_hashed_names(server: str) -> None:
    found = links(server)
    assert len(found) == 7
    assert [path for path in found if not re.fullmatch(r"/static/[\w/-]+\.[0-9a-f]{12}\.(css|js|png)", path)] == []
    assert [answer(server + path)[0] for path in found] == [200] * 7
    _, _, page = answer(f"{server}/admin/login/")
    assert re.search(rb'href="/static/admin/css/base\.[0-9a-f]{12}\.css"', page)


@pytest.mark.parametrize(
    ("accepted", "coding", "most_bytes"),
    [
        ("gzip, deflate, br, zstd", "br", 400_000),
        ("gzip", "gzip", 450_000),
        ("br;q=0, gzip", "gzip", 450_000),
        ("identity", None, 1_700_000),
    ],
)
def test_a_large_file_has_compressed_variants(bundle: str, accepted: str, coding: str | None, most_bytes: int) -> None:
    status, headers, body = answer(bundle, Accept_Encoding=accepted)
    assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, coding, "Accept-Encoding")
    assert headers["Content-Type"] == 'text/javascript; charset="utf-8"'
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert int(headers["Content-Length"]) == len(body) < most_bytes
    assert DECODERS[coding](body) == answer(bundle)[2]
    assert len(DECODERS[coding](body)) > 1_500_000


@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
def test_a_known_file_is_not_sent_again(bundle: str, accepted: str) -> None:
    _, headers, _ = answer(bundle, Accept_Encoding=accepted)
    for condition in ({"If_None_Match": headers["ETag"]}, {"If_Modified_Since": headers["Last-Modified"]}):
        status, again, body = answer(bundle, Accept_Encoding=accepted, **condition)
        assert (status, body, again["ETag"]) == (304, b"", headers["ETag"])
        assert again["Cache-Control"] == "public, max-age=31536000, immutable"
        assert again["Vary"] == "Accept-Encoding"
    assert answer(bundle, If_None_Match='W/"other"')[0] == 200


def test_a_file_under_its_own_name_is_not_immutable(server: str) -> None:
    status, headers, body = answer(f"{server}/static/admin/css/base.css", Accept_Encoding="br")
    assert (status, headers["Content-Encoding"], headers["Cache-Control"]) == (200, None, "max-age=60, public")
    assert headers["ETag"].startswith('W/"')
    assert body.startswith(b"/*\n    DJANGO Admin styles\n*/")


def test_an_unknown_hash_is_not_found(bundle: str) -> None:
    assert answer(re.sub(r"\.[0-9a-f]{12}\.", ".000000000000.", bundle))[0] == 404


def test_two_servers_of_one_version_collect_once(database_url: str, tmp_path: Path) -> None:
    folder, ports = tmp_path / "new" / "static", (free_port(), free_port())
    servers = [
        up(database_url, "--port", str(port), "--workers=1", settings={"STATIC_FOLDER": str(folder)}) for port in ports
    ]
    for process in servers:
        process.wait_until_serving()
    names = [links(f"http://127.0.0.1:{port}") for port in ports]
    statuses = [answer(f"http://127.0.0.1:{port}{path}")[0] for port in ports for path in names[0]]
    for process in servers:
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=30) == ("", "")
    assert names[0] == names[1]
    assert statuses == [200] * 14
    [collected] = folder.iterdir()  # the drafts are gone
    assert re.fullmatch("[0-9a-f]{16}", collected.name)


def test_a_disk_that_is_read_only_is_a_warning(database_url: str) -> None:
    folder, port = "/proc/static", free_port()  # not even root can create it
    with up(database_url, "--port", str(port), "--workers=1", settings={"STATIC_FOLDER": folder}) as process:
        process.wait_until_serving()
        found = links(f"http://127.0.0.1:{port}")
        statuses = [answer(f"http://127.0.0.1:{port}{path}")[0] for path in found]
        process.send_signal(signal.SIGTERM)
        _, warnings = process.communicate(timeout=30)
    assert "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js" in found
    assert statuses == [200] * 7
    assert warnings == (
        f"Warning: {folder} cannot be written (No such file or directory). "
        "Static files are served uncompressed, without hashed names.\n"
    )
