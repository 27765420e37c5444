"""What a trial runs on: a database with the fixtures and a user of the admin, and the nodes that serve it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from tests.databases import manage
from tests.faults.cluster import SUPERUSER, Cluster
from tests.faults.node import Node
from tests.faults.session import PASSWORD, USER


class Service(NamedTuple):
    """Corrections are made at the first node. Nodes that read the standby come last."""

    nodes: list[Node]
    database_url: str
    primary: Cluster | None = None
    standby: Cluster | None = None


@contextmanager
def trial_folder() -> Iterator[Path]:
    """A folder that the user postgres may reach."""
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(folder, SUPERUSER, SUPERUSER)
        yield folder


def prepare(url: str) -> None:
    with patch.dict(os.environ, {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}):
        for arguments in (["release"], ["createsuperuser", "--noinput", f"--username={USER}", "--email=a@example.org"]):
            code, printed = manage(url, *arguments)
            assert code == 0, printed


@contextmanager
def serving_nodes(nodes: list[Node]) -> Iterator[list[Node]]:
    with ExitStack() as stack:
        for node in nodes:
            stack.callback(node.stop)
            node.launch()
        for node in nodes:
            node.wait_until_serving()
        yield nodes


@contextmanager
def sqlite_service() -> Iterator[Service]:
    with trial_folder() as folder:
        url = f"sqlite:///{folder}/ankang.sqlite3"
        prepare(url)
        with serving_nodes([Node(folder, name, url) for name in ("first", "second")]) as nodes:
            yield Service(nodes, url)


@contextmanager
def postgresql_service() -> Iterator[Service]:
    with trial_folder() as folder, ExitStack() as stack:
        primary, standby = Cluster(folder, "primary"), Cluster(folder, "standby")
        for cluster in (primary, standby):
            stack.callback(cluster.kill)
        primary.create()
        primary.start()
        prepare(primary.url)
        standby.copy(primary)
        standby.start()
        nodes = [Node(folder, name, primary.url) for name in ("first", "second")]
        nodes.append(Node(folder, "reads-the-standby", primary.url, standby.url))
        with serving_nodes(nodes):
            yield Service(nodes, primary.url, primary, standby)
