"""Nodes: servers with a port for their operators."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from prometheus_client.parser import text_string_to_metric_families

from tests.serving import free_port, up


class Node:
    """A server with a port for its operators."""

    def __init__(self) -> None:
        self.port, self.operations_port = free_port(), free_port()
        self.process: Any = None

    def get(self, path: str, **headers: str) -> tuple[int, Any]:
        """Status and headers."""
        request = Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urlopen(request) as response:
                return response.status, response.headers
        except HTTPError as error:
            with error:
                return error.code, error.headers

    def body(self, path: str) -> bytes:
        with urlopen(f"http://127.0.0.1:{self.port}{path}") as response:
            return bytes(response.read())

    def problem(self, path: str) -> tuple[int, str]:
        """Status, and what is wrong; an empty text if nothing is."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}") as response:
                return response.status, ""
        except HTTPError as error:
            with error:
                return error.code, json.load(error)["detail"]

    def operations(self, path: str) -> tuple[int, str]:
        try:
            with urlopen(f"http://127.0.0.1:{self.operations_port}{path}") as response:
                return response.status, response.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def metric(self, name: str, **labels: str) -> float:
        """The sum of the samples with these labels."""
        families = text_string_to_metric_families(self.operations("/metrics")[1])
        samples = [sample for family in families for sample in family.samples if sample.name == name]
        return sum(sample.value for sample in samples if labels.items() <= sample.labels.items())

    def wait_for(self, name: str, value: float, **labels: str) -> None:
        """Workers add their cache hits several times a second."""
        deadline = time.monotonic() + 10
        while (seen := self.metric(name, **labels)) != value and time.monotonic() < deadline:
            time.sleep(0.05)
        assert seen == value


@contextmanager
def node(database_url: str, *arguments: str, **settings: str) -> Iterator[Node]:
    served = Node()
    settings = {"OPERATIONS_PORT": str(served.operations_port)} | settings
    with up(database_url, "--port", str(served.port), *arguments, settings=settings) as served.process:
        served.process.wait_until_serving()
        try:
            yield served
        finally:
            served.process.terminate()
