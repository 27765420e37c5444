"""The systemd units: valid, hardened, and in the right order."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deployment_files import UNITS, unit
from tests.serving import ROOT

pytestmark = pytest.mark.database_independent

SERVICES = [path for path in UNITS if path.suffix == ".service"]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units in one folder, with the Python of the tests."""
    for path in UNITS:
        text = path.read_text().replace("/opt/ankang/.venv/bin/python", sys.executable)
        (tmp_path / path.name).write_text(text.replace("/opt/ankang", str(ROOT)))
    return tmp_path


def test_there_are_units_for_release_serve_and_backup() -> None:
    assert [path.name for path in UNITS] == [
        *("ankang-backup.service", "ankang-backup.timer", "ankang-release.service", "ankang.service")
    ]


@pytest.mark.systemd
@pytest.mark.parametrize("name", [path.name for path in UNITS])
def test_systemd_accepts_the_unit(name: str, installed: Path) -> None:
    command = ["systemd-analyze", "verify", "--man=no", str(installed / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.systemd
@pytest.mark.parametrize("name", [path.name for path in SERVICES])
def test_systemd_rates_the_exposure_as_low(name: str, installed: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(installed / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-200:]


def test_each_service_has_the_same_hardening() -> None:
    hardening = {path.read_text().partition("# Hardening")[2].partition("\n\n")[0].strip() for path in SERVICES}
    assert len(hardening) == 1
    assert {"NoNewPrivileges=true", "ProtectSystem=strict"} <= set(hardening.pop().splitlines())


def test_the_server_starts_after_the_release_and_reloads_by_signal() -> None:
    server = unit(next(path for path in UNITS if path.name == "ankang.service"))
    assert server["Unit"]["Wants"] == server["Unit"]["After"] == "ankang-release.service"
    assert server["Service"]["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert re.search(r"--bind unix:/run/ankang/socket$", server["Service"]["ExecStart"])
    assert server["Service"]["RuntimeDirectory"] == "ankang"
