"""What must be on the machine: wrk, nginx and psql, and the servers of others in an environment of their own."""

import shutil
import subprocess
import sys
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent / "peers"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
ENVIRONMENT = ROOT / "data" / "benchmark-peers"
SHARED = ("django", "djangorestframework", "django-filter", "psycopg", "psycopg-binary")
NEEDED = {"wrk": "wrk", "nginx": "nginx-light", "psql": "postgresql-client", "curl": "curl"}
"""Programs, and the Debian packages that bring them."""


def program(name: str) -> str:
    """Where a program is; nginx lies where only root looks."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if not found:
        raise SystemExit(f"{name} is missing: install it (Debian: apt-get install {NEEDED[name]}).")
    return found


def peer(name: str) -> str:
    """A program of the peers' environment."""
    return str(ENVIRONMENT / "bin" / name)


def require(*names: str) -> None:
    for name in names:
        program(name)


def install_peers() -> None:
    """Make the peers' environment where it is not there as it should be."""
    shared = [f"{name}=={version(name)}" for name in SHARED]
    wanted = sha256("\n".join([REQUIREMENTS.read_text(), *shared]).encode()).hexdigest()
    stamp = ENVIRONMENT / "installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing the servers to compare with …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
    command = [peer("pip"), "install", "--requirement", str(REQUIREMENTS), *shared]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"The servers to compare with cannot be installed.\n{done.stdout}")
    stamp.write_text(wanted)


def versions() -> dict[str, str]:
    """What was measured with which version."""
    listed = subprocess.run([peer("pip"), "freeze"], check=True, capture_output=True, text=True).stdout
    pins = dict(line.split("==") for line in listed.splitlines() if "==" in line)
    names = ("datasette", "fastapi", "asyncpg", "uvicorn", "gunicorn", "orjson", "Django", "djangorestframework")
    of_programs = {
        "nginx": first_line(program("nginx"), "-v").rpartition("/")[2],
        "wrk": first_line(program("wrk"), "-v").split()[1],
        "psql": first_line(program("psql"), "--version").split()[2],
    }
    ours = {"Python": sys.version.split()[0], "httptools": version("httptools"), "uvloop": version("uvloop")}
    return ours | {name: pins[name] for name in names} | of_programs


def first_line(*command: str) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout.splitlines()[0]
