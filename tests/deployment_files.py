"""The files in docs/deploy/ and docker-compose.yml, as the programs that use them read them."""

import re
import shlex
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import yaml

from tests.serving import ROOT

DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("ankang*"))
ENVIRONMENT = {
    "SECRET_KEY": "k" * 64,
    "POSTGRES_PASSWORD": "secret",
    "PUBLIC_HOST": "data.test",
    "CERTIFICATE": "/certificates/chain.pem",
    "CERTIFICATE_KEY": "/certificates/key.pem",
}
"""The variables of .env that have no default."""


class Reset:
    """A value with the tag !reset, which removes the value of the files before."""


class ComposeLoader(yaml.SafeLoader):
    """SafeLoader with the tag !reset of Compose."""


ComposeLoader.add_constructor("!reset", lambda *_: Reset())


def compose_file(path: Path) -> Any:
    """A file of Compose, with the variables of ENVIRONMENT and with defaults. KeyError if another has no default."""
    return yaml.load(re.sub(r"(?<!\$)\$\{(\w+)(?::-([^}]*)|:\?[^}]+)\}", substituted, path.read_text()), ComposeLoader)


def substituted(variable: re.Match[str]) -> str:
    name, default = variable.groups()
    return ENVIRONMENT[name] if default is None else str(default)


def compose_project(*files: Path) -> Any:
    """The files merged as Compose does: mappings by key, lists one after the other, commands replaced."""
    project: Any = {}
    for file in files:
        project = merged(project, compose_file(file))
    return project


def merged(old: Any, new: Any, name: str = "") -> Any:
    if isinstance(new, Reset):
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: merged(old.get(name), value, name) for name, value in new.items()}
    if isinstance(old, list) and isinstance(new, list) and name not in ("command", "entrypoint", "test"):
        return [*old, *new]
    return new


def manifests() -> list[Any]:
    files = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    return [manifest for file in files for manifest in yaml.safe_load_all(file.read_text())]


def pod_specs() -> dict[str, Any]:
    """The pods that the manifests describe, by the kind of their owner."""
    found = {manifest["kind"]: manifest["spec"] for manifest in manifests() if "spec" in manifest}
    found["CronJob"] = found["CronJob"]["jobTemplate"]["spec"]
    return {kind: found[kind]["template"]["spec"] for kind in ("Job", "Deployment", "CronJob")}


def containers() -> dict[str, Any]:
    return {container["name"]: container for spec in pod_specs().values() for container in spec["containers"]}


def unit(path: Path) -> ConfigParser:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names of settings have capitals
    parser.read(path)
    return parser


def commands() -> Iterator[list[str]]:
    """The arguments of each manage.py that these files run."""
    projects = compose_project(ROOT / "docker-compose.yml"), tls_project()
    lines = [service.get("command", []) for project in projects for service in project["services"].values()]
    lines += [container["command"] for container in containers().values()]
    for path in UNITS:
        starts = shlex.split(unit(path).get("Service", "ExecStart", fallback=""))
        lines.append(shlex.split(starts[-1]) if starts[:1] == ["/bin/sh"] else starts)
    for line in lines:
        if "manage.py" in line:
            yield line[line.index("manage.py") + 1 :]


def tls_project() -> Any:
    return compose_project(ROOT / "docker-compose.yml", DEPLOY / "compose.tls.yml")
