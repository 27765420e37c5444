"""Proved from outside: a fuzzer that knows the schema alone, and a client that is generated from it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from ankang_api.schema import examples

pytestmark = pytest.mark.database_independent

ROOT = Path(__file__).parent.parent
CALL_ALL = """
import importlib, json, pkgutil, sys
from urllib.parse import parse_qs, urlsplit
sys.path.insert(0, sys.argv[1])
from client import Client
import client.api

requests = json.loads(sys.argv[3])
server = Client(base_url=sys.argv[2], raise_on_unexpected_status=True)
modules = {
    name.rpartition(".")[2]: importlib.import_module(name)
    for _, name, is_package in pkgutil.walk_packages(client.api.__path__, "client.api.")
    if not is_package
}
parsed = {}
for name, (positional, named) in requests.items():
    answer = modules[name].sync_detailed(*positional, client=server, **named)
    parsed[name] = [answer.status_code, type(answer.parsed).__name__]
print(json.dumps(parsed))
"""


def environment() -> dict[str, str]:
    return {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": "/nonexistent"}


def test_a_generated_client_fetches_and_parses_every_endpoint(corrected_server: str, tmp_path: Path) -> None:
    target = tmp_path / "client"
    subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--path", str(ROOT / "docs" / "openapi.json")),
            *("--meta", "none", "--output-path", str(target), "--fail-on-warning"),
        ],
        check=True,
        capture_output=True,
        env=environment(),
    )
    requests = examples.REQUESTS
    arguments = {name: call(name, path) for name, path in requests.items()}
    finished = subprocess.run(
        [sys.executable, "-c", CALL_ALL, str(tmp_path), corrected_server, json.dumps(arguments)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr
    parsed = json.loads(finished.stdout)
    assert set(parsed) == set(requests)
    assert {name: answer for name, answer in parsed.items() if answer[0] != 200 or "NoneType" in answer[1]} == {}


NAMES = ("passages", "quotes", "coverage", "history")
"""What stands in paths after a code."""


def call(name: str, path: str) -> tuple[list[str | int], dict[str, str]]:
    """How a generated function is called for the example of an operation: values of the path, and of the query."""
    places = [part for part in path.partition("?")[0].split("/")[1:] if part not in NAMES]
    query = dict(parse_qsl(path.partition("?")[2]))
    named = {"q": query["q"]} if "q" in query else {}
    return [int(place) if place.isdigit() and len(place) < 4 else place for place in places], named


def without_parts() -> dict[str, Any]:
    """The OpenAPI document without the parameters that ask for a part of what it describes.

    `fields` on lists leaves out fields that rows must have (tests/test_schema.py checks such responses), and a range of
    bytes of a JSON text is no JSON (tests/test_ranges.py).
    """
    document: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())
    shared = {f"#/components/parameters/{name}": one for name, one in document["components"]["parameters"].items()}
    for item in document["paths"].values():
        operation = item["get"]
        left_out = {"Range"} | ({"fields"} if operation["operationId"].startswith(("list_", "get_")) else set())
        operation["parameters"] = [
            one
            for one in operation.get("parameters", [])
            if shared.get(one.get("$ref", ""), one)["name"] not in left_out
        ]
    return document


@pytest.mark.parametrize("seed", [2018])
def test_a_fuzzer_finds_nothing(corrected_server: str, tmp_path: Path, seed: int) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(without_parts()))
    finished = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(ROOT / "schemathesis.toml"), "run"),
            *("openapi.json", "--url", corrected_server, "--seed", str(seed)),
            *("--max-examples", "6", "--header", "Accept-Encoding: identity", "--no-color"),
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert finished.returncode == 0, finished.stdout[-5000:] + finished.stderr[-2000:]


def test_the_server_says_its_length_and_type_for_head(server: str) -> None:
    got, head = (httpx.request(method, f"{server}/api/v1/units") for method in ("GET", "HEAD"))
    assert head.content == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    assert head.headers["ETag"] == got.headers["ETag"]
