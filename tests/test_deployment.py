"""The files for deployments use commands, options, settings and images that exist, and no other than pinned images."""

import json
import re
import subprocess
import sys
import tomllib

import pytest
from django.core.management import get_commands, load_command_class

from tests.deployment_files import DEPLOY, commands, compose_project, containers, manifests, pod_specs, tls_project
from tests.nodes import node
from tests.serving import ROOT, free_port

pytestmark = pytest.mark.database_independent

DOCKERFILE = (ROOT / "Dockerfile").read_text()
POSTGRESQL_IMAGE = "postgres:15.20-trixie"
SETTINGS = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "ankang_api" / "settings.py").read_text()))


def test_each_command_and_option_exists() -> None:
    found = list(commands())
    assert sorted(arguments[0] for arguments in found) == ["backup", *["release"] * 4, *["serve"] * 4]
    for name, *arguments in found:
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        parser.parse_args(arguments)  # ends the program if it does not know an option


def test_each_setting_exists() -> None:
    services = tls_project()["services"]
    named = {*services["api"]["environment"], *services["release"]["environment"]}
    for manifest in manifests():
        if manifest["metadata"]["name"] in ("ankang-settings", "ankang-secret"):
            named |= set(manifest.get("data") or manifest["stringData"])
    named |= set(re.findall(r"^(\w+)=", (DEPLOY / "systemd" / "environment.example").read_text(), re.M))
    named |= set(re.findall(r"^ENV (OPERATIONS_PORT)=", DOCKERFILE, re.M))
    assert len(named) == 8
    assert named - SETTINGS == set()


def test_each_image_is_pinned() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    program = f"registry.example.org/ankang-open-data-api:{version}"
    assert {name: container["image"] for name, container in containers().items()} == {
        "release": program,
        "api": program,
        "backup": POSTGRESQL_IMAGE,
    }
    assert {name: service.get("image") for name, service in tls_project()["services"].items()} == {
        "database": POSTGRESQL_IMAGE,
        "release": None,
        "api": None,
        "proxy": "nginx:1.30.5-alpine",
        "backup": POSTGRESQL_IMAGE,
    }
    assert re.findall(r"^FROM (.+)$", DOCKERFILE, re.M) == ["python:3.13.15-slim-trixie"]


def test_the_image_runs_a_command_that_exists_and_not_as_root() -> None:
    [command] = re.findall(r"^CMD (.+)$", DOCKERFILE, re.M)
    assert json.loads(command) == ["python", "manage.py", "up", "--host", "0.0.0.0", "--port", "8000"]
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.M) == ["10001"]
    assert {spec["securityContext"]["runAsUser"] for spec in pod_specs().values()} == {10001, 999}


def test_secrets_and_backups_are_not_copied_into_the_image_or_committed() -> None:
    for name in (".dockerignore", ".gitignore"):
        assert {".env", "backups/"} <= set((ROOT / name).read_text().splitlines())


def health_check(port: int) -> int:
    """Exit code of the health check of the image, with another port."""
    [line] = re.findall(r"^    CMD (.+)$", DOCKERFILE, re.M)
    program = json.loads(line)
    assert "http://127.0.0.1:8001/livez" in program[-1]
    script = program[-1].replace(":8001/", f":{port}/")
    return subprocess.run([sys.executable, *program[1:-1], script], stderr=subprocess.DEVNULL, check=False).returncode


def test_the_health_check_of_the_image_follows_livez(database_url: str) -> None:
    assert "ENV OPERATIONS_PORT=8001\n" in DOCKERFILE
    assert health_check(free_port()) == 1
    with node(database_url, "--workers", "1") as served:
        assert health_check(served.operations_port) == 0


def test_compose_uses_the_health_check_of_the_image() -> None:
    services = compose_project(ROOT / "docker-compose.yml")["services"]
    assert "healthcheck" not in services["api"]
    assert services["release"]["healthcheck"] == {"disable": True}
