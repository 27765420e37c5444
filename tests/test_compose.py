"""docker-compose.yml and its addition with TLS and backups: valid, restricted, and started by one command before."""

import os
import re
import subprocess
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from compose_pydantic import ComposeSpecification

from ankang_api.configuration.database import database
from tests.certificates import make_certificate
from tests.deployment_files import DEPLOY, ENVIRONMENT, compose_project, tls_project
from tests.serving import NGINX, ROOT

pytestmark = pytest.mark.database_independent

BASE = compose_project(ROOT / "docker-compose.yml")
WITH_TLS = tls_project()


@pytest.mark.parametrize("project", [BASE, WITH_TLS], ids=["base", "tls"])
def test_the_project_is_valid(project: Any) -> None:
    parts = {name: part for name, part in project.items() if not name.startswith("x-")}
    assert ComposeSpecification.model_validate(parts).services.keys() == project["services"].keys()


@pytest.mark.parametrize("name", sorted(WITH_TLS["services"]))
def test_each_container_is_restricted(name: str) -> None:
    service = WITH_TLS["services"][name]
    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["CHOWN", "NET_BIND_SERVICE", "SETGID", "SETUID"] if name == "proxy" else [])
    assert re.fullmatch(r"256m|1g", service["mem_limit"])
    assert service["pids_limit"] <= 200


def test_the_api_starts_after_the_release() -> None:
    services = BASE["services"]
    healthy = {"database": {"condition": "service_healthy"}}
    assert services["release"]["depends_on"] == healthy
    assert services["api"]["depends_on"] == healthy | {"release": {"condition": "service_completed_successfully"}}
    assert services["release"]["restart"] == "no"


def test_the_api_opens_the_database_of_the_project() -> None:
    own = BASE["services"]["database"]["environment"]
    entry = database(BASE["services"]["api"]["environment"]["DATABASE_URL"])
    assert (entry["HOST"], entry["NAME"], entry["USER"]) == ("database", own["POSTGRES_DB"], own["POSTGRES_USER"])
    assert entry["PASSWORD"] == own["POSTGRES_PASSWORD"] == "secret"
    backup = WITH_TLS["services"]["backup"]["environment"]
    assert [backup[f"PG{name}"] for name in ("HOST", "USER", "PASSWORD", "DATABASE")] == [
        *("database", "ankang", "secret", "ankang")
    ]


def test_only_the_proxy_is_reached_from_other_hosts() -> None:
    def published(project: Any) -> dict[str, list[str]]:
        return {name: service["ports"] for name, service in project["services"].items() if service.get("ports")}

    assert published(BASE) == {"api": ["127.0.0.1:8000:8000"]}
    assert published(WITH_TLS) == {"proxy": ["80:80", "443:443"]}


@pytest.mark.nginx
def test_the_proxy_starts_with_the_published_configuration(tmp_path: Path) -> None:
    """The command of the container, with other folders, and `nginx -t` in place of the start."""
    shell, option, script = WITH_TLS["services"]["proxy"]["command"]
    folders = {"/etc/ankang/nginx.conf": str(DEPLOY / "nginx.conf"), "/etc/nginx/conf.d": str(tmp_path)}
    for container, host in folders.items():
        script = script.replace(container, host)
    script, start, _ = script.replace("$$", "$").partition(" && exec nginx -g 'daemon off;'")
    assert start
    environment = os.environ | {"PUBLIC_HOST": ENVIRONMENT["PUBLIC_HOST"]}
    subprocess.run([shell, option, script], env=environment, check=True)
    written = (tmp_path / "default.conf").read_text()
    assert "server unix:/run/ankang/socket;" in written
    assert written.count("server_name data.test;") == 2
    certificate, key = make_certificate(tmp_path)
    tested = written.replace("/etc/ssl/data.test.pem", str(certificate)).replace("/etc/ssl/data.test.key", str(key))
    tested = re.sub(r"listen (\d+)", r"listen unix:\1", tested)
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; events {{}} http {{ {tested} }}")
    subprocess.run([NGINX, "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")], check=True)


def test_the_proxy_mounts_the_certificates_where_the_configuration_names_them() -> None:
    mounts = WITH_TLS["services"]["proxy"]["volumes"]
    assert "/certificates/chain.pem:/etc/ssl/data.test.pem:ro" in mounts
    assert "/certificates/key.pem:/etc/ssl/data.test.key:ro" in mounts


def test_one_command_writes_the_secrets(tmp_path: Path) -> None:
    copytree(DEPLOY, tmp_path / "docs" / "deploy")
    command = ["sh", str(tmp_path / "docs" / "deploy" / "write-env.sh")]
    subprocess.run(command, check=True, capture_output=True)
    file = tmp_path / ".env"
    written = dict(line.split("=") for line in file.read_text().splitlines())
    assert list(written) == ["SECRET_KEY", "POSTGRES_PASSWORD"]
    assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in written.values())
    assert written["SECRET_KEY"] != written["POSTGRES_PASSWORD"]
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_text()
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stderr, file.read_text()) == (1, ".env exists already.\n", before)


def test_the_project_needs_no_variable_but_those_that_are_written() -> None:
    required = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    assert required == {"SECRET_KEY", "POSTGRES_PASSWORD"}
